import { z } from 'zod'
import { partyMerged } from './merging/contract.ts'
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
import { mayTell, ofField } from '../../platform/pure/field-marks.ts'
import { regions } from '../../platform/pure/regions.ts'
import { findNumberFaults } from '../../platform/pure/requisite-faults.ts'
import {
  clientContact,
  contactInput,
  contactLastClient,
  emailAddress,
  mergedFrom,
  phone,
  typed,
  typedEmails,
  typedMessengers,
  typedPhones,
} from './contacts/contract.ts'
import {
  clientArchived,
  contractorExists,
  notDuplicateOf,
  onSimilar,
  override,
  similarFound,
} from './duplicates/contract.ts'

export * from './access-requests/contract.ts'
export * from './contacts/contract.ts'
export * from './duplicates/contract.ts'
export * from './duplicates/pairs/contract.ts'
export * from './grants/contract.ts'
export * from './history/contract.ts'
export * from './merging/contract.ts'
export * from './duplicates/search/contract.ts'
export * from './prospects/contract.ts'
export * from './sharing/contract.ts'

export const clientKind = z.enum(['organisation', 'entrepreneur', 'person'])
/** Code of the tax offices of a subject of the federation, as KPP and INN begin. */
export const region = z.enum(regions.map(each => each.code) as [string, ...string[]])
export const relationType = z.enum(['customer', 'supplier', 'partner', 'competitor', 'other'])

const requisite = ofField('requisites', line(20))
export const contractor = z.object({
  id,
  kind: clientKind,
  name: z.string(),
  fullName: z.string().nullable(),
  inn: ofField('requisites', z.string().nullable()),
  kpp: ofField('requisites', z.string().nullable()),
  ogrn: ofField('requisites', z.string().nullable()),
  main: z.boolean(),
  archived: z.boolean(),
  version,
  can: record.can,
})
export type Contractor = z.infer<typeof contractor>

// ---- clients ----
export const client = z.object({
  ...record,
  kind: clientKind,
  name: z.string(),
  publicName: z.string().nullable(),
  relationType,
  inn: ofField('requisites', z.string().nullable()),
  kpp: ofField('requisites', z.string().nullable()),
  ogrn: ofField('requisites', z.string().nullable()),
  phones: z.array(phone),
  emails: z.array(emailAddress),
  sites: z.array(z.string()),
  addresses: z.array(z.string()),
  messengers: mayTell(z.array(z.string())),
  comment: z.string().nullable(),
  /** As chosen; null: told by KPP, landlines and INN. */
  region: z.string().nullable(),
  /** The region that the clock goes by, and its zone; null where nothing tells. */
  whereabouts: z.object({ region: z.string().nullable(), timeZone: z.string() }).nullable(),
  responsible: personRef.nullable(),
  contacts: z.array(clientContact),
  contractors: z.array(contractor),
  archivedAt: instant.nullable(),
  warnings: z.array(warning).optional(),
  ...mergedFrom,
})
export type Client = z.infer<typeof client>

/**
 * A request that is refused by its form names wrong registration numbers too. One of the right form is refused by the
 * action, which names them together with what it finds in the base.
 * @param at place of the client inside a larger request
 */
export function namingNumbers<S extends z.ZodType>(body: S, at?: 'newClient'): S {
  return body.superRefine(
    (value, context) => {
      const fields = fieldsOf(at ? fieldsOf(value)[at] : value)
      const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined)
      const kind = clientKind.safeParse(fields['kind']).data ?? null
      const prefix = at ? [at] : []
      const known = new Set(context.issues.map(issue => issue.path?.join('.')))
      for (const fault of findNumberFaults(kind, { inn: text('inn'), kpp: text('kpp'), ogrn: text('ogrn') })) {
        const path = [...prefix, fault.path]
        if (known.has(path.join('.'))) continue
        context.addIssue({ code: 'custom', path, params: { code: fault.code, texts: fault.texts } })
      }
    },
    { when: ({ issues }) => issues.length > 0 },
  )
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

const clientFields = {
  kind: clientKind,
  name: line(300),
  publicName: line(300).optional(),
  inn: requisite.optional(),
  kpp: requisite.optional(),
  ogrn: requisite.optional(),
  phones: typedPhones().optional(),
  emails: typedEmails().optional(),
  sites: typed().optional(),
  addresses: typed(500).optional(),
  messengers: typedMessengers().optional(),
  comment: text(5_000).optional(),
  relationType: relationType.optional(),
  responsibleId: ofField('responsible', id.optional()),
  contacts: z.array(contactInput).max(50).optional(),
}
/** The body of a client: of its own, inside a new Interest, or from the card of an Interest. */
export const clientInput = z.strictObject({ id, ...clientFields, override, onSimilar, notDuplicateOf })
export type ClientInput = z.infer<typeof clientInput>

