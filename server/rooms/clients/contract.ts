import { z } from 'zod'
import {
  byId,
  endpoint,
  flag,
  id,
  instant,
  line,
  list,
  paging,
  personRef,
  problem,
  record,
  text,
  version,
  warning,
} from '../../platform/contract.ts'

export const clientKind = z.enum(['organisation', 'entrepreneur', 'person'])
export const relationType = z.enum(['customer', 'supplier', 'partner', 'competitor', 'other'])
export const partyType = z.enum(['client', 'contact', 'prospect'])

// ---- data of contact, as typed in and as answered ----
export const phone = z.object({
  raw: z.string(),
  e164: z.string().nullable(),
  extension: z.string().nullable(),
  kind: z.enum(['mobile', 'landline', 'tollfree', 'foreign', 'short', 'unknown']),
  valid: z.boolean(),
})
export type Phone = z.infer<typeof phone>
export const emailAddress = z.object({ raw: z.string(), normalized: z.string(), valid: z.boolean() })
export type EmailAddress = z.infer<typeof emailAddress>

const typed = (max = 300, count = 50) => z.array(line(max)).max(count)

// ---- problems ----
const match = z.object({
  type: partyType,
  id: id.nullable(),
  title: z.string(),
  reasons: z.array(z.string()),
  walled: z.boolean(),
  responsible: personRef.nullable(),
  archived: z.boolean(),
})
export type Match = z.infer<typeof match>

export const contractorExists = problem(
  'contractor.exists',
  409,
  { ru: 'Организация с этими ИНН и КПП уже есть', en: 'A company with this INN and KPP exists' },
  z.object({
    client: z.object({
      id: id.nullable(),
      name: z.string().nullable(),
      responsible: personRef.nullable(),
      walled: z.boolean(),
    }),
    /** The caller may repeat the request with `override: {reason}`. */
    mayOverride: z.boolean(),
  }),
)
export const similarFound = problem(
  'similar_found',
  409,
  { ru: 'Похожие записи уже есть', en: 'Similar records exist' },
  z.object({ matches: z.array(match) }),
)
export const clientArchived = problem('client.archived', 409, {
  ru: 'Клиент в архиве',
  en: 'The client is archived',
})
export const prospectLinked = problem('prospect.linked', 409, {
  ru: 'Потенциальный клиент уже связан',
  en: 'The prospect is already linked',
})
export const prospectNotLinked = problem('prospect.not_linked', 409, {
  ru: 'Потенциальный клиент не связан с клиентом',
  en: 'The prospect is not linked',
})
export const unlinkRefused = problem(
  'prospect.unlink_refused',
  409,
  {
    ru: 'Связь нельзя отменить: состояния Интересов требуют клиента',
    en: 'The link cannot be undone: states of Interests demand a client',
  },
  z.object({ interests: z.array(z.object({ id, number: z.string(), subject: z.string(), state: z.string() })) }),
)

const onSimilar = z.enum(['create', 'ask']).default('create')
const override = z.strictObject({ reason: line(500) }).optional()

// ---- contacts ----
export const contactInput = z.strictObject({
  id: id.optional(),
  fullName: line(200),
  position: line(200).optional(),
  phones: typed(200).optional(),
  emails: typed(200).optional(),
  messengers: typed(200).optional(),
})
export type ContactInput = z.infer<typeof contactInput>

const contactData = {
  fullName: z.string(),
  phones: z.array(phone),
  emails: z.array(emailAddress),
  messengers: z.array(z.string()),
}
/** A contact as seen from one client: the link gives the position. */
export const clientContact = z.object({
  id,
  ...contactData,
  position: z.string().nullable(),
  archived: z.boolean(),
})
export type ClientContact = z.infer<typeof clientContact>

export const contractor = z.object({
  id,
  kind: clientKind,
  name: z.string(),
  fullName: z.string().nullable(),
  inn: z.string().nullable(),
  kpp: z.string().nullable(),
  ogrn: z.string().nullable(),
  main: z.boolean(),
  archived: z.boolean(),
})
export type Contractor = z.infer<typeof contractor>

// ---- clients ----
export const client = z.object({
  ...record,
  kind: clientKind,
  name: z.string(),
  publicName: z.string().nullable(),
  relationType,
  inn: z.string().nullable(),
  kpp: z.string().nullable(),
  ogrn: z.string().nullable(),
  phones: z.array(phone),
  emails: z.array(emailAddress),
  sites: z.array(z.string()),
  addresses: z.array(z.string()),
  messengers: z.array(z.string()),
  comment: z.string().nullable(),
  responsible: personRef.nullable(),
  contacts: z.array(clientContact),
  contractors: z.array(contractor),
  archivedAt: instant.nullable(),
  warnings: z.array(warning).optional(),
})
export type Client = z.infer<typeof client>

