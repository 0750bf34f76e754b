import { mayChange } from '../../../../platform/field-levels.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { Problem } from '../../../../platform/problems.ts'
import { fieldOfName } from '../../../../platform/pure/field-marks.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { createClients } from '../../../clients/bulk/actions.ts'
import { addContact, changeContact, restoreContact } from '../../../clients/contacts/actions.ts'
import { getContact } from '../../../clients/contacts/queries.ts'
import { changeClient, restoreClient } from '../../../clients/editing/actions.ts'
import { getClient } from '../../../clients/queries.ts'
import type { WordMemory } from '../../../clients/duplicates/names/rules.ts'
import { noteChange } from '../actions.ts'
import { type ImportRules, importRules, type ImportValues } from '../contract.ts'
import { findMatches, findWalled } from '../matching/queries.ts'
import { decideRow, planWaves, reasonOfWall, sharedOf, type Verdict } from '../matching/rules.ts'
import { type ReadyRow, readRows } from '../rows/queries.ts'
import type { FindPerson } from '../rows/rules.ts'
import { listRowsAfter, type RowOutcome, settleRows } from '../rows/storage.ts'
import { findImportForUpdate, updateImport } from '../storage.ts'
import type { RecordedChange, RowMatch, StoredImport, StoredRow } from '../tables.ts'
import type { RowFault } from '../rows/rules.ts'
import { decideClientPatch, decideContactPatch, findNamesake } from './rules.ts'
import { commitBehind, insertChanges } from './storage.ts'

/** So many rows are one transaction: what is killed in between is done again from its first row. */
const CHUNK = 250
/** Each identifier is a lock, and the database has room for some thousands. */
const MOST_IDENTIFIERS = 2_500

type Job = { importId: string; pass: number }

interface Read extends ReturnType<typeof readRows> {
  /** Number of the last row; null behind the end. */
  last: number | null
}

/** Reads the rows of the next transaction while the one before is written. */
export class RowsAhead {
  readonly #platform: Platform
  readonly #person: FindPerson
  readonly words: WordMemory
  #next: { after: number; size: number; read: Promise<Read> } | null = null

  constructor(platform: Platform, person: FindPerson, words: WordMemory) {
    this.#platform = platform
    this.#person = person
    this.words = words
  }

  begin(stored: StoredImport, after: number, size: number): void {
    const read = this.#read(stored, after, size)
    // Whoever takes it hears of a failure; nobody may.
    read.catch(() => {})
    this.#next = { after, size, read }
  }

  async take(stored: StoredImport, size: number): Promise<Read> {
    const next = this.#next
    this.#next = null
    const isNext = next?.after === stored.position && next.size === size
    return isNext ? next.read : this.#read(stored, stored.position, size)
  }

