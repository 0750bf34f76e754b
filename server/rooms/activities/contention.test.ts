import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people, together, type World } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { perform } from '../../platform/work.ts'
import { systemCaller } from '../access/gates/queries.ts'
import { directories } from '../company/contract.ts'
import { anInterest } from '../interests/builders.ts'
import { createInterest, getInterest, moveInterest } from '../interests/contract.ts'
import { aScenario, aState } from '../scenarios/builders.ts'
import { createScenario } from '../scenarios/contract.ts'
import { aPlan } from './builders.ts'
import { changeActivity, completeActivity, listActivities, planActivity, reopenActivity } from './contract.ts'
import { handOverWork } from './handing-over/contract.ts'
import { remindOfActivities } from './reminders/actions.ts'

/** People who plan and finish at one Interest at the same moment, and nodes that do the same work at once. */
describe('at the same moment', async () => {
  const world = await aWorld()
  const other = await aWorld({ beside: world })
  const me = world.as('salesperson')
  const [first, second] = [aState({ name: 'Первое' }), aState({ name: 'Второе', autoCompleteRule: 'both' })]
  const strict = aState({ name: 'Требует', planningRule: 'either' })
  const scenario = aScenario([first, second, strict])
  let serviceTypeId = ''
  const create = (more: object = {}) =>
    me.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id, ...more }) })
  const read = (id: string) => me.ok(getInterest, { params: { id } })
  const step = (dueDay: string, interestId?: string) => aPlan({ dueDay, ...(interestId ? { interestId } : {}) })
  const countsOf = async (id: string) => {
    const { rows } = await world.db.pool.query(
      'select planned_tasks as tasks, planned_interactions as interactions from interest where id = $1',
      [id],
    )
    return rows[0]
  }

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    const { won: _, lost: __, ...body } = scenario
    await world.as('administrator').ok(createScenario, { body })
  })

  test('two who plan for one Interest are both counted, and the earlier step is the next one', async () => {
    const { id } = await create()
    const [late, soon] = [step('2027-02-01', id), step('2027-01-11', id)]
    await together<unknown>(world, 'interest', id, [
      () => me.ok(planActivity, { body: soon }),
      () => me.ok(planActivity, { body: late }),
    ])
    expect((await read(id)).nextStep).toMatchObject({ id: soon.id })
    expect(await countsOf(id)).toEqual({ tasks: 2, interactions: 0 })
  })

  test('of two who finish one step, one does, and of two last steps one stays where the state demands a step', async () => {
    const { id } = await create({ stateId: strict.id, plan: { kind: 'task', subject: 'Первая' } })
    const another = await me.ok(planActivity, { body: step('2027-01-11', id) })
    const { items } = await me.ok(listActivities, { query: { interestId: id, open: true } })
    const finish = (activityId: string) => () => me.call(completeActivity, { params: { id: activityId }, body: {} })
    const one = await together(world, 'interest', id, [finish(another.id), finish(another.id)])
    expect(one.filter(each => each.status === 200)).toHaveLength(1)
    expect(one.find(each => each.status !== 200)?.problem.code).toBe('activity.closed')
    await me.ok(reopenActivity, { params: { id: another.id }, body: {} })
    const both = await together(
      world,
      'interest',
      id,
      items.map(each => finish(each.id)),
    )
    expect(both.map(each => each.status).filter(status => status === 200)).toHaveLength(1)
    expect(both.find(each => each.status !== 200)?.problem.code).toBe('interest.next_step_demanded')
    expect(await countsOf(id)).toEqual({ tasks: 1, interactions: 0 })
  })

  test('a move that completes what is planned and those who plan and finish do not miss each other', async () => {
    const { id, version } = await create()
    const planned = await me.ok(planActivity, { body: step('2027-01-11', id) })
    const added = step('2027-01-12', id)
    const [moved, finished] = await together<{ status: number; problem: { code: string } }>(world, 'interest', id, [
      () => me.call(moveInterest, { params: { id }, body: { stateId: second.id, version } }),
      () => me.call(completeActivity, { params: { id: planned.id }, body: {} }),
      () => me.call(planActivity, { body: added }),
    ])
    expect([moved?.status, finished?.problem.code]).toEqual([200, 'activity.closed'])
    expect((await read(id)).nextStep).toMatchObject({ id: added.id })
    expect(await countsOf(id)).toEqual({ tasks: 1, interactions: 0 })
  })

  test('whoever waits for an Interest holds none of its steps: so nobody who holds it waits for one', async () => {
    const { id } = await create()
    const make = () => me.ok(planActivity, { body: step('2027-01-11', id) })
    const [done, changed, closed, given] = [await make(), await make(), await make(), await make()]
    await me.ok(completeActivity, { params: { id: closed.id }, body: {} })
    const doors: [string, () => Promise<unknown>][] = [
      [done.id, () => me.ok(completeActivity, { params: { id: done.id }, body: {} })],
      [
        changed.id,
        () => me.ok(changeActivity, { params: { id: changed.id }, body: { version: 1, dueDay: '2027-02-01' } }),
      ],
      [closed.id, () => me.ok(reopenActivity, { params: { id: closed.id }, body: {} })],
      [
        given.id,
        () =>
          world.as('head').ok(handOverWork, {
            body: {
              id: newId(),
              fromId: people.salesperson.id,
              toIds: [people.colleague.id],
              what: { activities: true, interests: false },
            },
          }),
      ],
    ]
    for (const [activityId, door] of doors) {
      const waiting: Promise<unknown>[] = []
      await world.db.transaction(async tx => {
        await tx.q.selectFrom('interest').select('id').where('id', '=', id).forUpdate().execute()
        waiting.push(door())
        await untilLocked(world)
        const free = world.db.transaction(async rival =>
          rival.q.selectFrom('activity').select('id').where('id', '=', activityId).forUpdate().noWait().execute(),
        )
        await expect(free).resolves.toEqual([{ id: activityId }])
      })
      await Promise.all(waiting)
    }
  })

  test('two nodes that remind at once remind of each thing once', async () => {
    const day = new Date(Date.now() - 3_600_000).toISOString()
    const made = await Promise.all(
      Array.from({ length: 6 }, () => me.ok(planActivity, { body: aPlan({ dueAt: day, remindBefore: 15 }) })),
    )
    let taken = () => {}
    let finish = () => {}
    const hasTaken = new Promise<void>(resolve => (taken = resolve))
    const mayFinish = new Promise<void>(resolve => (finish = resolve))
    const run = ({ platform }: World, wait: () => Promise<void>) =>
      perform(platform, systemCaller(), { verb: 'activities.remind' }, async work => {
        const told = await remindOfActivities(work)
        await wait()
        return told
      })
    const slow = run(world, () => {
      taken()
      return mayFinish
    })
    await hasTaken
    let isOver = false
    const quick = run(other, async () => {}).then(answer => {
      isOver = true
      return answer
    })
    while (!isOver && !(await isLocked(world))) await new Promise(resolve => setTimeout(resolve, 5))
    finish()
    const told = [(await slow).result, (await quick).result]
    expect(told).toEqual([made.length, 0])
    const { rows } = await world.db.pool.query(
      `select record_id as id, count(*)::int as n from notice where kind = 'activity.reminder' group by 1`,
    )
    expect(rows.map(row => row.n)).toEqual(made.map(() => 1))
  })
})

async function isLocked({ db }: World): Promise<boolean> {
  const { rows } = await db.pool.query(
    `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as locked`,
  )
  return rows[0].locked
}

async function untilLocked(world: World): Promise<void> {
  while (!(await isLocked(world))) await new Promise(resolve => setTimeout(resolve, 5))
}
