import { describe, expect, it } from 'vitest'
import type { Absence } from '../../../server/rooms/access/absences/contract.ts'
import { fieldsOf, periodOf } from './absence-form.ts'

const timed = {
  user: { id: 'a', name: 'А' },
  kind: 'trip',
  fromDay: null,
  toDay: null,
  startsAt: '2026-12-08T19:30:00.000Z',
  endsAt: '2026-12-09T08:00:00.000Z',
  work: true,
  rights: true,
  comment: null,
  substitutes: [],
} as unknown as Absence

describe('the form of an absence', () => {
  it('shows times where the viewer is, and sends back the very moments', () => {
    for (const zone of ['Pacific/Niue', 'Europe/Moscow', 'Asia/Yekaterinburg', 'Pacific/Kiritimati']) {
      const { startsAt, endsAt } = periodOf(fieldsOf(timed, zone), zone)
      expect([zone, startsAt, endsAt]).toEqual([zone, timed.startsAt, timed.endsAt])
    }
    expect(fieldsOf(timed, 'Asia/Yekaterinburg')).toMatchObject({ from: '2026-12-09', times: { from: '00:30' } })
  })

  it('sends days as days, whatever the zone, and nothing where a time is not typed to its end', () => {
    const days = { from: '2026-12-07', to: '2026-12-11', times: null }
    expect(periodOf(days, 'Pacific/Niue')).toMatchObject({ fromDay: '2026-12-07', toDay: '2026-12-11', startsAt: null })
    expect(periodOf({ ...days, times: { from: '1', to: '12:00' } }, 'UTC')).toMatchObject({ startsAt: null })
  })
})
