import { describe, expect, test } from 'vitest'
import { decideKept, decideRestored, decideWayBack } from './rules.ts'

const interest = { version: 4, closeDateMode: 'auto', prospectId: null, clientId: 'c' } as const
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
    expect(decideWayBack(changed, interest)).toEqual({ door: 'change', restored: { channelId: 'a' } })
    expect(decideWayBack(changed, { ...interest, version: 5 })).toBeNull()
    expect(decideWayBack({ ...changed, version: null }, interest)).toBeNull()
  })

  test('does not lead out of a registration or a merge, nor to a value that was destroyed', () => {
    for (const kind of ['interest.created', 'interest.party_changed', 'interest.client_unlinked'])
      expect(decideWayBack({ ...changed, kind }, interest)).toBeNull()
    expect(decideWayBack({ ...changed, changes: null, personal: null }, interest)).toBeNull()
  })

  test('of a move takes along what came with it, and counts a counted date again', () => {
    const way = { door: 'move', stateId: 'first', said: {}, restored: { expectedRevenue: null } }
    expect(decideWayBack(moved, interest)).toEqual(way)
    const typed = { ...moved.changes, closeDateMode: { from: 'auto', to: 'manual' } }
    expect(decideWayBack({ ...moved, changes: typed }, { ...interest, closeDateMode: 'manual' })).toMatchObject({
      restored: { expectedRevenue: null, closeDateMode: 'auto' },
    })
    expect(decideWayBack(moved, { ...interest, closeDateMode: 'manual' })).toMatchObject({
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

  test('of a link parts the prospect from the client', () => {
    const linked = {
      kind: 'interest.client_linked',
      version: 4,
      changes: { clientId: { from: null, to: 'c' } },
      personal: null,
    }
    expect(decideWayBack(linked, interest)).toBeNull()
    expect(decideWayBack(linked, { ...interest, prospectId: 'p' })).toEqual({ door: 'unlink', prospectId: 'p' })
  })

  test('gives back nothing that the state to which it leads only shows', () => {
    const state = { fields: [{ field: 'expectedRevenue' as const, readOnly: true }] }
    expect(decideRestored({ expectedRevenue: null, tags: [] }, state)).toEqual({ tags: [] })
    expect(decideRestored({ expectedRevenue: null }, undefined)).toEqual({ expectedRevenue: null })
  })
})

test('an undo says what stays: co-executor, days, closing, steps, locked fields, the client', () => {
  const handed = { ...changed, changes: { responsibleId: { from: 'a', to: 'b' } } }
  const kept = (
    happened: typeof moved,
    beside: string[] = [],
    of = interest as Parameters<typeof decideWayBack>[1],
  ) => {
    const way = decideWayBack(happened as never, of)
    const state = { fields: [{ field: 'expectedRevenue' as const, readOnly: true }] }
    return way && decideKept(way, happened as never, beside, state)
  }
  expect(kept(handed as never)).toEqual(['member'])
  expect(kept({ ...changed, changes: { responsibleId: { from: 'a', to: null } } } as never)).toEqual([])
  expect(kept(changed as never)).toEqual([])
  expect(kept(moved, ['interest.moved', 'interest.step_done', 'interest.step_planned'])).toEqual([
    'days',
    'closing',
    'stepsDone',
    'stepsPlanned',
    'fields',
  ])
  const linked = { kind: 'interest.client_linked', version: 4, changes: null, personal: null }
  expect(kept(linked as never, [], { ...interest, prospectId: 'p' })).toEqual(['everyInterest', 'client'])
})
