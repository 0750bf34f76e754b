import { z } from 'zod'
import { byId, endpoint, id, instant, list } from '../../../platform/contract.ts'
import { createSignInLink, linkSpent, session } from '../contract.ts'

/** The token travels in the body: addresses end up in logs and histories. */
export const checkSignInLink = endpoint({
  method: 'POST',
  path: '/api/v1/sign-in/link/check',
  summary: 'Whose one-time link it is and what it is for; it stays good',
  access: 'public',
  body: z.strictObject({ token: z.string().max(200) }),
  result: z.object({
    /** The first sign-in, or a password that was forgotten. */
    meaning: createSignInLink.result.shape.meaning,
    user: z.object({ name: z.string(), email: z.string() }),
    expiresAt: instant,
    /** A code is wanted afterwards: the link does not replace it. */
    secondFactor: z.boolean(),
    passwordLength: z.number().int(),
  }),
  problems: [linkSpent],
})
export const endOtherSessions = endpoint({
  method: 'DELETE',
  path: '/api/v1/sessions',
  summary: 'End all my sessions save this one',
  result: z.undefined(),
  status: 204,
})
export const listUserSessions = endpoint({
  method: 'GET',
  path: '/api/v1/users/:id/sessions',
  summary: 'Open sessions of a person',
  access: { right: 'users.administer' },
  params: byId,
  result: list(session),
})
export const endUserSession = endpoint({
  method: 'DELETE',
  path: '/api/v1/users/:id/sessions/:sessionId',
  summary: 'End one session of a person at once',
  access: { right: 'users.administer' },
  params: z.object({ id, sessionId: id }),
  result: z.undefined(),
  status: 204,
})
export const endUserSessions = endpoint({
  method: 'DELETE',
  path: '/api/v1/users/:id/sessions',
  summary: 'End all sessions of a person at once; of oneself all but this one',
  access: { right: 'users.administer' },
  params: byId,
  result: z.undefined(),
  status: 204,
})
