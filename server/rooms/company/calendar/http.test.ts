import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { changeCompany, directories, readCompany } from '../contract.ts'
import { importCalendarYear, putCalendarYear, readCalendar, readCalendarYear } from './contract.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const none = { daysOff: [], workingDays: [], shortened: [], provisional: false }
const boss = () => world.as('administrator')
const aRegion = async (name: string) =>
  (await boss().ok(directories.calendar_region.create, { body: { id: newId(), name } })).id
const inForce = async (year: number) =>
  (await world.as('salesperson').ok(readCalendar, { query: { from: year, to: year } })).years[0]
const put = (year: number, body: object) => boss().call(putCalendarYear, { params: { year }, body })
const chooseRegion = async (regionId: string | null) => {
  const { version } = await boss().ok(readCompany)
  return boss().call(changeCompany, { body: { version, regionId } })
}

describe('the working calendar', () => {
  it('is closed to strangers, read by everybody and changed by administrators', async () => {
    const params = { year: 2026 }
    expect((await world.as(null).call(readCalendar)).status).toBe(401)
    for (const endpoint of [readCalendarYear, putCalendarYear, importCalendarYear]) {
      const input = { params, body: { nonsense: 1 } } as object
      expect((await world.as(null).call(endpoint as typeof putCalendarYear, input)).status).toBe(401)
      const answer = await world.as('head').call(endpoint as typeof putCalendarYear, input)
      expect([answer.status, answer.problem.code]).toEqual([403, 'forbidden'])
    }
    expect((await world.as('salesperson').ok(readCalendar)).years.map(each => each.year)).toEqual([
      2024, 2025, 2026, 2027,
    ])
  })

  it('takes a year that replaces the shipped one, and gives the shipped one back', async () => {
    const stored = await put(2025, { layer: 'country', version: 0, marks: { ...none, daysOff: ['03-04', '03-03'] } })
    expect(stored.body).toMatchObject({ layer: 'country', version: 1, marks: { daysOff: ['03-03', '03-04'] } })
    expect(await inForce(2025)).toEqual({
      year: 2025,
      daysOff: ['03-03', '03-04'],
      workingWeekends: [],
      shortened: [],
      provisional: false,
    })
    const back = await put(2025, { layer: 'country', version: 1, marks: null })
    expect(back.body).toMatchObject({ version: 2, marks: null })
    expect((await inForce(2025))?.daysOff).toContain('05-09')
  })

  it('adds the days of the region that the company is in, and then its own', async () => {
    const regionId = await aRegion('Республика Татарстан')
    await put(2026, { layer: 'region', regionId, version: 0, marks: { ...none, daysOff: ['08-31', '11-06'] } })
    expect((await inForce(2026))?.daysOff).not.toContain('11-06')
    expect((await chooseRegion(regionId)).body.regionId).toBe(regionId)
    expect((await inForce(2026))?.daysOff).toContain('11-06')
    await put(2026, { layer: 'company', version: 0, marks: { ...none, workingDays: ['11-06'] } })
    const days = await inForce(2026)
    expect([days?.daysOff.includes('08-31'), days?.daysOff.includes('11-06')]).toEqual([true, false])
    const { layers } = await boss().ok(readCalendarYear, { params: { year: 2026 } })
    expect(layers.map(each => [each.layer, each.regionId, each.version])).toEqual([
      ['region', regionId, 1],
      ['company', null, 1],
    ])
    expect((await chooseRegion(null)).body.regionId).toBe(null)
    expect((await inForce(2026))?.daysOff).not.toContain('08-31')
  })

  it('keeps a region that was archived, but nobody chooses it anew', async () => {
    const regionId = await aRegion('Республика Саха')
    await boss().ok(directories.calendar_region.archive, { params: { id: regionId } })
    const late = await chooseRegion(regionId)
    expect([late.status, late.problem.data.errors[0].path]).toEqual([422, 'regionId'])
    const unknown = await chooseRegion(newId())
    expect(unknown.problem.data.errors[0].code).toBe('unknown_reference')
  })

  it('takes days of an archived region as long as the company is in it', async () => {
    const regionId = await aRegion('Республика Алтай')
    const archive = () => boss().ok(directories.calendar_region.archive, { params: { id: regionId } })
    expect((await chooseRegion(regionId)).status).toBe(200)
    await archive()
    const year = { layer: 'region', regionId, marks: { ...none, daysOff: ['08-31'] } }
    expect((await put(2026, { ...year, version: 0 })).status).toBe(200)
    expect((await chooseRegion(null)).status).toBe(200)
    const late = await put(2026, { ...year, version: 1, marks: none })
    expect([late.status, late.problem.data.errors[0].code]).toEqual([422, 'archived_reference'])
  })

  it('tells who changed the year meanwhile', async () => {
    const first = { layer: 'company', version: 0, marks: { ...none, daysOff: ['01-12'] } }
    expect((await put(2024, first)).status).toBe(200)
    const late = await put(2024, { ...first, marks: { ...none, daysOff: ['01-15'] } })
    expect([late.status, late.problem.code, late.problem.data.version]).toEqual([409, 'conflict', 1])
    expect((await put(2031, { ...first, version: 3 })).status).toBe(404)
  })

  it('refuses days that are none, everything at once', async () => {
    const marks = { ...none, daysOff: ['02-30', '05-05'], workingDays: ['05-05'], shortened: ['2026-01-01'] }
    const answer = await put(2026, { layer: 'region', version: 0, marks })
    expect(answer.status).toBe(422)
    expect(answer.problem.data.errors.map((each: { path: string; code: string }) => [each.path, each.code])).toEqual([
      ['regionId', 'unknown_reference'],
      ['marks.daysOff[0]', 'no_such_day'],
      ['marks.workingDays[0]', 'said_twice'],
      ['marks.shortened[0]', 'no_such_day'],
    ])
    expect((await put(1999, { layer: 'company', version: 0, marks: none })).status).toBe(422)
    const channel = (await boss().ok(directories.channel.list)).items[0]?.id
    expect((await put(2026, { layer: 'region', regionId: channel, version: 0, marks: none })).status).toBe(422)
  })

  it('records who changed it', async () => {
    const { body } = await put(2030, { layer: 'company', version: 0, marks: { ...none, daysOff: ['03-04'] } })
    expect(body.version).toBe(1)
    const events = await world.db.q
      .selectFrom('event')
      .select(['kind', 'version', 'changes'])
      .where('record_kind', '=', 'calendar_year')
      .orderBy('id', 'desc')
      .limit(1)
      .execute()
    expect(events[0]).toMatchObject({
      kind: 'calendar_year.changed',
      version: 1,
      changes: { year: { to: 2030 }, layer: { to: 'company' }, marks: { from: null, to: { daysOff: ['03-04'] } } },
    })
  })
})

