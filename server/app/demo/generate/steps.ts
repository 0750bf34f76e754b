import { addDays, localDateOf } from '../../../platform/pure/working-time.ts'
import { startOfDay } from '../../../platform/pure/zones.ts'
import { Dice, idAt, Weighted } from './dice.ts'
import type { DemoInterest, DemoOptions, DemoStep } from './records.ts'

const day = 86_400_000
const stream = 14
/** Share of unfinished Interests for which something is planned. */
const planned = 0.84

const interactions = [
  'Уточнить объем',
  'Согласовать скидку',
  'Напомнить о счете',
  'Узнать решение',
  'Обсудить сроки',
  'Показать образцы',
]
const tasks = [
  'Подготовить КП',
  'Проверить остатки на складе',
  'Выслать договор',
  'Запросить цены у поставщика',
  'Посчитать доставку',
]

/** Days from today: some are late, most come soon. */
const distances = new Weighted<readonly [number, number]>([
  [[-20, -1], 12],
  [[0, 0], 10],
  [[1, 1], 11],
  [[2, 7], 30],
  [[8, 45], 37],
])

/** Plans the next step of unfinished Interests, in the zone of the company. */
export class StepMaker {
  readonly #options: DemoOptions
  readonly #today: string
  readonly #days = new Map<number, { date: string; start: number; end: number }>()

  constructor(options: DemoOptions) {
    this.#options = options
    this.#today = localDateOf(options.now, options.timeZone)
  }

  stepOf(interest: Omit<DemoInterest, 'step'>): DemoStep | null {
    const { seed, interactionKinds, now } = this.#options
    const { stateKind, responsibleId } = interest
    if (stateKind !== 'ordinary' || responsibleId === null) return null
    // A later load of the same chance has Interests of other moments, and plans other steps.
    const dice = new Dice(seed ^ interest.createdAt, stream, Number.parseInt(interest.id.slice(-8), 16))
    if (!dice.chance(planned)) return null
    const isTask = interactionKinds.length === 0 || dice.chance(0.2)
    const [least, most] = distances.pick(dice)
    const { date, start, end } = this.#dayAt(dice.between(least, most))
    const isUndated = isTask && dice.chance(0.1)
    const isWhole = isTask || dice.chance(0.2)
    // Calls are the most: the kinds are taken in their order, each half as often as the one before.
    const kind = Math.min(interactionKinds.length - 1, Math.floor(-Math.log2(1 - dice.next())))
    const plannedAt = Math.min(now.getTime(), Math.max(interest.createdAt, start - dice.between(1, 10) * day))
    return {
      id: idAt(plannedAt, dice),
      kind: isTask ? 'task' : 'interaction',
      interactionKindId: isTask ? null : (interactionKinds[kind]?.id ?? null),
      subject: dice.pick(isTask ? tasks : interactions),
      dueAt: isUndated ? null : isWhole ? end : start + (9 * 60 + 15 * dice.below(36)) * 60_000,
      dueDay: isWhole && !isUndated ? date : null,
      assigneeId: responsibleId,
      plannedAt,
    }
  }

  #dayAt(distance: number): { date: string; start: number; end: number } {
    const known = this.#days.get(distance)
    if (known) return known
    const { timeZone } = this.#options
    const date = addDays(this.#today, distance)
    const found = {
      date,
      start: startOfDay(date, timeZone).getTime(),
      end: startOfDay(addDays(date, 1), timeZone).getTime(),
    }
    this.#days.set(distance, found)
    return found
  }
}
