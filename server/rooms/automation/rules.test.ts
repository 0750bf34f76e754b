import { describe, expect, test } from 'vitest'
import { russianCalendar } from '../../platform/pure/working-calendar-data.ts'
import { aTrigger, noFacts } from '../scenarios/builders.ts'
import { ATTEMPTS, decideRun, isLoop, retryAt } from './rules.ts'

const now = new Date('2026-10-07T12:00:00Z')
const enteredAt = new Date('2026-10-07T09:00:00Z')
const at = { now, timeZone: 'Europe/Moscow', calendar: russianCalendar }
const interest = {
  stateId: 's',
  stateEnteredAt: enteredAt,
  expectedCloseDate: null,
  nextStep: null,
  facts: { ...noFacts, content: 'Есть' },
}

describe('a run whose time has come', () => {
  const decide = (
    trigger = aTrigger(),
    more: Partial<typeof interest> = {},
    published: { paused?: string[]; gone?: boolean } = {},
  ) =>
    decideRun(
      { triggerId: trigger.id, stateId: 's', enteredAt },
      { ...interest, ...more },
      { states: [{ id: 's', triggers: published.gone ? [] : [trigger] }], pausedTriggers: published.paused ?? [] },
      at,
    )

  test('runs where the Interest still stands and the conditions hold', () => {
    const trigger = aTrigger({ conditions: [{ is: 'filled', field: 'content' }] })
    expect(decide(trigger)).toEqual({ does: 'run', trigger })
  })

  test('is passed over for the first of these reasons: removed, paused, left, conditions', () => {
    const trigger = aTrigger({ conditions: [{ is: 'empty', field: 'content' }] })
    const again = { stateEnteredAt: new Date('2026-10-07T10:00:00Z') }
    const reason = (...args: Parameters<typeof decide>) => (decide(...args) as { reason?: string }).reason
    expect(reason(trigger, again, { gone: true, paused: [trigger.id] })).toBe('removed')
    expect(reason(trigger, again, { paused: [trigger.id] })).toBe('paused')
    expect(reason(trigger, again)).toBe('left_state')
    expect(reason(trigger, { stateId: 'other' })).toBe('left_state')
    expect(reason(trigger)).toBe('conditions')
  })

  test('people are told of an entry even when the Interest has gone on', () => {
    const trigger = aTrigger({ action: { does: 'notify', to: [{ who: 'head' }], text: 'Взяли' } })
    expect(decide(trigger, { stateId: 'other' })).toMatchObject({ does: 'run' })
    const timed = { ...trigger, event: { on: 'stayed', amount: 1, unit: 'hour' } } as const
    expect(decide(timed, { stateId: 'other' })).toMatchObject({ does: 'skip' })
  })

  test('waits on when its date moved or is gone', () => {
    const stayed = aTrigger({ event: { on: 'stayed', amount: 4, unit: 'hour' } })
    expect(decide(stayed)).toEqual({ does: 'wait', until: new Date('2026-10-07T13:00:00Z') })
    const dated = aTrigger({ event: { on: 'date', field: 'expectedCloseDate', days: 0 } })
    expect(decide(dated)).toEqual({ does: 'wait', until: null })
    expect(decide(dated, { expectedCloseDate: '2026-10-07' as never })).toMatchObject({ does: 'run' })
  })
})

test('a chain is cut where a trigger would come twice, or where it is longer than anybody means', () => {
  expect(isLoop([], 'a')).toBe(false)
  expect(isLoop(['a', 'b'], 'c')).toBe(false)
  expect(isLoop(['a', 'b'], 'a')).toBe(true)
  expect(
    isLoop(
      Array.from({ length: 10 }, (_, i) => `t${i}`),
      'x',
    ),
  ).toBe(true)
})

test('an error is tried again ever later, an hour apart at most', () => {
  const waits = Array.from({ length: ATTEMPTS }, (_, i) => (retryAt(i + 1, now).getTime() - now.getTime()) / 1_000)
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
})
