import { NIL_ID } from '../../platform/pure/ids.ts'
import { addMonths } from '../../platform/pure/months.ts'
import { localDateOf } from '../../platform/pure/working-time.ts'
import { CopyTable } from './copy.ts'
import type { DemoInterest } from './generate/records.ts'

/**
 * What flows from state to state, counted while the rows are made: for a large base the trigger would take ten times as
 * long. Interests of the demo only go on, from one state of their scenario to the next.
 */
export class DemoFlow {
  /** On its way into `interest_flow`. */
  readonly table = new CopyTable(
    'demo_flow',
    `scenario_id, month, owner_key, from_id, to_id, leaving_id, since, reason_id, currency, slot, n, amount, stayed,
     lasted`,
  )
  readonly #months: Months
  readonly #currency: string
  readonly #people = new Numbers()
  readonly #ids = new Numbers()
  readonly #cells = new Map<number, Cell>()

  constructor({ currency, timeZone, until }: { currency: string; timeZone: string; until: Date }) {
    this.#currency = currency
    this.#months = new Months(timeZone, until)
  }

  add(interest: DemoInterest): void {
    const { path, scenarioId, responsibleId, stateKind, createdAt } = interest
    const amount = interest.expectedRevenue === null ? 0n : BigInt(interest.expectedRevenue.replace('.', ''))
    const owner = this.#people.of(responsibleId ?? NIL_ID)
    for (const [nth, { stateId, at }] of path.entries()) {
      const before = path[nth - 1]
      const isOutcome = stateKind !== 'ordinary' && nth === path.length - 1
      const reasonId = isOutcome ? interest.lossReasonId : null
      const month = this.#months.placeOf(at)
      const since = before ? this.#months.placeOf(before.at) : -1
      let key = owner
      for (const part of [
        month,
        since + 1,
        this.#ids.of(before?.stateId ?? ''),
        this.#ids.of(stateId),
        this.#ids.of(reasonId ?? ''),
      ])
        key = key * SPAN + part
      let cell = this.#cells.get(key)
      if (!cell) {
        const from = before?.stateId ?? null
        cell = {
          scenarioId,
          month,
          responsibleId,
          from,
          to: stateId,
          since,
          reasonId,
          n: 0,
          amount: 0n,
          stayed: 0,
          lasted: 0,
        }
        this.#cells.set(key, cell)
      }
      cell.n++
      cell.amount += amount
      cell.stayed += before ? Math.round((at - before.at) / 1000) : 0
      cell.lasted += isOutcome ? Math.round((at - createdAt) / 1000) : 0
    }
  }

  /** Fills the table. */
  finish(): void {
    for (const {
      scenarioId,
      month,
      responsibleId,
      from,
      to,
      since,
      reasonId,
      n,
      amount,
      stayed,
      lasted,
    } of this.#cells.values()) {
      const sum = `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
      const [at, sinceAt] = [this.#months.nameOf(month), since < 0 ? null : this.#months.nameOf(since)]
      const owner = responsibleId ?? NIL_ID
      this.table.add(
        scenarioId,
        at,
        owner,
        from,
        to,
        null,
        sinceAt,
        reasonId,
        this.#currency,
        0,
        n,
        sum,
        stayed,
        lasted,
      )
    }
    this.#cells.clear()
  }
}

/** More than there are months, or states and reasons together; five of them leave room for three thousand people. */
const SPAN = 300

interface Cell {
  scenarioId: string
  month: number
  responsibleId: string | null
  from: string | null
  to: string
  since: number
  reasonId: string | null
  n: number
  amount: bigint
  stayed: number
  lasted: number
}

class Numbers {
  readonly #known = new Map<string, number>()

  of(id: string): number {
    let number = this.#known.get(id)
    if (number === undefined) {
      number = this.#known.size
      this.#known.set(id, number)
    }
    return number
  }
}

/** Months where the company is, by the moments at which they begin: asking for the local date of each moment is dear. */
class Months {
  readonly #starts: readonly number[]
  readonly #names: readonly string[]

  constructor(timeZone: string, until: Date) {
    const last = localDateOf(until, timeZone).slice(0, 7)
    this.#names = Array.from({ length: 60 }, (_, n) => `${addMonths(last, n - 59)}-01`)
    this.#starts = this.#names.map(name => startOf(name, timeZone))
  }

  placeOf(at: number): number {
    let place = this.#starts.length - 1
    while (place > 0 && at < (this.#starts[place] ?? 0)) place--
    return place
  }

  nameOf(place: number): string {
    return this.#names[place] ?? ''
  }
}

/** Within fourteen hours of midnight in Greenwich, at a quarter of an hour. */
function startOf(day: string, timeZone: string): number {
  const quarter = 900_000
  let at = Date.parse(`${day}T00:00:00Z`) - 56 * quarter
  while (localDateOf(new Date(at), timeZone) < day) at += quarter
  return at
}
