import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aWorld, departments, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { deactivateUser, getUser, listUsers, reactivateUser } from '../contract.ts'
import { cancelAbsence, changeAbsence, enterAbsence, getAbsence, listAbsences, listAbsentable } from './contract.ts'

let clock = new Date('2026-12-01T07:00:00Z')
const world = await aWorld({ now: () => clock })
const [admin, head, anna] = [world.as('administrator'), world.as('head'), world.as('salesperson')]
const idOf = (who: Name) => people[who].id

const anAbsence = (more: object = {}) => ({
  id: newId(),
  userId: idOf('salesperson'),
  kind: 'vacation',
  fromDay: '2026-12-07',
  toDay: '2026-12-11',
  work: true,
  rights: true,
  substitutes: [{ userId: idOf('colleague') }],
  ...more,
})
const enter = (more: object = {}, who: Name = 'administrator') =>
  world.as(who).call(enterAbsence, { body: anAbsence(more) })

beforeAll(async () => {
  await world.db.pool.query(`update session set expires_at = '2100-01-01', seen_at = '2026-12-01'`)
})

beforeEach(async () => {
  clock = new Date('2026-12-01T07:00:00Z')
  await world.db.pool.query('delete from absence')
})

describe('whose absence is entered', () => {
  const may = async (who: Name, whose: Name) =>
    (await enter({ userId: idOf(whose), substitutes: [], work: false, rights: false }, who)).status

  it('by everybody: the own one; by a head: that of the people led; by an administrator: of everybody', async () => {
    expect([await may('salesperson', 'salesperson'), await may('salesperson', 'colleague')]).toEqual([201, 403])
    expect([await may('head', 'colleague'), await may('head', 'stranger')]).toEqual([201, 403])
    expect([await may('head', 'administrator'), await may('administrator', 'stranger')]).toEqual([403, 201])
    expect((await world.as(null).call(enterAbsence, { body: anAbsence() })).status).toBe(401)
  })

  it('with the right of everybody but the administrators, whose rights then go to nobody who sees less', async () => {
    const grounds = { see: only('own'), edit: only('own'), unowned: true, editOpened: false, fields: {} }
    const profile = { id: newId(), role: 'salesperson', name: 'Кадры', widest: 'own' }
    await world.db.q
      .insertInto('profile')
      .values({ ...profile, grounds: JSON.stringify({ ...grounds, rights: ['absences.others'] }) })
      .execute()
    const wear = (id: string | null) =>
      world.db.q.updateTable('app_user').set({ profile_id: id }).where('id', '=', idOf('stranger')).execute()
    await wear(profile.id)
    clock = new Date(clock.getTime() + 2_000)
    expect([await may('stranger', 'head'), await may('stranger', 'administrator')]).toEqual([201, 403])
    const mine = { substitutes: [{ userId: idOf('stranger') }] }
    const taken = await enter(mine, 'stranger')
    expect([taken.status, taken.problem.code]).toEqual([403, 'absence.to_oneself'])
    expect((await enter({ ...mine, rights: false }, 'stranger')).status).toBe(201)
    const named = (await world.as('stranger').ok(listAbsentable)).items.map(each => each.id)
    expect(named).toContain(idOf('head'))
    expect(named).not.toContain(idOf('administrator'))
    await wear(null)
    clock = new Date(clock.getTime() + 2_000)
  })
  const only = (level: string) => ({ clients: level, interests: level, activities: level })

  it('is told to be unknown for nobody and for whoever has left', async () => {
    const unknown = await enter({ userId: newId(), substitutes: [{ userId: newId() }] })
    expect(unknown.problem.data.errors).toMatchObject([{ path: 'userId', code: 'unknown_reference' }])
    const substitute = await enter({ substitutes: [{ userId: newId() }], toDay: '2026-12-01' })
    expect(substitute.problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'toDay',
      'substitutes[0].userId',
    ])
  })
})

