import { z } from 'zod'
import {
  byId,
  conflict,
  endpoint,
  id,
  instant,
  list,
  money,
  paging,
  personRef,
  problem,
  type ProblemDeclaration,
  version,
} from '../../../platform/contract.ts'
import { contractorExists } from '../duplicates/contract.ts'
import { partyMerged } from '../merging/contract.ts'
import { entryOf, mayTell } from '../../../platform/pure/field-marks.ts'

/** What a reference stood for, by its name of today. */
export const historyReference = z.object({
  /** Null behind a wall. */
  id: id.nullable(),
  /** Null behind a wall, and of what is nowhere any more. */
  name: mayTell(z.string().nullable()),
  archived: z.boolean(),
  walled: z.boolean(),
})
export type HistoryReference = z.infer<typeof historyReference>

/** A value as it was: plain, or what it stood for. */
export const historyValue = z.union([
  z.null(),
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  money,
  historyReference,
])
export type HistoryValue = z.infer<typeof historyValue>

/**
 * Why a value is not told: destroyed with the data of a person, older than what was written down, or a field that the
 * profile of the reader does not show.
 */
export const unknownValue = z.enum(['blanked', 'before_history', 'hidden'])
export type UnknownValue = z.infer<typeof unknownValue>

const change = entryOf(
  z.object({
    field: z.string(),
    /** Of which client, where a record has the field once for each: the position of a contact. */
    of: historyReference.nullable(),
    from: historyValue,
    to: historyValue,
    /** The values were destroyed; that the field was changed is still known. */
    unknown: unknownValue.nullable(),
    /** The value before may be given back from here. */
    restorable: z.boolean(),
  }),
  'field',
  'from',
  'to',
)

/** One change of one record: who, when, by what, which fields. */
export const historyEntry = z.object({
  id: z.string(),
  kind: z.string(),
  version,
  at: instant,
  /** Null: the product itself. */
  actor: personRef.nullable(),
  /** For whom the actor stood in. */
  onBehalfOf: personRef.nullable(),
  by: z.enum(['person', 'key', 'system']),
  /** What set it off, where that was not the actor alone: an import, a merge, a link, a trigger, a restore, an undo. */
  through: z.object({ kind: z.string(), id: z.string() }).nullable(),
  changes: z.array(change),
  /** It is a change of the caller's own, of today, and of a kind that may be taken back. */
  undoable: z.boolean(),
})
export type HistoryEntry = z.infer<typeof historyEntry>

/** One field as it was at a moment, beside what it is now. */
export const pastField = entryOf(
  z.object({
    field: z.string(),
    of: historyReference.nullable(),
    was: historyValue,
    now: historyValue,
    differs: z.boolean(),
    unknown: unknownValue.nullable(),
    restorable: z.boolean(),
  }),
  'field',
  'was',
  'now',
)

const moment = z.object({ version, at: instant })
export const pastRecord = z.object({
  id,
  /** The version that stood at the moment; `at` is when it began, null where nothing tells. */
  version,
  at: instant.nullable(),
  actor: personRef.nullable(),
  /** The version of today. */
  current: version,
  before: moment.nullable(),
  after: moment.nullable(),
  fields: z.array(pastField),
})
export type PastRecord = z.infer<typeof pastRecord>

/** One moment: a time, or a version of the record. */
const eitherOne = {
  params: {
    code: 'one_moment',
    texts: { ru: 'Укажите время или версию, что-то одно', en: 'Give a time or a version, one of the two' },
  },
  when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null,
}
const hasOne = (value: { at?: unknown; version?: unknown }) =>
  (value.at === undefined) !== (value.version === undefined)

export const beforeRecord = problem('history.before_record', 422, {
  ru: 'Тогда этой записи еще не было',
  en: 'The record did not exist then',
})

/** What a record is changed by: of one field from which value to which. */
export const changed = entryOf(
  z.object({ field: z.string(), of: historyReference.nullable(), from: historyValue, to: historyValue }),
  'field',
  'from',
  'to',
)

/** Why a field cannot be given back. */
const obstacle = z.object({
  field: z.string(),
  code: z.string(),
  message: mayTell(z.string()),
})
export const restoreImpossible = problem(
  'history.restore_impossible',
  409,
  { ru: 'Вернуть нельзя', en: 'It cannot be given back' },
  z.object({ fields: z.array(obstacle) }),
)

export const restorePlan = z.object({
  /** Of a dry run the version for which it was worked out. */
  record: z.object({ id, version }),
  /** What changes, or was changed. */
  changes: z.array(changed),
  /** What stays as it is, and why. */
  impossible: z.array(obstacle),
})
export type RestorePlan = z.infer<typeof restorePlan>

const fieldName = z.string().regex(/^[a-zA-Z]{1,40}$/)

/** The three endpoints of one kind of record, such as `clients`. */
/** @param refusals what is given back is an edit, and may be refused as one */
export const historyOf = <Path extends string>(
  records: Path,
  one: string,
  refusals: readonly ProblemDeclaration[],
) => ({
  read: endpoint({
    method: 'GET',
    path: `/api/v1/${records}/:id/history`,
    summary: `Changes of the fields of ${one}, newest first: who, when, from, to and by what`,
    params: byId,
    query: z.object({ ...paging, field: fieldName.optional() }),
    result: list(historyEntry),
  }),
  asOf: endpoint({
    method: 'GET',
    path: `/api/v1/${records}/:id/as-of`,
    summary: `The fields of ${one} as they were at a moment or in a version`,
    params: byId,
    query: z
      .object({ at: instant.optional(), version: z.coerce.number().int().positive().optional() })
      .refine(hasOne, eitherOne),
    result: pastRecord,
    problems: [beforeRecord],
  }),
  restore: endpoint({
    method: 'POST',
    path: `/api/v1/${records}/:id/history/restore`,
    summary: `Give fields of ${one} the values of a moment or version; \`dryRun\` tells what would change and what cannot`,
    access: { right: 'history.restore' },
    params: byId,
    body: z.strictObject({
      /** The version that the caller saw. */
      version,
      to: z.strictObject({ at: instant.optional(), version: version.optional() }).refine(hasOne, eitherOne),
      /** All that differ by default. With one that cannot be given back nothing is. */
      fields: z.array(fieldName).min(1).max(40).optional(),
      dryRun: z.boolean().default(false),
    }),
    result: restorePlan,
    problems: [restoreImpossible, beforeRecord, conflict, ...refusals],
  }),
})
export type HistoryEndpoints = ReturnType<typeof historyOf>

export const clientHistory = historyOf('clients', 'a client', [contractorExists, ...partyMerged])
export const contractorHistory = historyOf('contractors', 'a legal entity', [contractorExists, ...partyMerged])
export const contactHistory = historyOf('contacts', 'a contact', partyMerged)
export const prospectHistory = historyOf('prospects', 'a prospect', partyMerged)
