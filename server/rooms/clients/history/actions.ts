import type { ResultOf } from '../../../platform/contract.ts'
import { invalid } from '../../../platform/contract.ts'
import { Localised, Problem, refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { contactMerged, contractorExists } from '../contract.ts'
import { type HistoryEndpoints, restoreImpossible } from './contract.ts'
import type { Door } from './doors/actions.ts'
import { findPast, type Present, Teller } from './queries.ts'
import { isSame, type Known, splitKey } from './rules.ts'

type Plan = Awaited<ReturnType<typeof planOf>>
interface Obstacle {
  field: string
  code: string
  message: Localised
}
/** Reads a refusal of the room's own doors: which fields it is about. */
export type Reader = (problem: Problem) => readonly string[]

interface Order {
  version: number
  to: { at?: string | undefined; version?: number | undefined }
  fields?: readonly string[] | undefined
  dryRun: boolean
}

const texts = {
  own_door: {
    ru: 'Меняется своим действием, историей не возвращается',
    en: 'Has an action of its own and is not given back by history',
  },
  blanked: { ru: 'Прежнее значение уничтожено', en: 'The former value was destroyed' },
  before_history: { ru: 'Прежнее значение старше истории', en: 'The former value is older than the history' },
  hidden: { ru: 'Поле вам не показывается', en: 'The field is not shown to you' },
  archived: { ru: 'Прежнее значение в архиве', en: 'The former value is archived' },
  merged: { ru: 'Прежняя запись объединена с другой', en: 'The former record was merged into another' },
  gone: { ru: 'Прежнего значения больше нет', en: 'The former value is gone' },
  counted: { ru: 'Считается по сценарию', en: 'Is counted by the scenario' },
  invalid: { ru: 'Прежнее значение больше не подходит', en: 'The former value fits no more' },
}

const obstacle = (field: string, code: keyof typeof texts): Obstacle => ({
  field,
  code,
  message: new Localised(texts[code]),
})

/**
 * Gives fields of a record the values of a moment or version, through the action by which they are changed by hand: its
 * guards, its conflicts, its events. A dry run is the same rolled back, without what it was refused for.
 * @throws not_found, history.before_record, history.restore_impossible, and whatever that action refuses
 */
export async function restoreRecord(
  work: Work,
  door: Door,
  id: string,
  order: Order,
  reads: Reader = () => [],
): Promise<ResultOfRestore> {
  const found = await findPast(work.tx, work.caller, door, id, order.to)
  const { present, past, target } = found
  const plan = await planOf(work, door, present, past, order.fields)
  work.cause.through ??= { kind: 'restore', id: String(target) }
  // Where no door will be asked for a value: who may not change the record is told that, and nothing else.
  if (plan.impossible.length > 0 || Object.keys(plan.wanted).length === 0) {
    await door.change(work, present.id, { version: present.version } as never)
  }
  if (!order.dryRun) {
    if (plan.impossible.length > 0) refuse(restoreImpossible, { fields: plan.impossible })
    await changeThrough(work, door, present.id, order.version, plan.wanted)
    return told(work, door, present, plan)
  }
  for (;;) {
    try {
      await changeThrough(work, door, present.id, present.version, plan.wanted)
      return { ...(await told(work, door, present, plan)), record: { id: present.id, version: present.version } }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const stopped = stoppedBy(error, plan, reads)
      if (stopped.length === 0) throw error
      for (const each of stopped) {
        plan.impossible.push(each)
        for (const key of Object.keys(plan.wanted)) if (splitKey(key).field === each.field) delete plan.wanted[key]
      }
    }
  }
}

type ResultOfRestore = Omit<ResultOf<HistoryEndpoints['restore']>, 'impossible'> & { impossible: Obstacle[] }

/** What differs, and what of it may be asked for at all. */
async function planOf(
  work: Work,
  door: Door,
  present: Present,
  past: Readonly<Record<string, Known>>,
  fields: readonly string[] | undefined,
) {
  const asked = Object.keys(present.values).filter(key => fields?.includes(splitKey(key).field) ?? true)
  const changes = asked.map(key => {
    const then = past[key]
    return { field: splitKey(key).field, change: { to: then && 'value' in then ? then.value : null } }
  })
  const teller = await Teller.of(work.tx, work.caller, door, [
    ...changes,
    ...asked.map(key => ({ ...splitKey(key), change: { to: present.values[key], ...splitKey(key) } as never })),
  ])
  const impossible: Obstacle[] = []
  const wanted: Record<string, unknown> = {}
  for (const key of asked) {
    const { field } = splitKey(key)
    const then = past[key] ?? { unknown: 'before_history' as const }
    if ('value' in then && isSame(then.value, present.values[key])) continue
    const isOwn = !door.restorable.includes(field)
    // Of what nobody asked for by name only what differs for certain is worth a word.
    if (isOwn && !fields && !('value' in then)) continue
    if (isOwn) impossible.push(obstacle(field, 'own_door'))
    else if (!('value' in then)) impossible.push(obstacle(field, then.unknown))
    else if (teller.hides(field)) impossible.push(obstacle(field, 'hidden'))
    else if (door.isCounted?.(field, past)) impossible.push(obstacle(field, 'counted'))
    else {
      const code = obstacleOf(door, teller, field, then.value)
      if (code) impossible.push(obstacle(field, code))
      else wanted[key] = then.value
    }
  }
  return { teller, wanted, impossible }
}

function obstacleOf(door: Door, teller: Teller, field: string, value: unknown): 'archived' | 'merged' | 'gone' | null {
  if (typeof value !== 'string' || !door.references.includes(field)) return null
  const named = teller.named(value)
  if (!named) return 'gone'
  return named.merged ? 'merged' : named.archived ? 'archived' : null
}

/**
 * Writes values, by key, through the door of their record.
 * @throws history.restore_impossible where one fits no more, and whatever the door refuses
 */
export async function changeThrough(
  work: Work,
  door: Pick<Door, 'requestsOf' | 'body' | 'change'>,
  id: string,
  version: number,
  wanted: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const request of door.requestsOf(wanted)) {
    const body = door.body.safeParse({ ...request, version })
    if (!body.success) {
      const fields = [...new Set(body.error.issues.map(issue => String(issue.path[0] ?? '')))]
      refuse(restoreImpossible, { fields: fields.map(field => obstacle(field, 'invalid')) })
    }
    await door.change(work, id, body.data as never)
  }
}