const clientFields = {
  kind: clientKind,
  name: line(300),
  publicName: line(300).optional(),
  inn: line(20).optional(),
  kpp: line(20).optional(),
  ogrn: line(20).optional(),
  phones: typed().optional(),
  emails: typed().optional(),
  sites: typed().optional(),
  addresses: typed(500).optional(),
  messengers: typed().optional(),
  comment: text(5_000).optional(),
  relationType: relationType.optional(),
  responsibleId: id.optional(),
  contacts: z.array(contactInput).max(50).optional(),
}
/** The body of a client: of its own, inside a new Interest, or from the card of an Interest. */
export const clientInput = z.strictObject({ id, ...clientFields, override, onSimilar })
export type ClientInput = z.infer<typeof clientInput>

export const createClient = endpoint({
  method: 'POST',
  path: '/api/v1/clients',
  summary: 'Register a client with its legal entity and contacts',
  body: clientInput,
  result: client,
  status: 201,
  problems: [contractorExists, similarFound],
})
export const getClient = endpoint({
  method: 'GET',
  path: '/api/v1/clients/:id',
  summary: 'One client',
  params: byId,
  result: client,
})
export const changeClient = endpoint({
  method: 'PATCH',
  path: '/api/v1/clients/:id',
  summary: 'Change a client; arrays replace the whole list',
  params: byId,
  body: z.strictObject({
    version,
    kind: clientKind.optional(),
    name: line(300).optional(),
    publicName: line(300).nullish(),
    inn: line(20).nullish(),
    kpp: line(20).nullish(),
    ogrn: line(20).nullish(),
    phones: typed().nullish(),
    emails: typed().nullish(),
    sites: typed().nullish(),
    addresses: typed(500).nullish(),
    messengers: typed().nullish(),
    comment: text(5_000).nullish(),
    relationType: relationType.optional(),
    responsibleId: id.nullish(),
    override: override.nullable(),
  }),
  result: client,
  problems: [contractorExists, clientArchived],
})
export const clientRow = z.object({
  ...record,
  kind: clientKind,
  name: z.string(),
  publicName: z.string().nullable(),
  inn: z.string().nullable(),
  kpp: z.string().nullable(),
  phones: z.array(phone),
  emails: z.array(emailAddress),
  responsible: personRef.nullable(),
  openInterests: z.number().int(),
  archivedAt: instant.nullable(),
})
export const listClients = endpoint({
  method: 'GET',
  path: '/api/v1/clients',
  summary: 'Clients in scope, newest first or by name',
  query: z.object({
    ...paging,
    q: z.string().max(300).optional(),
    responsibleId: id.optional(),
    kind: clientKind.optional(),
    archived: flag.optional(),
    sort: z.enum(['recent', 'name']).default('recent'),
  }),
  result: list(clientRow),
})
export const archiveClient = endpoint({
  method: 'POST',
  path: '/api/v1/clients/:id/archive',
  summary: 'Archive a client',
  params: byId,
  result: client,
})
export const restoreClient = endpoint({
  method: 'POST',
  path: '/api/v1/clients/:id/restore',
  summary: 'Bring a client back',
  params: byId,
  result: client,
})
/** Adds a contact to a client, or an existing contact by its id. */
export const addContact = endpoint({
  method: 'POST',
  path: '/api/v1/clients/:id/contacts',
  summary: 'Add a contact to a client; an existing one by contactId',
  params: byId,
  body: z.strictObject({
    id,
    fullName: line(200).optional(),
    contactId: id.optional(),
    position: line(200).optional(),
    phones: typed(200).optional(),
    emails: typed(200).optional(),
    messengers: typed(200).optional(),
    onSimilar,
  }),
  result: clientContact.extend({ warnings: z.array(warning).optional() }),
  status: 201,
  problems: [similarFound, clientArchived],
})
export const contractorInput = z.strictObject({
  id,
  kind: clientKind,
  name: line(300),
  fullName: line(500).optional(),
  inn: line(20).optional(),
  kpp: line(20).optional(),
  ogrn: line(20).optional(),
  override,
})
export const addContractor = endpoint({
  method: 'POST',
  path: '/api/v1/clients/:id/contractors',
  summary: 'Add a legal entity to a client',
  params: byId,
  body: contractorInput,
  result: client,
  status: 201,
  problems: [contractorExists, clientArchived],
})

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
    phones: typed(200).nullish(),
    emails: typed(200).nullish(),
    messengers: typed(200).nullish(),
    comment: text(5_000).nullish(),
    clientId: id.optional(),
    position: line(200).nullish(),
  }),
  result: contact,
})
export const archiveContact = endpoint({
  method: 'POST',
  path: '/api/v1/contacts/:id/archive',
  summary: 'Archive a contact',
  params: byId,
  result: contact,
})
export const restoreContact = endpoint({
  method: 'POST',
  path: '/api/v1/contacts/:id/restore',
  summary: 'Bring a contact back',
  params: byId,
  result: contact,
})
export const listContacts = endpoint({
  method: 'GET',
  path: '/api/v1/contacts',
  summary: 'Contacts of the clients in scope',
  query: z.object({ ...paging, q: z.string().max(300).optional(), clientId: id.optional(), archived: flag.optional() }),
  result: list(contact),
})

