import { expect, test } from 'vitest'
import { printedAt } from './prints.ts'

const id = '01900000-0000-7000-8000-000000000001'

test('a card is named by its record, whether it is the page or lies over one', () => {
  expect(printedAt(`/clients/${id}`, {})).toEqual({ what: 'client', id })
  expect(printedAt(`/contacts/${id}`, { mergedFrom: id })).toEqual({ what: 'contact', id })
  expect(printedAt(`/prospects/${id}`, {})).toEqual({ what: 'prospect', id })
  expect(printedAt(`/interests/${id}`, {})).toEqual({ what: 'interest', id })
  expect(printedAt('/sales', { view: 'board', interest: id })).toEqual({ what: 'interest', id })
})

test('any other page is named by its place, and never by what was typed', () => {
  expect(printedAt('/clients', { q: 'Секретов' })).toEqual({ what: 'list', page: '/clients', narrowed: true })
  expect(printedAt('/my-day', { q: undefined })).toEqual({ what: 'list', page: '/my-day', narrowed: false })
  expect(printedAt('/settings/users', { open: id })).toEqual({ what: 'list', page: '/settings/users', narrowed: false })
})
