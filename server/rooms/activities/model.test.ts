import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { aWorld, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { directories } from '../company/contract.ts'
import { anInterest } from '../interests/builders.ts'
import {
  changeInterest,
  createInterest,
  getInterest,
  type Interest,
  moveInterest,
  tickItem,
} from '../interests/contract.ts'
import { aScenario, aState } from '../scenarios/builders.ts'
import { createScenario } from '../scenarios/contract.ts'
import { cancelActivity, completeActivity, planActivity } from './contract.ts'

/**
 * Sequences of moves, edits, ticks, plans, things done and of several people at once, beside a model that says by itself
 * what the rules of a scenario allow: the product never comes to a state that they forbid, loses no update, and its
 * history leads to where it stands.
 */

const SEED = Number(process.env['SEED'] ?? Date.now())
const FIELDS = ['content', 'expectedRevenue', 'channel'] as const
const STATES = 5
const WON = 3
const LOST = 4
type Field = (typeof FIELDS)[number]
type Who = 'salesperson' | 'head' | 'administrator'

const who = fc.constantFrom<Who>('salesperson', 'head', 'administrator')
const place = fc.nat({ max: STATES - 1 })
const roles = fc.option(fc.subarray(['head', 'salesperson'] as const), { nil: null, freq: 2 })
const rules = fc.record({
  required: fc.subarray([...FIELDS], { maxLength: 2 }),
  from: fc.option(fc.subarray([0, 1, 2, 3, 4], { minLength: 2 }), { nil: null, freq: 2 }),
  enterRoles: roles,
  leaveRoles: roles,
  blocks: fc.boolean(),
  planning: fc.constantFrom('nothing', 'nothing', 'interaction', 'task', 'both', 'either'),
  completes: fc.constantFrom('nothing', 'nothing', 'interactions', 'tasks', 'both'),
})
const kind = fc.constantFrom('interaction' as const, 'task' as const)
const move = fc.record({
  do: fc.constant('move' as const),
  who,
  to: place,
  fills: fc.subarray([...FIELDS]),
  reason: fc.boolean(),
  plan: fc.option(kind, { nil: null }),
  stale: fc.nat({ max: 9 }).map(n => n === 0),
})
const finish = fc.record({
  do: fc.constant('finish' as const),
  who,
  which: fc.nat({ max: 5 }),
  cancels: fc.boolean(),
  next: fc.option(kind, { nil: null }),
})
const command = fc.oneof(
  { arbitrary: move, weight: 5 },
  {
    arbitrary: fc.record({
      do: fc.constant('patch' as const),
      who,
      field: fc.constantFrom(...FIELDS),
      empty: fc.boolean(),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ do: fc.constant('tick' as const), who, done: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('race' as const), moves: fc.tuple(move, move, move) }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('plan' as const), who, kind }), weight: 3 },
  { arbitrary: finish, weight: 3 },
  // Two who plan and one who says of a step that it is done, at one moment.
  { arbitrary: fc.record({ do: fc.constant('plans' as const), kinds: fc.tuple(kind, kind), finish }), weight: 2 },
)
type Rules = typeof rules extends fc.Arbitrary<infer T> ? T : never
type Kind = 'interaction' | 'task'
type Finish = typeof finish extends fc.Arbitrary<infer T> ? T : never
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** What there is to know of an Interest, told by places instead of ids. */
interface Model {
  at: number
  version: number
  has: Record<Field, boolean>
  ticked: boolean[]
  /** What is planned, and what is done or called off, with their ids. */
  planned: { id: string; kind: Kind }[]
  closed: string[]
}

/** Has the state what it demands? Nobody else's code is asked. */
function isMet(rule: Rules['planning'], planned: readonly { kind: Kind }[]): boolean {
  const [calls, tasks] = [planned.some(each => each.kind === 'interaction'), planned.some(each => each.kind === 'task')]
  return { nothing: true, interaction: calls, task: tasks, both: calls && tasks, either: calls || tasks }[rule]
}

/** What an entry into a state leaves of what was planned. */
function leftBy({ completes }: Rules, planned: Model['planned']): Model['planned'] {
  return planned.filter(each => completes !== 'both' && completes !== `${each.kind}s`)
}

