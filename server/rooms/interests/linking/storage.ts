import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { storedColumns } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'

type Linked = StoredInterest & { scenarioRevision: string }

const holdUnlinked = statement<Linked>(`
  select ${storedColumns}, s.revision as "scenarioRevision" from interest i join scenario s on s.id = i.scenario_id
   where i.prospect_id = $1 and i.client_id is null
   order by i.id for no key update of i`)

/** All Interests of a prospect that have no client yet, closed ones too. */
export async function holdOfProspect(tx: Transaction, prospectId: string): Promise<Linked[]> {
  return tx.rows(holdUnlinked, [prospectId])
}

const holdLinkedRows = statement<Linked>(`
  select ${storedColumns}, s.revision as "scenarioRevision"
    from interest i join scenario s on s.id = i.scenario_id
   where i.prospect_id = $1 and i.client_id = $2 and i.linked_by_prospect
   order by i.id for no key update of i for share of s`)

/** The Interests whose client came by the link of their prospect; their scenarios stay as they are meanwhile. */
export async function holdLinked(
  tx: Transaction,
  prospectId: string,
  clientId: string,
): Promise<(StoredInterest & { scenarioRevision: string })[]> {
  return tx.rows(holdLinkedRows, [prospectId, clientId])
}

const updateParties = statement(`
  update interest i
     set client_id = x."clientId", contact_id = x."contactId", linked_by_prospect = x."clientId" is not null,
         version = i.version + 1, updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "clientId" uuid, "contactId" uuid)
   where i.id = x.id`)

/** Writes client and contact of many Interests, all of them held. */
export async function updateParty(tx: Transaction, interests: readonly StoredInterest[], now: Date): Promise<void> {
  const rows = interests.map(({ id, clientId, contactId }) => ({ id, clientId, contactId }))
  if (rows.length > 0) await tx.rows(updateParties, [JSON.stringify(rows), now])
}

const selectOfProspect = statement<{ id: string; number: string; version: number }>(`
  select id, number, version from interest where prospect_id = $1 order by id`)

/** How the Interests of a prospect stand now, for a repeated answer. */
export async function listVersions(
  db: Queryable,
  prospectId: string,
): Promise<{ id: string; number: string; version: number }[]> {
  return db.rows(selectOfProspect, [prospectId])
}
