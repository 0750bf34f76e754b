import type { BenchBase } from './prepared.ts'
import { chance } from './measure.ts'

/** A page of a list under a filter and an order: as the API asks for it, and as hand-written SQL does. */
export interface AnyList {
  path: string
  text: string
  values: unknown[]
}

interface Narrowed {
  query: string
  where: string
  values?: unknown[]
  /** Of unfinished or finished ones only. */
  only?: 'open' | 'closed'
}

const orders = [
  ['created', 'i.created_at'],
  ['subject', 'left(substr(i.search_key, length(i.number) + 2), 40) collate "C"'],
  ['party', 'coalesce(c.name_key, p.name_key)'],
  ['step', `coalesce(i.next_step_at, 'infinity')`],
  ['state', 'i.state_id'],
  ['revenue', 'coalesce(i.expected_revenue, -1)'],
  ['closeDate', `coalesce(i.expected_close_date, 'infinity')`],
  ['serviceType', 'i.service_type_id'],
  ['responsible', 'i.owner_key'],
  ['closed', `coalesce(i.closed_at, 'infinity')`],
] as const

/**
 * So many lists by chance: every kind of filter, alone or two at once, of unfinished, finished or all ones, in every
 * order up and down. The same for the same seed.
 */
export async function anyLists(base: BenchBase, count: number, seed: number): Promise<AnyList[]> {
  const random = chance(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const ids = async (text: string) => (await base.sql.query<{ id: string }>(text)).rows.map(row => row.id)
  const directory = (kind: string) => ids(`select id from directory_item where kind = '${kind}' order by ord`)
  const [types, sources, channels, reasons] = await Promise.all(
    ['service_type', 'source', 'channel', 'loss_reason'].map(directory),
  )
  const states = await base.sql.query<{ id: string; kind: string }>(`
    select x.state_id as id, x.kind from scenario s
      join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version order by s.ord, x.ord`)
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const byId = (field: string, column: string, list: readonly string[] = []): Narrowed => {
    const id = pick(list)
    return { query: `${field}=${id}`, where: `${column} = $V`, values: [id] }
  }
  const word = (text: string): Narrowed => ({
    query: `q=${encodeURIComponent(text)}`,
    where: `(i.search_key like '%${text}%' or c.name_key like '${text}%' or p.name_key like '${text}%')`,
  })
  const filters: (() => Narrowed)[] = [
    () => ({ query: '', where: 'true' }),
    () => byId('serviceTypeId', 'i.service_type_id', types),
    () => byId('sourceId', 'i.source_id', sources),
    () => byId('channelId', 'i.channel_id', channels),
    () => ({ ...byId('lossReasonId', 'i.loss_reason_id', reasons), only: 'closed' }),
    () => {
      const state = pick(states.rows)
      const only = state.kind === 'ordinary' ? 'open' : 'closed'
      return { query: `stateId=${state.id}`, where: 'i.state_id = $V', values: [state.id], only }
    },
    () => ({ query: `tags=${encodeURIComponent('срочно')}`, where: `i.tags && array['срочно']` }),
    () => ({ query: 'clientKind=person', where: `c.kind = 'person'` }),
    () => ({ query: 'relationType=partner', where: `c.relation_type = 'partner'` }),
    () => {
      const from = Math.floor(random() * 50) * 10_000
      return {
        query: `revenueFrom=${from}&revenueTo=${from + 20_000}`,
        where: `i.expected_revenue between ${from} and ${from + 20_000}`,
      }
    },
    () => ({ query: 'revenueFrom=2000000', where: 'i.expected_revenue >= 2000000' }),
    () => {
      const from = Math.floor(random() * 40) - 20
      return {
        query: `closeDateFrom=${day(from)}&closeDateTo=${day(from + 7)}`,
        where: `i.expected_close_date between '${day(from)}' and '${day(from + 7)}'`,
      }
    },
    () => {
      const from = -Math.floor(random() * 700)
      return {
        query: `createdFrom=${day(from - 30)}&createdTo=${day(from)}`,
        where: `i.created_at between '${day(from - 30)}' and '${day(from + 1)}'`,
      }
    },
    () => {
      const from = -Math.floor(random() * 700)
      return {
        query: `closedFrom=${day(from - 30)}&closedTo=${day(from)}`,
        where: `i.closed_at between '${day(from - 30)}' and '${day(from + 1)}'`,
        only: 'closed',
      }
    },
    () => ({ query: 'steps=overdue', where: 'i.next_step_at <= now()', only: 'open' }),
    () => ({ query: 'steps=none', where: 'i.next_step_at is null', only: 'open' }),
    () => ({
      query: 'steps=stuck',
      where: 'i.late_from is not null and greatest(i.late_from, i.contact_on + 1) <= current_date',
      only: 'open',
    }),
    () => ({ query: 'stepKind=task', where: `i.next_step->>'kind' = 'task'`, only: 'open' }),
    () => ({ query: 'outcome=won', where: `i.state_id in (${ofKind('won')})`, only: 'closed' }),
    () => word(pick(['станок', 'насос', 'обогрев', 'договор', 'монтаж', 'иванов', 'ромашка'])),
  ]
  const ofKind = (kind: string) =>
    states.rows.flatMap(each => (each.kind === kind ? [`'${each.id}'`] : [])).join(', ') || 'null'
  return Array.from({ length: count }, () => {
    const [first, second] = [pick(filters), random() < 0.4 ? pick(filters) : undefined]
    const chosen = [first(), ...(second && second !== first ? [second()] : [])]
    const only = new Set(chosen.flatMap(each => each.only ?? []))
    const fields = chosen.flatMap(each => each.query.split('&').map(part => part.split('=')[0]))
    // What is open and closed at once is nothing, and of one field one thing is asked: the second filter is left out.
    const used = only.size > 1 || new Set(fields).size < fields.length ? chosen.slice(0, 1) : chosen
    const standing = used.find(each => each.only)?.only ?? pick(['open', 'open', 'closed', undefined])
    const [sort, key] = pick(orders)
    const down = random() < 0.5
    const values: unknown[] = [base.principals]
    const where = used.map(each => each.where.replace('$V', () => `$${values.push(...(each.values ?? []))}`))
    if (standing) where.push(standing === 'open' ? 'i.open' : 'not i.open')
    const asked = ['limit=50', ...used.map(each => each.query), `sort=${down ? '-' : ''}${sort}`]
    if (standing) asked.push(`open=${standing === 'open'}`)
    return {
      path: `/api/v1/interests?${asked.filter(each => each !== '').join('&')}`,
      text: `select i.*, c.name from interest i
          left join client c on c.id = i.client_id left join prospect p on p.id = i.prospect_id
         where i.owner_key = any($1::uuid[]) and ${where.join(' and ')}
         order by ${key} ${down ? 'desc' : 'asc'}, i.id limit 50`,
      values,
    }
  })
}
