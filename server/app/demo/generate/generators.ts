import { ClientMaker } from './clients.ts'
import { InterestMaker } from './interests.ts'
import type { DemoClient, DemoOptions, DemoRequest } from './records.ts'
import { Taken } from './taken.ts'

/**
 * One client after another, oldest first. Nothing is kept but what is taken, four bytes each.
 * @param taken to be handed on to `generateInterests`
 */
export function* generateClients(options: DemoOptions, taken: Taken): Generator<DemoClient> {
  const clients = new ClientMaker(options, taken)
  for (let index = 0; index < options.clients; index++) yield clients.client(index)
}

/**
 * Interests, oldest first, each with the prospect that it brought, if it did. They name clients of
 * `generateClients` with the same options, which must be stored first.
 */
export function* generateInterests(options: DemoOptions, taken: Taken): Generator<DemoRequest> {
  const interests = new InterestMaker(options, new ClientMaker(options, taken), taken)
  for (let index = 0; index < options.interests; index++) yield interests.request(index)
}

/** Open Interests of each client, by its place in the base; two bytes a client are all that has to be kept. */
export function countOpenInterests(options: DemoOptions): Uint16Array {
  const counts = new Uint16Array(options.clients)
  const interests = new InterestMaker(options, new ClientMaker(options, new Taken()), new Taken())
  for (let index = 0; index < options.interests; index++) {
    const client = interests.clientOfOpen(index)
    if (client !== null) counts[client] = (counts[client] ?? 0) + 1
  }
  return counts
}
