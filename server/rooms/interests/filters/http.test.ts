import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, departments, type Name, people } from '../../../app/testing.ts'
import { NIL_ID, newId } from '../../../platform/pure/ids.ts'
import { minorOf, sumMoney, weighted } from '../../../platform/pure/money.ts'
import { addDays, localDateOf } from '../../../platform/pure/working-time.ts'
import { aClient, aProspect } from '../../clients/builders.ts'
import { createClient, createProspect } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios } from '../../scenarios/contract.ts'
import { readBoard, readBoardColumn } from '../board/contract.ts'
import { anInterest } from '../builders.ts'
import { createInterest, type InterestSort, listInterests, sortField, summariseInterests } from '../contract.ts'

/** An Interest as its tables hold it. */
interface Known {
  id: string
  number: string
  subject: string
  service_type_id: string
  scenario_id: string
  state_id: string
  kind: 'ordinary' | 'won' | 'lost'
  probability: number
  state_entered_at: Date
  open: boolean
  client_id: string | null
  party_id: string
  party_key: string
  client_kind: string | null
  relation_type: string | null
  owner_key: string
  revenue: string | null
  close_date: string | null
  channel_id: string | null
  source_id: string | null
  project_id: string | null
  loss_reason_id: string | null
  loss_competitor: string | null
  tags: string[]
  ticks: Record<string, Record<string, unknown>>
  next_step: { kind: string; interactionKindId: string | null } | null
  next_step_at: Date | number | null
  created_at: Date
  closed_at: Date | null
  starred: boolean
  watched: boolean
  member: boolean
}

