import { NIL_ID } from '../../../platform/pure/ids.ts'
import type { Flow } from '../../interests/flow/rules.ts'
import { amountOf, type Money, minorOf, weighted } from '../../../platform/pure/money.ts'

interface State {
  id: string
  kind: 'ordinary' | 'won' | 'lost'
  probability: number
}

/** A state that the scenario has no more, with those that stood before it. */
interface Removed {
  id: string
  kind: State['kind']
  before: readonly string[]
}

interface Figure {
  count: number
  sums: Money[]
}

interface FunnelState {
  stateId: string
  /** Interests that moved in the period and at its end stand here, later, or came to an end after it. */
  reached: Figure
  /** Of those, the ones that had come so far before the period. */
  earlier: number
  /** Interests that moved in the period and at its end stand here. */
  standing: Figure & { weighted: Money[] }
  lost: Figure
  /** Per cent of those who reached this state that went on to the next one. */
  conversion: number | null
  averageDays: number | null
}

export interface Funnel {
  states: FunnelState[]
  won: Figure
  lost: Figure
  /** Won of won and lost, per cent. */
  conversion: number | null
  /** From the creation to the success. */
  averageSaleDays: number | null
  lossReasons: (Figure & { stateId: string; reasonId: string | null })[]
}

/** Where the states of a scenario stand in its order, removed ones included. */
export class Places {
  readonly ordinary: readonly State[]
  readonly #kinds = new Map<string, State['kind']>()
  readonly #places = new Map<string, number>()

  constructor(states: readonly State[], removed: readonly Removed[]) {
    this.ordinary = states.filter(each => each.kind === 'ordinary')
    for (const [place, { id }] of this.ordinary.entries()) this.#places.set(id, place)
    for (const { id, kind } of [...states, ...removed]) this.#kinds.set(id, kind)
    // A state that was taken away counts as the one before it that is still there.
    for (const { id, kind, before } of removed) {
      if (kind !== 'ordinary') continue
      const last = before.findLast(each => this.ordinary.some(state => state.id === each))
      this.#places.set(id, last === undefined ? 0 : this.ordinary.findIndex(state => state.id === last))
    }
  }