/** What keeps it from going there, by the names of the rules; the model asks no code of the product. */
function obstacles(all: readonly Rules[], model: Model, { who: mover, to, fills, reason, plan }: Move): string[] {
  const [here, there] = [all[model.at], all[to]]
  if (!here || !there) throw new Error('no such place')
  const isKept = (allowed: readonly string[] | null) =>
    allowed !== null && mover !== 'administrator' && !allowed.includes(mover)
  return [
    ...(isKept(here.leaveRoles) ? ['leave_role'] : []),
    ...(isKept(there.enterRoles) ? ['enter_role'] : []),
    ...(there.from !== null && !there.from.includes(model.at) ? ['from'] : []),
    ...(here.blocks && model.at < WON && model.ticked[model.at] !== true ? ['checklist'] : []),
    ...there.required.filter(field => !model.has[field] && !fills.includes(field)),
    ...(to === LOST && !reason ? ['loss_reason'] : []),
    ...(isMet(there.planning, [...leftBy(there, model.planned), ...(plan ? [{ kind: plan }] : [])]) ? [] : ['plan']),
  ].sort()
}

const world = await aWorld()
const clients = {
  salesperson: world.as('salesperson'),
  head: world.as('head'),
  administrator: world.as('administrator'),
}
let serviceTypeId = ''
let lossReasonId = ''
let channelId = ''
beforeAll(async () => {
  const first = async (kind: keyof typeof directories) =>
    (await clients.administrator.ok(directories[kind].list)).items[0]?.id ?? ''
  serviceTypeId = await first('service_type')
  lossReasonId = await first('loss_reason')
  channelId = await first('channel')
})

const valueOf = (field: Field) =>
  ({
    content: { content: `Содержание ${newId()}` },
    expectedRevenue: { expectedRevenue: { amount: `${1 + Math.floor(Math.random() * 1e6)}.00`, currency: 'RUB' } },
    channel: { channelId },
  })[field]
const nameOf = { content: 'content', expectedRevenue: 'expectedRevenue', channel: 'channelId' } as const

async function prepare(all: readonly Rules[]) {
  const ids = all.map(() => newId())
  const idOf = (at: number) => ids[at] ?? ''
  const { won: _, lost: __, ...scenario } = aScenario([])
  const states = all.map((each, at) => ({
    ...aState({
      id: idOf(at),
      name: `Место ${at}`,
      required: each.required,
      kind: at === WON ? 'won' : at === LOST ? 'lost' : 'ordinary',
    }),
    fromStates: each.from?.map(idOf) ?? null,
    enterRoles: each.enterRoles,
    leaveRoles: each.leaveRoles,
    checklistBlocks: each.blocks,
    planningRule: each.planning,
    autoCompleteRule: each.completes,
  }))
  const items = [0, 1, 2].map(at => ({ id: newId(), text: `Дело ${at}`, stateIds: [idOf(at)] }))
  await clients.administrator.ok(createScenario, { body: { ...scenario, states, checklist: items } })
  const everything = { ...valueOf('content'), ...valueOf('expectedRevenue'), ...valueOf('channel') }
  const body = anInterest({
    ...everything,
    serviceTypeId,
    scenarioId: scenario.id,
    responsibleId: people.salesperson.id,
  })
  const made = await clients.administrator.ok(createInterest, { body })
  const model: Model = {
    at: 0,
    version: 1,
    has: { content: true, expectedRevenue: true, channel: true },
    ticked: [false, false, false],
    planned: [],
    closed: [],
  }
  return { id: made.id, ids, items, model }
}

