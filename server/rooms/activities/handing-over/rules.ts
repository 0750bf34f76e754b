/** What is dealt out, as far as its place in the row asks. */
export interface Due {
  id: string
  dueAt: Date | null
  createdAt: Date
}
export interface PlannedWork extends Due {
  interestId: string | null
}

/** Who gets what, by the id of the record. */
export interface Dealt {
  interests: Map<string, string>
  activities: Map<string, string>
}

/**
 * Deals work out in turn, what is due first goes first, so that the same work always falls to the same people. What is
 * planned for one Interest stays in one hand, and goes with the Interest where that is handed over too. Whoever would be
 * next after the Interests gets the first of what is planned beside them.
 */
export function dealOut(
  { interests, activities }: { interests: readonly Due[]; activities: readonly PlannedWork[] },
  receivers: readonly string[],
): Dealt {
  const dealt: Dealt = { interests: new Map(), activities: new Map() }
  let turn = 0
  const next = () => receivers[turn++ % receivers.length] ?? ''
  for (const { id } of [...interests].sort(byDue)) dealt.interests.set(id, next())
  const hands = new Map(dealt.interests)
  for (const { id, interestId } of [...activities].sort(byDue)) {
    const hand = (interestId !== null && hands.get(interestId)) || next()
    if (interestId !== null) hands.set(interestId, hand)
    dealt.activities.set(id, hand)
  }
  return dealt
}

/** By time, what has none last; then the older first. */
function byDue(a: Due, b: Due): number {
  const [left, right] = [a.dueAt?.getTime() ?? Infinity, b.dueAt?.getTime() ?? Infinity]
  if (left !== right) return left < right ? -1 : 1
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)
}

/** How much each of the receivers gets, in their order. */
export function countShares(
  { interests, activities }: Dealt,
  receivers: readonly string[],
): { userId: string; activities: number; interests: number }[] {
  const count = (hands: Map<string, string>) => {
    const counts = new Map<string, number>()
    for (const hand of hands.values()) counts.set(hand, (counts.get(hand) ?? 0) + 1)
    return counts
  }
  const [ofActivities, ofInterests] = [count(activities), count(interests)]
  return receivers.map(userId => ({
    userId,
    activities: ofActivities.get(userId) ?? 0,
    interests: ofInterests.get(userId) ?? 0,
  }))
}
