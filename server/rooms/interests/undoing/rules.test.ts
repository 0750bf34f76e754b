import { describe, expect, test } from 'vitest'
import { decideKept, decideRestored, decideWayBack, isLastOf } from './rules.ts'

const interest = { closeDateMode: 'auto' } as const
const standing = { version: 4, prospectId: null }
const changed = { kind: 'interest.changed', version: 4, changes: { channelId: { from: 'a', to: 'b' } }, personal: null }
const moved = {
  kind: 'interest.moved',
  version: 4,
  changes: {
    stateId: { from: 'first', to: 'second' },
    expectedRevenue: { from: null, to: { amount: '5.00', currency: 'RUB' } },
    expectedCloseDate: { from: '2026-11-20', to: '2026-12-01' },
    closedAt: { from: null, to: '2026-11-10T10:00:00.000Z' },
  },
  personal: { comment: { to: 'Готово' } },
}

describe('the way back of an Interest', () => {
  test('leads from the last change only', () => {
    expect(isLastOf(changed, standing)).toBe(true)
    expect(isLastOf(changed, { ...standing, version: 5 })).toBe(false)
    expect(isLastOf({ ...changed, version: null }, standing)).toBe(false)
  })

  test('does not lead out of a registration or a merge, nor to a value that was destroyed', () => {
    for (const kind of ['interest.created', 'interest.party_changed'])
      expect(isLastOf({ ...changed, kind }, standing)).toBe(false)
    expect(isLastOf({ ...changed, changes: null, personal: null }, standing)).toBe(false)
    expect(decideWayBack({ ...moved, changes: null }, interest)).toBeNull()
  })

  test('of a move takes along what came with it, and counts a counted date again', () => {
    const way = { door: 'move', stateId: 'first', said: {}, restored: { expectedRevenue: null } }
    expect(decideWayBack(moved, interest)).toEqual(way)
    const typed = { ...moved.changes, closeDateMode: { from: 'auto', to: 'manual' } }
    expect(decideWayBack({ ...moved, changes: typed }, { closeDateMode: 'manual' })).toMatchObject({
      restored: { expectedRevenue: null, closeDateMode: 'auto' },
    })
    expect(decideWayBack(moved, { closeDateMode: 'manual' })).toMatchObject({
      restored: { expectedCloseDate: '2026-11-20', closeDateMode: 'manual' },
    })
  })

  test('of a reopening says again why it was lost', () => {
    const reopened = {
      ...moved,
      changes: { stateId: { from: 'lost', to: 'first' }, lossReasonId: { from: 'reason', to: null } },
      personal: { lossComment: { from: 'Дорого', to: null }, lossCompetitor: { from: 'Север', to: null } },
    }
    expect(decideWayBack(reopened, interest)).toEqual({
      door: 'move',
      stateId: 'lost',
      said: { lossReasonId: 'reason', comment: 'Дорого', competitor: 'Север' },
      restored: {},
    })
  })

  test('leads out of a link where the Interest had begun with a prospect', () => {
    const linked = { ...changed, kind: 'interest.client_linked', changes: { clientId: { from: null, to: 'c' } } }
    expect(isLastOf(linked, standing)).toBe(false)
    expect(isLastOf(linked, { ...standing, prospectId: 'p' })).toBe(true)
  })

  test('gives back nothing that the state to which it leads only shows', () => {
    const state = { fields: [{ field: 'expectedRevenue' as const, readOnly: true }] }
    expect(decideRestored({ expectedRevenue: null, tags: [] }, state)).toEqual({ tags: [] })
    expect(decideRestored({ expectedRevenue: null }, undefined)).toEqual({ expectedRevenue: null })
  })
})

test('a move back says what stays: co-executor, days, closing, locked fields', () => {
  const kept = (happened: typeof moved) => {
    const way = decideWayBack(happened, interest)
    const state = { fields: [{ field: 'expectedRevenue' as const, readOnly: true }] }
    return way && decideKept(way, happened, state)
  }
  expect(kept(moved)).toEqual(['days', 'closing', 'fields'])
  const handed = { stateId: moved.changes.stateId, responsibleId: { from: 'a', to: 'b' } }
  expect(kept({ ...moved, changes: handed } as never)).toEqual(['member', 'days'])
  expect(kept(changed as never)).toBeNull()
})
