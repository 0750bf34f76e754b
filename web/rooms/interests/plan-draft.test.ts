import { expect, test } from 'vitest'
import { daysOffered, emptyPlan, isBegun, isWhole, planOf, readPlan, TASK, timeToday, typeLine } from './plan-draft.ts'

const call = { id: 'call', name: 'Звонок' }
const meeting = { id: 'meeting', name: 'Встреча' }
/** Friday, 15:00 in Yekaterinburg. */
const sense = {
  now: new Date('2026-11-20T10:00:00Z'),
  zone: 'Asia/Yekaterinburg',
  kinds: [call, meeting],
  fallback: TASK,
}
const typed = (line: string, draft = emptyPlan()) => typeLine(draft, line, sense)

test('one line says kind, day, time and theme', () => {
  expect(readPlan(typed('звонок завтра 15:00 уточнить объем'), sense)).toEqual({
    kind: 'call',
    day: '2026-11-21',
    time: '15:00',
    minutes: null,
    subject: 'уточнить объем',
  })
  expect(readPlan(typed('задача собрать расчет'), sense)).toMatchObject({ kind: TASK, subject: 'собрать расчет' })
})

test('what was chosen holds against the line, until the line says something else', () => {
  const chosen = { ...typed('звонок завтра уточнить'), kind: 'meeting', day: '2026-11-23' }
  expect(readPlan(chosen, sense)).toMatchObject({ kind: 'meeting', day: '2026-11-23', subject: 'уточнить' })
  const longer = typed('звонок завтра уточнить объем', chosen)
  expect(readPlan(longer, sense)).toMatchObject({ kind: 'meeting', day: '2026-11-23' })
  const another = typed('встреча сегодня уточнить объем', longer)
  expect(readPlan(another, sense)).toMatchObject({ kind: 'meeting', day: '2026-11-20' })
  expect(another).toMatchObject({ kind: null, day: null })
})

test('a time without a day is today, or tomorrow where it has passed; without a day by choice it goes too', () => {
  const at = (time: string) => readPlan({ ...emptyPlan(), time }, sense).day
  expect(at('16:00')).toBe('2026-11-20')
  expect(at('14:00')).toBe('2026-11-21')
  expect(readPlan({ ...typed('звонок в 16'), day: '' }, sense)).toMatchObject({ day: null, time: null })
})

test('a plan carries what was said and nothing else', () => {
  const draft = { ...typed('звонок завтра 15:00 уточнить'), remindBefore: 30, place: ' ' }
  expect(planOf(draft, sense)).toEqual({
    id: draft.id,
    kind: 'interaction',
    interactionKindId: 'call',
    subject: 'уточнить',
    dueAt: '2026-11-21T10:00:00.000Z',
    remindBefore: 30,
  })
  const day = { ...typed('отчет'), day: '2026-11-25', checklist: [{ id: 'x', text: ' цены ', done: false }] }
  expect(planOf(day, sense)).toEqual({
    id: day.id,
    kind: 'task',
    subject: 'отчет',
    dueDay: '2026-11-25',
    checklist: [{ id: 'x', text: 'цены', done: false }],
  })
})

test('a reminder and a repetition need a date', () => {
  const draft = { ...typed('отчет'), remindBefore: 0, repeat: { every: 'week', interval: 1 } as const }
  expect(planOf(draft, sense)).toEqual({ id: draft.id, kind: 'task', subject: 'отчет' })
})

test('the theme of something that is edited is not read', () => {
  const draft = { ...emptyPlan('call'), reads: false, line: 'Позвонить завтра в 15:00' }
  expect(readPlan(draft, sense)).toMatchObject({ day: null, time: null, subject: 'Позвонить завтра в 15:00' })
})

test('a task is whole with its words, an interaction at once; nothing said is not begun', () => {
  expect(isWhole(emptyPlan(), sense)).toBe(false)
  expect(isWhole(emptyPlan('call'), sense)).toBe(true)
  expect(isWhole(typed('отчет'), sense)).toBe(true)
  expect([isBegun(emptyPlan()), isBegun(emptyPlan('call')), isBegun(typed('x'))]).toEqual([false, true, true])
})

test('besides today and tomorrow a Friday or a Monday is offered', () => {
  expect(daysOffered('2026-11-16')).toEqual(['2026-11-16', '2026-11-17', '2026-11-20'])
  expect(daysOffered('2026-11-19')).toEqual(['2026-11-19', '2026-11-20', '2026-11-23'])
  expect(daysOffered('2026-11-20')).toEqual(['2026-11-20', '2026-11-21', '2026-11-23'])
  expect(daysOffered('2026-11-22')).toEqual(['2026-11-22', '2026-11-23', '2026-11-27'])
})

test('«today» means five in the afternoon, while that is ahead', () => {
  expect(timeToday(sense.now, sense.zone)).toBe('17:00')
  expect(timeToday(new Date('2026-11-20T12:00:00Z'), sense.zone)).toBeNull()
})