  async #read(stored: StoredImport, after: number, size: number): Promise<Read> {
    const rows = await listRowsAfter(this.#platform.db, stored.id, after, size)
    const { ready, refused } = readRows(stored, importRules.parse(stored.rules), rows, this.#person)
    let identifiers = 0
    const over = ready.find(({ values }, at) => (identifiers += countIdentifiers(values)) > MOST_IDENTIFIERS && at > 0)
    if (!over) return { ready, refused, last: rows.at(-1)?.n ?? null }
    const fits = ({ row }: { row: StoredRow }) => row.n < over.row.n
    return { ready: ready.filter(fits), refused: refused.filter(fits), last: over.row.n - 1 }
  }
}

function countIdentifiers({ phones, emails, contact }: ImportValues): number {
  return 3 + phones.length + emails.length + (contact?.phones.length ?? 0) + (contact?.emails.length ?? 0)
}

/** Writes the next rows; one that cannot be written does not hold up the others. @returns whether there are more */
export async function writeRows(platform: Platform, caller: Caller, job: Job, ahead: RowsAhead): Promise<boolean> {
  try {
    return await writeChunk(platform, caller, job, ahead, CHUNK)
  } catch (error) {
    if (!isOfData(error)) throw error
    platform.log.warn({ err: error, import: job.importId }, 'rows of an import are written one by one')
  }
  for (let n = 0; n < CHUNK; n++) {
    try {
      if (!(await writeChunk(platform, caller, job, ahead, 1))) return false
    } catch (error) {
      if (!isOfData(error)) throw error
      platform.log.warn({ err: error, import: job.importId }, 'a row of an import could not be written')
      await passRow(platform, caller, job)
    }
  }
  return true
}

/** Lost connections, full disks and stopped servers are no fault of a row. */
function isOfData(error: unknown): boolean {
  if (error instanceof Problem) return error.declaration.status < 500
  const { code } = error as { code?: unknown }
  return typeof code === 'string'
    ? /^(?:22|23|P0)/.test(code)
    : error instanceof TypeError || error instanceof RangeError
}

function verbOf({ importId }: Job) {
  return { verb: 'import.write', through: { kind: 'import', id: importId } }
}

async function writeChunk(
  platform: Platform,
  caller: Caller,
  job: Job,
  ahead: RowsAhead,
  size: number,
): Promise<boolean> {
  const { result } = await perform(platform, caller, verbOf(job), async work => {
    const stored = await findImportForUpdate(work.tx, job.importId)
    if (stored?.pass !== job.pass || stored.status !== 'running') return false
    const read = await ahead.take(stored, size)
    if (read.last === null) return finish(work, stored)
    commitBehind(work.tx)
    const chunk = new Chunk(work, stored, ahead.words)
    const written = chunk.write(read)
    ahead.begin(stored, read.last, size)
    await written
    const counts = addCounts(stored.counts, chunk.outcomes, chunk.newContacts)
    settleRows(work.tx, stored.id, chunk.outcomes)
    await updateImport(work.tx, stored.id, { position: read.last, counts }, work.now)
    return true
  })
  return result
}

async function finish(work: Work, stored: StoredImport): Promise<false> {
  await updateImport(work.tx, stored.id, { status: 'done', finishedAt: work.now }, work.now)
  noteChange(work, stored, 'changed')
  return false
}

/** A row that the base refuses for a reason that nobody foresaw: told as failed, and the import goes on. */
async function passRow(platform: Platform, caller: Caller, job: Job): Promise<void> {
  await perform(platform, caller, verbOf(job), async work => {
    const stored = await findImportForUpdate(work.tx, job.importId)
    if (stored?.pass !== job.pass || stored.status !== 'running') return
    const [row] = await listRowsAfter(work.tx, stored.id, stored.position, 1)
    if (!row) return
    const outcome = failed(row, [{ column: null, code: 'row.failed', effect: 'refused' }])
    settleRows(work.tx, stored.id, [outcome])
    const counts = addCounts(stored.counts, [outcome], 0)
    await updateImport(work.tx, stored.id, { position: row.n, counts }, work.now)
  })
}

function failed(row: StoredRow, reason: RowFault[]): RowOutcome {
  return { n: row.n, outcome: 'failed', clientId: null, reason }
}

function addCounts(
  before: Record<string, number>,
  outcomes: readonly RowOutcome[],
  contacts: number,
): Record<string, number> {
  const counts: Record<string, number> = { ...before, contacts: (before['contacts'] ?? 0) + contacts }
  const add = (key: string) => (counts[key] = (counts[key] ?? 0) + 1)
  for (const { outcome, reason } of outcomes) {
    add(outcome)
    if (outcome === 'created' && reason) add('walled')
  }
  return counts
}

/** The rows of one transaction. */
class Chunk {
  readonly outcomes: RowOutcome[] = []
  newContacts = 0
  /** Changes of the wave under way. */
  readonly #changes: RecordedChange[] = []
  readonly #work: Work
  readonly #stored: StoredImport
  readonly #rules: ImportRules
  readonly #words: WordMemory

  constructor(work: Work, stored: StoredImport, words: WordMemory) {
    this.#words = words
    this.#work = work
    this.#stored = stored
    this.#rules = importRules.parse(stored.rules)
  }

  async write({ ready, refused }: Read): Promise<void> {
    for (const { row, faults, isEmpty } of refused) {
      if (isEmpty) this.outcomes.push({ n: row.n, outcome: 'skipped', clientId: null, reason: null })
      else
        this.outcomes.push(row.decision === 'skip' ? { ...failed(row, []), outcome: 'skipped' } : failed(row, faults))
    }
    for (const wave of planWaves(ready, each => sharedOf(each.values))) await this.#writeWave(wave)
  }

