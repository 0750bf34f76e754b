import { statement, type Transaction } from '../../../../platform/db/database.ts'
import type { Link } from './rules.ts'

const set = statement<never>(
  'update prospect set client_id = $2, contact_id = $3, linked_at = $4, linked_by = $5 where id = $1',
)

/** Writes the link as it is; the version was raised with the fields. */
export async function setLink(tx: Transaction, id: string, link: Link): Promise<void> {
  await tx.rows(set, [id, link.clientId, link.contactId, link.linkedAt, link.linkedBy])
}
