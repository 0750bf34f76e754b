import { statement, type Transaction } from '../../../../platform/db/database.ts'

const blankRows = statement<{ rows: number; sealed: number }>(`
  with blanked as (
    update audit set personal = null
     where personal is not null and (record_id = $1 or ($2 and actor_id = $1)) returning id),
  unsalted as (
    update audit_seal s set salt = null from blanked b where s.audit_id = b.id and s.salt is not null returning s.seq)
  select (select count(*)::int from blanked) as rows, (select count(*)::int from unsalted) as sealed`)

/** @param asActor rows that the person wrote, not only those about the record */
export async function blankRowsOf(
  tx: Transaction,
  id: string,
  asActor: boolean,
): Promise<{ rows: number; sealed: number }> {
  return (await tx.first(blankRows, [id, asActor])) ?? { rows: 0, sealed: 0 }
}

const blankEvents = statement<{ events: number }>(`
  with blanked as (update event set personal = null where record_id = $1 and personal is not null returning id)
  select count(*)::int as events from blanked`)

export async function blankEventsOf(tx: Transaction, id: string): Promise<number> {
  return (await tx.first(blankEvents, [id]))?.events ?? 0
}