// ---- prospects ----
const oneOfFour = {
  params: {
    code: 'one_of_four',
    texts: {
      ru: 'Заполните хотя бы одно: ФИО, компанию, почту или телефон',
      en: 'Fill in at least one: full name, company, e-mail or phone',
    },
  },
}
const prospectFields = {
  fullName: line(200).optional(),
  company: line(300).optional(),
  email: line(200).optional(),
  phone: line(200).optional(),
}
export const prospectInput = z
  .strictObject({ id: id.optional(), ...prospectFields })
  .refine(p => p.fullName ?? p.company ?? p.email ?? p.phone, oneOfFour)
export type ProspectInput = z.infer<typeof prospectInput>

export const prospect = z.object({
  ...record,
  fullName: z.string().nullable(),
  company: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  comment: z.string().nullable(),
  responsible: personRef.nullable(),
  client: z.object({ id, name: z.string(), walled: z.boolean() }).nullable(),
  contact: z.object({ id, fullName: z.string() }).nullable(),
  linkedAt: instant.nullable(),
  linkedBy: personRef.nullable(),
  archivedAt: instant.nullable(),
  /** Registered clients that look like this prospect, best first; empty once linked. */
  suggestions: z.array(
    z.object({ clientId: id, contactId: id.nullable(), title: z.string(), reasons: z.array(z.string()) }),
  ),
  warnings: z.array(warning).optional(),
})
export type Prospect = z.infer<typeof prospect>
export const createProspect = endpoint({
  method: 'POST',
  path: '/api/v1/prospects',
  summary: 'Register a prospect; any one of the four suffices',
  body: z
    .strictObject({ id, ...prospectFields, responsibleId: id.optional(), onSimilar })
    .refine(p => p.fullName ?? p.company ?? p.email ?? p.phone, oneOfFour),
  result: prospect,
  status: 201,
  problems: [similarFound],
})
export const getProspect = endpoint({
  method: 'GET',
  path: '/api/v1/prospects/:id',
  summary: 'One prospect, with the clients that look like it',
  params: byId,
  result: prospect,
})
export const changeProspect = endpoint({
  method: 'PATCH',
  path: '/api/v1/prospects/:id',
  summary: 'Change a prospect',
  params: byId,
  body: z.strictObject({
    version,
    fullName: line(200).nullish(),
    company: line(300).nullish(),
    email: line(200).nullish(),
    phone: line(200).nullish(),
    comment: text(5_000).nullish(),
    responsibleId: id.nullish(),
  }),
  result: prospect,
})
export const listProspects = endpoint({
  method: 'GET',
  path: '/api/v1/prospects',
  summary: 'Prospects in scope, newest first',
  query: z.object({
    ...paging,
    q: z.string().max(300).optional(),
    linked: flag.optional(),
    archived: flag.optional(),
    responsibleId: id.optional(),
  }),
  result: list(prospect.omit({ suggestions: true })),
})
export const archiveProspect = endpoint({
  method: 'POST',
  path: '/api/v1/prospects/:id/archive',
  summary: 'Archive a prospect',
  params: byId,
  result: prospect,
})
export const restoreProspect = endpoint({
  method: 'POST',
  path: '/api/v1/prospects/:id/restore',
  summary: 'Bring a prospect back',
  params: byId,
  result: prospect,
})
/** What a link moved: the Interests carry their new version. */
export const linked = prospect.extend({
  interests: z.array(z.object({ id, number: z.string(), version })),
})
export const linkProspect = endpoint({
  method: 'PUT',
  path: '/api/v1/prospects/:id/client',
  summary: 'Link the prospect to a client: all its Interests follow',
  params: byId,
  body: z.strictObject({ clientId: id, contactId: id.optional() }),
  result: linked,
  problems: [prospectLinked, clientArchived],
})
export const unlinkProspect = endpoint({
  method: 'DELETE',
  path: '/api/v1/prospects/:id/client',
  summary: 'Undo the link: empties exactly what it filled',
  access: { right: 'prospects.unlink' },
  params: byId,
  result: linked,
  problems: [prospectNotLinked, unlinkRefused],
})
export const dismissSuggestion = endpoint({
  method: 'POST',
  path: '/api/v1/prospects/:id/not-client',
  summary: 'This prospect is not that client: remembered for everybody',
  params: byId,
  body: z.strictObject({ clientId: id }),
  result: prospect,
})
