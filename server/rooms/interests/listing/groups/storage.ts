import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { NIL_ID } from '../../../../platform/pure/ids.ts'
import type { Filter } from '../../filters/storage.ts'
import type { Order } from '../sorting/rules.ts'

/** To what Interests belong, in the order in which they are shown. */
export interface Group {
  id: string
  /** Of a state. */
  scenarioId: string | null
  kind: 'ordinary' | 'won' | 'lost' | null
}

const groupsBy = {
  serviceType: statement<Group>(`
    select id, null as "scenarioId", null as kind from directory_item where kind = 'service_type' order by lower(name), id`),
  responsible: statement<Group>(`
    select id, null as "scenarioId", null as kind from (
      select id, lower(name) as name from app_user union all select '${NIL_ID}', null) x order by name nulls last, id`),
  state: statement<Group>(`
    select x.state_id as id, s.id as "scenarioId", x.kind
      from scenario s join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version
     order by s.ord, s.id, x.ord, x.state_id`),
}

/** What the rows are grouped by in this order, as far as the filter lets through; null where it is no order of groups. */
export async function findGroups(db: Queryable, { field, down }: Order, filter: Filter): Promise<Group[] | null> {
  if (field !== 'serviceType' && field !== 'responsible' && field !== 'state') return null
  const groups = (await db.rows(groupsBy[field])).filter(each => isAsked(field, each, filter))
  return down ? groups.reverse() : groups
}

function isAsked(field: keyof typeof groupsBy, { id, scenarioId, kind }: Group, filter: Filter): boolean {
  const { serviceTypeId, stateId, responsibleId, people } = filter
  if (field === 'serviceType') return serviceTypeId?.includes(id) ?? true
  if (field === 'responsible')
    return (responsibleId === undefined || responsibleId === id) && (people?.includes(id) ?? true)
  const isThere = (asked: unknown, own: unknown) => asked === undefined || asked === own
  const isEnd = filter.outcome === undefined || (kind !== 'ordinary' && kind !== null && filter.outcome.includes(kind))
  // Only what was lost has a reason.
  const isLost = !(filter.lossReasonId ?? filter.competitor?.trim()) || kind === 'lost'
  const isOpen = isThere(filter.open, kind === 'ordinary')
  return isEnd && isLost && isOpen && isThere(stateId, id) && isThere(filter.scenarioId, scenarioId)
}