describe('an absence', () => {
  it('is read back as it was entered, its days those of the company, its words for whom it concerns', async () => {
    const body = anAbsence({ comment: 'Море', substitutes: [{ userId: idOf('colleague'), kinds: ['activities'] }] })
    const made = await anna.ok(enterAbsence, { body })
    expect(made).toMatchObject({
      startsAt: '2026-12-06T19:00:00.000Z',
      endsAt: '2026-12-11T19:00:00.000Z',
      status: 'planned',
      comment: 'Море',
      substitutes: [{ user: { name: people.colleague.name }, kinds: ['activities'] }],
      can: { edit: true, cancel: true },
    })
    expect((await anna.call(enterAbsence, { body })).status).toBe(200)
    const seen = async (who: Name) => world.as(who).ok(getAbsence, { params: { id: body.id } })
    expect([(await seen('colleague')).comment, (await seen('stranger')).comment]).toEqual(['Море', null])
    expect((await seen('stranger')).can).toEqual({ edit: false, cancel: false })
  })

  it('does not overlap another one of the same person, also when both are entered at one moment', async () => {
    await enter()
    const second = await enter({ fromDay: '2026-12-11', toDay: '2026-12-20' })
    expect([second.status, second.problem.code]).toEqual([409, 'absence.overlaps'])
    expect((await enter({ fromDay: '2026-12-12', toDay: '2026-12-20' })).status).toBe(201)
    const days = { fromDay: '2027-02-01', toDay: '2027-02-02' }
    const both = await Promise.all([enter(days), enter(days), enter(days)])
    expect(both.map(each => each.status).toSorted()).toEqual([201, 409, 409])
  })

  it('is prolonged and shortened; two who change different things agree, the same thing is a conflict', async () => {
    const { body } = await enter()
    const change = (who: Name, more: object) =>
      world.as(who).call(changeAbsence, { params: { id: body.id }, body: { version: 1, ...more } })
    expect((await change('head', { toDay: '2026-12-18' })).body).toMatchObject({ toDay: '2026-12-18', version: 2 })
    expect((await change('salesperson', { kind: 'trip' })).body).toMatchObject({ kind: 'trip', toDay: '2026-12-18' })
    const disputed = await change('salesperson', { toDay: '2026-12-10' })
    expect(disputed.problem.data.fields).toMatchObject([
      { field: 'toDay', mine: '2026-12-10', theirs: '2026-12-18', base: '2026-12-11' },
    ])
    expect((await change('stranger', { toDay: '2026-12-10' })).status).toBe(403)
  })

  it('that has not begun is cancelled; one that lasts ends now; one that is over stays as it was', async () => {
    const { body } = await enter()
    const cancel = (id: string, version: number) => admin.call(cancelAbsence, { params: { id }, body: { version } })
    expect((await cancel(body.id, 1)).body).toMatchObject({ status: 'cancelled', can: { edit: false } })
    const again = await enter()
    expect(again.status).toBe(201)
    clock = new Date('2026-12-08T08:30:00Z')
    expect((await cancel(again.body.id, 1)).body).toMatchObject({ status: 'past', endsAt: clock.toISOString() })
    const late = await cancel(again.body.id, 2)
    expect([late.status, late.problem.code]).toEqual([409, 'absence.over'])
  })

  it('tells of those who are away then, in a circle or with somebody of their own', async () => {
    const at = { fromDay: '2026-12-11', toDay: '2026-12-15' }
    await enter({ ...at, userId: idOf('colleague'), substitutes: [{ userId: idOf('stranger') }] })
    const chain = await enter()
    expect(chain.body.warnings).toMatchObject([
      { code: 'chain', user: { id: idOf('colleague') }, others: [{ id: idOf('stranger') }] },
    ])
    await world.db.pool.query('delete from absence')
    await enter({ ...at, userId: idOf('colleague'), substitutes: [{ userId: idOf('salesperson') }] })
    expect((await enter()).body.warnings).toMatchObject([{ code: 'cycle', user: { id: idOf('colleague') } }])
  })

  it('stands with its person in every list while it lasts, and is listed by days', async () => {
    const { body } = await enter()
    const away = async () => (await head.ok(getUser, { params: { id: idOf('salesperson') } })).absence
    clock = new Date('2026-12-06T18:59:59.999Z')
    expect(await away()).toBe(null)
    clock = new Date('2026-12-06T19:00:00Z')
    expect(await away()).toEqual({
      id: body.id,
      until: '2026-12-11T19:00:00+00:00',
      lastDay: '2026-12-11',
      kind: 'vacation',
      substitutes: [{ id: idOf('colleague'), name: people.colleague.name }],
    })
    const { items } = await anna.ok(listUsers, { query: { limit: 200 } })
    expect(items.filter(each => each.absence).map(each => each.id)).toEqual([idOf('salesperson')])
    clock = new Date('2026-12-11T19:00:00Z')
    expect(await away()).toBe(null)
    const listed = async (query: object) => (await anna.ok(listAbsences, { query })).items.map(each => each.id)
    expect(await listed({})).toEqual([])
    expect(await listed({ past: true })).toEqual([body.id])
    expect(await listed({ from: '2026-12-11', to: '2026-12-11' })).toEqual([body.id])
    expect(await listed({ from: '2026-12-12' })).toEqual([])
    expect(await listed({ to: '2026-12-06', past: true })).toEqual([])
    expect(await listed({ past: true, departmentId: departments.service.id })).toEqual([])
  })
})

describe('whoever is dismissed', () => {
  it('stands in for nobody any more, is not absent but gone, and comes back without either', async () => {
    const { body: asked } = await enter()
    const { body: own } = await enter({ userId: idOf('colleague'), substitutes: [{ userId: idOf('stranger') }] })
    const params = { id: idOf('colleague') }
    await admin.ok(deactivateUser, { params })
    await admin.ok(reactivateUser, { params })
    expect((await anna.ok(getAbsence, { params: { id: asked.id } })).substitutes).toEqual([])
    expect((await anna.ok(getAbsence, { params: { id: own.id } })).status).toBe('cancelled')
  })
})
