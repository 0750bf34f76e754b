import { describe, expect, it } from 'vitest'
import { addDays } from '../../../platform/pure/working-time.ts'
import { timeIn } from '../../../platform/pure/zones.ts'
import { faultsOf, spanOf, statusOf, type Typed, typedAfter, warningsOf } from './rules.ts'

const DAYS: Typed = { fromDay: '2026-12-07', toDay: '2026-12-11', startsAt: null, endsAt: null }
const absence = { userId: 'a', work: true, rights: true, substitutes: [{ userId: 'b' }] }
const codes = (typed: Typed, more: Partial<typeof absence> = {}) =>
  faultsOf(typed, spanOf(typed, 'Asia/Yekaterinburg'), { ...absence, ...more }).map(each => [each.path, each.code])

describe('the moments of an absence', () => {
  it('are the beginning of the first day and the end of the last one, in the zone of the company', () => {
    const span = spanOf(DAYS, 'Asia/Yekaterinburg')
    expect(span).toEqual({ startsAt: new Date('2026-12-06T19:00:00Z'), endsAt: new Date('2026-12-11T19:00:00Z') })
  })

  it('are whole days everywhere from −11 to +14, also where the clocks are changed within', () => {
    const zones = ['Pacific/Niue', 'Pacific/Honolulu', 'America/New_York', 'America/Sao_Paulo', 'UTC', 'Europe/Berlin']
    const further = ['Europe/Moscow', 'Africa/Cairo', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe']
    const last = ['Pacific/Auckland', 'Pacific/Chatham', 'Pacific/Kiritimati']
    const periods = [
      ['2026-03-07', '2026-03-09'],
      ['2026-03-28', '2026-03-30'],
      ['2026-04-04', '2026-04-05'],
      ['2026-10-24', '2026-10-25'],
      ['2026-10-31', '2026-11-01'],
      ['2026-12-31', '2027-01-01'],
    ] as const
    for (const zone of [...zones, ...further, ...last]) {
      for (const [fromDay, toDay] of periods) {
        const span = spanOf({ fromDay, toDay, startsAt: null, endsAt: null }, zone)
        const next = spanOf(
          { fromDay: addDays(toDay, 1), toDay: addDays(toDay, 1), startsAt: null, endsAt: null },
          zone,
        )
        // Two periods one after the other neither overlap nor leave a gap.
        expect([zone, toDay, span?.endsAt]).toEqual([zone, toDay, next?.startsAt])
        expect([zone, fromDay, span && timeIn(span.startsAt, zone)]).toEqual([zone, fromDay, '00:00'])
      }
    }
  })

  it('begin with the first moment of a day that has no midnight', () => {
    // In Cairo the clocks jump from 0:00 to 1:00 on the last Friday of April.
    const span = spanOf({ ...DAYS, fromDay: '2026-04-24', toDay: '2026-04-24' }, 'Africa/Cairo')
    expect(span).toEqual({ startsAt: new Date('2026-04-23T22:00:00Z'), endsAt: new Date('2026-04-24T21:00:00Z') })
  })

  it('are those given where times were given', () => {
    const typed = {
      fromDay: null,
      toDay: null,
      startsAt: '2026-12-07T10:00:00.000Z',
      endsAt: '2026-12-07T12:00:00.000Z',
    }
    expect(spanOf(typed, 'Asia/Omsk')?.endsAt).toEqual(new Date('2026-12-07T12:00:00Z'))
  })
})

describe('what is typed', () => {
  it('in days takes the times away, and the other way round; one of both may be changed alone', () => {
    const times = { startsAt: '2026-12-07T13:00:00+03:00', endsAt: '2026-12-07T15:00:00+03:00' }
    const timed = typedAfter(DAYS, times)
    expect(timed).toEqual({
      fromDay: null,
      toDay: null,
      startsAt: '2026-12-07T10:00:00.000Z',
      endsAt: '2026-12-07T12:00:00.000Z',
    })
    expect(typedAfter(timed, { fromDay: '2026-12-07', toDay: '2026-12-08' })).toEqual({ ...DAYS, toDay: '2026-12-08' })
    expect(typedAfter(DAYS, { toDay: '2026-12-09' })).toEqual({ ...DAYS, toDay: '2026-12-09' })
    expect(typedAfter(DAYS, {})).toEqual(DAYS)
  })
})

describe('an absence is refused', () => {
  it('with everything that is wrong at once', () => {
    const turned = { ...DAYS, fromDay: '2026-12-12' }
    const substitutes = [{ userId: 'a' }, { userId: 'b' }, { userId: 'b' }]
    expect(codes(turned, { substitutes })).toEqual([
      ['toDay', 'before_beginning'],
      ['substitutes[0].userId', 'oneself'],
      ['substitutes[2].userId', 'twice'],
    ])
  })

  it('without an end, with days and times both, and longer than four hundred days', () => {
    expect(codes({ ...DAYS, toDay: null })).toEqual([['toDay', 'needed']])
    expect(codes({ ...DAYS, startsAt: '2026-12-07T10:00:00.000Z' })).toEqual([['startsAt', 'both_ways']])
    expect(codes({ ...DAYS, toDay: '2028-01-13' })).toEqual([['toDay', 'too_long']])
    expect(codes({ ...DAYS, toDay: addDays(DAYS.fromDay ?? '', 400) })).toEqual([])
  })

  it('where something is handed over to nobody, and not where nothing is', () => {
    expect(codes(DAYS, { substitutes: [] })).toEqual([['substitutes', 'nobody']])
    expect(codes(DAYS, { substitutes: [], work: false, rights: false })).toEqual([])
  })
})

it('lasts from its first moment up to the one at which the person is back', () => {
  const span = spanOf(DAYS, 'UTC')
  if (!span) throw new Error('no span')
  const at = (moment: Date, by: number) => statusOf(span, null, new Date(moment.getTime() + by))
  expect([at(span.startsAt, -1), at(span.startsAt, 0), at(span.endsAt, -1), at(span.endsAt, 0)]).toEqual([
    'planned',
    'lasts',
    'lasts',
    'past',
  ])
  expect(statusOf(span, span.startsAt, span.startsAt)).toBe('cancelled')
})

describe('what is told of an absence', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(id => ({ id, name: id.toUpperCase() })) as [Who, Who, Who]
  type Who = { id: string; name: string }
  const span = { startsAt: new Date(0), endsAt: new Date(1) }

  it('is who of those who stand in is away, alone, in a circle or with somebody who gets nothing of this one', () => {
    const away = (...substitutes: Who[]) => warningsOf('a', [{ ...span, user: b, substitutes }], [])
    expect(away()).toEqual([{ ...span, code: 'away', user: b, others: [] }])
    expect(away(a)).toEqual([{ ...span, code: 'cycle', user: b, others: [] }])
    expect(away(c)).toEqual([{ ...span, code: 'chain', user: b, others: [c] }])
  })

  it('is for whom the absent person stands in, where the circle has not told it', () => {
    const owed = [{ ...span, user: b, substitutes: [a] }]
    expect(warningsOf('a', [], owed).map(each => [each.code, each.user.id])).toEqual([['stands_in', 'b']])
    expect(warningsOf('a', owed, owed).map(each => each.code)).toEqual(['cycle'])
  })
})
