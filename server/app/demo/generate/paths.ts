import type { Dice } from './dice.ts'
import type { DemoInterest, DemoState } from './records.ts'

const day = 86_400_000
/** Older ones went straight to where they stand: whole histories of them all would be much to load, and nobody asks. */
const wholeFor = 400 * day
/** Of an earlier state, not to be skipped. */
const stopping = 0.85

/** The states that an Interest has been in, each with the moment of its entry; the last is where it stands. */
export function pathOf(
  dice: Dice,
  interest: Pick<DemoInterest, 'stateId' | 'stateKind' | 'stateEnteredAt' | 'createdAt'>,
  states: readonly DemoState[],
  now: number,
): { stateId: string; at: number }[] {
  const { stateId, stateKind, stateEnteredAt, createdAt } = interest
  const ordinary = states.filter(state => state.kind === 'ordinary')
  const place = ordinary.findIndex(state => state.id === stateId)
  // What came to nothing did so early; what stands somewhere came through all before.
  const reach =
    stateKind === 'won'
      ? ordinary.length
      : stateKind === 'lost'
        ? 1 + Math.floor(ordinary.length * dice.next() ** 1.6)
        : place
  const first = ordinary[0]
  if (first === undefined || reach <= 0) return [{ stateId, at: stateEnteredAt }]
  const between = createdAt < now - wholeFor ? [] : ordinary.slice(1, reach).filter(() => dice.chance(stopping))
  const span = stateEnteredAt - createdAt
  const steps = between.length + 1
  return [
    { stateId: first.id, at: createdAt },
    ...between.map((state, nth) => ({
      stateId: state.id,
      at: createdAt + Math.floor((span * (nth + 0.4 + 0.6 * dice.next())) / steps),
    })),
    { stateId, at: stateEnteredAt },
  ]
}
