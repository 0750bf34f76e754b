import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../../access/audit/actions.ts'
import {
  type createImport as createContract,
  type ImportRecord,
  importUnmapped,
  importWrongState,
  type layOutImport as layOutContract,
  type mapImport as mapContract,
} from './contract.ts'
import { headerKey } from './mapping/rules.ts'
import { type ImportVerb, isPossible, seesImport } from './policy.ts'
import { getImport } from './queries.ts'
import {
  deleteImport,
  deleteImportsBefore,
  findImportForUpdate,
  importCreation,
  type ImportPatch,
  insertImport,
  updateImport,
  writeTemplate,
} from './storage.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { writeDecision } from './rows/storage.ts'
import type { StoredImport, StoredRow } from './tables.ts'

/** The queue on which files are read, checked, written and taken back. */
export const IMPORT_QUEUE = 'exchange.import'

/** Begins an import: its file comes next. */
export async function createImport(work: Work, { id, name }: BodyOf<typeof createContract>): Promise<ImportRecord> {
  if (!(await isRepeat(work, importCreation, id))) {
    await insertImport(work.tx, { id, name, authorId: work.actor.userId }, work.now, work.creationHash)
    noteChange(work, { id, version: 0, authorId: work.actor.userId }, 'created')
  }
  return getImport(work.tx, work.caller, id)
}

/** The whole file has come: it is read as soon as a node is free. */
export async function readImport(work: Work, id: string): Promise<ImportRecord> {
  return begin(work, id, 'upload', { status: 'reading' })
}

/** Reads the file anew, another way than it was guessed. */
export async function layOutImport(
  work: Work,
  id: string,
  asked: BodyOf<typeof layOutContract>,
): Promise<ImportRecord> {
  return begin(work, id, 'layOut', { status: 'reading', layout: asked, failure: null, findings: {} })
}

/** Says where the columns go; a file with the same header is mapped so from now on. */
export async function mapImport(
  work: Work,
  id: string,
  { columns, rules }: BodyOf<typeof mapContract>,
): Promise<ImportRecord> {
  const stored = await load(work, id, 'map')
  const mapped = stored.header.map((_, at) => {
    const field = columns[at]
    return field === undefined || field === 'none' ? null : field
  })
  await updateImport(
    work.tx,
    id,
    { columns: mapped, status: 'mapping', findings: {}, ...(rules ? { rules } : {}) },
    work.now,
  )
  const by = { userId: work.actor.userId, at: work.now }
  await writeTemplate(work.tx, headerKey(stored.header), mapped, by)
  noteChange(work, stored, 'changed')
  return getImport(work.tx, work.caller, id)
}

/** Looks at the whole file in the background, writing nothing. */
export async function checkImport(work: Work, id: string): Promise<ImportRecord> {
  return begin(work, id, 'check', { status: 'checking', findings: {} }, requireMapped)
}

/** Begins to write. */
export async function startImport(work: Work, id: string): Promise<ImportRecord> {
  await audit(work, { kind: 'import.started', record: { kind: 'import', id } })
  return begin(work, id, 'start', { status: 'running', counts: {} }, requireMapped)
}

function requireMapped({ columns }: StoredImport): void {
  const isNamed = columns.some(field => field === 'name' || field === 'publicName' || field?.startsWith('contact'))
  if (!isNamed) refuse(importUnmapped)
}

/** Stops after the rows under way; nothing of them is half written. */
export async function pauseImport(work: Work, id: string): Promise<ImportRecord> {
  const stored = await load(work, id, 'pause')
  await updateImport(
    work.tx,
    id,
    { status: 'paused', counts: { ...stored.counts, undoing: stored.status === 'undoing' ? 1 : 0 } },
    work.now,
  )
  noteChange(work, stored, 'changed')
  return getImport(work.tx, work.caller, id)
}

/** Goes on where it stopped. */
export async function resumeImport(work: Work, id: string): Promise<ImportRecord> {
  const stored = await load(work, id, 'resume')
  const status = stored.counts['undoing'] === 1 ? 'undoing' : 'running'
  await go(work, stored, { status, failure: null, position: stored.position })
  return getImport(work.tx, work.caller, id)
}

/** Stops for good. What was written stays until it is undone. */
export async function cancelImport(work: Work, id: string): Promise<ImportRecord> {
  const stored = await load(work, id, 'cancel')
  const status = stored.status === 'checking' ? 'mapping' : 'cancelled'
  await updateImport(work.tx, id, { status, nextPass: true, finishedAt: work.now }, work.now)
  noteChange(work, stored, 'changed')
  return getImport(work.tx, work.caller, id)
}

/** Takes back, in the background, what the import made and nobody touched since. */
export async function undoImport(work: Work, id: string): Promise<ImportRecord> {
  await audit(work, { kind: 'import.undone', record: { kind: 'import', id } })
  return begin(work, id, 'undo', { status: 'undoing' })
}

/** Destroys the file and the rows; what was imported stays. */
export async function destroyImport(work: Work, id: string): Promise<void> {
  const stored = await load(work, id, 'destroy')
  await deleteImport(work.tx, id)
  noteChange(work, stored, 'destroyed')
}

/** Files are kept as long as somebody may want to undo them. */
export async function forgetImports(db: Queryable, before: Date): Promise<number> {
  return deleteImportsBefore(db, before)
}

/** Decides what becomes of one row, whatever the rule says. */
export async function decideImportRow(
  work: Work,
  id: string,
  n: number,
  decision: StoredRow['decision'],
): Promise<void> {
  await load(work, id, 'map')
  await writeDecision(work.tx, id, n, decision)
}

async function begin(
  work: Work,
  id: string,
  verb: ImportVerb,
  patch: ImportPatch,
  require: (stored: StoredImport) => void = () => {},
): Promise<ImportRecord> {
  const stored = await load(work, id, verb)
  require(stored)
  await go(work, stored, { position: 0, failure: null, ...patch })
  return getImport(work.tx, work.caller, id)
}

async function go(work: Work, stored: StoredImport, patch: ImportPatch): Promise<void> {
  await updateImport(work.tx, stored.id, { ...patch, nextPass: true }, work.now)
  work.enqueue(IMPORT_QUEUE, { importId: stored.id, pass: stored.pass + 1 })
  noteChange(work, stored, 'changed')
}

async function load(work: Work, id: string, verb: ImportVerb): Promise<StoredImport> {
  const stored = await findImportForUpdate(work.tx, id)
  if (!stored || !seesImport(work.actor, stored.authorId)) refuse(notFound)
  if (!isPossible(verb, stored.status)) refuse(importWrongState, { status: stored.status })
  return stored
}

/** The event of an import itself: screens that show it read it again. */
export function noteChange(
  work: Work,
  { id, version, authorId }: Pick<StoredImport, 'id' | 'version' | 'authorId'>,
  what: 'created' | 'changed' | 'destroyed',
): void {
  work.record({ kind: `import.${what}`, record: { kind: 'import', id }, version: version + 1, owners: [authorId] })
}
