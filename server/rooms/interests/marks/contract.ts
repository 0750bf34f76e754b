import { z } from 'zod'
import { byId, endpoint } from '../../../platform/contract.ts'

/** What one person marks for itself; nobody else sees it, and the Interest stays as it is. */
export const marks = z.object({ starred: z.boolean(), watched: z.boolean() })
export type Marks = z.infer<typeof marks>

const put = (mark: string, summary: string) =>
  endpoint({
    method: 'PUT',
    path: `/api/v1/interests/:id/${mark}`,
    summary,
    params: byId,
    body: z.strictObject({ on: z.boolean() }),
    result: marks,
  })
export const starInterest = put('star', 'Put a star on an Interest, or take it off; seen by the caller only')
export const watchInterest = put('watch', 'Be told when an Interest is moved, closed, reopened or handed over')
