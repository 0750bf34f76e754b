import { expect, test } from 'vitest'
import type { Activity } from '../../../server/rooms/activities/contract.ts'
import { changeOf, dayOf, draftOf, putOff } from './change.ts'

const zone = 'Asia/Yekaterinburg'
const now = new Date('2026-11-20T10:00:00Z')
const sense = { now, zone, kinds: [{ id: 'call', name: 'Звонок' }], fallback: 'task' }
const call = {
  id: 'a',
  kind: 'interaction',
  interactionKindId: 'call',
  subject: 'Позвонить завтра',
  content: null,
  assignee: { id: 'anna', name: 'Анна' },
  dueAt: '2026-11-20T09:00:00.000Z',
  dueDay: null,
  minutes: null,
  place: null,
  contacts: [],
  people: [],
  checklist: [],
  remindBefore: null,
  repeat: null,
} as unknown as Activity

test('nothing changed is no change, and the theme is not read', () => {
  const draft = draftOf(call, zone)
  expect(draft).toMatchObject({ line: 'Позвонить завтра', day: '2026-11-20', time: '14:00' })
  expect(changeOf(draft, { ...draft }, sense)).toEqual({})
})

test('only what differs is sent; a time takes the place of a day and the other way round', () => {
  const draft = draftOf(call, zone)
  expect(changeOf(draft, { ...draft, line: 'Уточнить', place: 'офис' }, sense)).toEqual({
    subject: 'Уточнить',
    place: 'офис',
  })
  expect(changeOf(draft, { ...draft, time: '16:00' }, sense)).toEqual({ dueAt: '2026-11-20T11:00:00.000Z' })
  expect(changeOf(draft, { ...draft, time: '' }, sense)).toEqual({ dueDay: '2026-11-20' })
  expect(changeOf(draft, { ...draft, day: '' }, sense)).toEqual({ dueDay: null })
})

test('put off keeps the time of day; one that has passed, or a day alone, stays a day', () => {
  expect(putOff(call, '2026-11-23', now, zone)).toEqual({ dueAt: '2026-11-23T09:00:00.000Z' })
  expect(putOff(call, '2026-11-20', now, zone)).toEqual({ dueDay: '2026-11-20' })
  expect(putOff({ dueAt: '2026-11-20T19:00:00Z', dueDay: '2026-11-20' }, '2026-11-21', now, zone)).toEqual({
    dueDay: '2026-11-21',
  })
  expect(putOff(call, null, now, zone)).toEqual({ dueDay: null })
})

test('a group means a day; of a week that is over nothing is left', () => {
  const days = (today: string) =>
    (['today', 'tomorrow', 'week', 'later', 'none'] as const).map(each => dayOf(each, today))
  expect(days('2026-11-16')).toEqual(['2026-11-16', '2026-11-17', '2026-11-20', '2026-11-23', null])
  expect(days('2026-11-19')).toEqual(['2026-11-19', '2026-11-20', '2026-11-22', '2026-11-23', null])
  expect(days('2026-11-21')).toEqual(['2026-11-21', '2026-11-22', undefined, '2026-11-23', null])
  expect(days('2026-11-22')).toEqual(['2026-11-22', '2026-11-23', undefined, '2026-11-30', null])
  expect(dayOf('overdue', '2026-11-16')).toBeUndefined()
})