  kindOf(id: string | null): State['kind'] | null {
    return id === null ? null : (this.#kinds.get(id) ?? null)
  }

  /** Before the first one for whoever is not in the scenario. */
  placeOf(id: string | null): number {
    return id === null ? -1 : (this.#places.get(id) ?? -1)
  }

  ofKind(kind: State['kind']): string[] {
    return [...this.#kinds].filter(each => each[1] === kind).map(each => each[0])
  }

  /** All unfinished states at these places. */
  at(is: (place: number) => boolean): string[] {
    return [...this.#places].filter(each => is(each[1])).map(each => each[0])
  }
}

/**
 * The funnel of a period: all Interests that moved in it, by where they stand at its end. Who stands further has passed
 * what lies before; who was lost keeps the place from which it was; who was taken back stands where it came back to.
 * One way of an Interest adds where it ends and takes away where it began, unless that was before the period.
 */
export function decideFunnel(places: Places, flow: readonly Flow[]): Funnel {
  const { ordinary } = places
  const end = ordinary.length
  const reached = Array.from({ length: end + 1 }, () => new Tally())
  const lost = ordinary.map(() => new Tally())
  const earlier = ordinary.map(() => 0)
  const stays = ordinary.map(() => ({ count: 0, seconds: 0 }))
  const sales = { count: 0, seconds: 0 }
  const reasons = new Map<string, { place: number; reasonId: string | null; tally: Tally }>()

  const lose = (place: number, reasonId: string | null, each: Flow, sign: 1 | -1) => {
    lost[place]?.add(each, sign)
    const key = `${place} ${reasonId}`
    const reason = reasons.get(key) ?? { place, reasonId, tally: new Tally() }
    reasons.set(key, reason)
    reason.tally.add(each, sign)
  }
  for (const each of flow) {
    const { fromId, toId, leavingId } = each
    const stood = places.placeOf(fromId)
    // Lost at once, it was nowhere but at the beginning.
    const lostAt = Math.max(stood, 0)
    const [left, entered] = [places.kindOf(leavingId), places.kindOf(toId)]
    const before = left === 'won' ? end : left === 'lost' ? lostAt : stood
    const after = entered === 'won' ? end : entered === 'lost' ? lostAt : places.placeOf(toId)
    for (let place = 0; place <= after; place++) reached[place]?.add(each, 1)
    for (let place = 0; place <= before; place++) {
      if (each.within) reached[place]?.add(each, -1)
      else if (place < end) earlier[place] = (earlier[place] ?? 0) + each.count
    }
    if (entered === 'lost') lose(lostAt, each.reasonId, each, 1)
    if (left === 'lost' && each.within) lose(lostAt, each.leavingReasonId, each, -1)
    if (entered === 'won') {
      sales.count += each.count
      sales.seconds += each.lasted
    }
    const stay = ordinary[stood]?.id === fromId && leavingId === null ? stays[stood] : undefined
    if (stay) {
      stay.count += each.count
      stay.seconds += each.stayed
    }
  }

  const won = reached[end] ?? new Tally()
  const allLost = new Tally()
  for (const each of lost) allLost.addAll(each, 1)
  return {
    states: ordinary.map((state, place) => {
      const here = reached[place] ?? new Tally()
      const next = reached[place + 1] ?? new Tally()
      const standing = new Tally()
      standing.addAll(here, 1)
      standing.addAll(next, -1)
      standing.addAll(lost[place] ?? new Tally(), -1)
      const stood = standing.figure()
      return {
        stateId: state.id,
        reached: here.figure(),
        earlier: Math.min(earlier[place] ?? 0, here.count),
        standing: { ...stood, weighted: stood.sums.map(sum => weighted(sum, state.probability)) },
        lost: (lost[place] ?? new Tally()).figure(),
        conversion: shareOf(next.count, here.count),
        averageDays: daysOf(stays[place]),
      }
    }),
    won: won.figure(),
    lost: allLost.figure(),
    conversion: shareOf(won.count, won.count + allLost.count),
    averageSaleDays: daysOf(sales),
    lossReasons: [...reasons.values()]
      .filter(({ tally }) => tally.count > 0)
      .sort((a, b) => b.tally.count - a.tally.count || a.place - b.place)
      .map(({ place, reasonId, tally }) => ({ stateId: ordinary[place]?.id ?? '', reasonId, ...tally.figure() })),
  }
}

/** A number of the funnel, as it is asked for. */
export interface Cell {
  cell: 'reached' | 'standing' | 'won' | 'lost'
  stateId?: string | undefined
  /** Of lost ones; `none`: those without a reason. */
  lossReasonId?: string | undefined
}

/** How Interests stand that a number of the funnel counts; of a state that the scenario does not have, none. */
export function decideStanding(places: Places, { cell, stateId, lossReasonId }: Cell) {
  const place = stateId === undefined ? null : places.ordinary.findIndex(each => each.id === stateId)
  const nowhere = { states: [], lost: [], origins: [] }
  if (cell === 'won') return { ...nowhere, states: places.ofKind('won') }
  if (place === -1 || (place === null && cell !== 'lost')) return nowhere
  const from = places.at(each => place === null || (cell === 'reached' ? each >= place : each === place))
  if (cell === 'standing') return { ...nowhere, states: from }
  return {
    states: cell === 'reached' ? [...from, ...places.ofKind('won')] : [],
    lost: places.ofKind('lost'),
    origins: place === null || place === 0 ? [...from, NIL_ID] : from,
    ...(cell === 'lost' && lossReasonId ? { reasonId: lossReasonId === 'none' ? NIL_ID : lossReasonId } : {}),
  }
}

/** How many Interests a number of the funnel counts. */
export function countOf(funnel: Funnel, { cell, stateId, lossReasonId }: Cell): number {
  if (cell === 'won') return funnel.won.count
  const state = funnel.states.find(each => each.stateId === stateId)
  if (cell !== 'lost') return state?.[cell].count ?? 0
  if (!lossReasonId) return stateId ? (state?.lost.count ?? 0) : funnel.lost.count
  const reasonId = lossReasonId === 'none' ? null : lossReasonId
  return funnel.lossReasons
    .filter(each => each.reasonId === reasonId && (!stateId || each.stateId === stateId))
    .reduce((sum, each) => sum + each.count, 0)
}

/** Number and sums of some Interests, a sum for each currency. */
class Tally {
  count = 0
  readonly #sums = new Map<string, bigint>()

  add({ count, amount, currency }: Pick<Flow, 'count' | 'amount' | 'currency'>, sign: 1 | -1): void {
    this.count += sign * count
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + BigInt(sign) * minorOf(amount))
  }

  addAll(other: Tally, sign: 1 | -1): void {
    this.count += sign * other.count
    for (const [currency, minor] of other.#sums)
      this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + BigInt(sign) * minor)
  }

  figure(): Figure {
    const sums = [...this.#sums].filter(each => each[1] !== 0n).sort()
    return { count: this.count, sums: sums.map(([currency, minor]) => ({ amount: amountOf(minor), currency })) }
  }
}

/** Per cent with one decimal; null of nothing. */
function shareOf(part: number, whole: number): number | null {
  return whole <= 0 ? null : Math.round((part / whole) * 1000) / 10
}

function daysOf(stay: { count: number; seconds: number } | undefined): number | null {
  return !stay || stay.count <= 0 ? null : Math.round(stay.seconds / stay.count / 8640) / 10
}
