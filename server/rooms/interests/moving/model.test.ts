import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { directories } from '../../company/contract.ts'
import { aScenario, aState } from '../../scenarios/builders.ts'
import { createScenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest, getInterest, type Interest, moveInterest, tickItem } from '../contract.ts'

/**
 * Sequences of moves, edits, ticks and of several people at once, beside a model that says by itself what the rules of
 * a scenario allow: the product never comes to a state that they forbid, loses no update, and its history leads to where
 * it stands.
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
})
const move = fc.record({
  do: fc.constant('move' as const),
  who,
  to: place,
  fills: fc.subarray([...FIELDS]),
  reason: fc.boolean(),
  stale: fc.nat({ max: 9 }).map(n => n === 0),
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
  { arbitrary: fc.record({ do: fc.constant('race' as const), moves: fc.tuple(move, move, move) }), weight: 1 },
)
type Rules = typeof rules extends fc.Arbitrary<infer T> ? T : never
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** What there is to know of an Interest, told by places instead of ids. */
interface Model {
  at: number
  version: number
  has: Record<Field, boolean>
  ticked: boolean[]
}

/** What keeps it from going there, by the names of the rules; the model asks no code of the product. */
function obstacles(all: readonly Rules[], model: Model, { who: mover, to, fills, reason }: Move): string[] {
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
  }
  return { id: made.id, ids, items, model }
}

async function run(all: readonly Rules[], commands: readonly Command[]): Promise<void> {
  const { id, ids, items, model } = await prepare(all)
  const params = { id }
  const send = ({ who: mover, to, fills, reason, stale }: Move, version: number) =>
    clients[mover].call(moveInterest, {
      params,
      body: {
        stateId: ids[to],
        version: stale ? version + 7 : version,
        ...(reason ? { lossReasonId } : {}),
        ...(fills.length > 0 ? { fields: Object.assign({}, ...fills.map(valueOf)) } : {}),
      },
    })
  const expected = (one: Move): [number, string] | [200] => {
    if (one.stale) return [409, 'conflict']
    if (one.to === model.at) return [422, 'interest.already_in_state']
    if (one.reason && one.to !== LOST) return [422, 'invalid']
    return obstacles(all, model, one).length > 0 ? [422, 'interest.move_refused'] : [200]
  }
  const apply = (one: Move) => {
    for (const field of one.fills) model.has[field] = true
    model.at = one.to
    model.version++
  }
  const check = (one: Move, answer: Awaited<ReturnType<typeof send>>) => {
    const [status, code] = expected(one)
    const told = answer.status === 200 ? undefined : answer.problem.code
    expect([answer.status, told], JSON.stringify(one)).toEqual([status, code])
    if (code === 'interest.move_refused') {
      const rulesTold = answer.problem.data.missing.map((each: { rule: string; field: string }) =>
        each.rule === 'required' ? each.field : each.rule,
      )
      expect(rulesTold.sort()).toEqual(obstacles(all, model, one))
    }
    if (status === 200) apply(one)
  }
  for (const each of commands) {
    if (each.do === 'move') check(each, await send(each, model.version))
    else if (each.do === 'tick') {
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
      const answers = await Promise.all(moves.map(one => send(one, model.version)))
      const winners = answers.flatMap((answer, at) => (answer.status === 200 ? [at] : []))
      expect(winners.length).toBe(allowed.some(Boolean) ? 1 : 0)
      for (const at of winners) {
        expect(allowed[at]).toBe(true)
        apply(moves[at] as Move)
      }
    }
    expectSame(await clients.administrator.ok(getInterest, { params }))
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
      return run([{ ...first, required: [], from: null, enterRoles: null }, ...rest], commands)
    }),
    { seed: SEED, numRuns: 25, endOnFailure: true },
  )
})