export const createClient = endpoint({
  method: 'POST',
  path: '/api/v1/clients',
  summary: 'Register a client with its legal entity and contacts',
  access: { right: 'clients.create' },
  body: namingNumbers(clientInput),
  result: client,
  status: 201,
  problems: [...partyMerged, contractorExists, similarFound],
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
  body: namingNumbers(
    z.strictObject({
      version,
      kind: clientKind.optional(),
      name: line(300).optional(),
      publicName: line(300).nullish(),
      inn: requisite.nullish(),
      kpp: requisite.nullish(),
      ogrn: requisite.nullish(),
      phones: typedPhones().nullish(),
      emails: typedEmails().nullish(),
      sites: typed().nullish(),
      addresses: typed(500).nullish(),
      messengers: typedMessengers().nullish(),
      comment: text(5_000).nullish(),
      relationType: relationType.optional(),
      region: region.nullish(),
      responsibleId: ofField('responsible', id.nullish()),
      override: override.nullable(),
    }),
  ),
  result: client,
  problems: [...partyMerged, contractorExists, clientArchived],
})
export const clientRow = z.object({
  ...record,
  kind: clientKind,
  name: z.string(),
  publicName: z.string().nullable(),
  inn: ofField('requisites', z.string().nullable()),
  kpp: ofField('requisites', z.string().nullable()),
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
  access: { right: 'clients.archive' },
  params: byId,
  result: client,
  problems: partyMerged,
})
export const restoreClient = endpoint({
  method: 'POST',
  path: '/api/v1/clients/:id/restore',
  summary: 'Bring a client back',
  access: { right: 'clients.archive' },
  params: byId,
  result: client,
  problems: partyMerged,
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
    phones: typedPhones(200).optional(),
    emails: typedEmails(200).optional(),
    messengers: typedMessengers(200).optional(),
    onSimilar,
  }),
  result: clientContact.extend({ warnings: z.array(warning).optional() }),
  status: 201,
  problems: [...partyMerged, similarFound, clientArchived],
})
/** The person works there no more; what was, stays in history and in Interests. Adding it again is the way back. */
export const endContact = endpoint({
  method: 'DELETE',
  path: '/api/v1/clients/:id/contacts/:contactId',
  summary: 'End the work of a contact for a client; its last one stays',
  params: z.object({ id, contactId: id }),
  result: client,
  problems: [...partyMerged, contactLastClient, clientArchived],
})
export const contractorInput = z.strictObject({
  id,
  kind: clientKind,
  name: line(300),
  fullName: line(500).optional(),
  inn: requisite.optional(),
  kpp: requisite.optional(),
  ogrn: requisite.optional(),
  override,
})
export const addContractor = endpoint({
  method: 'POST',
  path: '/api/v1/clients/:id/contractors',
  summary: 'Add a legal entity to a client',
  params: byId,
  body: namingNumbers(contractorInput),
  result: client,
  status: 201,
  problems: [...partyMerged, contractorExists, clientArchived],
})

export const contractorArchived = problem('contractor.archived', 409, {
  ru: 'Контрагент в архиве',
  en: 'The contractor is archived',
})
export const contractorLast = problem('contractor.last', 409, {
  ru: 'Это единственный действующий контрагент клиента: в архив уходит сам клиент',
  en: 'This is the only active contractor of the client: archive the client itself',
})
export const contractorMain = problem('contractor.main', 409, {
  ru: 'Это основной контрагент: сначала сделайте основным другой',
  en: 'This is the main contractor: make another one the main one first',
})
/** Answers with the client: its card shows the numbers of the main legal entity. */
export const changeContractor = endpoint({
  method: 'PATCH',
  path: '/api/v1/contractors/:id',
  summary: 'Change a legal entity of a client, or make it the main one',
  params: byId,
  body: namingNumbers(
    z.strictObject({
      version,
      kind: clientKind.optional(),
      name: line(300).optional(),
      fullName: line(500).nullish(),
      inn: requisite.nullish(),
      kpp: requisite.nullish(),
      ogrn: requisite.nullish(),
      main: z.literal(true).optional(),
      override: override.nullable(),
    }),
  ),
  result: client,
  problems: [...partyMerged, contractorExists, contractorArchived, clientArchived],
})
export const archiveContractor = endpoint({
  method: 'POST',
  path: '/api/v1/contractors/:id/archive',
  summary: 'Archive a legal entity; the main one stays',
  access: { right: 'clients.archive' },
  params: byId,
  result: client,
  problems: [...partyMerged, contractorLast, contractorMain, clientArchived],
})
export const restoreContractor = endpoint({
  method: 'POST',
  path: '/api/v1/contractors/:id/restore',
  summary: 'Bring a legal entity back',
  access: { right: 'clients.archive' },
  params: byId,
  result: client,
  problems: [...partyMerged, clientArchived],
})
