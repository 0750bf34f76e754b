import type pg from 'pg'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/pure/ids.ts'
import { lockHistoryText, markRemoved } from '../../rooms/access/audit/history/storage.ts'
import type { AuditKind } from '../../rooms/access/audit/kinds/contract.ts'
import { inDemoSession } from './session.ts'

interface Counts {
  clients: number
  contacts: number
  prospects: number
  interests: number
}

export interface DemoRemoved {
  removed: Counts
  /** Demo records that people changed or used; they are ordinary records from now on. */
  kept: Counts
}

/**
 * «Убрать демо-данные»: takes away what the loader made and nobody has changed or used since. Somebody's note, change,
 * contact or Interest keeps the record that it hangs on, and whatever that record needs.
 */
export async function removeDemo(db: Database, by: { now: Date; actorId: string | null }): Promise<DemoRemoved> {
  return inDemoSession(db, async ({ connection }) => {
    for (const statement of chooseStatements) await connection.query(statement)
    const removed = await countAll(connection, 'select count(*) from demo_gone_')
    await forgetHistory(connection, by)
    for (const statement of removeStatements) await connection.query(statement)
    const kept = await keepTheRest(connection)
    await connection.query('update company set demo_at = null')
    return { removed, kept }
  })
}

/** From what hangs on others to what others hang on: each step knows what remains of the one before. */
const chooseStatements = [
  `create temp table demo_gone_interest on commit drop as
     select i.id from interest i
      where i.demo and i.version = 1 and not exists (select from note n where n.interest_id = i.id)
        and not exists (select from access_request a where a.interest_id = i.id)
        and not exists (select from hand_over h where h.interest_id = i.id)
        and not exists (select from activity a where a.interest_id = i.id and (not a.demo or a.version > 1))
        and not exists (select from interest_member m where m.interest_id = i.id)
        and not exists (select from interest x where x.basis_id = i.id)`,
  `create unique index on demo_gone_interest (id)`,
  `create temp table demo_gone_prospect on commit drop as
     select p.id from prospect p
      where p.demo and p.version = 1
        and not exists (select from access_request a where a.prospect_id = p.id)
        and not exists (select from hand_over h where h.prospect_id = p.id)
        and not exists (select from interest i where i.prospect_id = p.id
                           and not exists (select from demo_gone_interest g where g.id = i.id))`,
  `create unique index on demo_gone_prospect (id)`,
  // A contact stays for its own sake when somebody changed it or named it.
  `create temp table demo_used_contact on commit drop as
     select p.id from contact p
      where not p.demo or p.version > 1
         or exists (select from note n where n.contact_id = p.id)
         or exists (select from client_contact l where l.contact_id = p.id and l.creation_hash is not null)`,
  `insert into demo_used_contact
     select i.contact_id from interest i where i.contact_id is not null
        and not exists (select from demo_gone_interest g where g.id = i.id)
     union select p.contact_id from prospect p where p.contact_id is not null
        and not exists (select from demo_gone_prospect g where g.id = p.id)`,
  `create index on demo_used_contact (id)`,
  `create temp table demo_gone_client on commit drop as
     select c.id from client c
      where c.demo and c.version = 1
        and not exists (select from access_request a where a.client_id = c.id)
        and not exists (select from record_access a where a.record_id = c.id)
        and not exists (select from hand_over h where h.client_id = c.id)
        and not exists (select from interest i where i.client_id = c.id
                           and not exists (select from demo_gone_interest g where g.id = i.id))
        and not exists (select from prospect p where p.client_id = c.id
                           and not exists (select from demo_gone_prospect g where g.id = p.id))
        and not exists (select from contractor k where k.client_id = c.id
                           and (k.version > 1 or k.created_at <> c.created_at))
        and not exists (select from client_contact l join demo_used_contact u on u.id = l.contact_id
                         where l.client_id = c.id)`,
  `create unique index on demo_gone_client (id)`,
  `create temp table demo_gone_contact on commit drop as
     select p.id from contact p
      where p.demo
        and not exists (select from demo_used_contact u where u.id = p.id)
        and not exists (select from client_contact l where l.contact_id = p.id
                           and not exists (select from demo_gone_client g where g.id = l.client_id))`,
  `create unique index on demo_gone_contact (id)`,
  `analyze demo_gone_interest, demo_gone_prospect, demo_gone_client, demo_gone_contact, demo_used_contact`,
]

const gone = `(select id from demo_gone_client union all select id from demo_gone_contact
  union all select id from demo_gone_prospect union all select id from demo_gone_interest)`

const ofGone = `record_id in ${gone} or record_id in (select id from demo_gone_contractor)`

/** The history goes with its records; what of it was sealed is noted in its chain and told in the access log. */
async function forgetHistory(connection: pg.Client, { now, actorId }: { now: Date; actorId: string | null }) {
  await connection.query(`create temp table demo_gone_contractor on commit drop as
     select k.id from contractor k join demo_gone_client g on g.id = k.client_id`)
  await connection.query(`create temp table demo_gone_event on commit drop as select id from event where ${ofGone}`)
  await connection.query(lockHistoryText)
  const marked = await connection.query<{ events: number }>(markRemoved('e.id in (select id from demo_gone_event)'))
  const events = marked.rows[0]?.events ?? 0
  await connection.query('delete from event where id in (select id from demo_gone_event)')
  const row = [newId(), now, actorId, 'audit.history_removed' satisfies AuditKind, JSON.stringify({ events })]
  if (events > 0)
    await connection.query('insert into audit (id, at, actor_id, kind, detail) values ($1, $2, $3, $4, $5)', row)
}

const removeStatements = [
  'delete from interest_closing where interest_id in (select id from demo_gone_interest)',
  'delete from activity where interest_id in (select id from demo_gone_interest)',
  'delete from interest where id in (select id from demo_gone_interest)',
  'delete from prospect where id in (select id from demo_gone_prospect)',
  'delete from client_contact where client_id in (select id from demo_gone_client)',
  'delete from contractor where id in (select id from demo_gone_contractor)',
  'delete from client where id in (select id from demo_gone_client)',
  'delete from contact where id in (select id from demo_gone_contact)',
  `delete from identity where owner_id in ${gone} or owner_id in (select id from demo_gone_contractor)`,
  // Whoever stays has lost Interests.
  `update client c set open_interests = (select count(*) from interest i where i.client_id = c.id and i.open)
    where c.demo`,
  `update prospect p set open_interests = (select count(*) from interest i where i.prospect_id = p.id and i.open)
    where p.demo`,
  `delete from not_duplicate where left_id in ${gone} or right_id in ${gone}`,
  `delete from duplicate_pair where left_id in ${gone} or right_id in ${gone}`,
]

const tables = { clients: 'client', contacts: 'contact', prospects: 'prospect', interests: 'interest' } as const

async function countAll(connection: pg.Client, text: string): Promise<Counts> {
  const counts: Counts = { clients: 0, contacts: 0, prospects: 0, interests: 0 }
  for (const key of Object.keys(tables) as (keyof Counts)[]) {
    const result = await connection.query<{ count: string }>(text + tables[key])
    counts[key] = Number(result.rows[0]?.count ?? 0)
  }
  return counts
}

async function keepTheRest(connection: pg.Client): Promise<Counts> {
  const counts: Counts = { clients: 0, contacts: 0, prospects: 0, interests: 0 }
  await connection.query('update activity set demo = false where demo')
  for (const key of Object.keys(tables) as (keyof Counts)[]) {
    counts[key] = (await connection.query(`update ${tables[key]} set demo = false where demo`)).rowCount ?? 0
  }
  return counts
}
