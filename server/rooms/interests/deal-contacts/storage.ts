import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { DealContact, DealRole } from './contract.ts'

/** A merged contact is shown as the one that stayed; only those who work, or once worked, for the present client. */
const select = statement<DealContact>(`
  with recursive named as (
    select x.contact_id as id, x.role, x.added_at from interest_contact x where x.interest_id = $1
    union all
    select i.contact_id, null, null from interest i where i.id = $1 and i.contact_id is not null
    union all
    select t.merged_into, n.role, n.added_at from named n join contact t on t.id = n.id where t.merged_into is not null)
  select d.* from (
    select distinct on (t.id) t.id, t.full_name as "fullName", l.position, t.phones, t.emails,
           t.id = i.contact_id is true as main, n.role, n.added_at
      from named n join contact t on t.id = n.id and t.merged_into is null join interest i on i.id = $1
      cross join lateral (
        select w.position from client_contact w where w.client_id = i.client_id and w.contact_id = t.id
         order by w.to_day nulls first limit 1) l
     order by t.id, n.added_at nulls last) d
   order by d.main desc, d.added_at, d.id`)

/** Who at the client has a part in the deal, the contact of the Interest first. */
export async function listDealContacts(db: Queryable, interestId: string): Promise<DealContact[]> {
  return (await db.rows(select, [interestId])).map(({ id, fullName, position, phones, emails, main, role }) => ({
    id,
    fullName,
    position,
    phones,
    emails,
    main,
    role,
  }))
}

const upsert = statement<never>(`
  insert into interest_contact (interest_id, contact_id, role, added_at) values ($1, $2, $3, $4)
  on conflict (interest_id, contact_id) do update set role = excluded.role`)

export function storeDealContact(
  tx: Transaction,
  interestId: string,
  contactId: string,
  { role, now }: { role: DealRole | null; now: Date },
): void {
  tx.later(upsert, [interestId, contactId, role, now])
}

/** Those that were merged into this one go too: they were shown as it. */
const remove = statement<never>(`
  delete from interest_contact where interest_id = $1 and contact_id in (
    with recursive one as (
      select $2::uuid as id union all select m.id from one join contact m on m.merged_into = one.id)
    select id from one)`)

export function dropDealContact(tx: Transaction, interestId: string, contactId: string): void {
  tx.later(remove, [interestId, contactId])
}
