import { ClientMaker } from './clients.ts'
import { InterestMaker } from './interests.ts'
import type { DemoClient, DemoOptions, DemoRequest } from './records.ts'

/** One client after another, oldest first; nothing is kept, so a million takes no more memory than one. */
export function* generateClients(options: DemoOptions): Generator<DemoClient> {
  const clients = new ClientMaker(options)
  for (let index = 0; index < options.clients; index++) yield clients.client(index)
}

/**
 * Interests, oldest first, each with the prospect that it brought, if it did. They name clients of
 * `generateClients` with the same options, which must be stored first.
 */
export function* generateInterests(options: DemoOptions): Generator<DemoRequest> {
  const interests = new InterestMaker(options, new ClientMaker(options))
  for (let index = 0; index < options.interests; index++) yield interests.request(index)
}

/** Open Interests of each client, by its place in the base; two bytes a client are all that has to be kept. */
export function countOpenInterests(options: DemoOptions): Uint16Array {
  const counts = new Uint16Array(options.clients)
  for (const { interest, clientIndex } of generateInterests(options)) {
    if (clientIndex !== null && interest.stateKind === 'ordinary') counts[clientIndex] = (counts[clientIndex] ?? 0) + 1
  }
  return counts
}
