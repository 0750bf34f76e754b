import { type Queryable, statement } from '../../../platform/db/database.ts'
import { searchKey } from '../../../platform/pure/names.ts'
import type { Scope } from '../../../platform/scope.ts'
import { rowColumns, rowJoins } from '../storage.ts'
import type { RowRecord } from '../tables.ts'

/** What a list, the board or a sum is narrowed to. */
export interface Filter {
  scenarioId?: string | undefined
  stateId?: string | undefined
  clientId?: string | undefined
  prospectId?: string | undefined
  responsibleId?: string | undefined
  serviceTypeId?: string | undefined
  open?: boolean | undefined
  q?: string | undefined
}

export type Order = 'recent' | 'board'

/** A row with its place in the order, exact to the microsecond. */
export type PlacedRow = RowRecord & { place: string }

/** Whose Interests are read: those of the scope, narrowed to one person when asked; null is everything. */
export function principalsOf(scope: Scope, responsibleId: string | undefined): readonly string[] | null {
  if (responsibleId === undefined) return scope.principals
  return scope.covers(responsibleId) ? [responsibleId] : []
}

/** Gathers constant conditions on `interest i` and the values that they take. */
export class Conditions {
  readonly values: unknown[] = []
  readonly parts: string[] = []

  /** Adds a value and returns its place in the text. */
  value(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }

  get text(): string {
    return this.parts.length === 0 ? 'true' : this.parts.join(' and ')
  }
}

/** Everything but the scope: what the filter says, in a text that depends only on which filters are given. */
export function narrow(conditions: Conditions, filter: Filter, parties: readonly string[]): void {
  const { parts } = conditions
  const scenario = filter.scenarioId && conditions.value(filter.scenarioId, 'uuid')
  if (filter.stateId) {
    const state = conditions.value(filter.stateId, 'uuid')
    // The index of the board begins with the scenario.
    parts.push(`i.scenario_id = ${scenario ?? `(select x.scenario_id from scenario_state x where x.id = ${state})`}`)
    parts.push(`i.state_id = ${state}`)
  } else if (scenario) parts.push(`i.scenario_id = ${scenario}`)
  if (filter.clientId) parts.push(`i.client_id = ${conditions.value(filter.clientId, 'uuid')}`)
  if (filter.prospectId) parts.push(`i.prospect_id = ${conditions.value(filter.prospectId, 'uuid')}`)
  if (filter.serviceTypeId) parts.push(`i.service_type_id = ${conditions.value(filter.serviceTypeId, 'uuid')}`)
  if (filter.open !== undefined) parts.push(filter.open ? 'i.open' : 'not i.open')
  if (filter.q?.trim() && searchKey(filter.q) === '') {
    // Signs only name nothing.
    parts.push('false')
  } else if (filter.q?.trim()) {
    // A folded text holds letters, digits and blanks only, so nothing in it is a pattern.
    const text = conditions.value(`%${searchKey(filter.q)}%`, 'text')
    const ids = conditions.value(parties, 'uuid[]')
    parts.push(`(i.search_key like ${text} or i.client_id = any(${ids}) or i.prospect_id = any(${ids}))`)
  }
}

/** A name so common that more parties bear it narrows nothing. */
const MOST_PARTIES = 2_000
const byName = statement<{ id: string }>(`
  select distinct coalesce(client_id, owner_id) as id from (
    select client_id, owner_id from identity
     where kind = 'name' and value >= $1 and value < $1 || U&'\\+10FFFF' limit ${MOST_PARTIES}) found`)

/** Clients and prospects whose name, or a word of it, begins with the text. */
export async function partiesNamed(db: Queryable, q: string | undefined): Promise<string[]> {
  const key = searchKey(q ?? '')
  return key === '' ? [] : (await db.rows(byName, [key])).map(row => row.id)
}

/**
 * A page and one row more. Within a scope the rows of every principal come from an ordered index and are merged, so
 * that the cost does not grow with the table; the few rows of one party are simply looked through.
 */
export async function selectRows(
  db: Queryable,
  scope: Scope,
  filter: Filter,
  page: { order: Order; limit: number; after?: readonly [place: string, id: string] | undefined },
): Promise<PlacedRow[]> {
  const conditions = new Conditions()
  narrow(conditions, filter, await partiesNamed(db, filter.q))
  const key = page.order === 'board' ? 'state_entered_at' : 'created_at'
  if (page.after) {
    const [place, id] = page.after
    const from = `(${conditions.value(place, 'timestamptz')}, ${conditions.value(id, 'uuid')})`
    conditions.parts.push(`(i.${key}, i.id) < ${from}`)
  }
  const sorted = `order by ${key} desc, id desc limit ${conditions.value(page.limit + 1, 'int')}`
  const principals = principalsOf(scope, filter.responsibleId)
  const scoped = principals === null ? '' : conditions.value(principals, 'uuid[]')
  // The board shows one's own work; a list shows what was opened too.
  const opened = page.order === 'recent' ? openedOf(conditions, scope, filter, scoped) : null
  const isOfParty = filter.clientId !== undefined || filter.prospectId !== undefined
  const top =
    principals === null
      ? `select i.* from interest i where ${conditions.text} ${sorted}`
      : isOfParty
        ? `select i.* from interest i where ${conditions.text} and (i.owner_key = any(${scoped})${opened ? ` or ${opened}` : ''}) ${sorted}`
        : `select x.* from unnest(${scoped}) as owner(key) cross join lateral (
             select i.* from interest i where i.owner_key = owner.key and ${conditions.text} ${sorted}) x ${sorted}`
  const withOpened =
    opened === null || isOfParty
      ? top
      : `select * from ((${top}) union all (select i.* from interest i where ${opened} and ${conditions.text} ${sorted})) x ${sorted}`
  const text = `
    with top as (${withOpened})
    select ${rowColumns}, i.${key}::text as place from top i ${rowJoins} order by i.${key} desc, i.id desc`
  return db.rows(statement<PlacedRow>(text), conditions.values)
}

