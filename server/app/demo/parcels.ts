import { numberOf } from '../../rooms/interests/rules.ts'
import { type Parcel, Spare } from './copy.ts'
import { EventIds } from './event-ids.ts'
import { DemoFlow } from './flow.ts'
import { countOpenInterests, generateClients, generateInterests } from './generate/generators.ts'
import type { DemoOptions } from './generate/records.ts'
import { Taken } from './generate/taken.ts'
import { DemoRows } from './rows.ts'

/** All that a load is made from; it can be handed to another thread. */
export interface LoadPlan {
  demo: DemoOptions
  currency: string
  /** Whose hand unassigned records show. */
  author: string | null
  /** JSON of the cause of all events. */
  cause: string
  /** First ids of the events, enough for `mostEvents`. */
  eventBases: readonly bigint[]
  numberPrefix: string
  firstNumber: number
  /** What belongs to somebody of an earlier load. */
  taken: Uint32Array
  /** Nobody else counts what flows from state to state. */
  countsFlow: boolean
}

/** Rows ready to be sent, and how far that brings the load. */
export interface Shipment {
  step: 'clients' | 'interests'
  done: number
  of: number
  parcels: Parcel[]
}

/** In one shipment; each of Interests writes the tally of the board anew, and no version of it can go before the end. */
const CLIENTS = 2_000
const INTERESTS = 5_000
/** At most: a client with its legal entities and contacts; an Interest with its prospect. */
const EVENTS_OF_CLIENT = 12
const EVENTS_OF_INTEREST = 2

export function mostEvents({ clients, interests }: Pick<DemoOptions, 'clients' | 'interests'>): number {
  return clients * EVENTS_OF_CLIENT + interests * EVENTS_OF_INTEREST
}

/**
 * The rows of the whole base, oldest first, in an order that satisfies the references.
 * @param spare gets the memory of parcels that were sent
 */
export function* makeShipments(plan: LoadPlan, spare = new Spare()): Generator<Shipment> {
  const { demo } = plan
  const ids = new EventIds(plan.eventBases)
  const rows = new DemoRows({ ...plan, timeZone: demo.timeZone, eventId: () => ids.next() })
  const take = (step: Shipment['step'], done: number, of: number): Shipment => ({
    step,
    done,
    of,
    parcels: rows.tables.flatMap(table => table.take(spare) ?? []),
  })
  const open = countOpenInterests(demo)
  const taken = new Taken(plan.taken)
  let clients = 0
  for (const client of generateClients(demo, taken)) {
    rows.addClient(client, open[clients++] ?? 0)
    if (clients % CLIENTS === 0 || clients === demo.clients) yield take('clients', clients, demo.clients)
  }
  const flow = plan.countsFlow ? new DemoFlow({ ...plan, timeZone: demo.timeZone, until: demo.now }) : null
  let interests = 0
  for (const { interest, prospect } of generateInterests(demo, taken)) {
    if (prospect !== null) rows.addProspect(prospect, interest.stateKind === 'ordinary' ? 1 : 0)
    rows.addInterest(interest, numberOf(plan.numberPrefix, plan.firstNumber + interests++))
    flow?.add(interest)
    if (interests % INTERESTS === 0 || interests === demo.interests) yield take('interests', interests, demo.interests)
  }
  flow?.finish()
  const counted = flow?.table.take(spare)
  if (counted) yield { step: 'interests', done: interests, of: demo.interests, parcels: [counted] }
}
