import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Reach } from '../../../../platform/scope.ts'
import { joinedOf, openedOf, principalsOf, queuedOf } from '../../filters/reach/storage.ts'
import { type Clock, Conditions, type Filter, isTallied, narrow, partiesNamed } from '../../filters/storage.ts'

/** Of one currency and one probability, which is that of the states as they are published. */
export interface Sum {
  currency: string
  probability: number
  count: number
  amount: string | null
}

const counted = ['count(*)', 'sum(coalesce(i.expected_revenue, 0))'] as const

/** Count and sum per currency of all that the filter lets through. */
export async function selectSums(db: Queryable, scope: Reach, filter: Filter, clock: Clock): Promise<Sum[]> {
  const conditions = new Conditions()
  narrow(conditions, filter, await partiesNamed(db, filter.q), clock)
  const principals = principalsOf(scope, filter)
  const scoped = principals && conditions.value(principals, 'uuid[]')
  const opened = scoped === null ? null : openedOf(conditions, scope, filter, scoped)
  const joined = scoped === null ? null : joinedOf(conditions, scope, filter, { scoped, isOpened: opened !== null })
  const queued = scoped === null ? null : queuedOf(conditions, scope, filter, scoped)
  const where = conditions.text
  const part = ([source, count, amount]: readonly [string, string, string], whose: string) => `
    select i.scenario_id, i.state_id, i.currency, ${count}::int as count, ${amount} as amount
      from ${source} i where ${where}${whose} group by i.scenario_id, i.state_id, i.currency having ${count} <> 0`
  const own = scoped === null ? '' : ` and i.owner_key = any(${scoped})`
  const live = ['interest', ...counted] as const
  const isKept = isTallied(filter)
  const counting = isKept ? (['interest_tally', 'sum(i.n)', 'sum(i.amount)'] as const) : live
  // The tally knows owners, and of people that were asked for only those that the scope covers.
  const isWhole = filter.responsibleId === undefined && filter.people === undefined
  const parts = [
    part(counting, own),
    ...(queued === null ? [] : [part(isWhole ? counting : live, ` and ${queued.one}`)]),
    ...(opened === null ? [] : [part(live, ` and ${opened}`)]),
    ...(joined === null ? [] : [part([joined.source, ...counted], '')]),
  ]
  const text = `
    select g.currency, coalesce(x.probability, 0) as probability, sum(g.count)::int as count,
           nullif(sum(g.amount), 0)::text as amount
      from (${parts.join(' union all ')}) g
      left join scenario s on s.id = g.scenario_id
      left join scenario_state_setting x
             on x.scenario_id = s.id and x.version = s.published_version and x.state_id = g.state_id
     group by 1, 2 order by 1, 2`
  return isKept ? db.rows(statement<Sum>(text), conditions.values) : db.planned<Sum>(text, conditions.values)
}
