import type pg from 'pg'
import { getInterest } from '../../server/rooms/interests/contract.ts'
import type { Load, Operation } from './load.ts'
import type { Product } from './product.ts'

/** What must be empty at all times, whatever was killed: each query lists what contradicts its sentence. */
const invariants: Record<string, string> = {
  'the events of a record have the versions from 1 to that of the record, each once': `
    select r.kind || ' ' || r.id as wrong
      from (select 'interest' as kind, id, version from interest union all select 'client', id, version from client
            union all select 'contact', id, version from contact union all select 'prospect', id, version from prospect
           ) r
      left join event e on e.record_id = r.id and e.record_kind = r.kind and e.version is not null
     group by r.kind, r.id, r.version
    having count(e.id) <> r.version or count(distinct e.version) <> r.version
        or min(e.version) <> 1 or max(e.version) <> r.version`,
  'events tell of records that exist': `
    select e.record_kind || ' ' || e.record_id as wrong from event e
     where e.record_kind in ('interest', 'client', 'contact', 'prospect')
       and not exists (select from interest i where i.id = e.record_id)
       and not exists (select from client c where c.id = e.record_id)
       and not exists (select from contact t where t.id = e.record_id)
       and not exists (select from prospect p where p.id = e.record_id)`,
  'an Interest is what its events made of it': `
    select i.id || ' ' || f.field as wrong
      from interest i,
           lateral (values ('stateId', i.state_id::text), ('scenarioId', i.scenario_id::text), ('content', i.content),
                           ('clientId', i.client_id::text), ('contactId', i.contact_id::text),
                           ('prospectId', i.prospect_id::text), ('responsibleId', i.responsible_id::text),
                           ('lossReasonId', i.loss_reason_id::text), ('lossComment', i.loss_comment),
                           ('expectedCloseDate', i.expected_close_date::text)) as f(field, stored)
      left join lateral (
        select (coalesce(e.changes, '{}') || coalesce(e.personal, '{}')) -> f.field ->> 'to' as told from event e
         where e.record_id = i.id and e.version is not null
           and (coalesce(e.changes, '{}') || coalesce(e.personal, '{}')) ? f.field
         order by e.id desc limit 1) l on true
     where l.told is distinct from f.stored`,
  'the unfinished Interests of a client are counted': `
    select c.id::text as wrong from client c
     where c.open_interests <> (select count(*) from interest i where i.client_id = c.id and i.open)`,
  'the unfinished Interests of a prospect are counted': `
    select p.id::text as wrong from prospect p
     where p.open_interests <> (select count(*) from interest i where i.prospect_id = p.id and i.open)`,
  'an Interest is open exactly when its last closing is not in force': `
    select i.id::text as wrong from interest i
     where i.open = exists (select from interest_closing x where x.interest_id = i.id and x.reopened_at is null)`,
  'a state that demands a client holds no Interest without one': `
    select i.id::text as wrong
      from interest i join scenario s on s.id = i.scenario_id
      join scenario_state_setting t
        on t.scenario_id = s.id and t.version = s.published_version and t.state_id = i.state_id
     where i.client_id is null and t.fields @> '[{"field": "client", "required": true}]'`,
  'what finds a party belongs to a party that exists': `
    select distinct n.owner_kind || ' ' || n.owner_id as wrong from identity n
     where not case n.owner_kind
       when 'client' then exists (select from client where id = n.owner_id)
       when 'contractor' then exists (select from contractor where id = n.owner_id)
       when 'contact' then exists (select from contact where id = n.owner_id)
       else exists (select from prospect where id = n.owner_id) end`,
  'every party is found by something': `
    select r.id::text as wrong from (select id from client union all select id from prospect) r
     where not exists (select from identity n where n.owner_id = r.id)`,
  'a number is given once': `select number as wrong from interest group by number having count(*) > 1`,
}

export interface Count {
  acknowledged: number
  settled: number
  lost: number
  double: number
  /** What contradicts a promise, in words. */
  findings: string[]
}

/** Counts what was acknowledged against what is there, by SQL and through the API. */
export async function audit(product: Product, load: Load, checked: readonly Operation[]): Promise<Count> {
  const { operations } = load
  const findings: string[] = []
  const unsettled = operations.filter(each => each.outcome === 'unknown')
  for (const each of unsettled) findings.push(`${each.kind} «${each.mark}»: nobody knows what became of it`)
  const { lost, double } = await product.sql(async client => {
    await checkInvariants(client, findings)
    return countMarks(client, operations, findings)
  })
  await readThroughApi(product, checked, findings)
  return {
    acknowledged: operations.filter(each => each.outcome === 'acknowledged').length,
    settled: operations.filter(each => each.settled && each.outcome !== 'unknown').length,
    lost,
    double,
    findings,
  }
}

