import { z } from 'zod'
import { partyMerged } from '../merging/contract.ts'
import {
  byId,
  endpoint,
  flag,
  id,
  instant,
  line,
  list,
  paging,
  problem,
  record,
  text,
  version,
  warning,
} from '../../../platform/contract.ts'
import { mayTell, ofField } from '../../../platform/pure/field-marks.ts'

// ---- data of contact, as typed in and as answered ----
export const phone = ofField(
  'phone',
  z.object({
    raw: z.string(),
    e164: z.string().nullable(),
    extension: z.string().nullable(),
    kind: z.enum(['mobile', 'landline', 'tollfree', 'foreign', 'short', 'unknown']),
    valid: z.boolean(),
  }),
)
export type Phone = z.infer<typeof phone>
export const emailAddress = ofField('email', z.object({ raw: z.string(), normalized: z.string(), valid: z.boolean() }))
export type EmailAddress = z.infer<typeof emailAddress>

/** Values of one kind, as typed. */
export const typed = (max = 300, count = 50) => z.array(line(max)).max(count)
export const typedPhones = (max = 300) => ofField('phone', typed(max))
export const typedEmails = (max = 300) => ofField('email', typed(max))
/** A nickname may be a phone. */
export const typedMessengers = (max = 300) => mayTell(typed(max))

/** Set where another id was asked for: that record was merged into this one. */
export const mergedFrom = { mergedFrom: id.optional() }

// ---- contacts ----
export const contactInput = z.strictObject({
  id: id.optional(),
  fullName: line(200),
  position: line(200).optional(),
  phones: typedPhones(200).optional(),
  emails: typedEmails(200).optional(),
  messengers: typedMessengers(200).optional(),
})
export type ContactInput = z.infer<typeof contactInput>

const contactData = {
  fullName: z.string(),
  phones: z.array(phone),
  emails: z.array(emailAddress),
  messengers: mayTell(z.array(z.string())),
}
/** A contact as seen from one client: the link gives the position. */
export const clientContact = z.object({
  id,
  ...contactData,
  position: z.string().nullable(),
  archived: z.boolean(),
})
export type ClientContact = z.infer<typeof clientContact>

// ---- contacts of their own ----
export const contact = z.object({
  ...record,
  ...contactData,
  comment: z.string().nullable(),
  clients: z.array(
    z.object({ id, name: z.string(), position: z.string().nullable(), main: z.boolean(), walled: z.boolean() }),
  ),
  archivedAt: instant.nullable(),
  warnings: z.array(warning).optional(),
  ...mergedFrom,
})
export const contactLastClient = problem('contact.last_client', 409, {
  ru: 'Это единственное место работы контакта: добавьте его сначала другому клиенту или отправьте в архив',
  en: 'The contact works nowhere else: add it to another client first, or archive it',
})
export const getContact = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/:id',
  summary: 'One contact with the clients it works for',
  params: byId,
  result: contact,
})
export const changeContact = endpoint({
  method: 'PATCH',
  path: '/api/v1/contacts/:id',
  summary: 'Change a contact; `position` is the one at `clientId`',
  params: byId,
  body: z.strictObject({
    version,
    fullName: line(200).optional(),
    phones: typedPhones(200).nullish(),
    emails: typedEmails(200).nullish(),
    messengers: typedMessengers(200).nullish(),
    comment: text(5_000).nullish(),
    clientId: id.optional(),
    position: line(200).nullish(),
  }),
  result: contact,
  problems: partyMerged,
})
export const archiveContact = endpoint({
  method: 'POST',
  path: '/api/v1/contacts/:id/archive',
  summary: 'Archive a contact',
  access: { right: 'clients.archive' },
  params: byId,
  result: contact,
  problems: partyMerged,
})
export const restoreContact = endpoint({
  method: 'POST',
  path: '/api/v1/contacts/:id/restore',
  summary: 'Bring a contact back',
  access: { right: 'clients.archive' },
  params: byId,
  result: contact,
  problems: partyMerged,
})
export const listContacts = endpoint({
  method: 'GET',
  path: '/api/v1/contacts',
  summary: 'Contacts of the clients in scope',
  query: z.object({ ...paging, q: z.string().max(300).optional(), clientId: id.optional(), archived: flag.optional() }),
  result: list(contact),
})
