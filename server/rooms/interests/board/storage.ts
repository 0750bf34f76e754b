import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { Conditions, type Filter, isTallied, narrow, partiesNamed, principalsOf } from '../listing/storage.ts'
import { seenColumns } from '../storage.ts'
import type { SeenRecord } from '../tables.ts'

export type PlacedCard = SeenRecord & { place: string }

/** A card with the head of its column; a column without cards comes as one row without an id. */
export type BoardRow = (PlacedCard | (Omit<PlacedCard, 'id'> & { id: null })) & {
  columnId: string
  revision: string
  /** JSON of a `BoardSum` for each currency, the same in every row of a column. */
  sums: string | null
}

export interface BoardSum {
  currency: string
  count: number
  amount: string | null
}

/**
 * The whole board in one trip: for each state of the published version the counts and sums, which the tally knows
 * unless the filter asks more, and of the unfinished ones the first cards in order, merged from the ordered rows of every principal.
 */
export async function selectBoard(
  db: Queryable,
  scope: Scope,
  scenarioId: string,
  filter: Pick<Filter, 'responsibleId' | 'serviceTypeId' | 'q'>,
  limit: number,
): Promise<BoardRow[]> {
  const conditions = new Conditions()
  const scenario = conditions.value(scenarioId, 'uuid')
  narrow(conditions, { serviceTypeId: filter.serviceTypeId, q: filter.q }, await partiesNamed(db, filter.q))
  const count = conditions.value(limit + 1, 'int')
  const principals = principalsOf(scope, filter.responsibleId)
  const owners = principals && conditions.value(principals, 'uuid[]')
  const where = conditions.text
  const sorted = `order by state_entered_at desc, id desc limit ${count}`
  const column = `i.scenario_id = ${scenario} and i.state_id = st.state_id and st.kind = 'ordinary' and ${where}`
  const cards =
    owners === null
      ? `select i.* from interest i where ${column} ${sorted}`
      : `select x.* from unnest(${owners}) as owner(key) cross join lateral (
           select i.* from interest i where i.owner_key = owner.key and ${column} ${sorted}) x ${sorted}`
  const [source, countOf, amountOf] = isTallied(filter)
    ? ['interest_tally', 'sum(i.n)', 'sum(i.amount)']
    : ['interest', 'count(*)', 'sum(coalesce(i.expected_revenue, 0))']
  const text = `
    with st as materialized (
      select x.state_id, x.ord, x.kind, s.revision
        from scenario s join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version
       where s.id = ${scenario}),
    sums as materialized (
      select state_id, jsonb_agg(jsonb_build_object('currency', currency, 'count', n,
               'amount', nullif(amount, 0)::text)) as sums
        from (select i.state_id, i.currency, ${countOf} as n, ${amountOf} as amount
                from ${source} i
               where i.scenario_id = ${scenario} ${owners === null ? '' : `and i.owner_key = any(${owners})`} and ${where}
               group by i.state_id, i.currency having ${countOf} <> 0) g
       group by state_id)
    select st.state_id as "columnId", st.revision, h.sums::text as sums, i.state_entered_at::text as place, ${seenColumns}
      from st
      left join sums h on h.state_id = st.state_id
      left join lateral (${cards}) i on true
      left join client c on c.id = i.client_id
      left join prospect p on p.id = i.prospect_id
      left join app_user r on r.id = i.responsible_id
     order by st.ord, i.state_entered_at desc, i.id desc`
  return db.rows(statement<BoardRow>(text), conditions.values)
}
