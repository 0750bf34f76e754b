import type pg from 'pg'
import { getInterest } from '../../server/rooms/interests/contract.ts'
import { describeContradictions, findContradictions } from '../proof/invariants.ts'
import type { Load, Operation } from './load.ts'
import type { Product } from './product.ts'

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
    findings.push(...describeContradictions(await findContradictions(client)))
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