async function checkInvariants(client: pg.Client, findings: string[]): Promise<void> {
  for (const [sentence, query] of Object.entries(invariants)) {
    const { rows } = await client.query(query)
    if (rows.length > 0) {
      const named = rows.slice(0, 5).map(row => row.wrong)
      findings.push(`${rows.length} against «${sentence}»: ${named.join(', ')}`)
    }
  }
}

/** The mark of each operation stands in exactly one event when it was acknowledged, in none when it was refused. */
async function countMarks(client: pg.Client, operations: readonly Operation[], findings: string[]) {
  const { rows } = await client.query<{ mark: string; kind: string; times: number; ids: string[] }>(`
    select coalesce(personal->'comment'->>'to', personal->'content'->>'to') as mark, min(kind) as kind,
           count(*)::int as times, array_agg(record_id::text) as ids
      from event where record_kind = 'interest' group by 1`)
  const told = new Map(rows.map(row => [row.mark, row]))
  const keys = new Map(
    (await client.query<{ key: string }>('select key from operation')).rows.map(row => [row.key, true] as const),
  )
  const made = new Map(
    (
      await client.query<{ mark: string; times: number }>(`
        select mark, count(*)::int as times from (
          select substring(full_name from 'отметка \\d+\\.') as mark from prospect
          union all select substring(name from 'отметка \\d+\\.') from client) parties group by mark`)
    ).rows.map(row => [row.mark, row.times] as const),
  )
  const eventKinds = { create: 'interest.created', move: 'interest.moved', patch: 'interest.changed' }
  let lost = 0
  let double = 0
  for (const { kind, mark, outcome, interestId, body, headers } of operations) {
    const found = told.get(mark)
    const times = found?.times ?? 0
    const brought = 'prospect' in body || 'newClient' in body
    const parties = made.get(mark) ?? 0
    const key = headers['idempotency-key']
    if (times > 1 || parties > 1) {
      double += 1
      findings.push(`${kind} «${mark}»: there ${times} times, its party ${parties} times`)
    } else if (outcome === 'acknowledged' && (times === 0 || (brought && parties === 0))) {
      lost += 1
      findings.push(`${kind} «${mark}» of ${interestId}: acknowledged and lost`)
    } else if (outcome === 'refused' && (times > 0 || parties > 0 || (key && keys.has(key)))) {
      findings.push(`${kind} «${mark}»: refused and half there`)
    } else if (found && (found.kind !== eventKinds[kind] || found.ids[0] !== interestId)) {
      findings.push(`${kind} «${mark}»: told as ${found.kind} of ${found.ids[0]}`)
    } else if (outcome === 'acknowledged' && key && !keys.has(key)) {
      findings.push(`${kind} «${mark}»: its key is forgotten, a repeat would do it again`)
    }
  }
  return { lost, double }
}

async function readThroughApi(product: Product, checked: readonly Operation[], findings: string[]): Promise<void> {
  const ids = [...new Set(checked.filter(each => each.outcome === 'acknowledged').map(each => each.interestId))]
  const stored = await product.sql(async client => {
    const { rows } = await client.query<{ id: string; version: number; stateId: string; content: string }>(
      `select id, version, state_id as "stateId", content from interest where id = any($1)`,
      [ids],
    )
    return new Map(rows.map(row => [row.id, row]))
  })
  for (const id of ids) {
    const { status, body } = await product.call('GET', getInterest.path.replace(':id', id))
    const row = stored.get(id)
    const isSame = row && body.version === row.version && body.stateId === row.stateId && body.content === row.content
    if (status !== 200 || !isSame) findings.push(`the API tells ${status} of Interest ${id}, the table something else`)
  }
}

/** Looks into every page of every table and index for what a crash may have torn. */
export async function checkPages(product: Product): Promise<string[]> {
  return product.sql(async client => {
    await client.query('create extension if not exists amcheck')
    const { rows } = await client.query<{ wrong: string }>(`
      select c.relname || ': ' || h.msg as wrong
        from pg_class c, lateral verify_heapam(c.oid) h
       where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`)
    const indexes = await client.query<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c
        join pg_index x on x.indexrelid = c.oid join pg_am a on a.oid = c.relam
       where a.amname = 'btree' and c.relnamespace = 'public'::regnamespace and x.indisvalid`)
    const wrong = rows.map(row => row.wrong)
    for (const { name } of indexes.rows) {
      await client
        .query('select bt_index_check($1::regclass, true)', [name])
        .catch((error: Error) => wrong.push(error.message))
    }
    return wrong
  })
}
