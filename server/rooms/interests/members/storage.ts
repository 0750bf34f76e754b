import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

const insertMembers = statement<never>(`
  insert into interest_member (interest_id, user_id, added_at, added_by)
  select $1, x.id, $3, $4 from unnest($2::uuid[]) x(id) on conflict do nothing`)
const deleteMembers = statement<never>(`
  delete from interest_member where interest_id = $1 and user_id <> all($2::uuid[])`)
const updateIds = statement<never>('update interest set member_ids = $2 where id = $1')

/** Stores who the co-executors of an Interest are; whoever was one before keeps the moment of it. */
export function storeMembers(
  tx: Transaction,
  interestId: string,
  memberIds: readonly string[],
  at: { now: Date; userId: string | null },
): void {
  tx.later(deleteMembers, [interestId, memberIds])
  tx.later(insertMembers, [interestId, memberIds, at.now, at.userId])
  tx.later(updateIds, [interestId, memberIds])
}

export interface MemberRow {
  id: string
  name: string
  addedAt: Date
  addedById: string | null
  addedByName: string | null
}
const selectMembers = statement<MemberRow>(`
  select u.id, u.name, m.added_at as "addedAt", b.id as "addedById", b.name as "addedByName"
    from interest_member m join app_user u on u.id = m.user_id left join app_user b on b.id = m.added_by
   where m.interest_id = $1 order by m.added_at, u.name, u.id`)

export async function listMemberRows(db: Queryable, interestId: string): Promise<MemberRow[]> {
  return db.rows(selectMembers, [interestId])
}

export interface Person {
  id: string
  name: string
}
const selectNewcomer = statement<Person & { client: ClientFacts | null }>(`
  select u.id, u.name, (
           select jsonb_build_object('id', c.id, 'name', coalesce(c.public_name, c.name), 'responsibleId', c.responsible_id)
             from client c where c.id = $2) as client
    from app_user u where u.id = $1 and u.deactivated_at is null`)

export interface ClientFacts extends Person {
  responsibleId: string | null
}

/** Somebody who works here, and the client of the Interest. */
export async function findNewcomer(
  db: Queryable,
  userId: string,
  clientId: string | null,
): Promise<(Person & { client: ClientFacts | null }) | undefined> {
  return db.first(selectNewcomer, [userId, clientId])
}

const selectJoined = statement<{ id: string }>(`
  select interest_id as id from interest_member where user_id = $1 order by interest_id`)

/** Interests of which a person is a co-executor. */
export async function listJoined(db: Queryable, userId: string): Promise<string[]> {
  return (await db.rows(selectJoined, [userId])).map(each => each.id)
}
