import { z } from 'zod'
import { byId, endpoint, list, personRef } from '../../../platform/contract.ts'
import { grounds, RIGHTS } from '../../access/profiles/contract.ts'

/** Records that are seen by the responsible; counted so far at most, then `more`. */
const seen = z.object({ before: z.number().int(), after: z.number().int(), more: z.boolean() })

/** What a change of rights would mean for one person. */
export const effect = z.object({
  user: personRef,
  gains: z.array(z.enum(RIGHTS)),
  loses: z.array(z.enum(RIGHTS)),
  clients: seen,
  interests: seen,
})
export const previewProfile = endpoint({
  method: 'POST',
  path: '/api/v1/profiles/:id/preview',
  summary: 'Who would gain and lose what by these grounds; changes nothing',
  access: { right: 'users.administer' },
  params: byId,
  body: z.strictObject({ grounds: grounds.nullable().default(null) }),
  result: list(effect),
})
