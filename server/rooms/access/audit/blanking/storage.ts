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

/** The names of the fields stay, so that the history says what it does not know any more. */
const blankEvents = statement<{ id: string }>(`
  update event
     set personal = (select jsonb_object_agg(f.key, jsonb_strip_nulls(jsonb_build_object('of', f.value -> 'of')))
                       from jsonb_each(personal) f)
   where record_id = $1 and (personal @? '$.*.from' or personal @? '$.*.to')
  returning id`)

/** @returns the events that are blanked now */
export async function blankEventsOf(tx: Transaction, id: string): Promise<string[]> {
  return (await tx.rows(blankEvents, [id])).map(each => each.id)
}
