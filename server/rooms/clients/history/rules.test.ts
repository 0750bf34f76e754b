import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decidePast,
  decideVersion,
  isHidden,
  isReversible,
  isSame,
  isTooLate,
  keyOf,
  orderBeside,
  splitKey,
  type Turn,
} from './rules.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 30, 9, minute))
const turn = (version: number, fields: Turn['fields'], minute = version): Turn => ({
  version,
  at: at(minute),
  actorId: null,
  fields,
})

describe('a record as of a version', () => {
  const steps = [
    turn(1, { name: { to: 'А' } }),
    turn(2, { name: { from: 'А', to: 'Б' } }),
    turn(3, { phone: { from: null, to: '1' } }),
    turn(4, { name: { from: 'Б', to: 'В' } }),
  ]
  const now = { name: 'В', phone: '1', mail: null }
  const past = (target: number, of: readonly Turn[] = steps) => decidePast(now, 4, of, target)

  test('is counted backwards from what it is now', () => {
    expect(past(4)).toEqual({ name: { value: 'В' }, phone: { value: '1' }, mail: { value: null } })
    expect(past(3)).toMatchObject({ name: { value: 'Б' }, phone: { value: '1' } })
    expect(past(2)).toMatchObject({ name: { value: 'Б' }, phone: { value: null } })
    expect(past(1)).toMatchObject({ name: { value: 'А' } })
  })

  test('guesses nothing over a step that is not written down', () => {
    const gap = steps.filter(step => step.version !== 3)
    expect(past(2, gap)).toEqual({
      name: { value: 'Б' },
      phone: { unknown: 'before_history' },
      mail: { unknown: 'before_history' },
    })
    expect(past(3, gap), 'behind the gap all is known').toMatchObject({ name: { value: 'Б' }, mail: { value: null } })
    expect(past(1, [])).toMatchObject({ name: { unknown: 'before_history' } })
  })

  test('says what was destroyed, and what nobody followed', () => {
    const blanked = steps.map(step => (step.version === 4 ? { ...step, fields: { name: {} } } : step))
    expect(past(2, blanked)['name']).toEqual({ unknown: 'blanked' })
    const blurred = steps.map(step => (step.version === 3 ? { ...step, fields: { phone: null } } : step))
    expect(past(2, blurred)['phone']).toEqual({ unknown: 'before_history' })
  })

  test('whatever was changed, in whichever order', () => {
    const change = fc.record({ field: fc.constantFrom('a', 'b', 'c'), value: fc.nat(3) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 30 }), changes => {
        const states: Record<string, unknown>[] = [{ a: null, b: null, c: null }]
        const turns = [turn(1, {})]
        for (const { field, value } of changes) {
          const before = states.at(-1) ?? {}
          states.push({ ...before, [field]: value })
          turns.push(turn(turns.length + 1, { [field]: { from: before[field], to: value } }))
        }
        const last = states.at(-1) ?? {}
        for (const [nth, state] of states.entries()) {
          const told = decidePast(last, states.length, turns, nth + 1)
          expect(
            Object.fromEntries(Object.entries(told).map(([key, each]) => [key, 'value' in each ? each.value : each])),
          ).toEqual(state)
        }
      }),
    )
  })
})

describe('the version of a moment', () => {
  test('is the highest that was reached, though a change that waited began earlier', () => {
    const steps = [turn(1, {}, 1), turn(2, {}, 5), turn(3, {}, 4)]
    expect(decideVersion(steps, at(4), { at: at(1) })).toBe(3)
    expect(decideVersion(steps, at(3), { at: at(1) })).toBe(1)
    expect(decideVersion(steps, at(0), { at: at(1) }), 'before the record').toBe(0)
    expect(decideVersion(steps.slice(1), at(2), { at: at(1) }), 'before the history').toBe(1)
    expect(decideVersion([], at(2), { at: at(1) })).toBe(null)
  })

  test('tells what stood beside it by the time', () => {
    const steps = [turn(1, {}, 1), turn(1, { 'position:x': { from: null, to: 'A' } }, 3)]
    expect(decidePast({ 'position:x': 'A' }, 1, orderBeside(steps, 1, at(2)), 1)).toEqual({
      'position:x': { value: null },
    })
    expect(decidePast({ 'position:x': 'A' }, 1, orderBeside(steps, 1, at(3)), 1)).toEqual({
      'position:x': { value: 'A' },
    })
  })
})

test('what a profile shows in part or not at all is not told by the history', () => {
  expect(['phones', 'inn', 'comment'].map(field => isHidden(field, { phone: 'masked', requisites: 'hidden' }))).toEqual(
    [true, true, false],
  )
  expect(isHidden('emails', { email: 'see' })).toBe(false)
})

test('nothing is the same as an empty list', () => {
  expect([isSame(null, []), isSame(undefined, null), isSame('', null), isSame(['a'], ['a'])]).toEqual([
    true,
    true,
    false,
    true,
  ])
})

test('a field that holds at something else has a key for each', () => {
  expect(splitKey(keyOf('position', 'x'))).toEqual({ field: 'position', of: 'x' })
  expect(splitKey(keyOf('name', undefined))).toEqual({ field: 'name', of: undefined })
})

test('changes of fields, the archive, moves, links and steps have a way back for a day; what made or merged a record has none', () => {
  const [ways, none] = [
    ['client.changed', 'prospect.archived', 'prospect.linked', 'interest.moved', 'activity.done'],
    ['client.created', 'client.merged', 'client.linked', 'interest.note_added'],
  ]
  expect(ways.filter(isReversible)).toEqual(ways)
  expect(none.filter(isReversible)).toEqual([])
  expect([isTooLate(at(0), at(24 * 60)), isTooLate(at(0), at(24 * 60 + 1))]).toEqual([false, true])
})
