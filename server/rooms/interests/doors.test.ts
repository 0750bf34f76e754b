import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Client, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { aClient, aContact } from '../clients/builders.ts'
import { createClient, linkProspect, unlinkProspect } from '../clients/contract.ts'
import { directories } from '../company/contract.ts'
import { aScenario, aState, aTrigger } from '../scenarios/builders.ts'
import { changeScenario, createScenario, type RuleField, ruleField } from '../scenarios/contract.ts'
import { anInterest } from './builders.ts'
import {
  changeInterest,
  changeInterestScenario,
  createInterest,
  getInterest,
  moveInterest,
  readInterestTimeline,
} from './contract.ts'

/**
 * Every way into a state is an entry: each door is tried against each rule, with the field empty and with it filled.
 * The doors: created, created into a state, moved, patched, given another scenario, its link undone, its state removed.
 */
describe('every door against every rule', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const me = world.as('salesperson')
  let ground: Awaited<ReturnType<typeof prepare>>

  beforeAll(async () => {
    ground = await prepare(boss)
  })

  /** A scenario whose second state demands the field, and one whose first state does. */
  async function scenariosOf(field: RuleField) {
    const free = aState({ name: 'Свободное' })
    const strict = aState({ name: 'Строгое', required: [field] })
    const later = aScenario([free, strict])
    const atOnce = aScenario([aState({ name: 'Сразу строгое', required: [field] })])
    for (const { won: _, lost: __, ...body } of [later, atOnce]) await boss.ok(createScenario, { body })
    return { free, strict, later, atOnce }
  }

  /** An Interest that has everything but the field, or everything. */
  async function interestOf(scenarioId: string, field: RuleField | null, stateId?: string) {
    const body = anInterest({
      ...ground.everything(field),
      serviceTypeId: ground.serviceTypeId,
      scenarioId,
      ...(stateId ? { stateId } : {}),
    })
    const interest = await boss.ok(createInterest, { body })
    if (field !== 'responsible') return interest
    return boss.ok(changeInterest, {
      params: { id: interest.id },
      body: { version: interest.version, responsibleId: null },
    })
  }
  const missingOf = (answer: { problem: { data: any } }) => answer.problem.data.missing.map((each: any) => each.field)
  // Whoever registers an Interest is responsible for it, so that it cannot be created without one.
  const atCreation = ruleField.options.filter(field => field !== 'responsible')
  // A client is linked or registered first, never given by a move.
  const byMove = ruleField.options.filter(field => field !== 'client' && field !== 'contact')

  test.each(atCreation)('created: the first state demands «%s»', async field => {
    const { atOnce } = await scenariosOf(field)
    const make = (without: RuleField | null) =>
      boss.call(createInterest, {
        body: anInterest({
          ...ground.everything(without),
          serviceTypeId: ground.serviceTypeId,
          scenarioId: atOnce.id,
        }),
      })
    const refused = await make(field)
    expect(refused).toMatchObject({ status: 422, problem: { code: 'interest.move_refused' } })
    expect(missingOf(refused)).toEqual([field])
    expect((await make(null)).status).toBe(201)
  })

  test.each(atCreation)('created into a state: it demands «%s»', async field => {
    const { later, strict } = await scenariosOf(field)
    const make = (without: RuleField | null) =>
      boss.call(createInterest, {
        body: anInterest({
          ...ground.everything(without),
          serviceTypeId: ground.serviceTypeId,
          scenarioId: later.id,
          stateId: strict.id,
        }),
      })
    expect(missingOf(await make(field))).toEqual([field])
    expect((await make(null)).body).toMatchObject({ stateId: strict.id })
  })

  test.each(ruleField.options)('moved: the state demands «%s»', async field => {
    const { later, free, strict } = await scenariosOf(field)
    const lacking = await interestOf(later.id, field)
    const refused = await boss.call(moveInterest, {
      params: { id: lacking.id },
      body: { stateId: strict.id, version: lacking.version },
    })
    expect(refused).toMatchObject({ status: 422, problem: { code: 'interest.move_refused' } })
    expect(missingOf(refused)).toEqual([field])
    expect(lacking.moves.find(each => each.stateId === strict.id)?.missing.map(each => each.field)).toEqual([field])
    expect(await boss.ok(getInterest, { params: { id: lacking.id } })).toEqual(lacking)
    const filled = await interestOf(later.id, null)
    const moved = await boss.ok(moveInterest, {
      params: { id: filled.id },
      body: { stateId: strict.id, version: filled.version },
    })
    expect(moved).toMatchObject({ stateId: strict.id, version: filled.version + 1, missing: [] })
    // Back again is free, and so is the way in.
    await boss.ok(moveInterest, { params: { id: filled.id }, body: { stateId: free.id, version: moved.version } })
  })

  test.each(byMove)('moved: «%s» is filled in the same step', async field => {
    const { later, strict } = await scenariosOf(field)
    const lacking = await interestOf(later.id, field)
    const moved = await boss.ok(moveInterest, {
      params: { id: lacking.id },
      body: { stateId: strict.id, version: lacking.version, fields: ground.byMove[field as 'content'] },
    })
    expect(moved).toMatchObject({ stateId: strict.id, missing: [] })
  })

  test.each(ruleField.options)('patched: «%s» may not be emptied while the state demands it', async field => {
    const { later, strict } = await scenariosOf(field)
    const interest = await interestOf(later.id, null, strict.id)
    const empty = { [ground.apiName[field]]: null }
    const answer = await boss.call(changeInterest, {
      params: { id: interest.id },
      body: { version: interest.version, ...empty },
    })
    if (field === 'client') {
      expect(answer.problem.data.errors).toMatchObject([{ path: 'clientId', code: 'unknown_property' }])
    } else {
      expect(answer).toMatchObject({ status: 422, problem: { code: 'interest.field_demanded' } })
      expect(missingOf(answer)).toEqual([field])
    }
    expect(await boss.ok(getInterest, { params: { id: interest.id } })).toEqual(interest)
    const other = field === 'content' ? { tags: ['другое'] } : { content: 'Другое' }
    await boss.ok(changeInterest, { params: { id: interest.id }, body: { version: interest.version, ...other } })
  })

  test.each(ruleField.options)('given another scenario: its first state demands «%s»', async field => {
    const { later, atOnce } = await scenariosOf(field)
    const lacking = await interestOf(later.id, field)
    const change = (interest: typeof lacking) =>
      boss.call(changeInterestScenario, {
        params: { id: interest.id },
        body: { scenarioId: atOnce.id, version: interest.version },
      })
    const refused = await change(lacking)
    expect(refused).toMatchObject({ status: 422, problem: { code: 'interest.move_refused' } })
    expect(missingOf(refused)).toEqual([field])
    expect((await change(await interestOf(later.id, null))).body).toMatchObject({ scenarioId: atOnce.id })
  })

  test.each(['client', 'contact'] as const)('its link undone: the state demands «%s»', async field => {
    const { later, strict, free } = await scenariosOf(field)
    const body = anInterest({ serviceTypeId: ground.serviceTypeId, scenarioId: later.id })
    const { id, prospectId } = await boss.ok(createInterest, { body })
    const params = { id: prospectId ?? '' }
    await boss.ok(linkProspect, { params, body: { clientId: ground.clientId, contactId: ground.contactId } })
    const linked = await boss.ok(getInterest, { params: { id } })
    expect(linked).toMatchObject({ version: 2, clientId: ground.clientId, contactId: ground.contactId, prospectId })
    const inside = await boss.ok(moveInterest, { params: { id }, body: { stateId: strict.id, version: 2 } })
    const refused = await boss.call(unlinkProspect, { params })
    expect(refused).toMatchObject({ status: 409, problem: { code: 'prospect.unlink_refused' } })
    expect(refused.problem.data.interests).toMatchObject([{ id, number: inside.number, state: 'Строгое' }])
    expect(await boss.ok(getInterest, { params: { id } })).toEqual(inside)
    await boss.ok(moveInterest, { params: { id }, body: { stateId: free.id, version: 3 } })
    await boss.ok(unlinkProspect, { params })
    expect(await boss.ok(getInterest, { params: { id } })).toMatchObject({
      version: 5,
      clientId: null,
      contactId: null,
    })
  })

  test.each(ruleField.options)('its state removed: the target demands «%s»', async field => {
    const { later, free, strict } = await scenariosOf(field)
    const lacking = await interestOf(later.id, field)
    const publish = (targets?: Record<string, string>) =>
      boss.call(changeScenario, {
        params: { id: later.id },
        body: { version: 1, states: [strict, later.won, later.lost], ...(targets ? { targets } : {}) },
      })
    const inUse = await publish()
    expect(inUse).toMatchObject({ status: 409, problem: { code: 'scenario.state_in_use' } })
    expect(inUse.problem.data.states).toEqual([{ id: free.id, name: free.name, interests: 1 }])
    const refused = await publish({ [free.id]: strict.id })
    expect(refused).toMatchObject({ status: 422, problem: { code: 'scenario.target_refused' } })
    expect(refused.problem.data.interests).toMatchObject([{ id: lacking.id, missing: [{ field }] }])
    expect(await boss.ok(getInterest, { params: { id: lacking.id } })).toEqual(lacking)
  })

  test('its state removed: who has everything goes to the target', async () => {
    const { later, free, strict } = await scenariosOf('expectedRevenue')
    const interest = await interestOf(later.id, null)
    const body = { version: 1, states: [strict, later.won, later.lost], targets: { [free.id]: strict.id } }
    const published = await boss.ok(changeScenario, { params: { id: later.id }, body })
    expect(published).toMatchObject({ version: 2, publishedVersion: 2 })
    expect(published.states.map(each => each.id)).toEqual([strict.id, later.won.id, later.lost.id])
    const moved = await boss.ok(getInterest, { params: { id: interest.id } })
    expect(moved).toMatchObject({ stateId: strict.id, version: interest.version + 1 })
  })

  test('a rule added later lets other edits pass, and the card says what is missing', async () => {
    const { later, free } = await scenariosOf('source')
    const lacking = await interestOf(later.id, 'source')
    const stricter = { ...free, fields: [{ field: 'source', required: true, readOnly: false }] }
    const states = [stricter, later.states[1], later.won, later.lost]
    await boss.ok(changeScenario, { params: { id: later.id }, body: { version: 1, states } })
    const seen = await boss.ok(getInterest, { params: { id: lacking.id } })
    expect(seen.missing.map(each => each.field)).toEqual(['source'])
    await boss.ok(changeInterest, { params: { id: lacking.id }, body: { version: seen.version, content: 'Еще' } })
  })

  test('a lost state demands a loss reason at every door', async () => {
    const { later, atOnce, free } = await scenariosOf('content')
    const { serviceTypeId, lossReasonId } = ground
    const make = (more: object) =>
      boss.call(createInterest, {
        body: anInterest({ serviceTypeId, scenarioId: later.id, stateId: later.lost.id, ...more }),
      })
    expect(missingOf(await make({}))).toEqual(['lossReason'])
    expect((await make({ lossReasonId, comment: 'Дорого' })).body).toMatchObject({ open: false, lossReasonId })

    const open = await interestOf(later.id, null)
    const params = { id: open.id }
    const body = { stateId: later.lost.id, version: open.version }
    expect(missingOf(await boss.call(moveInterest, { params, body }))).toEqual(['lossReason'])
    const scenario = { scenarioId: atOnce.id, stateId: atOnce.lost.id, version: open.version }
    expect(missingOf(await boss.call(changeInterestScenario, { params, body: scenario }))).toEqual(['lossReason'])
    const states = [later.states[1], later.won, later.lost]
    const removed = { version: 1, states, targets: { [free.id]: later.lost.id } }
    const refused = await boss.call(changeScenario, { params: { id: later.id }, body: removed })
    expect(refused.problem.data.interests[0].missing).toMatchObject([{ field: 'lossReason' }])

    const lost = await boss.ok(moveInterest, { params, body: { ...body, lossReasonId, comment: 'Дорого' } })
    expect(lost).toMatchObject({ open: false, lossReasonId, lossComment: 'Дорого' })
    const again = { stateId: free.id, version: lost.version }
    expect(await boss.ok(moveInterest, { params, body: again })).toMatchObject({
      open: true,
      lossReasonId: null,
      closedAt: null,
    })
    const closings = await world.db.q
      .selectFrom('interest_closing')
      .selectAll()
      .where('interest_id', '=', open.id)
      .execute()
    expect(closings).toMatchObject([
      { outcome: 'lost', loss_reason_id: lossReasonId, comment: 'Дорого', reopened_by: people.administrator.id },
    ])
  })

  test('a trigger that forbids stands at every door: registration, move, another scenario, a removed state', async () => {
    const guard = aTrigger({
      conditions: [{ is: 'empty', field: 'expectedRevenue' }],
      action: { does: 'forbid', message: 'Без суммы нельзя' },
    })
    const [free, guarded] = [aState({ name: 'Свободное' }), aState({ name: 'Под охраной', triggers: [guard] })]
    const later = aScenario([free, guarded])
    const atOnce = aScenario([aState({ name: 'Сразу', triggers: [{ ...guard, id: newId() }] })])
    for (const { won: _, lost: __, ...body } of [later, atOnce]) await boss.ok(createScenario, { body })
    const { serviceTypeId } = ground
    const refusal = (answer: { problem: { data: any } }) => answer.problem.data.missing
    const words = [{ field: 'state', rule: 'trigger', message: 'Без суммы нельзя' }]
    const born = await boss.call(createInterest, { body: anInterest({ serviceTypeId, scenarioId: atOnce.id }) })
    expect(refusal(born)).toEqual(words)
    const into = anInterest({ serviceTypeId, scenarioId: later.id, stateId: guarded.id })
    expect(refusal(await boss.call(createInterest, { body: into }))).toEqual(words)

    const interest = await boss.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: later.id }) })
    const params = { id: interest.id }
    const move = { stateId: guarded.id, version: 1 }
    expect(refusal(await boss.call(moveInterest, { params, body: move }))).toEqual(words)
    const change = { scenarioId: atOnce.id, version: 1 }
    expect(refusal(await boss.call(changeInterestScenario, { params, body: change }))).toEqual(words)
    const states = [guarded, later.won, later.lost]
    const removed = { version: 1, states, targets: { [free.id]: guarded.id } }
    const refused = await boss.call(changeScenario, { params: { id: later.id }, body: removed })
    expect(refused.problem.data.interests).toMatchObject([
      { id: interest.id, missing: [{ message: 'Без суммы нельзя' }] },
    ])
    expect(await boss.ok(getInterest, { params })).toEqual(interest)
    const fields = { expectedRevenue: { amount: '10', currency: 'RUB' } }
    expect(await boss.ok(moveInterest, { params, body: { ...move, fields } })).toMatchObject({ stateId: guarded.id })
  })

  test('whoever comes in by a removed state gets what the target plans and completes', async () => {
    const task = aTrigger()
    const [gone, target] = [aState({ name: 'Уберут' }), aState({ name: 'Цель', triggers: [task] })]
    const { won, lost, ...scenario } = aScenario([gone, target])
    await boss.ok(createScenario, { body: scenario })
    const { serviceTypeId } = ground
    const interest = await boss.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id }) })
    const body = { version: 1, states: [target, won, lost], targets: { [gone.id]: target.id } }
    await boss.ok(changeScenario, { params: { id: scenario.id }, body })
    const moved = await boss.ok(getInterest, { params: { id: interest.id } })
    expect(moved).toMatchObject({ stateId: target.id, nextStep: { subject: 'Перезвонить' } })
  })

  /** A state by each of its doors: what a person asks for, and what publishing does to what stands in a removed state. */
  const intoStates = ['created', 'created into', 'moved', 'given another scenario', 'its state removed'] as const
  type Into = (typeof intoStates)[number]
  type State = ReturnType<typeof aState>

  /** Goes into the state by that door; `plan` comes along, or is planned before where nothing can come along. */
  async function enter(door: Into, target: State, { who = boss, plan, planned, more = {} }: Entering = {}) {
    const { serviceTypeId } = ground
    const free = aState({ name: 'Откуда' })
    const isFirst = door === 'created' || door === 'given another scenario'
    const there = aScenario(
      isFirst && target.kind === 'ordinary' ? [target] : [free, target].filter(each => each.kind === 'ordinary'),
    )
    const states =
      target.kind === 'ordinary' ? there.states : there.states.map(each => (each.kind === target.kind ? target : each))
    await boss.ok(createScenario, { body: { id: there.id, name: there.name, states } })
    const along = { ...(plan ? { plan } : {}), ...more }
    if (door === 'created' || door === 'created into') {
      const stateId = door === 'created' && target.kind === 'ordinary' ? {} : { stateId: target.id }
      const body = anInterest({ serviceTypeId, scenarioId: there.id, ...stateId, ...along })
      return answerOf(await who.call(createInterest, { body }), body.id)
    }
    const from = door === 'given another scenario' ? aScenario() : there
    if (from !== there) await boss.ok(createScenario, { body: { id: from.id, name: from.name, states: from.states } })
    const before = planned ?? (door === 'its state removed' ? plan : undefined)
    const begun = await me.ok(createInterest, {
      body: anInterest({ serviceTypeId, scenarioId: from.id, ...(before ? { plan: before } : {}) }),
    })
    const params = { id: begun.id }
    if (door === 'moved') {
      const body = { stateId: target.id, version: 1, ...along }
      return answerOf(await who.call(moveInterest, { params, body }), begun.id)
    }
    if (door === 'given another scenario') {
      const body = { scenarioId: there.id, stateId: target.id, version: 1, ...(plan ? { plan } : {}) }
      return answerOf(await who.call(changeInterestScenario, { params, body }), begun.id)
    }
    const body = { version: 1, states: states.filter(each => each !== free), targets: { [free.id]: target.id } }
    const published = await boss.call(changeScenario, { params: { id: there.id }, body })
    return {
      id: begun.id,
      status: published.status,
      missing: (published.problem.data?.interests?.[0]?.missing ?? []) as { field: string }[],
    }
  }
  type Plan = { kind: 'task' | 'interaction'; subject: string }
  interface Entering {
    who?: Client
    /** Comes along; where nothing can, it is planned before. */
    plan?: Plan
    planned?: Plan
    more?: object
  }
  const answerOf = (answer: { status: number; problem: { data: any } }, id: string) => ({
    id,
    status: answer.status,
    missing: (answer.problem.data?.missing ?? []) as { field: string }[],
  })

  test.each(intoStates)('%s: a state that demands a step is entered with one only', async door => {
    const strict = () => aState({ name: 'Со следующим шагом', planningRule: 'either' })
    const refused = await enter(door, strict())
    expect([refused.status, refused.missing.map(each => each.field)]).toEqual([422, ['plan']])
    const entered = await enter(door, strict(), { plan: { kind: 'task', subject: 'Смета' } })
    expect(entered.status).toBeLessThan(300)
    const { nextStep } = await boss.ok(getInterest, { params: { id: entered.id } })
    expect(nextStep).toMatchObject({ kind: 'task', subject: 'Смета' })
  })

  test('its state removed: what the target completes is no step that it demands', async () => {
    const eager = aState({ planningRule: 'task', autoCompleteRule: 'tasks' })
    const refused = await enter('its state removed', eager, { plan: { kind: 'task', subject: 'Смета' } })
    expect([refused.status, refused.missing.map(each => each.field)]).toEqual([422, ['plan']])
  })

  test.each(['moved', 'given another scenario', 'its state removed'] as const)(
    '%s: what the state completes is done, once, and stands in the history',
    async door => {
      const completing = aState({ name: 'Завершает', autoCompleteRule: 'interactions' })
      const planned = { kind: 'interaction', subject: 'Звонок' } as const
      const { id, status } = await enter(door, completing, { planned })
      expect(status).toBe(200)
      const { items } = await boss.ok(readInterestTimeline, { params: { id } })
      expect(items.filter(each => each.kind === 'interest.step_done')).toHaveLength(1)
      expect((await boss.ok(getInterest, { params: { id } })).nextStep).toBe(null)
    },
  )

  test.each(['created into', 'moved', 'given another scenario'] as const)(
    '%s: a loss of a salesperson waits for the head where the state wants it confirmed',
    async door => {
      const { lossReasonId } = ground
      const lost = { ...aState({ name: 'Потеря', kind: 'lost', probability: 0 }), confirmsLoss: true }
      const said = door === 'given another scenario' ? {} : { lossReasonId }
      const { id, status, missing } = await enter(door, lost, { who: me, more: said })
      // A change of scenario has no room for the reason: nobody loses an Interest by it.
      if (door === 'given another scenario') {
        expect([status, missing.map(each => each.field)]).toEqual([422, ['lossReason']])
        return
      }
      expect(status).toBeLessThan(300)
      const card = await me.ok(getInterest, { params: { id } })
      expect(card).toMatchObject({ open: false, awaited: [{ id: people.head.id }] })
    },
  )

  test.each(intoStates)('%s: a state that is addressed to a role opens the Interest to it', async door => {
    const { id, status } = await enter(door, aState({ name: 'Очередь', queueRole: 'salesperson' }), { who: boss })
    expect(status).toBeLessThan(300)
    const other = world.as('stranger')
    const seen = await other.ok(getInterest, { params: { id } })
    expect(seen).toMatchObject({ queued: true, can: { move: true } })
  })
})

