import { z } from 'zod'
import {
  byId,
  endpoint,
  id,
  instant,
  line,
  list,
  paging,
  personRef,
  problem,
  record,
} from '../../../platform/contract.ts'
import { mayTell, ofField } from '../../../platform/pure/field-marks.ts'

/** Where a column of a file goes. Several columns may go into one list, or into the comment. */
export const importField = z.enum([
  'name',
  'publicName',
  'kind',
  'inn',
  'kpp',
  'innKpp',
  'ogrn',
  'phones',
  'emails',
  'sites',
  'addresses',
  'messengers',
  'relationType',
  'responsible',
  'comment',
  'contactName',
  'contactSurname',
  'contactFirstName',
  'contactPatronymic',
  'contactPosition',
  'contactPhones',
  'contactEmails',
  'contactMessengers',
])
export type ImportField = z.infer<typeof importField>

export const importStatus = z.enum([
  'uploading',
  'reading',
  'mapping',
  'checking',
  'checked',
  'running',
  'paused',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
])
export type ImportStatus = z.infer<typeof importStatus>

export const encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'ibm866'])
export const separator = z.enum([';', ',', '\t', '|'])
const headerFrom = z.number().int().min(0).max(50)
const headerRows = z.number().int().min(0).max(3)

/** How the file was read. The header begins at row `headerFrom` (from 0) and takes `headerRows` rows; 0 = there is none. */
export const importLayout = z.object({
  format: z.enum(['csv', 'xlsx']),
  encoding: encoding.nullable(),
  separator: separator.nullable(),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  headerFrom,
  headerRows,
})
export type ImportLayout = z.infer<typeof importLayout>

/** What a row becomes that stands in the base already. */
export const importRules = z.strictObject({
  /** The same INN and KPP: never a second one. */
  same: z.enum(['update', 'skip']).default('update'),
  /** The same phone, e-mail or name, or the same INN where only one of the two has a KPP. */
  similar: z.enum(['update', 'skip', 'create']).default('update'),
  /** Nothing but a similar name: with a slip, with its words moved, joined or split. */
  alike: z.enum(['update', 'skip', 'create']).default('create'),
  /** Looks after clients whose row names nobody; absent: who imports. */
  responsibleId: id.optional(),
})
export type ImportRules = z.infer<typeof importRules>

export const importRecord = z.object({
  ...record,
  name: z.string(),
  status: importStatus,
  author: personRef,
  size: z.number().int(),
  layout: importLayout.nullable(),
  header: mayTell(z.array(z.string())),
  columns: z.array(importField.nullable()),
  rules: importRules,
  rowCount: z.number().int(),
  /** How many rows (of an undo: changes) the work under way has done. */
  position: z.number().int(),
  counts: z.record(z.string(), z.number().int()),
  /** What the check found, by kind. */
  findings: z.record(z.string(), z.number().int()),
  /** Why the file could not be read, or why the work stands. */
  failure: z.string().nullable(),
  finishedAt: instant.nullable(),
})
export type ImportRecord = z.infer<typeof importRecord>

export const importWrongState = problem(
  'import.wrong_state',
  409,
  { ru: 'Сейчас это с импортом сделать нельзя', en: 'This cannot be done with the import now' },
  z.object({ status: importStatus }),
)
export const importTooLarge = problem('import.too_large', 413, {
  ru: 'Файл больше 100 МБ: разделите его',
  en: 'The file is larger than 100 MB: split it',
})
export const importGap = problem(
  'import.gap',
  409,
  {
    ru: 'Часть файла не дошла: продолжите с указанного места',
    en: 'A part of the file is missing: go on from the place given',
  },
  z.object({ size: z.number().int() }),
)
export const importUnmapped = problem('import.unmapped', 422, {
  ru: 'Укажите колонку с названием клиента или с именем контакта',
  en: 'Choose the column with the name of the client or of the contact',
})

const access = { right: 'clients.import' }
const problems = [importWrongState]

export const createImport = endpoint({
  method: 'POST',
  path: '/api/v1/imports',
  summary: 'Begin an import; the file follows',
  body: z.strictObject({ id, name: line(300) }),
  result: importRecord,
  status: 201,
  access,
})
export const sendImportFile = endpoint({
  method: 'PUT',
  path: '/api/v1/imports/:id/file',
  summary: 'The file of an import, whole or in parts one after the other: `at` bytes stand before this part',
  params: byId,
  query: z.object({
    at: z.coerce.number().int().min(0).default(0),
    last: z.enum(['true', 'false']).default('true'),
  }),
  takesFile: true,
  result: importRecord,
  access,
  problems: [...problems, importTooLarge, importGap],
})
export const listImports = endpoint({
  method: 'GET',
  path: '/api/v1/imports',
  summary: 'Imports, newest first: own ones, all for administrators',
  query: z.object({ ...paging }),
  result: list(importRecord),
  access,
})
export const getImport = endpoint({
  method: 'GET',
  path: '/api/v1/imports/:id',
  summary: 'One import with its progress',
  params: byId,
  result: importRecord,
  access,
})
export const layOutImport = endpoint({
  method: 'PUT',
  path: '/api/v1/imports/:id/layout',
  summary: 'Read the file anew, another way',
  params: byId,
  body: z.strictObject({
    encoding: encoding.optional(),
    separator: separator.optional(),
    sheet: z.string().max(100).optional(),
    headerFrom: headerFrom.optional(),
    headerRows: headerRows.optional(),
  }),
  result: importRecord,
  access,
  problems,
})
export const mapImport = endpoint({
  method: 'PUT',
  path: '/api/v1/imports/:id/mapping',
  summary: 'Say where each column goes and what becomes of known clients; remembered for files with this header',
  params: byId,
  body: z.strictObject({
    columns: z.array(importField.or(z.literal('none'))).max(1_000),
    rules: importRules.optional(),
  }),
  result: importRecord,
  access,
  problems,
})

