import { type BodyOf, notFound, type ResultOf } from '../../platform/contract.ts'
import type { StoredEvent } from '../../platform/events/reader.ts'
import { findOfKey, findVersion, listSteps, listTogether, type Step } from '../../platform/events/versions.ts'
import { Localised, Problem, refuse } from '../../platform/problems.ts'
import type { Work } from '../../platform/work.ts'
import { changeThrough } from '../clients/history/actions.ts'
import { namesOfParties, type Present, Teller } from '../clients/history/queries.ts'
import { isSame, keyOf, splitKey } from '../clients/history/rules.ts'
import { goBackBy } from '../interests/undoing/actions.ts'
import { findKept, isLastChange } from '../interests/undoing/queries.ts'
import { type undoAct as contract, undoRefused, undoUnfit } from './contract.ts'
import { archiveAgain, doors, dropPlan, finishAgain, linkAgain } from './doors/actions.ts'
import { decideInTheWay, decideUnfit, type Deed, isOfRecord, isRecordKind, readDeeds } from './rules.ts'

type Order = BodyOf<typeof contract>
type Answer = ResultOf<typeof contract>
type Done = Answer['undone'][number]
type Left = Omit<Answer['left'][number], 'message'> & { message: Localised }
type Undone = { undone: Done[]; left: Left[] }

const texts = {
  changed_since: { ru: 'После этого поле изменили', en: 'The field was changed since' },
  blanked: { ru: 'Прежнее значение уничтожено', en: 'The former value was destroyed' },
  not_found: { ru: 'Запись вам больше не видна', en: 'You do not see the record any more' },
}

/**
 * Takes an act back through the doors by which it would be done by hand: the same rights, guards and history. A value
 * goes back only while it is what the act made of it. Whatever was named is undone, or nothing is.
 * @throws not_found, undo.unfit, undo.refused; for an act of one record what its door refuses, in its own words
 */
export async function undoAct(work: Work, { change, only, dryRun }: Order): Promise<Undone> {
  const { entry, together } = await findAct(work, change)
  const isLast = await isLastChange(work.tx, work.caller, entry)
  const reason = decideUnfit(entry, together, { userId: work.actor.userId, now: work.now, isLast })
  if (reason) refuse(undoUnfit, { reason })
  work.cause.through = { kind: 'undo', id: entry.id }

  const deeds = readDeeds(together).filter(deed => only?.includes(deed.id) ?? true)
  const outcome: Undone = { undone: [], left: [] }
  // Looked at before anything goes back: one record may take another of the same act along.
  const open: { deed: Deed; seen: number }[] = []
  for (const deed of deeds) {
    const found = await lookAt(work, deed)
    outcome.left.push(...found.left)
    if (found.left.length === 0) open.push({ deed, seen: found.version })
  }
  const isOne = deeds.length === 1 && !dryRun
  for (const { deed, seen } of open) {
    try {
      outcome.undone.push(await goBack(work, deed, seen))
    } catch (error) {
      if (isOne) throw error
      outcome.left.push(stoppedBy(error, await recordOf(work, deed)))
    }
  }
  if (!dryRun && outcome.left.length > 0) refuse(undoRefused, { left: outcome.left })
  return outcome
}

/** What was done together, and the event by which it was named: of a record that the caller sees. */
async function findAct(work: Work, change: Order['change']): Promise<{ entry: StoredEvent; together: StoredEvent[] }> {
  const id = await findEntry(work, change)
  const together = id === undefined ? [] : await listTogether(work.tx, id)
  const named = 'key' in change ? together.find(isOfRecord) : together.find(each => each.id === id)
  const entry = named ?? together[0] ?? refuse(notFound)
  if (!isRecordKind(entry.recordKind)) return refuse(notFound)
  await doors[entry.recordKind].read(work.tx, work.caller, entry.recordId)
  return { entry, together }
}

async function findEntry(work: Work, change: Order['change']): Promise<string | undefined> {
  if ('entryId' in change) return change.entryId
  return 'key' in change ? findOfKey(work.tx, work.actor.userId, change.key) : findVersion(work.tx, change)
}

/** What stands in the way before anything was tried. */
async function lookAt(work: Work, deed: Deed): Promise<{ left: Left[]; version: number }> {
  try {
    const present = await doors[deed.kind].read(work.tx, work.caller, deed.id)
    const record = { kind: deed.kind, id: present.id, title: present.title }
    return { left: await changedSince(work, deed, present, record), version: present.version }
  } catch (error) {
    return { left: [stoppedBy(error, { kind: deed.kind, id: deed.id, title: '' })], version: 0 }
  }
}

async function recordOf(work: Work, { kind, id }: Deed): Promise<Left['record']> {
  const { title } = await doors[kind].read(work.tx, work.caller, id)
  return { kind, id, title }
}

