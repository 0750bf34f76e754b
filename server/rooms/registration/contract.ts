import { z } from 'zod'
import { day, endpoint, id, instant, personRef } from '../../platform/contract.ts'
import { entryAll, mayTell, unless } from '../../platform/pure/field-marks.ts'
import { matchMode } from '../fields/contract.ts'

export * from './access-requests/contract.ts'
export * from './drafts/contract.ts'
export * from './hand-overs/contract.ts'

// ---- search ----
export const searchType = z.enum(['client', 'contractor', 'contact', 'prospect', 'interest'])
export type SearchType = z.infer<typeof searchType>
export const searchItem = unless(
  'walled',
  z.object({
    type: searchType,
    /** Null behind a wall: the record exists, and that is all that is told. */
    id: id.nullable(),
    title: mayTell(z.string()),
    subtitle: mayTell(z.string()),
    clientId: id.nullable(),
    contactId: id.nullable(),
    matches: z.array(
      entryAll(
        z.object({
          field: z.string(),
          text: z.string(),
          ranges: z.array(z.tuple([z.number().int(), z.number().int()])),
        }),
        'field',
        'text',
      ),
    ),
    openInterests: z.number().int(),
    responsible: personRef.nullable(),
    walled: z.boolean(),
    /** Of a client behind a wall: since when a request of the caller for access waits for a decision. */
    accessAskedAt: instant.nullable(),
    archived: z.boolean(),
    /** Found by what the typed text may have meant: the other keyboard layout, other letters, a typo. */
    slip: z
      .object({ kind: z.enum(['layout', 'letters', 'translit', 'words', 'typo']), meant: mayTell(z.string()) })
      .nullable(),
  }),
)
export type SearchItem = z.infer<typeof searchItem>
export const search = endpoint({
  method: 'GET',
  path: '/api/v1/search',
  summary: 'Find clients, contractors, contacts, prospects and Interests by anything that is known of them',
  query: z.object({
    q: z.string().max(300),
    limit: z.coerce.number().int().min(1).max(200).default(20),
    types: z
      .string()
      .max(100)
      .transform(value => value.split(',').map(each => each.trim()))
      .pipe(z.array(searchType))
      .optional(),
    match: matchMode.default('any'),
  }),
  result: z.object({ items: z.array(searchItem), nextCursor: z.string().nullable() }),
})

// ---- the form ----
/** What the form needs to know before the first key, in one answer. */
export const readForm = endpoint({
  method: 'GET',
  path: '/api/v1/registration/form',
  summary: 'Scenario that fits, with the reason, and the expected date it gives',
  query: z.object({ serviceTypeId: id.optional(), scenarioId: id.optional() }),
  result: z.object({
    scenarioId: id.nullable(),
    reason: z.object({
      kind: z.enum(['service_type', 'department', 'first', 'chosen']),
      text: z.string(),
    }),
    /** Scenarios whose conditions fit, in the administrator's order. */
    fitting: z.array(id),
    expectedCloseDate: day.nullable(),
    /** The production calendar of a year on the way is not final. */
    provisional: z.boolean(),
  }),
})
