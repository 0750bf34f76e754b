import { type BodyOf, notFound, tooMany } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { askForAccess, findRepeat } from '../../clients/access-requests/actions.ts'
import type { AccessRequest, requestAccess as requestContract } from '../../clients/contract.ts'
import { admitWalls } from '../search/walls/actions.ts'
import { listMetWalls } from './queries.ts'

/**
 * «Запросить доступ»: the client is found again by what was typed, under the limits and the audit of walls, and its
 * responsible is told. Asking twice is asking once. @throws not_found, too_many_requests
 */
export async function requestAccess(work: Work, input: BodyOf<typeof requestContract>): Promise<AccessRequest> {
  const known = await findRepeat(work, input.id)
  if (known) return known
  const walls = (await listMetWalls(work.tx, work.caller, input)).filter(wall => wall.type === 'client')
  if (walls.length === 0) refuse(notFound)
  if (!(await admitWalls(work.platform, work.caller, walls))) refuse(tooMany)
  const clients = walls.map(({ recordId, responsibleId }) => ({ clientId: recordId, responsibleId }))
  return askForAccess(work, input, clients)
}