/**
 * Interests of clients that were opened to these people, but for those that their responsibles bring along already;
 * null where there are none.
 */
function openedOf(conditions: Conditions, scope: Scope, { responsibleId }: Filter, scoped: string): string | null {
  if (scope.grants.length === 0 || (responsibleId !== undefined && scope.covers(responsibleId))) return null
  const whose = responsibleId === undefined ? '' : ` and i.responsible_id = ${conditions.value(responsibleId, 'uuid')}`
  return `(i.client_id = any(${conditions.value(scope.grants, 'uuid[]')}) and i.owner_key <> all(${scoped})${whose})`
}

export interface Sum {
  currency: string
  count: number
  amount: string | null
}

/** Is the filter one that the tally answers? A type of service or a text asks the Interests themselves. */
export function isTallied(filter: Filter): boolean {
  const { serviceTypeId, q, clientId, prospectId } = filter
  return serviceTypeId === undefined && !q?.trim() && clientId === undefined && prospectId === undefined
}

/** Count and sum per currency of all that the filter lets through. */
export async function selectSums(db: Queryable, scope: Scope, filter: Filter): Promise<Sum[]> {
  const conditions = new Conditions()
  narrow(conditions, filter, await partiesNamed(db, filter.q))
  const principals = principalsOf(scope, filter.responsibleId)
  const scoped = principals && conditions.value(principals, 'uuid[]')
  const opened = scoped === null ? null : openedOf(conditions, scope, filter, scoped)
  const where = conditions.text
  const part = (source: string, count: string, amount: string, whose: string) => `
    select i.currency, ${count}::int as count, ${amount} as amount
      from ${source} i where ${where}${whose} group by i.currency having ${count} <> 0`
  const own = scoped === null ? '' : ` and i.owner_key = any(${scoped})`
  const live = ['interest', 'count(*)', 'sum(coalesce(i.expected_revenue, 0))'] as const
  const parts = [
    isTallied(filter) ? part('interest_tally', 'sum(i.n)', 'sum(i.amount)', own) : part(...live, own),
    ...(opened === null ? [] : [part(...live, ` and ${opened}`)]),
  ]
  const text = `
    select currency, sum(count)::int as count, nullif(sum(amount), 0)::text as amount
      from (${parts.join(' union all ')}) parts group by currency order by currency`
  return db.rows(statement<Sum>(text), conditions.values)
}

const visibleClient = statement<{ id: string }>(`
  select c.id from client c where c.id = $1 and ($2::uuid[] is null or c.owner_key = any($2) or c.id = any($2))`)
const visibleProspect = statement<{ id: string }>(`
  select p.id from prospect p
   where p.id = $1 and ($2::uuid[] is null or p.owner_key = any($2) or p.client_id = any($2)
         or exists (select from record_access v where v.record_id = p.id and v.principal_id = any($2)))`)

export type Party = 'client' | 'prospect'

export async function isPartyVisible(db: Queryable, party: Party, id: string, scope: Scope): Promise<boolean> {
  const seen = await db.first(party === 'client' ? visibleClient : visibleProspect, [id, scope.sight])
  return seen !== undefined
}

export type PartyRow = PlacedRow & { visible: boolean }

const ofParty = (column: 'client_id' | 'prospect_id', which: string) =>
  statement<PartyRow>(`
    with top as (
      select i.*, ($2::uuid[] is null or i.owner_key = any($2) or coalesce(i.client_id = any($2), false)) as visible
        from interest i
       where i.${column} = $1 and ${which}
         and (i.open or $2::uuid[] is null or i.owner_key = any($2) or i.client_id = any($2))
         and ($3::timestamptz is null or (i.created_at, i.id) < ($3, $4::uuid))
       order by i.created_at desc, i.id desc limit $5::int)
    select ${rowColumns}, i.created_at::text as place, i.visible from top i ${rowJoins}
     order by i.created_at desc, i.id desc`)
const partyStatements = {
  client: {
    all: ofParty('client_id', 'true'),
    open: ofParty('client_id', 'i.open'),
    closed: ofParty('client_id', 'not i.open'),
  },
  prospect: {
    all: ofParty('prospect_id', 'true'),
    open: ofParty('prospect_id', 'i.open'),
    closed: ofParty('prospect_id', 'not i.open'),
  },
}

/** Interests of a party: those in scope, and the unfinished ones of others, marked. */
export async function selectOfParty(
  db: Queryable,
  party: { kind: Party; id: string },
  scope: Scope,
  page: { open: boolean | undefined; limit: number; after?: readonly [place: string, id: string] | undefined },
): Promise<PartyRow[]> {
  const [place, id] = page.after ?? [null, null]
  const text = partyStatements[party.kind][page.open === undefined ? 'all' : page.open ? 'open' : 'closed']
  return db.rows(text, [party.id, scope.sight, place, id, page.limit + 1])
}

/** An unfinished Interest of a party, by its number, whatever the reader may see of it. */
export interface NumberedInterest {
  id: string
  number: string
  clientId: string | null
  prospectId: string | null
  responsibleId: string | null
}
const byNumber = statement<NumberedInterest>(`
  select id, number, client_id as "clientId", prospect_id as "prospectId", responsible_id as "responsibleId"
    from interest where number = $1 and open and (client_id = $2 or prospect_id = $2)`)

export async function findOpenByNumber(
  db: Queryable,
  number: string,
  partyId: string,
): Promise<NumberedInterest | undefined> {
  return db.first(byNumber, [number, partyId])
}
