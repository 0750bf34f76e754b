import { ClientMaker } from './clients.ts'
import { InterestMaker } from './interests.ts'
import type { DemoClient, DemoInterest, DemoOptions, DemoProspect } from './records.ts'

/** One client after another, oldest first; nothing is kept, so a million takes no more memory than one. */
export function* generateClients(options: DemoOptions): Generator<DemoClient> {
  const clients = new ClientMaker(options)
  for (let index = 0; index < options.clients; index++) yield clients.client(index)
}

/**
 * Interests, oldest first, each with the prospect that it brought, if it did. They name clients of
 * `generateClients` with the same options, which must be stored first.
 */
export function* generateInterests(
  options: DemoOptions,
): Generator<{ interest: DemoInterest; prospect: DemoProspect | null }> {
  const interests = new InterestMaker(options, new ClientMaker(options))
  for (let index = 0; index < options.interests; index++) yield interests.interest(index)
}
