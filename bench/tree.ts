import pg from 'pg'
import { dropIndexes, makeIndexes } from '../server/app/demo/indexes.ts'
import { newId } from '../server/platform/pure/ids.ts'
import type { BenchBase } from './prepared.ts'

/** A company of forty departments, six levels deep, with everybody somewhere in it, and what was opened to whom. */
export interface Tree {
  /** The department of fifty people that is moved, and where to. */
  moved: string
  from: string
  to: string
}

const DEPARTMENTS = 40
const GRANTS = 100_000
/** Of them to departments: what a whole department is to see has its responsible there. */
const TO_DEPARTMENTS = 1_000

/**
 * Lays the tree over the people of a base, once: departments 1 to 40 where each stands below the one of half its number
 * (six levels), every fifth person a head. Fifty people work in and below one department of the second level.
 */
export async function layTree({ sql, owner }: Pick<BenchBase, 'sql' | 'owner'>, random: () => number): Promise<Tree> {
  const known = await sql.query<{ id: string; name: string }>(
    `select id, name from department where name like 'Дерево %'`,
  )
  const idOf = new Map(known.rows.map(row => [Number(row.name.slice(7)), row.id]))
  if (idOf.size === 0) {
    console.log(`Laying ${DEPARTMENTS} departments and ${GRANTS} grants once …`)
    for (let n = 1; n <= DEPARTMENTS; n++) {
      const id = newId()
      idOf.set(n, id)
      await sql.query('insert into department (id, name, parent_id, ord) values ($1, $2, $3, $4)', [
        id,
        `Дерево ${n}`,
        n === 1 ? null : (idOf.get(n >> 1) ?? null),
        n,
      ])
    }
    await seatPeople(sql, idOf)
    await openClients(sql, [...idOf.values()], random)
    await findOpened(owner)
  }
  const at = (n: number) => idOf.get(n) ?? ''
  return { moved: at(5), from: at(2), to: at(3) }
}

/** Fifty in the branch of department 5 (5, 10, 11, 20 to 23, 40), the rest spread over the others. */
async function seatPeople(sql: pg.Pool, idOf: ReadonlyMap<number, string>): Promise<void> {
  const branch = [5, 10, 11, 20, 21, 22, 23, 40]
  const others = [...idOf.keys()].filter(n => !branch.includes(n))
  const { rows } = await sql.query<{ id: string }>(
    `select id from app_user where role <> 'administrator' order by created_at, id`,
  )
  for (const [n, { id }] of rows.entries()) {
    const seat = n < 50 ? branch[n % branch.length] : others[n % others.length]
    const role = n % 5 === 0 ? 'head' : 'salesperson'
    await sql.query('update app_user set department_id = $2, role = $3 where id = $1', [id, idOf.get(seat ?? 1), role])
  }
}

async function openClients(sql: pg.Pool, departments: readonly string[], random: () => number): Promise<void> {
  const { rows: people } = await sql.query<{ id: string }>(`select id from app_user where role <> 'administrator'`)
  const principals = Array.from({ length: GRANTS }, (_, n) => {
    const among = n < TO_DEPARTMENTS ? departments : people.map(row => row.id)
    return among[Math.floor(random() * among.length)]
  })
  await sql.query(
    `with chosen as (
       select c.id, row_number() over () as n from (
         select id, responsible_id from client tablesample bernoulli (60) where archived_at is null order by random() limit $2) c)
     insert into record_access (principal_id, record_id, record_kind, reason, created_at)
     select p.id, c.id, 'client', 'grant', now() from unnest($1::uuid[]) with ordinality p(id, n) join chosen c using (n)
     on conflict do nothing`,
    [principals, GRANTS],
  )
}

/**
 * What is opened is found: its identifiers stand once more under the key of whom it was opened to. They are millions,
 * so the indexes are made anew.
 */
async function findOpened(owner: BenchBase['owner']): Promise<void> {
  const connection = new pg.Client(owner)
  await connection.connect()
  await connection.query('begin')
  const indexes = await dropIndexes(connection, ['identity'])
  await connection.query(
    `insert into identity (kind, value, main, field, owner_kind, owner_id, client_id, owner_key, archived)
     select i.kind, i.value, i.main, i.field, i.owner_kind, i.owner_id, i.client_id, a.principal_id, i.archived
       from record_access a
       join client c on c.id = a.record_id and a.principal_id <> c.owner_key
       join identity i on i.client_id = c.id and i.owner_kind <> 'prospect' and i.owner_key = c.owner_key
      where a.reason = 'grant'`,
  )
  await makeIndexes(connection, indexes, () => {})
  await connection.query('commit')
  await connection.query('vacuum (analyze) app_user, department, record_access, identity')
  await connection.query('checkpoint')
  await connection.end()
}
