import { type Queryable, statement, type Transaction } from '../../../../platform/db/database.ts'
import type { PartyKind } from '../tables.ts'

const titles = {
  client: 'coalesce(r.public_name, r.name)',
  contact: 'r.full_name',
  prospect: 'coalesce(r.full_name, r.company, r.email, r.phone)',
} as const
const seen = {
  client: '(r.owner_key = any($2) or r.id = any($2))',
  contact: `exists (select from client_contact l
                     where l.contact_id = r.id and l.to_day is null and (l.owner_key = any($2) or l.client_id = any($2)))`,
  prospect: `r.owner_key = any($2) or r.client_id = any($2) or exists (
               select from record_access a where a.record_id = r.id and a.principal_id = any($2))`,
} as const

export interface Winner {
  id: string
  title: string
  visible: boolean
}

const winner = (kind: PartyKind) =>
  statement<Winner>(`
  with recursive chain as (
    select id, merged_into from ${kind} where id = $1 and merged_into is not null
    union all
    select n.id, n.merged_into from chain join ${kind} n on n.id = chain.merged_into)
  select r.id, ${titles[kind]} as title, ($2::uuid[] is null or ${seen[kind]}) as visible
    from chain join ${kind} r on r.id = chain.id where chain.merged_into is null`)
const winners = { client: winner('client'), contact: winner('contact'), prospect: winner('prospect') }

/** Where a merged record leads to, through all merges after it; undefined for one that was not merged. */
export async function findWinner(
  db: Queryable,
  kind: PartyKind,
  id: string,
  sight: readonly string[] | null,
): Promise<Winner | undefined> {
  return db.first(winners[kind], [id, sight])
}

const referred = (kind: PartyKind) =>
  statement<{ merged: boolean }>(`select merged_into is not null as merged from ${kind} where id = $1 for key share`)
const referredOf = { client: referred('client'), contact: referred('contact'), prospect: referred('prospect') }

/** Holds a record as a reference to it does. @returns whether it was merged into another one */
export async function holdReferred(tx: Transaction, kind: PartyKind, id: string): Promise<boolean> {
  return (await tx.first(referredOf[kind], [id]))?.merged === true
}