  async #writeWave(wave: readonly ReadyRow[]): Promise<void> {
    let verdicts: Verdict[] = []
    let walled: (RowMatch | null)[] = []
    const written = await createClients(
      this.#work,
      wave.map(each => each.input),
      async checked => {
        const matched = await findMatches(this.#work, checked, this.#stored.id)
        verdicts = wave.map(({ row, values }, at) => {
          const { same, candidates } = matched[at] ?? { same: null, candidates: [] }
          const faults = (checked[at]?.faults ?? []).map(
            ({ code, texts }): RowFault => ({ column: null, code, texts, effect: 'refused' }),
          )
          return decideRow({ values, decision: row.decision, same, faults }, candidates, this.#rules)
        })
        const rows = wave.map(({ row, values }) => ({ values, known: row.matches }))
        const created = matched.map((each, at) => (verdicts[at]?.to === 'create' ? each : { ...each, walls: [] }))
        walled = await findWalled(this.#work, rows, created)
        return verdicts.map(verdict => verdict.to === 'create')
      },
      this.#words,
    )
    const made = new Map(written.map(each => [each.client.id, each]))
    for (const [at, { row, input, values }] of wave.entries()) {
      const verdict = verdicts[at] ?? { to: 'create' }
      const client = made.get(input.id)
      if (client) {
        const common = { n: row.n, clientId: input.id, made: true, changes: null }
        const { nameKey, inn } = client.client
        this.#changes.push({ ...common, kind: 'client', recordId: input.id, nameKey, hasInn: inn !== null })
        for (const contact of client.contacts) this.#changes.push({ ...common, kind: 'contact', recordId: contact.id })
        const wall = walled[at]
        const reason = wall ? reasonOfWall(wall) : null
        this.outcomes.push({ n: row.n, outcome: 'created', clientId: input.id, reason })
      } else if (verdict.to === 'fail') this.outcomes.push(failed(row, verdict.reason))
      else if (verdict.to === 'update' && verdict.client) await this.#update(row, values, verdict.client)
      else if (verdict.to === 'skip')
        this.outcomes.push({ n: row.n, outcome: 'skipped', clientId: verdict.client?.id ?? null, reason: null })
    }
    // At once: the next wave asks which clients this import has made.
    const changes = this.#changes.splice(0)
    insertChanges(this.#work.tx, this.#stored.id, changes)
    this.newContacts += changes.filter(({ kind, made }) => kind === 'contact' && made).length
  }

  async #update(row: StoredRow, values: ImportValues, known: { id: string; archived: boolean }): Promise<void> {
    try {
      await this.#complement(row, values, known)
    } catch (error) {
      // Refused before anything was written: the row is told, the others go on.
      if (!(error instanceof Problem) || error.declaration.status >= 500) throw error
      const { code, title } = error.declaration
      this.outcomes.push(failed(row, [{ column: null, code, texts: title, effect: 'refused' }]))
    }
  }

  async #complement(row: StoredRow, values: ImportValues, known: { id: string; archived: boolean }): Promise<void> {
    const { id } = known
    const before = this.#changes.length
    if (known.archived) {
      await restoreClient(this.#work, id)
      this.#note(row, 'client', id, id, { archived: { from: true, to: false } })
    }
    await this.#complementClient(row, id, values)
    if (values.contact) await this.#complementContact(row, id, values.contact)
    const outcome = this.#changes.length > before ? 'updated' : 'unchanged'
    this.outcomes.push({ n: row.n, outcome, clientId: id, reason: null })
  }

  async #complementClient(row: StoredRow, id: string, values: ImportValues): Promise<void> {
    const client = await getClient(this.#work.tx, this.#work.caller, id)
    const all = this.#permitted(decideClientPatch(client, values, this.#rules))
    if (Object.keys(all).length === 0) return
    const changed = await changeClient(this.#work, id, { version: client.version, ...all })
    const from = { ...client, ...rawsOf(client), responsibleId: client.responsible?.id ?? null }
    const to = { ...changed, ...rawsOf(changed), responsibleId: changed.responsible?.id ?? null }
    this.#note(row, 'client', id, id, changesOf(Object.keys(all), from, to))
  }

  async #complementContact(
    row: StoredRow,
    clientId: string,
    values: NonNullable<ImportValues['contact']>,
  ): Promise<void> {
    const { tx, caller } = this.#work
    const client = await getClient(tx, caller, clientId)
    const known = findNamesake(client, values.fullName)
    if (!known) {
      const { position, ...rest } = values
      const id = newId()
      await addContact(this.#work, clientId, {
        id,
        ...rest,
        onSimilar: 'create',
        ...(position === null ? {} : { position }),
      })
      this.#changes.push({ n: row.n, kind: 'contact', recordId: id, clientId, made: true, changes: null })
      return
    }
    if (known.archived) {
      await restoreContact(this.#work, known.id)
      this.#note(row, 'contact', known.id, clientId, { archived: { from: true, to: false } })
    }
    const patch = this.#permitted(decideContactPatch(known, values))
    if (Object.keys(patch).length === 0) return
    const { version } = await getContact(tx, caller, known.id)
    await changeContact(this.#work, known.id, { version, clientId, ...patch })
    const from = { ...known, ...rawsOf(known) }
    this.#note(row, 'contact', known.id, clientId, changesOf(Object.keys(patch), from, { ...from, ...patch }))
  }

  /** A row complements what the profile of the importer lets be changed; the rest of a known record stays. */
  #permitted<Patch extends object>(patch: Patch): Patch {
    const { actor } = this.#work
    const may = ([name]: [string, unknown]) => {
      const field = fieldOfName(name)
      return field === undefined || mayChange(actor, field)
    }
    return Object.fromEntries(Object.entries(patch).filter(may)) as Patch
  }

  #note(
    row: StoredRow,
    kind: 'client' | 'contact',
    recordId: string,
    clientId: string,
    changes: RecordedChange['changes'],
  ) {
    this.#changes.push({ n: row.n, kind, recordId, clientId, made: false, changes })
  }
}

function rawsOf({ phones, emails }: { phones: readonly { raw: string }[]; emails: readonly { raw: string }[] }) {
  return { phones: phones.map(each => each.raw), emails: emails.map(each => each.raw) }
}

function changesOf(
  fields: readonly string[],
  from: Record<string, unknown>,
  to: Record<string, unknown>,
): NonNullable<RecordedChange['changes']> {
  return Object.fromEntries(fields.map(field => [field, { from: from[field] ?? null, to: to[field] ?? null }]))
}
