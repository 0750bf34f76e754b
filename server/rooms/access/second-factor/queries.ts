import type { z } from 'zod'
import { notFound } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { secondFactor } from './contract.ts'
import { FORCED, HAS_FACTOR } from './storage.ts'

export type SecondFactor = Omit<z.infer<typeof secondFactor>, 'since'> & { since: Date | null }

const readState = statement<SecondFactor>(`
  select ${HAS_FACTOR} as on, ${FORCED} as forced,
         (select f.confirmed_at from second_factor f where f.user_id = u.id) as since,
         case when ${HAS_FACTOR} then
           (select count(*)::int from recovery_code c where c.user_id = u.id and c.used_at is null)
         else 0 end as "recoveryCodesLeft"
    from app_user u where u.id = $1`)

/** How a person's second factor stands. @throws not_found */
export async function getSecondFactor(db: Queryable, userId: string): Promise<SecondFactor> {
  return (await db.first(readState, [userId])) ?? refuse(notFound)
}
