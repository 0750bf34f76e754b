import { z } from 'zod'
import { endpoint, id, personRef, problem } from '../../../platform/contract.ts'
import { tooManyGrants } from '../../access/contract.ts'
import { interest } from '../contract.ts'

export const memberWithoutClient = problem(
  'interest.member_without_client',
  409,
  { ru: 'Соисполнитель не видит клиента', en: 'The co-executor does not see the client' },
  z.object({
    user: personRef,
    client: z.object({ id, name: z.string() }),
    /** May the caller open the client? Then `grantClient` does it in the same step. */
    mayGrant: z.boolean(),
  }),
)
export const tooManyMembers = problem('interest.too_many_members', 422, {
  ru: 'Соисполнителей не больше 50',
  en: 'No more than 50 co-executors',
})

const ofMember = z.object({ id, userId: id })
export const addMember = endpoint({
  method: 'PUT',
  path: '/api/v1/interests/:id/members/:userId',
  summary: 'Make somebody a co-executor, who sees this Interest and works with it',
  params: ofMember,
  body: z.strictObject({
    /** Open the client to this person too, where it is not seen yet: both or neither. */
    grantClient: z.boolean().default(false),
  }),
  result: interest,
  problems: [memberWithoutClient, tooManyMembers, tooManyGrants],
})
export const removeMember = endpoint({
  method: 'DELETE',
  path: '/api/v1/interests/:id/members/:userId',
  summary: 'Take a co-executor off; access to the client stays as it is',
  params: ofMember,
  result: interest,
})