async function prepare(boss: Client) {
  const first = async (kind: keyof typeof directories) => (await boss.ok(directories[kind].list)).items[0]?.id ?? ''
  const contact = aContact({ id: newId() })
  const client = await boss.ok(createClient, { body: aClient({ contacts: [contact] }) })
  const contactId = client.contacts[0]?.id ?? ''
  const channelId = await first('channel')
  const sourceId = await first('source')
  const projectId = newId()
  await boss.ok(directories.project.create, { body: { id: projectId, name: 'Склад в Химках' } })
  const expectedRevenue = { amount: '150000.00', currency: 'RUB' }
  const expectedCloseDate = '2027-03-01'
  const byMove = {
    expectedRevenue: { expectedRevenue },
    expectedCloseDate: { expectedCloseDate },
    content: { content: 'Расчет' },
    channel: { channelId },
    source: { sourceId },
    project: { projectId },
    responsible: { responsibleId: people.head.id },
  }
  const party = { client: { clientId: client.id }, contact: { clientId: client.id, contactId } }
  const values: Record<RuleField, object> = { ...byMove, ...party }
  const apiName: Record<RuleField, string> = {
    client: 'clientId',
    contact: 'contactId',
    expectedRevenue: 'expectedRevenue',
    expectedCloseDate: 'expectedCloseDate',
    content: 'content',
    channel: 'channelId',
    source: 'sourceId',
    project: 'projectId',
    responsible: 'responsibleId',
  }
  return {
    serviceTypeId: await first('service_type'),
    lossReasonId: await first('loss_reason'),
    clientId: client.id,
    contactId,
    byMove,
    apiName,
    /** Fields of a request: everything but one; without a client there is a prospect, and no contact. */
    everything(without: RuleField | null): object {
      const names = ruleField.options.filter(field => {
        if (field === without || field === 'responsible') return false
        return !(without === 'client' && field === 'contact')
      })
      const all = Object.assign({ content: undefined }, ...names.map(name => values[name])) as object
      return all
    },
  }
}
