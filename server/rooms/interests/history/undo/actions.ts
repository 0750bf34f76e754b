import { type BodyOf, notFound, type ResultOf } from '../../../../platform/contract.ts'
import type { Step } from '../../../../platform/events/versions.ts'
import { findVersion, listSteps, listTogether } from '../../../../platform/events/versions.ts'
import { Localised, Problem, refuse } from '../../../../platform/problems.ts'
import type { Work } from '../../../../platform/work.ts'
import { changeThrough } from '../../../clients/history/actions.ts'
import {
  clientDoor,
  contactDoor,
  contractorDoor,
  type Door,
  prospectDoor,
} from '../../../clients/history/doors/actions.ts'
import { namesOfParties, type Present, Teller } from '../../../clients/history/queries.ts'
import { isSame, keyOf, splitKey } from '../../../clients/history/rules.ts'
import { undoChange } from '../../undoing/actions.ts'
import { findUndo } from '../../undoing/queries.ts'
import { findStanding } from '../../undoing/storage.ts'
import { interestDoor } from '../doors/actions.ts'
import { type undoOwnChange as contract, undoRefused, undoUnfit } from './contract.ts'
import { decideUnfit, type Deed, readDeeds, type RecordKind } from './rules.ts'

type Answer = ResultOf<typeof contract>
type Done = Answer['undone'][number]
type Left = Omit<Answer['left'][number], 'message'> & { message: Localised }
type Undone = { undone: Done[]; left: Left[] }

const doors: Record<RecordKind, Door> = {
  client: clientDoor,
  contractor: contractorDoor,
  contact: contactDoor,
  prospect: prospectDoor,
  interest: interestDoor,
}

const texts = {
  changed_since: { ru: 'После этого поле изменили', en: 'The field was changed since' },
  blanked: { ru: 'Прежнее значение уничтожено', en: 'The former value was destroyed' },
  not_found: { ru: 'Запись вам больше не видна', en: 'You do not see the record any more' },
}

/**
 * Takes one's own act back, through the doors by which it would be done by hand: the same rights, guards and history. A
 * value goes back only while it is what the act made of it. Whatever was named is undone, or nothing is.
 * @throws not_found, undo.unfit, undo.refused, and whatever those doors refuse
 */
export async function undoOwnChange(work: Work, order: BodyOf<typeof contract>): Promise<Undone> {
  const { change, only, dryRun } = order
  const entryId = 'entryId' in change ? change.entryId : ((await findVersion(work.tx, change)) ?? refuse(notFound))
  const together = await listTogether(work.tx, entryId)
  const entry = together.find(each => each.id === entryId) ?? refuse(notFound)
  const seen = doors[entry.recordKind as RecordKind] ?? refuse(notFound)
  await seen.read(work.tx, work.caller, entry.recordId)
  const reason = decideUnfit(entry, together, work.actor.userId, work.now)
  if (reason) refuse(undoUnfit, { reason })
  work.cause.through ??= { kind: 'undo', id: entryId }

  const deeds = readDeeds(together).filter(deed => only?.includes(deed.id) ?? true)
  const outcome: Undone = { undone: [], left: [] }
  // Looked at before anything goes back: one record may take another of the same act along.
  const open: { deed: Deed; seen: number }[] = []
  for (const deed of deeds) {
    const found = await lookAt(work, deed)
    outcome.left.push(...found.left)
    if (found.left.length === 0) open.push({ deed, seen: found.version })
  }
  for (const { deed, seen } of open) {
    try {
      outcome.undone.push(await goBack(work, deed, seen))
    } catch (error) {
      outcome.left.push(stoppedBy(error, await recordOf(work, deed)))
    }
  }
  if (!dryRun && outcome.left.length > 0) refuse(undoRefused, { left: outcome.left })
  return outcome
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
  const lastOf = (key: string) =>
    later.findLast(step => Object.entries(step.fields).some(([field, { of }]) => keyOf(field, of) === key))
  // A move is strict: it goes back as the last change only.
  const last = later.at(-1)
  if (deed.door === 'way') return last ? [tell(Object.keys(last.fields)[0] ?? '', 'changed_since', last)] : []
  return [...deed.fields].flatMap(([key, { to, blanked }]) => {
    if (!(key in present.values)) return []
    if (blanked) return [tell(key, 'blanked', undefined)]
    return isSame(present.values[key], to) ? [] : [tell(key, 'changed_since', lastOf(key))]
  })
}

/** @param version the one that was looked at: whoever changes one of the fields meanwhile is met by the door */
async function goBack(work: Work, deed: Deed, version: number): Promise<Done> {
  const door = doors[deed.kind]
  const { values, title } = await door.read(work.tx, work.caller, deed.id)
  const record = { kind: deed.kind, id: deed.id, title }
  // What came before in the same act may have taken it back already.
  const moved = [...deed.fields].filter(([key, { from }]) => key in values && !isSame(values[key], from))
  const teller = await Teller.of(
    work.tx,
    work.caller,
    door,
    moved.map(([key, change]) => ({ ...splitKey(key), change: { ...change, ...withOf(key) } })),
  )
  const changes = moved.map(([key, { from }]) => {
    const { field, of } = splitKey(key)
    return { field, of: teller.of(of), from: teller.value(field, values[key]), to: teller.value(field, from) }
  })
  if (deed.door === 'way') {
    const keeps = await keptOf(work, deed)
    await undoChange(work, deed.id, { version, entryId: deed.entryId })
    return { record, changes, keeps }
  }
  const back = Object.fromEntries(moved.map(([key, { from }]) => [key, from]))
  const { archived, main, ...fields } = back
  await changeThrough(work, door, deed.id, version, main === true ? { ...fields, main } : fields)
  if (archived !== undefined) await door.archive(work, deed.id, archived === true)
  return {
    record,
    changes,
    keeps: 'responsibleId' in back && deed.kind === 'interest' && values['responsibleId'] ? ['member'] : [],
  }
}

const withOf = (key: string) => {
  const { of } = splitKey(key)
  return of === undefined ? {} : { of }
}

async function keptOf(work: Work, deed: Deed): Promise<Done['keeps']> {
  const standing = await findStanding(work.tx, deed.id)
  if (!standing) return []
  const events = await listTogether(work.tx, deed.entryId)
  return (await findUndo(work.tx, work.caller, standing, events))?.keeps ?? []
}
