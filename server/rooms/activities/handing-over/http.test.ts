import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, departments, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { deactivateUser, reactivateUser } from '../../access/contract.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import {
  changeClient,
  createClient,
  createProspect,
  getClient,
  getContact,
  getProspect,
  linkProspect,
  listClients,
} from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { anInterest } from '../../interests/builders.ts'
import { changeInterest, createInterest, getInterest } from '../../interests/contract.ts'
import { watchInterest } from '../../interests/marks/contract.ts'
import { listNotices } from '../../notices/contract.ts'
import { aPlan } from '../builders.ts'
import { changeActivity, completeActivity, getActivity, planActivity } from '../contract.ts'
import { handOverWork, listHandOvers, takeBackWork } from './contract.ts'

const NOW = new Date('2026-11-25T07:30:00Z')
const ids = (names: readonly Name[]) => names.map(name => people[name].id)

describe('handing work over', async () => {
  const world = await aWorld({ now: () => NOW })
  const [head, admin] = [world.as('head'), world.as('administrator')]
  let serviceTypeId = ''

  beforeAll(async () => {
    serviceTypeId = (await head.ok(directories.service_type.list)).items[0]?.id ?? ''
  })

  /** Everything of this person goes to where nobody looks, so that each test begins with nothing. */
  const clear = async (who: Name) => {
    const away = ids(who === 'administrator' ? ['head'] : ['administrator'])
    await admin.ok(handOverWork, { body: aHandOver({ fromId: people[who].id, toIds: away }) })
  }
  const aHandOver = (more: object = {}) => ({
    id: newId(),
    fromId: people.salesperson.id,
    toIds: ids(['colleague']),
    what: { activities: true, interests: true },
    ...more,
  })
  const make = (more: object = {}, who: Name = 'salesperson') =>
    world.as(who).ok(createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const plan = (more: Parameters<typeof aPlan>[0] = {}, who: Name = 'salesperson') =>
    world.as(who).ok(planActivity, { body: aPlan(more) })
  const interest = (id: string) => admin.ok(getInterest, { params: { id } })
  const activity = (id: string) => admin.ok(getActivity, { params: { id } })
  const back = (id: string, who: Name = 'head') => world.as(who).ok(takeBackWork, { params: { id } })
  const told = async (who: Name) =>
    (await world.as(who).ok(listNotices, { query: { limit: 200 } })).items.flatMap(each =>
      each.kind === 'work.handed_over' ? [each] : [],
    )
  const eventsOf = async (recordIds: string[]) =>
    world.db.q.selectFrom('event').selectAll().where('record_id', 'in', recordIds).orderBy('id').execute()

  test('a stranger is told to sign in, a salesperson gives own work only, a head that of the department', async () => {
    expect((await world.as(null).call(handOverWork, { body: aHandOver() })).status).toBe(401)
    expect((await world.as(null).call(takeBackWork, { params: { id: newId() } })).status).toBe(401)
    const body = aHandOver({ fromId: people.colleague.id, toIds: ids(['salesperson']), preview: true })
    expect((await world.as('salesperson').call(handOverWork, { body })).status).toBe(403)
    expect((await world.as('colleague').call(handOverWork, { body })).status).toBe(200)
    expect((await head.call(handOverWork, { body })).status).toBe(200)
    const outside = aHandOver({ fromId: people.stranger.id, preview: true })
    expect((await head.call(handOverWork, { body: outside })).status).toBe(403)
    expect((await admin.call(handOverWork, { body: outside })).status).toBe(200)
  })

  test('a preview counts what would go to whom, and writes nothing', async () => {
    await clear('salesperson')
    const [first, second] = [await make(), await make()]
    await plan({ interestId: second.id, dueDay: '2026-11-26' })
    await plan({ dueDay: '2026-11-27' })
    const before = await world.db.q.selectFrom('event').select('id').execute()
    const body = aHandOver({ toIds: ids(['colleague', 'stranger']), preview: true })
    expect(await head.ok(handOverWork, { body })).toMatchObject({
      id: body.id,
      activities: 2,
      interests: 2,
      shares: [
        { userId: people.colleague.id, activities: 2, interests: 1, clients: 0 },
        { userId: people.stranger.id, activities: 0, interests: 1, clients: 0 },
      ],
    })
    const narrow = { what: { activities: true, interests: false }, filter: { kind: 'task', dueUntil: '2026-11-26' } }
    const narrowed = await head.ok(handOverWork, { body: { ...body, ...narrow } })
    expect(narrowed).toMatchObject({ activities: 1, interests: 0 })
    expect(await world.db.q.selectFrom('event').select('id').execute()).toEqual(before)
    expect(await interest(first.id)).toMatchObject({ version: 1, responsible: { id: people.salesperson.id } })
    expect((await head.call(takeBackWork, { params: { id: body.id } })).status).toBe(404)
  })

  test('shared out, an Interest keeps what is planned for it, and all of it has one cause', async () => {
    await clear('salesperson')
    const prospect = { id: newId(), fullName: 'Петр Передаваемый' }
    const [late, soon] = [await make({ prospect }), await make()]
    const steps = [
      await plan({ interestId: late.id, dueDay: '2026-12-20' }),
      await plan({ interestId: soon.id, dueDay: '2026-11-26' }),
      await plan({ interestId: late.id }),
      await plan({ dueAt: '2026-11-25T10:00:00Z' }),
    ]
    await admin.ok(watchInterest, { params: { id: late.id }, body: { on: true } })
    await plan({ assigneeId: people.colleague.id, dueDay: '2026-11-25' })
    const made = await head.ok(handOverWork, { body: aHandOver({ toIds: ids(['colleague', 'stranger']) }) })
    expect(made).toMatchObject({ activities: 4, interests: 2 })
    expect(made.shares).toEqual([
      { userId: people.colleague.id, activities: 2, interests: 1, clients: 0 },
      { userId: people.stranger.id, activities: 2, interests: 1, clients: 0 },
    ])
    expect(await interest(soon.id)).toMatchObject({
      version: 2,
      responsible: { id: people.colleague.id },
      members: [{ user: { id: people.salesperson.id } }],
      nextStep: { id: steps[1]?.id, assigneeId: people.colleague.id },
    })
    expect(await interest(late.id)).toMatchObject({
      responsible: { id: people.stranger.id },
      nextStep: { id: steps[0]?.id, assigneeId: people.stranger.id, dueAt: '2026-12-20T19:00:00.000Z' },
    })
    const hands = await Promise.all(steps.map(async each => (await activity(each.id)).assignee.id))
    expect(hands).toEqual(ids(['stranger', 'colleague', 'stranger', 'colleague']))
    // The prospect follows its Interest.
    const events = (await eventsOf([late.id, soon.id, prospect.id, ...steps.map(each => each.id)])).filter(
      each => each.actor_id === people.head.id,
    )
    const kinds = events.map(each => each.kind)
    const count = (kind: string) => kinds.filter(each => each === kind).length
    expect([count('interest.changed'), count('activity.changed'), count('prospect.changed')]).toEqual([2, 4, 1])
    expect([count('interest.step_changed'), count('interest.member_added')]).toEqual([3, 2])
    expect(new Set(events.map(each => (each.cause as { operation: string }).operation)).size).toBe(1)
    expect((await told('colleague'))[0]?.data).toMatchObject({
      by: { id: people.head.id },
      from: { id: people.salesperson.id, name: people.salesperson.name },
      activities: 2,
      interests: 1,
    })
    expect(await told('stranger')).toHaveLength(1)
    // Whoever watches is told of each.
    const watched = (await admin.ok(listNotices, { query: { limit: 200 } })).items.filter(
      each => each.kind === 'interest.watched',
    )
    expect(watched).toMatchObject([{ data: { what: 'handed_over', responsible: { id: people.stranger.id } } }])
  })

  test('the same id again answers the same and does nothing; another body under it is refused', async () => {
    await clear('salesperson')
    const step = await plan()
    const body = aHandOver()
    const first = await head.call(handOverWork, { body })
    const again = await head.call(handOverWork, { body })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    expect((await activity(step.id)).version).toBe(2)
    const other = await head.call(handOverWork, { body: { ...body, toIds: ids(['stranger']) } })
    expect(other.problem.code).toBe('operation.reused')
  })

  test('taken back, everything is as it was, and who stood beside it too', async () => {
    await clear('salesperson')
    const mine = await make({ prospect: { id: newId(), fullName: 'Вера Возвратная' } })
    const step = await plan({ interestId: mine.id, dueDay: '2026-11-26' })
    const { id } = await head.ok(handOverWork, { body: aHandOver() })
    const colleague = world.as('colleague')
    // Other fields may change meanwhile.
    await colleague.ok(changeActivity, { params: { id: step.id }, body: { version: 2, subject: 'Иначе' } })
    expect((await colleague.call(takeBackWork, { params: { id } })).status).toBe(404)
    expect(await back(id)).toEqual({ returned: 2, kept: 0 })
    expect(await interest(mine.id)).toMatchObject({
      responsible: { id: people.salesperson.id },
      members: [],
      nextStep: { id: step.id, assigneeId: people.salesperson.id },
    })
    expect(await activity(step.id)).toMatchObject({ assignee: { id: people.salesperson.id }, subject: 'Иначе' })
    expect((await told('colleague')).some(each => each.outcome === 'returned')).toBe(true)
    const events = await world.db.q.selectFrom('event').select('id').execute()
    expect(await back(id)).toEqual({ returned: 2, kept: 0 })
    expect(await world.db.q.selectFrom('event').select('id').execute()).toEqual(events)
  })

  test('what people finished or gave on meanwhile stays with them, even if it came round again', async () => {
    await clear('salesperson')
    const [given, round] = [await make(), await make()]
    const [done, open] = [await plan(), await plan()]
    const { id } = await world.as('salesperson').ok(handOverWork, { body: aHandOver() })
    const colleague = world.as('colleague')
    await colleague.ok(completeActivity, { params: { id: done.id }, body: {} })
    const give = (interestId: string, version: number, responsibleId: string) =>
      head.ok(changeInterest, { params: { id: interestId }, body: { version, responsibleId } })
    await give(given.id, 2, people.head.id)
    await give(round.id, 2, people.head.id)
    await give(round.id, 3, people.colleague.id)
    expect(await back(id, 'salesperson')).toEqual({ returned: 1, kept: 3 })
    expect((await activity(open.id)).assignee.id).toBe(people.salesperson.id)
    expect(await activity(done.id)).toMatchObject({ assignee: { id: people.colleague.id }, outcome: 'done' })
    expect((await interest(given.id)).responsible?.id).toBe(people.head.id)
    expect((await interest(round.id)).responsible?.id).toBe(people.colleague.id)
  })

  test('more than fits into one hand-over is refused with the limit, and a part of it goes', async () => {
    await clear('salesperson')
    await world.db.pool.query(
      `insert into activity (id, kind, assignee_id, due_at, created_at, updated_at)
       select gen_random_uuid(), 'task', $1, $2::timestamptz + n * interval '1 minute', $2, $2
         from generate_series(0, 20000) n`,
      [people.salesperson.id, NOW],
    )
    const refused = await head.call(handOverWork, { body: aHandOver() })
    expect([refused.status, refused.problem]).toMatchObject([
      422,
      { code: 'work_hand_over.too_much', data: { limit: 20_000 } },
    ])
    const part = aHandOver({ filter: { dueUntil: '2026-11-25' } })
    expect((await head.ok(handOverWork, { body: part })).activities).toBeGreaterThan(600)
  })

  test('everything that is wrong is named at once, and nothing goes over', async () => {
    const step = await plan()
    await admin.ok(deactivateUser, { params: { id: people.stranger.id } })
    const toIds = [people.salesperson.id, newId(), people.stranger.id, people.colleague.id]
    const refused = await head.call(handOverWork, { body: aHandOver({ toIds }) })
    expect(refused.status).toBe(422)
    expect(refused.problem.data.errors.map((each: { path: string; code: string }) => [each.path, each.code])).toEqual([
      ['toIds[0]', 'same_person'],
      ['toIds[1]', 'unknown_reference'],
      ['toIds[2]', 'unknown_reference'],
    ])
    const nobody = await admin.call(handOverWork, { body: aHandOver({ fromId: newId(), toIds: [newId()] }) })
    expect(nobody.problem.data.errors.map((each: { path: string }) => each.path)).toEqual(['fromId', 'toIds[0]'])
    const nothing = aHandOver({ what: { activities: false, interests: false } })
    expect((await head.call(handOverWork, { body: nothing })).problem.data.errors).toMatchObject([{ path: 'what' }])
    // Whoever has left may give.
    const left = aHandOver({ fromId: people.stranger.id, preview: true })
    expect((await admin.call(handOverWork, { body: left })).status).toBe(200)
    expect((await activity(step.id)).version).toBe(1)
  })

  describe('for good, with the clients', () => {
    beforeAll(async () => {
      await admin.ok(reactivateUser, { params: { id: people.stranger.id } })
      await world.db.q.updateTable('session').set({ ended_at: null }).execute()
    })
    const everything = { activities: true, interests: true, clients: true }
    const ofClient = (id: string) => admin.ok(getClient, { params: { id } })
    const makeClient = (more: object = {}) =>
      world.as('salesperson').ok(createClient, { body: aClient({ contacts: [aContact()], ...more }) })

    test('contacts, linked prospects and open Interests follow their client; all of it comes back, with one cause', async () => {
      await clear('salesperson')
      const client = await makeClient()
      const prospect = await world.as('salesperson').ok(createProspect, { body: aProspect() })
      await world.as('salesperson').ok(linkProspect, { params: { id: prospect.id }, body: { clientId: client.id } })
      const made = await make({ clientId: client.id })
      const body = aHandOver({ what: everything, toIds: ids(['stranger']), filter: {} })
      const preview = await head.ok(handOverWork, { body: { ...body, preview: true } })
      expect(preview.examples).toContainEqual({
        kind: 'client',
        id: client.id,
        title: client.name,
        toId: people.stranger.id,
      })
      const stranger = world.as('stranger')
      const sees = async () =>
        Promise.all([
          stranger.call(getClient, { params: { id: client.id } }),
          stranger.call(getContact, { params: { id: client.contacts[0]?.id ?? '' } }),
          stranger.call(getProspect, { params: { id: prospect.id } }),
          stranger.call(getInterest, { params: { id: made.id } }),
        ]).then(answers => answers.map(each => each.status))
      const found = async () => {
        const q = client.phones[0]?.raw ?? ''
        return (await stranger.ok(listClients, { query: { q } })).items.some(each => each.id === client.id)
      }
      expect([await sees(), await found()]).toEqual([[404, 404, 404, 404], false])
      await admin.ok(handOverWork, { body })
      expect([await sees(), await found()]).toEqual([[200, 200, 200, 200], true])
      const events = await eventsOf([client.id, prospect.id, made.id])
      const last = events.filter(each => (each.cause as { verb: string }).verb.includes('work-hand-overs'))
      expect(new Set(last.map(each => (each.cause as { operation: string }).operation)).size).toBe(1)
      expect(new Set(last.map(each => each.record_id)).size).toBe(3)
      const { returned, kept } = await back(body.id)
      expect([returned, kept]).toEqual([preview.clients + preview.interests + preview.activities + 1, 0])
      expect([await sees(), await found()]).toEqual([[404, 404, 404, 404], false])
    })

    test('what somebody changed hands of since stays where it is now, also if it came back by hand', async () => {
      await clear('salesperson')
      const [moved, still] = [await makeClient(), await makeClient()]
      const body = aHandOver({ what: { ...everything, interests: false, activities: false } })
      await head.ok(handOverWork, { body })
      for (const responsibleId of ids(['stranger', 'colleague'])) {
        const { version } = await ofClient(moved.id)
        await admin.ok(changeClient, { params: { id: moved.id }, body: { version, responsibleId } })
      }
      const { kept } = await back(body.id)
      expect(kept).toBe(1)
      expect((await ofClient(moved.id)).responsible?.id).toBe(people.colleague.id)
      expect((await ofClient(still.id)).responsible?.id).toBe(people.salesperson.id)
    })

    test('is narrowed by kind of client, scenario, state, service type and tags', async () => {
      await clear('salesperson')
      const person = await makeClient({
        kind: 'person',
        name: 'Иванов Иван',
        inn: undefined,
        kpp: undefined,
        ogrn: undefined,
      })
      const tagged = await make({ tags: ['срочно'], clientId: person.id })
      await make()
      const counted = async (filter: object, what: object = everything) => {
        const { clients, interests } = await head.ok(handOverWork, {
          body: aHandOver({ what, filter, preview: true }),
        })
        return [clients, interests]
      }
      const [clients] = await counted({})
      expect(await counted({ tags: ['срочно'] })).toEqual([clients, 1])
      expect((await counted({ clientKinds: ['person'] }))[1]).toBe(1)
      expect(await counted({ stateIds: [newId()] })).toEqual([clients, 0])
      expect(await counted({ scenarioId: tagged.scenarioId, stateIds: [tagged.stateId] })).toEqual([clients, 2])
      expect(await counted({ serviceTypeIds: [newId()] })).toEqual([clients, 0])
    })

    test('by weights each gets the own share, and every receiver needs one', async () => {
      await clear('salesperson')
      for (let n = 0; n < 4; n++) await make()
      const body = aHandOver({ toIds: ids(['colleague', 'stranger']), weights: [3, 1], preview: true })
      expect((await head.ok(handOverWork, { body })).shares.map(each => each.interests)).toEqual([3, 1])
      const refused = await head.call(handOverWork, { body: { ...body, weights: [1] } })
      expect(refused.problem.data.errors).toMatchObject([{ path: 'weights', code: 'unequal' }])
    })

    test('of a department and below goes over alike in the preview and the act, receivers keep theirs, and comes back to each', async () => {
      // What an earlier test planned by the thousand.
      await world.db.pool.query('delete from activity where subject is null and interest_id is null')
      for (const who of ['salesperson', 'colleague', 'head'] as const) await clear(who)
      const colleague = world.as('colleague')
      const client = await makeClient()
      const own = await make({ clientId: client.id })
      const theirs = await make({}, 'colleague')
      const step = await plan({ interestId: theirs.id, dueDay: '2026-11-26' }, 'colleague')
      const kept = await make({}, 'administrator')
      const body = {
        id: newId(),
        fromDepartmentId: departments.sales.id,
        toIds: ids(['administrator']),
        what: everything,
        filter: {},
      }
      expect((await colleague.call(handOverWork, { body })).status).toBe(403)
      const both = await head.call(handOverWork, { body: { ...body, fromId: people.salesperson.id } })
      expect(both.problem.data.errors).toMatchObject([{ path: 'fromId', code: 'one_giver' }])
      const unknown = await admin.call(handOverWork, { body: { ...body, fromDepartmentId: newId() } })
      expect(unknown.problem.data.errors).toMatchObject([{ path: 'fromDepartmentId', code: 'unknown_reference' }])
      const preview = await head.ok(handOverWork, { body: { ...body, preview: true } })
      const tagged = await head.ok(handOverWork, {
        body: { ...body, filter: { tags: ['нет таких'] }, preview: true },
      })
      expect([preview.interests, preview.activities, tagged.interests]).toEqual([2, 1, 0])
      expect(preview.clients).toBeGreaterThan(0)
      const { examples: _, ...counted } = preview
      expect(await head.ok(handOverWork, { body })).toEqual(counted)
      for (const each of [own, theirs, kept])
        expect((await interest(each.id)).responsible?.id).toBe(people.administrator.id)
      expect((await interest(kept.id)).version).toBe(1)
      const entry = async (who: Name) => (await world.as(who).ok(listHandOvers)).items.find(each => each.id === body.id)
      expect(await entry('salesperson')).toMatchObject({ from: null, fromDepartment: { id: departments.sales.id } })
      expect(await entry('stranger')).toBe(undefined)
      const { returned, kept: stayed } = await back(body.id)
      expect(returned).toBeGreaterThanOrEqual(preview.interests + preview.activities + preview.clients)
      expect(stayed).toBe(0)
      expect((await interest(own.id)).responsible?.id).toBe(people.salesperson.id)
      expect((await interest(theirs.id)).responsible?.id).toBe(people.colleague.id)
      expect((await activity(step.id)).assignee.id).toBe(people.colleague.id)
      expect((await ofClient(client.id)).responsible?.id).toBe(people.salesperson.id)
    })

    test('is kept in a log that whoever gave, had or leads may read, and no stranger', async () => {
      await clear('salesperson')
      await make()
      const body = aHandOver({ filter: { tags: ['нет таких'] } })
      await head.ok(handOverWork, { body })
      const entry = async (who: Name) => (await world.as(who).ok(listHandOvers)).items.find(each => each.id === body.id)
      expect(await entry('head')).toMatchObject({
        author: { id: people.head.id },
        from: { id: people.salesperson.id },
        shares: [{ user: { id: people.colleague.id }, interests: 0, clients: 0 }],
        filter: { tags: ['нет таких'] },
        returned: null,
        can: { takeBack: true },
      })
      expect((await entry('salesperson'))?.from?.name).toBe(people.salesperson.name)
      expect(await entry('stranger')).toBe(undefined)
      await back(body.id)
      expect(await entry('head')).toMatchObject({ returned: { returned: 0, kept: 0 }, can: { takeBack: false } })
    })
  })
})