/** Every filter and every order, one by one and together, is compared with a look at each record. */
describe('Interests narrowed and ordered', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const readers: Name[] = ['administrator', 'head', 'salesperson', 'stranger']
  const zone = world.caller('administrator').actor.timeZone
  const itemId = '01900000-0000-7000-8000-0000000000aa'
  let all: Known[] = []
  let ids: Record<'service_type' | 'source' | 'channel' | 'loss_reason' | 'interaction_kind', string[]>
  let clientId = ''
  let scenarioId = ''
  const projects = [newId(), newId()]

  const q = async <Row>(text: string, values: unknown[] = []) => (await world.db.pool.query(text, values)).rows as Row[]

  beforeAll(async () => {
    const kinds = ['service_type', 'source', 'channel', 'loss_reason', 'interaction_kind'] as const
    const lists = await Promise.all(kinds.map(kind => boss.ok(directories[kind].list)))
    ids = Object.fromEntries(kinds.map((kind, at) => [kind, lists[at]?.items.map(each => each.id) ?? []])) as typeof ids
    for (const id of projects) await boss.ok(directories.project.create, { body: { id, name: `Проект ${id}` } })
    scenarioId = (await boss.ok(listScenarios)).items[0]?.id ?? ''
    const parties: object[] = []
    for (const [name, kind, relationType] of [
      ['Яхта', 'organisation', 'customer'],
      ['Берег', 'person', 'partner'],
      ['Берег', 'organisation', 'supplier'],
    ] as const) {
      const client = await boss.ok(createClient, { body: aClient({ name, kind, relationType, onSimilar: 'create' }) })
      clientId = client.id
      parties.push({ clientId: client.id })
    }
    parties.push({ prospectId: (await boss.ok(createProspect, { body: aProspect() })).id })
    for (let n = 0; n < 48; n++) {
      const serviceTypeId = ids.service_type[n % 3] ?? ''
      await boss.ok(createInterest, {
        body: anInterest({ serviceTypeId, ...parties[n % 4], subject: `Тема ${(n * 7) % 10}` }),
      })
    }
    // Spread by the database: what matters here is how they are read.
    await q(
      `update interest i set
         state_id = x.state_id, scenario_id = x.scenario_id, open = x.kind = 'ordinary',
         responsible_id = case when h % 6 < 5 then ($1::uuid[])[1 + h % 6] end,
         expected_revenue = case when h % 5 > 0 then h % 7 * 1000 end, currency = case when h % 9 = 0 then 'USD' else 'RUB' end,
         expected_close_date = case when h % 4 > 0 then current_date + h % 11 end,
         source_id = ($2::uuid[])[1 + h % 4], channel_id = ($3::uuid[])[1 + h % 3],
         project_id = case when h % 3 > 0 then ($7::uuid[])[h % 3] end,
         loss_reason_id = case when x.kind = 'lost' then ($4::uuid[])[1 + h % 2] end,
         loss_competitor = case when x.kind = 'lost' and h % 2 = 0 then 'ООО «100%_Рога» ' || h end,
         closed_at = case when x.kind <> 'ordinary' then now() - h % 9 * interval '20 hours' end,
         tags = case h % 4 when 0 then array['лето', 'опт'] when 1 then array['опт'] else '{}' end,
         created_at = now() - (h % 13 + case when x.kind = 'ordinary' then 0 else 8 end) * interval '1 day', state_entered_at = now() - h % 5 * interval '7 hours',
         ticks = case when h % 3 = 0 then jsonb_build_object(x.state_id, jsonb_build_object($5::text, '{}'::jsonb)) else '{}' end,
         next_step_at = case when x.kind = 'ordinary' and h % 5 > 1 then
           case when h % 7 = 0 then 'infinity' else now() + (h % 9 - 4) * interval '9 hours' end end,
         next_step = case when x.kind = 'ordinary' and h % 5 > 1 then jsonb_build_object('id', i.id, 'kind',
           case when h % 2 = 0 then 'task' else 'interaction' end, 'interactionKindId',
           case when h % 2 = 1 then ($6::uuid[])[1 + h % 3] end, 'subject', null, 'dueAt', null, 'dueDay', null, 'assigneeId', i.author_id) end
       from (select i.id, abs(hashint4(right(i.number, 6)::int)) as h from interest i) n
       join (select x.*, s.id as s, row_number() over (order by s.ord, x.ord) - 1 as nth, count(*) over () as m
               from scenario_state_setting x join scenario s on s.id = x.scenario_id and s.published_version = x.version) x
         on true
      where n.id = i.id and x.nth = n.h % x.m`,
      [
        ['head', 'salesperson', 'colleague', 'stranger', 'administrator'].map(who => people[who as Name].id),
        ids.source,
        ids.channel,
        ids.loss_reason,
        itemId,
        ids.interaction_kind,
        projects,
      ],
    )
    // An item that is to be done in every state.
    await q(
      `update scenario_version v set checklist = jsonb_build_array(jsonb_build_object('id', $1::text, 'text', 'Дело',
      'stateIds', (select jsonb_agg(x.state_id) from scenario_state_setting x
                    where x.scenario_id = v.scenario_id and x.version = v.version)))`,
      [itemId],
    )
    const marked = people.salesperson.id
    await q(
      `insert into interest_mark (user_id, interest_id, starred, watched)
       select $1, id, right(number, 1)::int < 4, right(number, 1)::int > 6 from interest`,
      [marked],
    )
    await q(
      `with chosen as (select id from interest where right(number, 1)::int % 5 = 0 and responsible_id is distinct from $1),
         kept as (update interest i set member_ids = array[$1::uuid] from chosen c where c.id = i.id)
       insert into interest_member (interest_id, user_id, added_at) select id, $1, now() from chosen`,
      [marked],
    )
    all = await q<Known>(
      `
      select i.*, x.kind, x.probability, i.expected_revenue::text as revenue, i.expected_close_date::text as close_date,
             coalesce(c.id, p.id) as party_id, coalesce(c.name_key, p.name_key) as party_key, c.kind as client_kind,
             c.relation_type, w.starred, w.watched, $1 = any(i.member_ids) as member
        from interest i join scenario s on s.id = i.scenario_id
        join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version and x.state_id = i.state_id
        left join client c on c.id = i.client_id left join prospect p on p.id = i.prospect_id
        join interest_mark w on w.interest_id = i.id and w.user_id = $1`,
      [marked],
    )
  })

  const today = localDateOf(new Date(), zone)
  const dayOf = (at: Date) => localDateOf(at, zone)
  const dueOf = ({ next_step_at: at }: Known) => (at instanceof Date && Number.isFinite(at.getTime()) ? at : null)
  type Case = [query: Record<string, string>, holds: (row: Known) => boolean]
  const cases = (): Case[] => {
    const [type = '', otherType = ''] = ids.service_type
    const [reason = ''] = ids.loss_reason
    const [kind = ''] = ids.interaction_kind
    const [source = ''] = ids.source
    const [channel = ''] = ids.channel
    const [project = ''] = projects
    const [from, to] = [addDays(today, -8), addDays(today, -3)]
    const within = (day: string) => day >= from && day <= to
    return [
      [{ serviceTypeId: type }, row => row.service_type_id === type],
      [{ serviceTypeId: `${type},${otherType}` }, row => [type, otherType].includes(row.service_type_id)],
      [{ sourceId: source }, row => row.source_id === source],
      [{ channelId: channel }, row => row.channel_id === channel],
      [{ projectId: project }, row => row.project_id === project],
      [{ projectId: projects.join() }, row => row.project_id !== null],
      [{ clientId }, row => row.client_id === clientId],
      [{ clientKind: 'person' }, row => row.client_kind === 'person'],
      [{ relationType: 'partner,supplier' }, row => ['partner', 'supplier'].includes(row.relation_type ?? '')],
      [{ relationType: 'customer' }, row => row.relation_type === 'customer'],
      [{ tags: 'лето' }, row => row.tags.includes('лето')],
      [{ tags: 'лето,опт' }, row => row.tags.length > 0],
      [{ lossReasonId: reason }, row => row.loss_reason_id === reason],
      [{ competitor: '0%_рога' }, row => row.loss_competitor !== null],
      [
        { revenueFrom: '2000', revenueTo: '4000.00' },
        row => row.revenue !== null && +row.revenue >= 2000 && +row.revenue <= 4000,
      ],
      [{ closeDateFrom: addDays(today, 3) }, row => row.close_date !== null && row.close_date >= addDays(today, 3)],
      [{ createdFrom: from, createdTo: to }, row => within(dayOf(row.created_at))],
      [{ closedFrom: from, closedTo: to }, row => row.closed_at !== null && within(dayOf(row.closed_at))],
      [{ stepKind: 'task' }, row => row.next_step?.kind === 'task'],
      [
        { stepKind: `task,${kind}` },
        row => row.next_step?.kind === 'task' || row.next_step?.interactionKindId === kind,
      ],
      [
        { stepFrom: today, stepTo: addDays(today, 1) },
        row => {
          const due = dueOf(row)
          return due !== null && [today, addDays(today, 1)].includes(dayOf(due))
        },
      ],
      [
        { stepFrom: addDays(today, 1) },
        row => {
          const due = dueOf(row)
          return due !== null && dayOf(due) > today
        },
      ],
      [{ checklistOpen: 'true' }, row => row.open && row.ticks[row.state_id]?.[itemId] === undefined],
      [
        { departmentId: departments.service.id },
        row =>
          Object.values(people).some(each => each.id === row.owner_key && each.departmentId === departments.service.id),
      ],
      [{ outcome: 'won' }, row => row.kind === 'won'],
      [{ outcome: 'won,lost', scenarioId }, row => row.kind !== 'ordinary' && row.scenario_id === scenarioId],
      [
        { scenarioId, open: 'true', tags: 'опт' },
        row => row.scenario_id === scenarioId && row.open && row.tags.length > 0,
      ],
      [{ q: 'тема 3', sourceId: source }, row => row.subject === 'Тема 3' && row.source_id === source],
    ]
  }
  const everything: Case = [{}, () => true]
  const marks: Case[] = [
    [{ starred: 'true' }, row => row.starred],
    [{ watched: 'true' }, row => row.watched],
    [{ coExecuted: 'true' }, row => row.member],
  ]

  function seenBy(who: Name): Known[] {
    const { scope } = world.caller(who)
    const covers = (key: string) => scope.interests.covers(key === NIL_ID ? null : key)
    return all.filter(row => covers(row.owner_key) || (row.member && scope.interests.covers(people.salesperson.id)))
  }

  test.each(readers)(
    '%s: every filter lets through what a look at each record does, in the list and in its sums',
    async who => {
      const person = world.as(who)
      const isMarked = who === 'salesperson'
      for (const [query, holds] of [everything, ...cases(), ...(isMarked ? marks : [])]) {
        const rows = seenBy(who).filter(holds)
        const { items } = await person.ok(listInterests, { query: { ...query, limit: 200 } })
        expect([query, items.map(each => each.id).sort()]).toEqual([query, rows.map(each => each.id).sort()])
        const sums = await person.ok(summariseInterests, { query })
        const money = rows.flatMap(row =>
          row.revenue === null
            ? []
            : [
                {
                  amount: row.revenue,
                  currency: (row as unknown as { currency: string }).currency,
                  probability: row.probability,
                },
              ],
        )
        const texts = (list: readonly { amount: string; currency: string }[]) =>
          list
            .filter(each => minorOf(each.amount) !== 0n)
            .map(each => `${each.currency} ${minorOf(each.amount)}`)
            .sort()
        expect([query, sums.count, texts(sums.sums)]).toEqual([query, rows.length, texts(sumMoney(money))])
        expect([query, texts(sums.weighted)]).toEqual([
          query,
          texts(sumMoney(money.map(each => weighted(each, each.probability)))),
        ])
      }
    },
  )

  test('the board is narrowed by the same: its columns count and show those', async () => {
    for (const [{ scenarioId: _, open, outcome, ...query }, holds] of cases()) {
      if (outcome || open) continue
      const { columns } = await boss.ok(readBoard, { query: { scenarioId, limit: 50, ...query } })
      for (const { stateId, count, items } of columns) {
        const rows = all.filter(row => row.state_id === stateId && holds(row))
        expect([query, stateId, count]).toEqual([query, stateId, rows.length])
        const open = rows.filter(row => row.open).map(row => row.id)
        expect([query, items.map(each => each.id).sort()]).toEqual([query, open.sort()])
        const page = await boss.ok(readBoardColumn, { query: { scenarioId, stateId, limit: 50, ...query } })
        expect([query, page.items.length]).toEqual([query, open.length])
      }
    }
  })

  test.each(readers)('%s: every order, up and down, with and without filters, page by page', async who => {
    const groups = async (text: string) => (await q<{ id: string }>(text)).map(each => each.id)
    const types = await groups(`select id from directory_item where kind = 'service_type' order by lower(name), id`)
    const persons = [...(await groups('select id from app_user order by lower(name), id')), NIL_ID]
    const states = await groups(`select x.state_id as id from scenario s join scenario_state_setting x
      on x.scenario_id = s.id and x.version = s.published_version order by s.ord, s.id, x.ord`)
    const far = 8e15
    const keys: Record<string, (row: Known) => readonly (number | string)[]> = {
      created: row => [+row.created_at, row.id],
      number: row => [+row.created_at, row.id],
      subject: row => [row.subject.toLowerCase(), row.id],
      party: row => [row.party_key, row.party_id, row.id],
      step: row => [dueOf(row) ? +(dueOf(row) ?? 0) : far, row.id],
      revenue: row => [row.revenue === null ? -1 : +row.revenue, row.id],
      closeDate: row => [row.close_date ?? '9', row.id],
      closed: row => [row.closed_at ? +row.closed_at : far, row.id],
    }
    const ranks: Record<string, (row: Known) => readonly [number, number]> = {
      state: row => [states.indexOf(row.state_id), +row.state_entered_at],
      serviceType: row => [types.indexOf(row.service_type_id), +row.created_at],
      responsible: row => [persons.indexOf(row.owner_key), +row.created_at],
    }
    const compare = (a: readonly (number | string)[], b: readonly (number | string)[]): number => {
      for (const [at, each] of a.entries()) {
        const other = b[at] ?? ''
        if (each !== other) return each < other ? -1 : 1
      }
      return 0
    }
    const narrowings: Case[] = [
      everything,
      [{ open: 'true' }, row => row.open],
      [{ open: 'false' }, row => !row.open],
      [{ tags: 'опт', open: 'true' }, row => row.open && row.tags.length > 0],
    ]
    for (const field of sortField.options) {
      for (const sort of [field, `-${field}`] as InterestSort[]) {
        const down = sort.startsWith('-') ? -1 : 1
        const rank = ranks[field]
        for (const [query, holds] of narrowings) {
          const { open } = query
          // Where none has a value, all stand by their age.
          const isEmpty = (field === 'step' && open === 'false') || (field === 'closed' && open === 'true')
          const key = keys[isEmpty ? 'created' : field]
          const rows = seenBy(who).filter(holds)
          const ordered = rows.toSorted((a, b) => {
            if (key) return down * compare(key(a), key(b))
            if (!rank) return 0
            const [[one, at], [other, then]] = [rank(a), rank(b)]
            return down * (one - other) || compare([then, b.id], [at, a.id])
          })
          const found: string[] = []
          for (let cursor: string | null | undefined; cursor !== null; ) {
            const page: { items: { id: string }[]; nextCursor: string | null } = await world
              .as(who)
              .ok(listInterests, { query: { ...query, sort, limit: 11, ...(cursor ? { cursor } : {}) } })
            found.push(...page.items.map(each => each.id))
            cursor = page.nextCursor
          }
          expect([sort, query, found]).toEqual([sort, query, ordered.map(each => each.id)])
        }
      }
    }
  })

  test('what cannot be a filter is refused, and a cursor of another order is none', async () => {
    for (const query of [{ sort: 'weight' }, { stepKind: 'call' }, { revenueFrom: 'much' }, { createdTo: '31.12' }]) {
      expect((await boss.call(listInterests, { query })).status).toBe(422)
    }
    const { nextCursor } = await boss.ok(listInterests, { query: { limit: 1, sort: 'revenue' } })
    const other = await boss.call(listInterests, { query: { sort: '-revenue', cursor: nextCursor } })
    expect(other.problem.code).toBe('broken_cursor')
  })
})
