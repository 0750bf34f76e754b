import { z } from 'zod'
import { problem } from '../../../platform/contract.ts'

/** What a key may do at all, within what its user may: each operation belongs to exactly one of these. */
export const apiScope = z.enum([
  'read',
  'interests:write',
  'clients:write',
  'activities:write',
  'exchange',
  'account',
  'administration',
])
export type ApiScope = z.infer<typeof apiScope>

export const scopeMissing = problem(
  'api_key.scope_missing',
  403,
  { ru: 'Этому ключу это не разрешено', en: 'This key may not do this' },
  z.object({ missing: apiScope, scopes: z.array(apiScope) }),
)
