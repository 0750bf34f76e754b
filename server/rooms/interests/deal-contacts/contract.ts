import { z } from 'zod'
import { endpoint, id, problem } from '../../../platform/contract.ts'
import { partyMerged, emailAddress, phone } from '../../clients/contract.ts'

/** What somebody at the client does about this one sale. */
export const dealRole = z.enum(['decides', 'influences', 'expert', 'user', 'procures', 'signs', 'pays'])
export type DealRole = z.infer<typeof dealRole>

export const dealContact = z.object({
  id,
  fullName: z.string(),
  position: z.string().nullable(),
  phones: z.array(phone),
  emails: z.array(emailAddress),
  /** The contact of the Interest: first of all the one who is called. */
  main: z.boolean(),
  role: dealRole.nullable(),
})
export type DealContact = z.infer<typeof dealContact>

export const tooManyContacts = problem('interest.too_many_contacts', 422, {
  ru: 'Контактов в сделке не больше 20',
  en: 'No more than 20 contacts in a deal',
})

const ofContact = z.object({ id, contactId: id })
const result = z.object({ contacts: z.array(dealContact) })
export const putDealContact = endpoint({
  method: 'PUT',
  path: '/api/v1/interests/:id/contacts/:contactId',
  summary: 'Name a contact of the client as part of the deal, or give it another role in it',
  params: ofContact,
  body: z.strictObject({
    /** Absent: in the deal without a role. */
    role: dealRole.optional(),
  }),
  result,
  problems: [...partyMerged, tooManyContacts],
})
export const removeDealContact = endpoint({
  method: 'DELETE',
  path: '/api/v1/interests/:id/contacts/:contactId',
  summary: 'Take a contact out of the deal; the contact of the Interest itself stays and loses its role',
  params: ofContact,
  result,
  problems: partyMerged,
})