const verb = (name: string, summary: string) =>
  endpoint({
    method: 'POST',
    path: `/api/v1/imports/:id/${name}`,
    summary,
    params: byId,
    result: importRecord,
    access,
    problems: [...problems, importUnmapped],
  })
export const checkImport = verb('check', 'Look at the whole file without writing anything')
export const startImport = verb('start', 'Begin to write')
export const pauseImport = verb('pause', 'Stop after the rows under way')
export const resumeImport = verb('resume', 'Go on')
export const cancelImport = verb('cancel', 'Stop for good; what was written stays until it is undone')
export const undoImport = verb('undo', 'Take back what the import made and nobody touched since')

export const destroyImport = endpoint({
  method: 'DELETE',
  path: '/api/v1/imports/:id',
  summary: 'Destroy the file and the rows of an import; it cannot be undone any more',
  params: byId,
  result: z.undefined(),
  status: 204,
  access,
  problems,
})

const contactValues = z.object({
  fullName: z.string(),
  position: z.string().nullable(),
  phones: ofField('phone', z.array(z.string())),
  emails: ofField('email', z.array(z.string())),
  messengers: mayTell(z.array(z.string())),
})
/** A row as it would be written. */
export const importValues = z.object({
  kind: z.enum(['organisation', 'entrepreneur', 'person']),
  name: z.string(),
  publicName: z.string().nullable(),
  inn: ofField('requisites', z.string().nullable()),
  kpp: ofField('requisites', z.string().nullable()),
  ogrn: ofField('requisites', z.string().nullable()),
  phones: ofField('phone', z.array(z.string())),
  emails: ofField('email', z.array(z.string())),
  sites: z.array(z.string()),
  addresses: z.array(z.string()),
  messengers: mayTell(z.array(z.string())),
  relationType: z.enum(['customer', 'supplier', 'partner', 'competitor', 'other']),
  responsible: personRef.nullable(),
  comment: z.string().nullable(),
  contact: contactValues.nullable(),
})
export type ImportValues = z.infer<typeof importValues>

export const importDecision = z.enum(['skip', 'update', 'create'])

const rowFault = z.object({
  /** Place of the column; null for the row as a whole. */
  column: z.number().int().nullable(),
  code: z.string(),
  message: mayTell(z.string()),
  /** `refused`: the row is not written. `left_out`: the value is not. `kept`: as it stands. `mended`: as the preview shows. */
  effect: z.enum(['refused', 'left_out', 'kept', 'mended']),
})
export const importRow = z.object({
  n: z.number().int(),
  /** As the file has them; whose profile masks phones reads them masked. */
  cells: mayTell(z.array(z.string())),
  values: importValues.nullable(),
  faults: z.array(rowFault),
  matches: z.array(
    z.object({
      clientId: id.nullable(),
      name: mayTell(z.string().nullable()),
      /** Another row of the file. */
      row: z.number().int().nullable(),
      reasons: z.array(z.string()),
      /** Who looks after a client out of sight. */
      responsible: z.string().nullable(),
    }),
  ),
  decision: importDecision.nullable(),
  /** What the rules make of it, as far as the check has seen; null where it cannot be written. */
  byRule: importDecision.nullable(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'skipped', 'failed']).nullable(),
  reason: z.string().nullable(),
  clientId: id.nullable(),
})
export type ImportRow = z.infer<typeof importRow>

export const listImportRows = endpoint({
  method: 'GET',
  path: '/api/v1/imports/:id/rows',
  summary: 'Rows of an import as they would be, or were, written',
  params: byId,
  query: z.object({ ...paging, show: z.enum(['all', 'faulty', 'matching', 'failed']).default('all') }),
  result: list(importRow),
  access,
})
export const decideImportRow = endpoint({
  method: 'PUT',
  path: '/api/v1/imports/:id/decision',
  summary: 'Decide what becomes of one row, whatever the rule says; `rule` takes it back',
  params: byId,
  body: z.strictObject({ n: z.number().int().min(1).max(1_000_000), decision: importDecision.or(z.literal('rule')) }),
  result: importRow,
  access,
  problems,
})
export const downloadImportErrors = endpoint({
  method: 'GET',
  path: '/api/v1/imports/:id/errors.csv',
  summary:
    'Rows that were not written, or look like somebody out of sight, with the reasons, as a file of the same columns',
  params: byId,
  result: z.string().meta({ description: 'text/csv; UTF-8 with a mark, separated by semicolons' }),
  access,
})
export const listImportConflicts = endpoint({
  method: 'GET',
  path: '/api/v1/imports/:id/conflicts',
  summary: 'What an undo left as it is, and why',
  params: byId,
  query: z.object({ ...paging }),
  result: list(
    z.object({
      id: z.string(),
      row: z.number().int(),
      record: z.object({ kind: z.enum(['client', 'contact']), id, name: mayTell(z.string().nullable()), clientId: id }),
      reason: z.string(),
    }),
  ),
  access,
})
