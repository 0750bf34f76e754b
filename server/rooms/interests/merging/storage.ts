import { statement, type Transaction } from '../../../platform/db/database.ts'
import { storedColumns } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'

/** An Interest with what its party may be changed by. */
export type Held = StoredInterest & { linkedByProspect: boolean; scenarioRevision: string }

const hold = (which: string) =>
  statement<Held>(`
  select ${storedColumns}, i.linked_by_prospect as "linkedByProspect", s.revision as "scenarioRevision"
    from interest i join scenario s on s.id = i.scenario_id
   where ${which} order by i.id for no key update of i for share of s`)
const held = {
  client: hold('i.client_id = any($1::uuid[])'),
  contact: hold('i.contact_id = any($1::uuid[])'),
  prospect: hold('i.prospect_id = any($1::uuid[])'),
  id: hold('i.id = any($1::uuid[])'),
}

const heldSince = {
  client: hold('i.client_id = any($1::uuid[]) and i.created_at >= $2'),
  contact: hold('i.contact_id = any($1::uuid[]) and i.created_at >= $2'),
  prospect: hold('i.prospect_id = any($1::uuid[]) and i.created_at >= $2'),
}

/** The Interests of this party that were created since. */
export async function holdInterestsSince(
  tx: Transaction,
  of: keyof typeof heldSince,
  id: string,
  since: Date,
): Promise<Held[]> {
  return tx.rows(heldSince[of], [[id], since])
}

/** The Interests of these parties, closed ones too, or these Interests; their scenarios stay as they are meanwhile. */
export async function holdInterestsOf(tx: Transaction, of: keyof typeof held, ids: readonly string[]): Promise<Held[]> {
  return ids.length === 0 ? [] : tx.rows(held[of], [ids])
}

const update = statement<never>(`
  update interest i
     set client_id = x."clientId", contact_id = x."contactId", prospect_id = x."prospectId",
         linked_by_prospect = x."linkedByProspect", version = i.version + 1, updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "clientId" uuid, "contactId" uuid, "prospectId" uuid,
         "linkedByProspect" boolean)
   where i.id = x.id`)

/** Writes whose Interests these are, all of them held. */
export async function updateParties(tx: Transaction, interests: readonly Held[], now: Date): Promise<void> {
  const rows = interests.map(({ id, clientId, contactId, prospectId, linkedByProspect }) => ({
    id,
    clientId,
    contactId,
    prospectId,
    linkedByProspect,
  }))
  if (rows.length > 0) await tx.rows(update, [JSON.stringify(rows), now])
}

const nameContact = statement<{ id: string }>('update note set contact_id = $2 where contact_id = $1 returning id')
const nameContactAgain = statement<never>(
  'update note set contact_id = $2 where id = any($1::uuid[]) and contact_id = $3',
)

/** Notes that name a contact name another one. @returns their ids */
export async function moveNotes(tx: Transaction, from: string, to: string): Promise<string[]> {
  return (await tx.rows(nameContact, [from, to])).map(row => row.id)
}

export async function moveNotesBack(tx: Transaction, ids: readonly string[], from: string, to: string): Promise<void> {
  if (ids.length > 0) await tx.rows(nameContactAgain, [ids, to, from])
}
