import { type Queryable, statement, type Transaction } from '../../../../platform/db/database.ts'
import type { DuplicateRules } from '../../contract.ts'

export interface StoredRules {
  rules: DuplicateRules
  version: number
  changedAt: Date
  changedById: string | null
  changedByName: string | null
}

const read = statement<StoredRules>(`
  select r.rules, r.version, r.changed_at as "changedAt", u.id as "changedById", u.name as "changedByName"
    from duplicate_rules r left join app_user u on u.id = r.changed_by`)

/** The rules that an administrator set; none while the shipped ones hold. */
export async function findStoredRules(db: Queryable): Promise<StoredRules | undefined> {
  return db.first(read)
}

const store = statement<{ version: number }>(`
  insert into duplicate_rules as r (rules, version, changed_at, changed_by)
  select $1::jsonb, 1, $3, $4::uuid where $2::int = 0
  on conflict (singleton) do nothing
  returning version`)
const change = statement<{ version: number }>(`
  update duplicate_rules set rules = $1::jsonb, version = version + 1, changed_at = $3, changed_by = $4
   where version = $2::int returning version`)

/** @returns the new version; nothing when somebody else has changed them since */
export async function storeRules(
  tx: Transaction,
  rules: DuplicateRules,
  seen: number,
  by: { userId: string; at: Date },
): Promise<number | undefined> {
  const statementOf = seen === 0 ? store : change
  return (await tx.first(statementOf, [JSON.stringify(rules), seen, by.at, by.userId]))?.version
}
