import type { BodyOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuseFaults, unknownReference } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { refuseWithout } from '../../access/refusals/actions.ts'
import { decidePeriod, listWarnings } from '../../access/absences/queries.ts'
import { countClientsOf } from '../../clients/handing-over/queries.ts'
import { countOpenOf } from '../../interests/handing-over/queries.ts'
import type { previewAbsence as previewContract } from './contract.ts'
import { countPlanned } from './storage.ts'

/** Nobody has an id of nothing: of an absence that is not entered yet all others count. */
const NEW = '00000000-0000-0000-0000-000000000000'

/** What an absence would hand over, and what is to be told of it, for whoever may enter it. @throws invalid, forbidden */
export async function previewAbsence(db: Queryable, caller: Caller, asked: BodyOf<typeof previewContract>) {
  const { userId, substituteIds, id = NEW } = asked
  const span = await decidePeriod(db, caller, asked)
  if (span === 'unknown') refuseFaults([unknownReference('userId')])
  if (span === 'forbidden' || span === 'unknown') return refuseWithout(caller.actor, 'absences.others')
  const [clients, interests, planned] = [
    await countClientsOf(db, userId),
    await countOpenOf(db, userId),
    await countPlanned(db, userId, span?.endsAt ?? null),
  ]
  const warnings = span ? await listWarnings(db, { id, userId, substituteIds, ...span }) : []
  return { clients, interests, ...planned, warnings }
}
