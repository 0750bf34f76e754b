/** What is dealt out, as far as its place in the row asks. */
export interface Due {
  id: string
  dueAt: Date | null
  createdAt: Date
}
export interface PlannedWork extends Due {
  interestId: string | null
}
export interface OpenWork extends Due {
  clientId: string | null
}
/** What is dealt out; what has no time goes by its age. */
export interface Work {
  clients: readonly Due[]
  interests: readonly OpenWork[]
  activities: readonly PlannedWork[]
}

/** Who gets what, by the id of the record. */
export interface Dealt {
  clients: Map<string, string>
  interests: Map<string, string>
  activities: Map<string, string>
}

/**
 * Deals work out in turn, what is due first goes first, so that the same work always falls to the same people. What is
 * planned for one Interest stays in one hand, and goes with the Interest where that is handed over too; so do Interests
 * with their client. Whoever would be next after the Interests gets the first of what is planned beside them.
 * @param weights how much each gets in comparison; left out: evenly
 */
export function dealOut(
  { clients, interests, activities }: Work,
  receivers: readonly string[],
  weights: readonly number[] = receivers.map(() => 1),
): Dealt {
  const dealt: Dealt = { clients: new Map(), interests: new Map(), activities: new Map() }
  const next = inTurn(receivers, weights)
  for (const { id } of [...clients].sort(byDue)) dealt.clients.set(id, next())
  for (const { id, clientId } of [...interests].sort(byDue)) {
    dealt.interests.set(id, (clientId !== null && dealt.clients.get(clientId)) || next())
  }
  const hands = new Map(dealt.interests)
  for (const { id, interestId } of [...activities].sort(byDue)) {
    const hand = (interestId !== null && hands.get(interestId)) || next()
    if (interestId !== null) hands.set(interestId, hand)
    dealt.activities.set(id, hand)
  }
  return dealt
}

/** Who is next: after any number of turns nobody is further from the own share than by one. */
function inTurn(receivers: readonly string[], weights: readonly number[]): () => string {
  const owed = receivers.map(() => 0)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return () => {
    for (const [at, weight] of weights.entries()) owed[at] = (owed[at] ?? 0) + weight
    const at = owed.indexOf(Math.max(...owed))
    owed[at] = (owed[at] ?? 0) - all
    return receivers[at] ?? ''
  }
}

/** By time, what has none last; then the older first. */
function byDue(a: Due, b: Due): number {
  const [left, right] = [a.dueAt?.getTime() ?? Infinity, b.dueAt?.getTime() ?? Infinity]
  if (left !== right) return left < right ? -1 : 1
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)
}

/** How much each of the receivers gets, in their order. */
export function countShares(
  { clients, interests, activities }: Dealt,
  receivers: readonly string[],
): { userId: string; activities: number; interests: number; clients: number }[] {
  const count = (hands: Map<string, string>) => {
    const counts = new Map<string, number>()
    for (const hand of hands.values()) counts.set(hand, (counts.get(hand) ?? 0) + 1)
    return counts
  }
  const [ofActivities, ofInterests, ofClients] = [count(activities), count(interests), count(clients)]
  return receivers.map(userId => ({
    userId,
    activities: ofActivities.get(userId) ?? 0,
    interests: ofInterests.get(userId) ?? 0,
    clients: ofClients.get(userId) ?? 0,
  }))
}

export interface Example {
  kind: 'client' | 'interest' | 'activity'
  id: string
  title: string
  toId: string
}

/** So many of each kind are shown before anything is done. */
const EXAMPLES = 3

/** The first of each kind, with whom they go to. */
export function examplesOf(
  found: {
    clients: readonly { id: string; name: string }[]
    interests: readonly { id: string; number: string }[]
    activities: readonly { id: string; subject: string | null }[]
  },
  dealt: Dealt,
): Example[] {
  const some = <T extends { id: string }>(
    kind: Example['kind'],
    records: readonly T[],
    hands: Map<string, string>,
    titleOf: (record: T) => string,
  ) =>
    records
      .slice(0, EXAMPLES)
      .map(record => ({ kind, id: record.id, title: titleOf(record), toId: hands.get(record.id) ?? '' }))
  return [
    ...some('client', found.clients, dealt.clients, each => each.name),
    ...some('interest', found.interests, dealt.interests, each => each.number),
    ...some('activity', found.activities, dealt.activities, each => each.subject ?? ''),
  ]
}
