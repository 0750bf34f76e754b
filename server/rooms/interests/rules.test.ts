import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  changesOf,
  decideEmptied,
  decideReadOnly,
  numberOf,
  searchKeyOf,
  type StoredInterest,
  subjectOf,
} from './rules.ts'

const stored: StoredInterest = {
  id: 'i',
  version: 1,
  number: 'И-000042',
  subject: null,
  content: 'Нужен расчет',
  serviceTypeId: 't',
  scenarioId: 's',
  stateId: 'a',
  stateEnteredAt: new Date(0),
  open: true,
  clientId: null,
  contactId: null,
  prospectId: 'p',
  departmentId: null,
  responsibleId: 'u',
  expectedRevenue: null,
  currency: 'RUB',
  expectedCloseDate: null,
  closeDateMode: 'auto',
  channelId: null,
  sourceId: null,
  projectId: null,
  basisId: null,
  tags: [],
  ticks: {},
  plannedInteractions: 0,
  plannedTasks: 0,
  nextStep: null,
  lossReasonId: null,
  lossComment: null,
  closedAt: null,
  memberIds: [],
  lossCompetitor: null,
  lateFrom: null,
  awaitedIds: [],
}

describe('subject', () => {
  test('is what was typed, else the first words of the content, else the number', () => {
    expect(subjectOf({ subject: 'Чиллер', content: 'x', number: 'И-1' })).toBe('Чиллер')
    expect(subjectOf({ subject: null, content: '\n  Расчет\tофиса \n второй ряд', number: 'И-1' })).toBe('Расчет офиса')
    expect(subjectOf({ subject: null, content: '  ', number: 'И-1' })).toBe('И-1')
    expect(subjectOf({ subject: null, content: null, number: 'И-1' })).toBe('И-1')
  })

  test('is never empty, never long and never broken inside a character', () => {
    fc.assert(
      fc.property(fc.option(fc.string({ unit: 'grapheme', maxLength: 300 }), { nil: null }), content => {
        const subject = subjectOf({ subject: null, content, number: 'И-000001' })
        expect(subject.length).toBeGreaterThan(0)
        expect(subject.length).toBeLessThanOrEqual(81)
        expect(subject.isWellFormed()).toBe(true)
      }),
    )
  })
})

test('a number is a prefix and at least six digits, and more than a million is not cut', () => {
  expect(numberOf('И', 123)).toBe('И-000123')
  expect(numberOf('И', '1234567')).toBe('И-1234567')
})

test('a search finds by number and by shown subject', () => {
  expect(searchKeyOf(stored)).toBe('и 000042 нужен расчет')
})

describe('history', () => {
  test('a new Interest is told by everything that is there, what is personal apart', () => {
    const { changes, personal } = changesOf(null, stored)
    expect(changes).toMatchObject({ stateId: { to: 'a' }, prospectId: { to: 'p' }, closeDateMode: { to: 'auto' } })
    expect(Object.keys(changes)).not.toContain('clientId')
    expect(personal).toEqual({ content: { to: 'Нужен расчет' } })
  })

  test('a change is told by what changed, from and to', () => {
    const after = { ...stored, stateId: 'b', expectedRevenue: '10.00', content: null }
    expect(changesOf(stored, after)).toEqual({
      changes: {
        stateId: { from: 'a', to: 'b' },
        expectedRevenue: { from: null, to: { amount: '10.00', currency: 'RUB' } },
      },
      personal: { content: { from: 'Нужен расчет', to: null } },
    })
    expect(changesOf(stored, { ...stored })).toEqual({ changes: {}, personal: {} })
  })
})

describe('fields of a state', () => {
  const facts = { ...stored, expectedRevenue: null }

  test('only a locked field that really changes is refused', () => {
    const state = { fields: [{ field: 'content' as const, required: false, readOnly: true }] }
    expect(decideReadOnly(state, facts, { ...facts, content: 'другое' })).toEqual(['content'])
    expect(decideReadOnly(state, facts, { ...facts, channelId: 'c' })).toEqual([])
  })

  test('what was missing before may go on missing; what was there may not be emptied', () => {
    const client = { field: 'client' as const, rule: 'required' as const, message: { ru: '', en: '' } }
    const revenue = { ...client, field: 'expectedRevenue' as const }
    expect(decideEmptied([client], [client, revenue])).toEqual([revenue])
    expect(decideEmptied([client], [client])).toEqual([])
  })
})
