import { notFound, type ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import type { StoredEvent } from '../../../platform/events/reader.ts'
import type { Change } from '../../../platform/events/record.ts'
import { listChangesOf, listSteps, type Step } from '../../../platform/events/versions.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { isId } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
import { beforeRecord, type HistoryEndpoints, type HistoryReference, type HistoryValue } from './contract.ts'
import {
  decidePast,
  decideVersion,
  isBlanked,
  isHidden,
  isSame,
  isUndoable,
  keyOf,
  orderBeside,
  type Known,
  splitKey,
  type Turn,
} from './rules.ts'
import { listNamed, type Named } from './storage.ts'

/** A record as it stands, by the names under which its events tell of it. */
export interface Present {
  id: string
  version: number
  title: string
  createdAt: Date
  /** `position:<client>` where a record has a field once for each client. */
  values: Record<string, unknown>
}

export type Names = ReadonlyMap<string, Named>

/** One kind of record whose history is kept: how it is read, and what its fields are. */
export interface Chronicle {
  kind: 'client' | 'contractor' | 'contact' | 'prospect' | 'interest'
  /** Fields that hold the id of something else. */
  references: readonly string[]
  /** Fields that may be given back; all others have doors of their own. */
  restorable: readonly string[]
  /** @throws not_found out of scope */
  read(db: Queryable, caller: Caller, id: string): Promise<Present>
  name(db: Queryable, caller: Caller, ids: readonly string[]): Promise<Names>
  /** Steps after which a field was not followed. */
  blur?(step: Step, present: Present): readonly string[]
}

/** People and parties, as far as the reader may know them. */
export async function namesOfParties(db: Queryable, caller: Caller, ids: readonly string[]): Promise<Names> {
  return new Map((await listNamed(db, ids, caller.scope.clients.sight)).map(each => [each.id, each]))
}

/** Changes of one record in scope, newest first. */
export async function readHistory(
  db: Queryable,
  caller: Caller,
  chronicle: Chronicle,
  asked: string,
  { field = null, limit, cursor }: { field?: string | null | undefined; limit: number; cursor?: string | undefined },
  now: Date,
): Promise<ResultOf<HistoryEndpoints['read']>> {
  const present = await chronicle.read(db, caller, asked)
  const list = `history ${present.id} ${field ?? ''}`
  const [before = null] = cursor ? decodeCursor(list, cursor, 1) : []
  const record = { kind: chronicle.kind, id: present.id }
  const events = await listChangesOf(db, record, {
    before: before === null ? null : String(before),
    field,
    limit: limit + 1,
  })
  const { items, nextCursor } = page(list, events, limit, event => [event.id])
  const teller = await Teller.of(db, caller, chronicle, items.flatMap(changesOf))
  const people = await namesOfParties(db, caller, items.flatMap(peopleOf))
  const personOf = (id: string | null | undefined) => (id ? { id, name: people.get(id)?.name ?? '' } : null)
  const fields = new Set([...Object.keys(present.values).map(key => splitKey(key).field), ...chronicle.references])
  return {
    items: items.map(event => ({
      id: event.id,
      kind: event.kind,
      version: event.version ?? 1,
      at: event.at.toISOString(),
      actor: personOf(event.actorId),
      onBehalfOf: personOf(event.cause.onBehalfOf),
      by: event.cause.by,
      through: event.cause.through ?? null,
      changes: changesOf(event)
        .filter(
          each => (field === null || each.field === field) && fields.has(each.field) && teller.mayTell(each.change),
        )
        .map(({ field: name, change }) => ({
          field: name,
          of: teller.of(change.of),
          from: teller.value(name, change.from),
          to: teller.value(name, change.to),
          unknown: teller.hides(name) ? ('hidden' as const) : isBlanked(change) ? ('blanked' as const) : null,
          restorable: !teller.hides(name) && 'from' in change && chronicle.restorable.includes(name),
        })),
      undoable: isUndoable(event, caller.actor.userId, now),
    })),
    nextCursor,
  }
}

/** One record in scope as it was at a moment or in a version. */
export async function readPast(
  db: Queryable,
  caller: Caller,
  chronicle: Chronicle,
  id: string,
  asked: { at?: string | undefined; version?: number | undefined },
): Promise<ResultOf<HistoryEndpoints['asOf']>> {
  const { present, steps, target, past } = await findPast(db, caller, chronicle, id, asked)
  const keys = Object.keys(present.values)
  const teller = await Teller.of(
    db,
    caller,
    chronicle,
    keys.flatMap(key =>
      [present.values[key], past[key]].map(value => ({ ...splitKey(key), change: { to: unwrap(value) } })),
    ),
  )
  const momentOf = (step: Turn | undefined) => (step ? { version: step.version, at: step.at.toISOString() } : null)
  const step = steps.find(each => each.version === target)
  const people = await namesOfParties(db, caller, step?.actorId ? [step.actorId] : [])
  return {
    id: present.id,
    version: target,
    at: step?.at.toISOString() ?? null,
    actor: step?.actorId ? { id: step.actorId, name: people.get(step.actorId)?.name ?? '' } : null,
    current: present.version,
    before: momentOf(steps.findLast(each => each.version < target)),
    after: momentOf(steps.find(each => each.version > target)),
    fields: keys.map(key => {
      const { field, of } = splitKey(key)
      const then = past[key] ?? { unknown: 'before_history' as const }
      const now = present.values[key]
      const isKnown = 'value' in then && !teller.hides(field)
      return {
        field,
        of: teller.of(of),
        was: isKnown ? teller.value(field, then.value) : null,
        now: teller.value(field, now),
        differs: !isKnown || !isSame(then.value, now),
        unknown: teller.hides(field) ? 'hidden' : 'unknown' in then ? then.unknown : null,
        restorable: isKnown && chronicle.restorable.includes(field),
      }
    }),
  }
}

/** The same as values, for whoever gives them back. @throws history.before_record */
export async function findPast(
  db: Queryable,
  caller: Caller,
  chronicle: Chronicle,
  asked: string,
  moment: { at?: string | undefined; version?: number | undefined },
): Promise<{ present: Present; steps: Turn[]; target: number; past: Record<string, Known> }> {
  const present = await chronicle.read(db, caller, asked)
  const record = { kind: chronicle.kind, id: present.id }
  const steps = (await listSteps(db, record)).map(
    (step): Turn => ({
      ...step,
      fields: {
        ...Object.fromEntries(Object.entries(step.fields).map(([field, change]) => [keyOf(field, change.of), change])),
        ...Object.fromEntries((chronicle.blur?.(step, present) ?? []).map(key => [key, null])),
      },
    }),
  )
  const target =
    moment.version ?? decideVersion(steps, new Date(moment.at ?? 0), { at: present.createdAt }) ?? present.version
  if (target < 1) refuse(beforeRecord)
  if (target > present.version) refuse(notFound)
  const ordered = moment.at === undefined ? steps : orderBeside(steps, target, new Date(moment.at))
  return { present, steps, target, past: decidePast(present.values, present.version, ordered, target) }
}

const unwrap = (value: unknown) =>
  typeof value === 'object' && value !== null && 'value' in value ? (value as { value: unknown }).value : value

interface ToldChange {
  field: string
  change: Change
}

function changesOf(event: StoredEvent): ToldChange[] {
  return Object.entries({ ...event.changes, ...event.personal }).map(([field, change]) => ({ field, change }))
}

const peopleOf = ({ actorId, cause }: StoredEvent) =>
  [actorId, cause.onBehalfOf].filter(id => id !== null && id !== undefined)

/** Turns values into what the reader may know of them. */
export class Teller {
  readonly #references: ReadonlySet<string>
  readonly #names: Names

  readonly #levels: Caller['actor']['fields']

  private constructor(references: readonly string[], names: Names, levels: Caller['actor']['fields']) {
    this.#references = new Set(references)
    this.#names = names
    this.#levels = levels
  }

  static async of(
    db: Queryable,
    caller: Caller,
    chronicle: Pick<Chronicle, 'references' | 'name'>,
    changes: readonly ToldChange[],
  ): Promise<Teller> {
    const { references } = chronicle
    const ids = changes.flatMap(({ field, change }) => [
      ...(change.of ? [change.of] : []),
      ...(references.includes(field) ? [change.from, change.to].filter(isId) : []),
    ])
    return new Teller(references, await chronicle.name(db, caller, [...new Set(ids)]), caller.actor.fields)
  }

  /** What holds at a client behind a wall is not told at all. */
  mayTell(change: Change): boolean {
    return change.of === undefined || this.#names.get(change.of)?.visible === true
  }

  of(id: string | null | undefined): HistoryReference | null {
    return id ? this.#reference(id) : null
  }

  /** A field that the profile of the reader does not show whole. */
  hides(field: string): boolean {
    return isHidden(field, this.#levels)
  }

  value(field: string, value: unknown): HistoryValue {
    if (this.hides(field) || value === undefined || value === null) return null
    if (this.#references.has(field) && isId(value)) return this.#reference(value)
    return value as HistoryValue
  }

  named(id: string): Named | undefined {
    return this.#names.get(id)
  }

  #reference(id: string): HistoryReference {
    const named = this.#names.get(id)
    if (named && !named.visible) return { id: null, name: null, archived: false, walled: true }
    return { id, name: named?.name ?? null, archived: named ? named.archived || named.merged : true, walled: false }
  }
}
