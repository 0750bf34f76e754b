import type { Reach } from '../../../../platform/scope.ts'
import type { Conditions, Filter } from '../storage.ts'

/** Whose Interests are read: those of the scope, narrowed to the people asked for; null is everything. */
export function principalsOf(
  scope: Reach,
  { responsibleId, people }: Pick<Filter, 'responsibleId' | 'people'>,
): readonly string[] | null {
  const asked =
    responsibleId === undefined ? people : people ? people.filter(each => each === responsibleId) : [responsibleId]
  return asked === undefined ? scope.owners : asked.filter(each => scope.covers(each))
}

type Whose = Pick<Filter, 'responsibleId' | 'people' | 'open' | 'steps'>

/** The responsible asked for brings along all that may be seen of theirs. */
const isCovered = (scope: Reach, { responsibleId }: Whose) => responsibleId !== undefined && scope.covers(responsibleId)

/** Of what is seen for another reason than its responsible: those of the people asked for. */
function whoseOf(conditions: Conditions, { responsibleId, people }: Whose): string {
  const one = responsibleId === undefined ? '' : ` and i.responsible_id = ${conditions.value(responsibleId, 'uuid')}`
  return people === undefined ? one : `${one} and i.responsible_id = any(${conditions.value(people, 'uuid[]')})`
}

/**
 * Interests of clients that were opened to these people, but for those that their responsibles bring along already;
 * null where there are none. @param younger what holds of `record_access a` where something is young enough
 */
export function openedOf(
  conditions: Conditions,
  scope: Reach,
  filter: Whose,
  scoped: string,
  younger = 'true',
): string | null {
  if (scope.grants.length === 0 || isCovered(scope, filter)) return null
  const whose = whoseOf(conditions, filter)
  const others = queuesOf(conditions, scope)
  const unfinished = filter.open || filter.steps?.length ? ' and a.has_open' : ''
  const opened = `
    select o.id from (
        select a.record_id as id from record_access a
         where a.principal_id = any(${conditions.value(scope.doors, 'uuid[]')}) and a.reason = 'grant'
           and ${younger}${unfinished} offset 0) o
     where o.id = any(${conditions.value(scope.grants, 'uuid[]')})`
  return `(i.client_id in (${opened}) and i.owner_key <> all(${scoped})${whose}${others})`
}

/** What stands in a queue of the scope comes with that, whatever else brings it along. */
function queuesOf(conditions: Conditions, { queues }: Reach): string {
  return queues.length === 0 ? '' : ` and i.state_id <> all(${conditions.value(queues, 'uuid[]')})`
}

/** What stands in the states that are addressed to a role of the scope, but for what its people are responsible for. */
export interface Queued {
  /** The states, as a place of the statement. */
  states: string
  /** The condition on `interest i` that stands in one of them. */
  rest: string
  /** Both, for where few are looked through anyway. */
  one: string
}

/** Null where nothing is addressed to a role of the scope, or where the responsible asked for brings all of it. */
export function queuedOf(conditions: Conditions, scope: Reach, filter: Whose, scoped: string): Queued | null {
  if (scope.queues.length === 0 || isCovered(scope, filter)) return null
  const states = conditions.value(scope.queues, 'uuid[]')
  const rest = `i.owner_key <> all(${scoped})${whoseOf(conditions, filter)}`
  return { states, rest, one: `(i.state_id = any(${states}) and ${rest})` }
}

/** The rest of what a scope sees: Interests where one of its people is a co-executor; read one by one, they are few. */
export interface Joined {
  /** All of them that the filter lets through, as a source of rows of `interest`. */
  source: string
  /** The condition on `interest i` for where few are looked through anyway. */
  one: string
}

/** Null where nobody of the scope is a co-executor, or where the responsible asked for brings them all. */
export function joinedOf(
  conditions: Conditions,
  scope: Reach,
  filter: Whose,
  { scoped, isOpened }: { scoped: string; isOpened: boolean },
  where = conditions.text,
): Joined | null {
  if (!scope.joined || isCovered(scope, filter)) return null
  const people = conditions.value(scope.owners, 'uuid[]')
  const whose = whoseOf(conditions, filter)
  // What was opened too comes with that.
  const others = isOpened ? ` and coalesce(i.client_id <> all(${conditions.value(scope.grants, 'uuid[]')}), true)` : ''
  const rest = `i.owner_key <> all(${scoped})${whose}${others}${queuesOf(conditions, scope)}`
  const source = `(
    select x.* from (select distinct m.interest_id from interest_member m where m.user_id = any(${people})) m
      cross join lateral (
        select i.* from interest i where i.id = m.interest_id and ${rest} and ${where} limit 1) x)`
  return { source, one: `(i.member_ids && ${people} and ${rest})` }
}
