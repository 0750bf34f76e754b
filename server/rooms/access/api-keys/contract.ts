import { z } from 'zod'
import { byId, endpoint, id, instant, line, list, problem } from '../../../platform/contract.ts'

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

export const apiKey = z.object({
  id,
  name: z.string(),
  hint: z.string(),
  user: z.object({ id, name: z.string() }),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  /** Null = everything that its user may. */
  scopes: z.array(apiScope).nullable(),
})
export const listApiKeys = endpoint({
  method: 'GET',
  path: '/api/v1/api-keys',
  summary: 'My API keys; all of them for an administrator',
  result: list(apiKey),
})
export const createApiKey = endpoint({
  method: 'POST',
  path: '/api/v1/api-keys',
  summary: 'Make a key with all rights of its user, or with some scopes; the secret is shown once',
  body: z.strictObject({
    id,
    name: line(120),
    userId: id.optional(),
    expiresAt: instant.optional(),
    scopes: z.array(apiScope).min(1).max(20).optional(),
  }),
  result: apiKey.extend({ secret: z.string() }),
  status: 201,
})
export const revokeApiKey = endpoint({
  method: 'DELETE',
  path: '/api/v1/api-keys/:id',
  summary: 'Revoke a key at once',
  params: byId,
  result: z.undefined(),
  status: 204,
})