async function run(all: readonly Rules[], commands: readonly Command[]): Promise<void> {
  const { id, ids, items, model } = await prepare(all)
  const params = { id }
  const planOf = (planKind: Kind, id = newId()) => ({ id, kind: planKind, subject: 'Шаг' })
  const send = ({ who: mover, to, fills, reason, stale, plan }: Move, version: number, planId = newId()) =>
    clients[mover].call(moveInterest, {
      params,
      body: {
        stateId: ids[to],
        version: stale ? version + 7 : version,
        ...(reason ? { lossReasonId } : {}),
        ...(plan ? { plan: planOf(plan, planId) } : {}),
        ...(fills.length > 0 ? { fields: Object.assign({}, ...fills.map(valueOf)) } : {}),
      },
    })
  const expected = (one: Move): [number, string] | [200] => {
    if (one.stale) return [409, 'conflict']
    if (one.to === model.at) return [422, 'interest.already_in_state']
    if (one.reason && one.to !== LOST) return [422, 'invalid']
    return obstacles(all, model, one).length > 0 ? [422, 'interest.move_refused'] : [200]
  }
  const apply = (one: Move, planId: string) => {
    for (const field of one.fills) model.has[field] = true
    const there = all[one.to]
    const left = there ? leftBy(there, model.planned) : []
    model.closed.push(...model.planned.filter(each => !left.includes(each)).map(each => each.id))
    model.planned = [...left, ...(one.plan ? [{ id: planId, kind: one.plan }] : [])]
    model.at = one.to
    model.version++
  }
  /** Is the step that somebody says is over the last that the state demands? */
  const demandsMore = (step: { id: string }, next: Kind | null): boolean => {
    const rule = model.at < WON ? (all[model.at]?.planning ?? 'nothing') : 'nothing'
    const after = [...model.planned.filter(each => each.id !== step.id), ...(next ? [{ kind: next }] : [])]
    return isMet(rule, model.planned) && !isMet(rule, after)
  }
  const finishing = ({ who: doer, cancels, next }: Finish, step: { id: string }, nextId: string) =>
    clients[doer].call(cancels ? cancelActivity : completeActivity, {
      params: { id: step.id },
      body: next ? { next: planOf(next, nextId) } : {},
    })
  const finished = (step: { id: string }, next: Kind | null, nextId: string) => {
    model.planned = [
      ...model.planned.filter(each => each.id !== step.id),
      ...(next ? [{ id: nextId, kind: next }] : []),
    ]
    model.closed.push(step.id)
  }
  const check = (one: Move, answer: Awaited<ReturnType<typeof send>>, planId: string) => {
    const [status, code] = expected(one)
    const told = answer.status === 200 ? undefined : answer.problem.code
    expect([answer.status, told], JSON.stringify(one)).toEqual([status, code])
    if (code === 'interest.move_refused') {
      const rulesTold = answer.problem.data.missing.map((each: { rule: string; field: string }) =>
        each.rule === 'required' ? each.field : each.rule,
      )
      expect(rulesTold.sort()).toEqual(obstacles(all, model, one))
    }
    if (status === 200) apply(one, planId)
  }
  for (const each of commands) {
    if (each.do === 'move') {
      const planId = newId()
      check(each, await send(each, model.version, planId), planId)
    } else if (each.do === 'plan') {
      const plan = planOf(each.kind)
      await clients[each.who].ok(planActivity, { body: { ...plan, interestId: id } })
      model.planned.push(plan)
    } else if (each.do === 'finish') {
      const step = model.planned[each.which % Math.max(1, model.planned.length)]
      const over = model.closed[0]
      if (over !== undefined) {
        const { problem } = await finishing(each, { id: over }, newId())
        expect(problem.code).toBe('activity.closed')
      }
      if (!step) continue
      const nextId = newId()
      const { status, problem } = await finishing(each, step, nextId)
      const isRefused = demandsMore(step, each.next)
      expect([status, isRefused && problem.code], JSON.stringify(each)).toEqual(
        isRefused ? [422, 'interest.next_step_demanded'] : [200, false],
      )
      if (!isRefused) finished(step, each.next, nextId)
    } else if (each.do === 'plans') {
      const plans = each.kinds.map(one => planOf(one))
      const step = model.planned[each.finish.which % Math.max(1, model.planned.length)]
      const nextId = newId()
      const [answer] = await Promise.all([
        step ? finishing(each.finish, step, nextId) : undefined,
        ...plans.map(plan => clients.salesperson.ok(planActivity, { body: { ...plan, interestId: id } })),
      ])
      // In whatever order they came: the state is refused nothing that it would have been let have.
      const isEarly = step !== undefined && demandsMore(step, each.finish.next)
      model.planned.push(...plans)
      const isLate = step !== undefined && demandsMore(step, each.finish.next)
      if (step && answer) {
        expect([answer.status === 200, answer.status === 422]).toEqual(
          isEarly === isLate ? [!isLate, isLate] : [answer.status === 200, answer.status === 422],
        )
        if (answer.status === 200) finished(step, each.finish.next, nextId)
      }
    } else if (each.do === 'tick') {
      const item = items[model.at]
      if (!item) continue
      await clients[each.who].ok(tickItem, { params: { id, itemId: item.id }, body: { done: each.done } })
      model.ticked[model.at] = each.done
    } else if (each.do === 'patch') {
      const change = each.empty ? { [nameOf[each.field]]: null } : valueOf(each.field)
      const { status, body } = await clients[each.who].call(changeInterest, {
        params,
        body: { version: model.version, ...change },
      })
      const isKept = each.empty && model.has[each.field] && (all[model.at]?.required.includes(each.field) ?? false)
      expect(status, JSON.stringify(each)).toBe(isKept ? 422 : 200)
      if (isKept) continue
      model.has[each.field] = !each.empty
      model.version = body.version
    } else {
      // All of them saw the same version: at most one wins, and it is one that the rules let through.
      const moves = each.moves.map(one => ({ ...one, stale: false }))
      const allowed = moves.map(one => expected(one)[0] === 200)
      const planIds = moves.map(() => newId())
      const answers = await Promise.all(moves.map((one, at) => send(one, model.version, planIds[at])))
      const winners = answers.flatMap((answer, at) => (answer.status === 200 ? [at] : []))
      expect(winners.length).toBe(allowed.some(Boolean) ? 1 : 0)
      for (const at of winners) {
        expect(allowed[at]).toBe(true)
        apply(moves[at] as Move, planIds[at] ?? '')
      }
    }
    expectSame(await clients.administrator.ok(getInterest, { params }))
    await expectSteps()
  }
  await expectHistory()

  function expectSame(seen: Interest): void {
    const has = {
      content: seen.content !== null,
      expectedRevenue: seen.expectedRevenue !== null,
      channel: seen.channelId !== null,
    }
    const { version } = model
    expect({ at: ids.indexOf(seen.stateId), version: seen.version, has }).toEqual({
      at: model.at,
      version,
      has: model.has,
    })
    if (model.at < WON) expect(seen.checklist.map(item => item.doneAt !== null)).toEqual([model.ticked[model.at]])
  }

  /** What is planned, beside the Interest too, is what the model holds, and no state that demands a step lost its last. */
  async function expectSteps(): Promise<void> {
    const { rows } = await world.db.pool.query(
      `select a.id, a.kind, i.planned_interactions as interactions, i.planned_tasks as tasks, i.next_step->>'id' as next
         from interest i left join activity a on a.interest_id = i.id and a.closed_at is null where i.id = $1`,
      [id],
    )
    const [{ interactions, tasks, next }] = rows
    const there = rows.flatMap(row => (row.id === null ? [] : [row.id])).sort()
    expect(there).toEqual(model.planned.map(each => each.id).sort())
    const count = (of: Kind) => model.planned.filter(each => each.kind === of).length
    expect({ interactions, tasks }).toEqual({ interactions: count('interaction'), tasks: count('task') })
    if (model.planned.length === 0) expect(next).toBe(null)
    else expect(there).toContain(next)
  }

  /** What happened, one event after the other, leads to what is there, a version for each. */
  async function expectHistory(): Promise<void> {
    const { rows } = await world.db.pool.query(
      `select version, coalesce(changes, '{}') || coalesce(personal, '{}') as changes from event
        where record_id = $1 and version is not null order by id`,
      [id],
    )
    const replayed: Record<string, unknown> = {}
    for (const { changes } of rows)
      for (const [field, { to }] of Object.entries<{ to: unknown }>(changes)) replayed[field] = to
    const steps = await world.db.pool.query(
      `select kind, changes->'activityId'->>'to' as step from event where record_id = $1 and kind like 'interest.step%' order by id`,
      [id],
    )
    const left = new Set<string>()
    for (const { kind: verb, step } of steps.rows) {
      if (verb === 'interest.step_planned') left.add(step)
      else left.delete(step)
    }
    expect([...left].sort()).toEqual(model.planned.map(each => each.id).sort())
    const seen = await clients.administrator.ok(getInterest, { params })
    expect(rows.map(row => row.version)).toEqual(Array.from({ length: seen.version }, (_, at) => at + 1))
    const { content, expectedRevenue, channelId: channel, stateId } = seen
    expect(replayed).toMatchObject({
      content,
      expectedRevenue,
      channelId: channel,
      stateId: replayed['stateId'] ?? stateId,
    })
    if (replayed['stateId'] !== undefined) expect(replayed['stateId']).toBe(stateId)
  }
}

test('whatever people do, an Interest goes only where the rules let it, and its history tells how', {
  timeout: 120_000,
}, async () => {
  const scenario = fc.tuple(rules, rules, rules, rules, rules)
  await fc.assert(
    fc.asyncProperty(scenario, fc.array(command, { minLength: 5, maxLength: 25, size: 'max' }), (all, commands) => {
      // Where it begins, nothing keeps it out.
      const [first, ...rest] = all
      return run([{ ...first, required: [], from: null, enterRoles: null, planning: 'nothing' }, ...rest], commands)
    }),
    { seed: SEED, numRuns: 60, endOnFailure: true },
  )
})