describe('a year from a file', () => {
  const text = '<calendar year="2028"><days><day d="01.03" t="1"/><day d="02.26" t="3"/></days></calendar>'

  it('replaces the year of the country and tells what was there', async () => {
    const first = await boss().ok(importCalendarYear, { body: { text } })
    expect(first).toMatchObject({ year: 2028, version: 1, marks: { daysOff: ['01-03'] }, previous: null })
    expect(await inForce(2028)).toMatchObject({ workingWeekends: ['02-26'], provisional: false })
    const again = await boss().ok(importCalendarYear, { body: { text } })
    expect(again.version).toBe(1)
    const other = await boss().ok(importCalendarYear, { body: { text: '{"holidays": ["2028-01-04"]}' } })
    expect(other).toMatchObject({ version: 2, previous: { daysOff: ['01-03'], workingDays: ['02-26'] } })
  })

  it('is refused with everything that is wrong, and nothing is stored', async () => {
    const broken = '<calendar year="2029"><day d="13.01" t="1"/><day d="01.03" t="8"/></calendar>'
    const answer = await boss().call(importCalendarYear, { body: { text: broken } })
    expect(answer.status).toBe(422)
    expect(answer.problem.data.errors.map((each: { code: string }) => each.code)).toEqual([
      'unknown_kind',
      'wrong_date',
    ])
    expect(await inForce(2029)).toBeUndefined()
  })
})
