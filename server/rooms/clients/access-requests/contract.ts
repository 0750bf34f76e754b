import { z } from 'zod'
import {
  byId,
  day,
  endpoint,
  id,
  instant,
  line,
  personRef,
  problem,
  text,
  tooMany,
} from '../../../platform/contract.ts'
import { tellsNothing } from '../../../platform/pure/field-marks.ts'
import { tooManyGrants } from '../../access/contract.ts'

export const accessRequest = z.object({
  id,
  typed: tellsNothing(z.string(), 'what the reader typed'),
  /** Null while nobody has decided. */
  outcome: z.enum(['granted', 'declined']).nullable(),
  /** Who was told and may decide. */
  askedOf: z.array(personRef),
  createdAt: instant,
})
export type AccessRequest = z.infer<typeof accessRequest>

export const accessRequestSettled = problem('access_request.settled', 409, {
  ru: 'Об этом доступе уже решено иначе',
  en: 'This request has been decided the other way',
})
export const requestAccess = endpoint({
  method: 'POST',
  path: '/api/v1/access-requests',
  summary: 'Ask the responsible for access to the client behind a wall, by what was typed when the wall was met',
  body: z.strictObject({
    id,
    typed: line(300),
    /** Of several walls that the value met those of this person, as each wall names its own; absent: all of them. */
    responsibleId: id.nullish(),
  }),
  result: accessRequest,
  status: 201,
  problems: [tooMany],
})
const decision = z.object({ id, outcome: z.enum(['granted', 'declined']) })
export const grantAccessRequest = endpoint({
  method: 'POST',
  path: '/api/v1/access-requests/:id/grant',
  summary: 'Open the client to the person who asked, for good or until the end that is given',
  params: byId,
  body: z.strictObject({ expiresAt: instant.optional(), until: day.optional() }).nullish(),
  result: decision,
  problems: [accessRequestSettled, tooManyGrants],
})
export const declineAccessRequest = endpoint({
  method: 'POST',
  path: '/api/v1/access-requests/:id/decline',
  summary: 'Decline a request for access, with or without a word',
  params: byId,
  body: z.strictObject({ comment: text(1_000).optional() }),
  result: decision,
  problems: [accessRequestSettled],
})
