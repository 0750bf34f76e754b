import { IconMail, IconMessages, IconPhone, IconSquareCheck } from '@tabler/icons-react'
import { expect, test } from 'vitest'
import { dueDate, stepIcon, stepTone } from './next-step.tsx'

const now = new Date('2026-11-20T10:00:00Z')
const zone = 'Asia/Yekaterinburg'
const at = (dueAt: string) => ({ dueAt, dueDay: null })
/** The server gives the end of the day where the assignee is. */
const on = (dueDay: string) => ({ dueAt: `${dueDay}T19:00:00Z`, dueDay })

test('a time is late as soon as it has passed, a day when it is over where the reader is', () => {
  expect(stepTone(at('2026-11-20T09:59:00Z'), now, zone)).toBe('overdue')
  expect(stepTone(at('2026-11-20T10:30:00Z'), now, zone)).toBe('today')
  expect(stepTone(on('2026-11-20'), now, zone)).toBe('today')
  expect(stepTone(on('2026-11-19'), now, zone)).toBe('overdue')
  expect(stepTone(on('2026-11-20'), new Date('2026-11-20T19:30:00Z'), zone)).toBe('overdue')
})

test('what falls on another day, or on none, is planned', () => {
  expect(stepTone(at('2026-11-20T19:30:00Z'), now, zone)).toBe('planned')
  expect(stepTone(at('2026-11-20T19:30:00Z'), now, 'Europe/London')).toBe('today')
  expect(stepTone({ dueAt: null, dueDay: null }, now, zone)).toBe('planned')
})

test('without a step it matters whether the state demands one', () => {
  expect(stepTone(null, now, zone)).toBe('none')
  expect(stepTone(null, now, zone, true)).toBe('demanded')
})

test('the day of a step is the one that was planned, or the day of its time for the reader', () => {
  expect(dueDate(on('2026-11-20'), 'America/New_York')).toBe('2026-11-20')
  expect(dueDate(at('2026-11-20T19:30:00Z'), zone)).toBe('2026-11-21')
  expect(dueDate({ dueAt: null, dueDay: null }, zone)).toBeNull()
})

test('a kind is known by its name', () => {
  expect(stepIcon('interaction', 'Звонок')).toBe(IconPhone)
  expect(stepIcon('interaction', 'Письмо клиенту')).toBe(IconMail)
  expect(stepIcon('interaction', 'Презентация')).toBe(IconMessages)
  expect(stepIcon('task', 'Звонок')).toBe(IconSquareCheck)
})