/** A refusal of a door, in its own words. */
function stoppedBy(error: unknown, record: Left['record']): Left {
  if (!(error instanceof Problem)) throw error
  const message = new Localised(error.code === notFound.code ? texts.not_found : error.declaration.title)
  return { record, field: null, code: error.code, message, changedBy: null, changedAt: null }
}

/** What is not any more as the act made it, with whoever changed it last. */
async function changedSince(work: Work, deed: Deed, present: Present, record: Left['record']): Promise<Left[]> {
  const steps = await listSteps(work.tx, { kind: deed.kind, id: deed.id })
  const later = steps.filter(step => step.version > deed.version)
  const people = await namesOfParties(work.tx, work.caller, [...new Set(later.flatMap(step => step.actorId ?? []))])
  const tell = (key: string, code: 'changed_since' | 'blanked', step: Step | undefined): Left => ({
    record,
    field: splitKey(key).field,
    code,
    message: new Localised(texts[code]),
    changedBy: step?.actorId ? { id: step.actorId, name: people.get(step.actorId)?.name ?? '' } : null,
    changedAt: step?.at.toISOString() ?? null,
  })
  // A move is strict, and so is what is dropped: they go back as the last change only.
  if (deed.back === 'way' || deed.back === 'plan') {
    const found = decideInTheWay(later, present.values)
    return found ? [tell(found.key, 'changed_since', found.step)] : []
  }
  const lastOf = (key: string) =>
    later.findLast(step => Object.entries(step.fields).some(([field, { of }]) => keyOf(field, of) === key))
  return [...deed.fields].flatMap(([key, { to, blanked }]) => {
    if (!(key in present.values)) return []
    if (blanked) return [tell(key, 'blanked', undefined)]
    return isSame(present.values[key], to) ? [] : [tell(key, 'changed_since', lastOf(key))]
  })
}

/** @param version the one that was looked at: whoever changes one of the fields meanwhile is met by the door */
async function goBack(work: Work, deed: Deed, version: number): Promise<Done> {
  const { values, title } = await doors[deed.kind].read(work.tx, work.caller, deed.id)
  const record = { kind: deed.kind, id: deed.id, title }
  if (deed.back === 'plan') {
    const back = { outcome: 'cancelled' }
    // What followed the finished step has gone with it already.
    if (values['outcome'] === null) await dropPlan(work, deed.id)
    return { record, changes: await tellChanges(work, deed, { outcome: null }, back), keeps: [] }
  }
  // What came before in the same act may have taken it back already.
  const moved = [...deed.fields].filter(([key, { from }]) => key in values && !isSame(values[key], from))
  const back = Object.fromEntries(moved.map(([key, { from }]) => [key, from]))
  const changes = await tellChanges(work, deed, values, back)
  return { record, changes, keeps: await writeBack(work, deed, { version, values, back }) }
}

interface Values {
  readonly [key: string]: unknown
}

/** Writes it through the door of the record. @returns what stays as it is */
async function writeBack(
  work: Work,
  { kind, id, back: way, entryId }: Deed,
  { version, values, back }: { version: number; values: Values; back: Values },
): Promise<Done['keeps']> {
  if (way === 'way') {
    const keeps = await findKept(work.tx, id, entryId)
    await goBackBy(work, id, { version, entryId })
    return keeps
  }
  if (way === 'link') {
    const { clientId, contactId } = { ...values, ...back }
    await linkAgain(work, id, { clientId, contactId })
    return clientId === null ? ['everyInterest', 'client'] : []
  }
  const { archived, main, outcome, result, ...fields } = back
  if (outcome !== undefined) await finishAgain(work, id, outcome, result)
  await changeThrough(work, doors[kind], id, version, main === true ? { ...fields, main } : fields)
  if (archived !== undefined) await archiveAgain(work, kind, id, archived === true)
  return 'responsibleId' in back && kind === 'interest' && values['responsibleId'] ? ['member'] : []
}

/** What goes back, as far as the caller may know it. */
async function tellChanges(work: Work, deed: Deed, values: Values, back: Values): Promise<Done['changes']> {
  const keys = Object.keys(back).filter(key => !UNTOLD.has(key))
  const told = keys.map(key => {
    const { field, of } = splitKey(key)
    return { field, change: { from: values[key], to: back[key], ...(of === undefined ? {} : { of }) } }
  })
  const teller = await Teller.of(work.tx, work.caller, doors[deed.kind], told)
  return told.map(({ field, change }) => ({
    field,
    of: teller.of(change.of),
    from: teller.value(field, plain(change.from)),
    to: teller.value(field, plain(change.to)),
  }))
}

/** Who takes part and how something repeats go back without being told. */
const UNTOLD = new Set(['contactIds', 'userIds', 'repeat'])

/** Points of a list are told by their words. */
function plain(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map(each => (typeof each === 'object' ? (each as { text: string }).text : each))
    : value
}