/** Which of the wanted fields a refusal is about, in its own words. */
function stoppedBy(problem: Problem, { wanted }: Plan, reads: Reader): Obstacle[] {
  const left = new Set(Object.keys(wanted).map(key => splitKey(key).field))
  const { data } = problem as {
    data: { errors?: { path: string; code: string; message: Localised }[]; fields?: Obstacle[] }
  }
  const message = new Localised(problem.declaration.title)
  const all = (): Obstacle[] => {
    switch (problem.code) {
      case restoreImpossible.code:
        return data.fields ?? []
      case invalid.code:
        return (data.errors ?? []).map(each => ({ ...each, field: each.path.replace(/[.[].*$/, '') }))
      case contractorExists.code:
        return ['inn', 'kpp'].map(field => ({ field, code: problem.code, message }))
      case contactMerged.code:
        return [{ field: 'contactId', code: problem.code, message }]
      default:
        return reads(problem).map(field => ({ field, code: problem.code, message }))
    }
  }
  return all()
    .filter(each => left.delete(each.field))
    .map(({ field, code, message: why }) => ({ field, code, message: why }))
}

async function told(work: Work, door: Door, before: Present, plan: Plan): Promise<ResultOfRestore> {
  const after = await door.read(work.tx, work.caller, before.id)
  const { teller, wanted, impossible } = plan
  const changes = Object.entries(wanted).map(([key, to]) => {
    const { field, of } = splitKey(key)
    return { field, of: teller.of(of), from: teller.value(field, before.values[key]), to: teller.value(field, to) }
  })
  return { record: { id: after.id, version: after.version }, changes, impossible }
}
