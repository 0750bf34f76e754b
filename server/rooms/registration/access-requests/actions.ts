import { type BodyOf, notFound, tooMany } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import type { Until } from '../../access/grants/actions.ts'
import {
  askForAccess,
  askOfRecord,
  type Decision,
  findRepeat,
  giveParty,
  holdAskedParty,
  holdDecided,
  requireAsker,
  settleRequest,
  tellDecided,
} from '../../clients/access-requests/actions.ts'
import type { AccessRequest, requestAccess as requestContract, WantedInPlace } from '../../clients/contract.ts'
import { refuseAbsent } from '../../clients/merging/redirects/queries.ts'
import { giveInterest, holdAskedInterest } from '../../interests/access-requests/actions.ts'
import { admitWalls } from '../search/walls/actions.ts'
import type { requestOfRecord as ofRecordContract } from './contract.ts'
import { findAskable, findTitle, listMetWalls } from './queries.ts'

type Request = Awaited<ReturnType<typeof holdDecided>>

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

/** The same from the card of a record that is seen and not changed. @throws not_found, client.merged, access_request.needless, forbidden, invalid */
export async function requestOfRecord(work: Work, input: BodyOf<typeof ofRecordContract>): Promise<AccessRequest> {
  const known = await findRepeat(work, input.id)
  if (known) return known
  const { record } = input
  const askable = await findAskable(work.tx, work.caller, record)
  if (!askable) return record.kind === 'interest' ? refuse(notFound) : refuseAbsent(work, record.kind, record.id)
  return askOfRecord(work, input, askable)
}

/** Gives what was asked for, through the doors of the record. @throws not_found, forbidden, access_request.settled, access_request.asker_left */
export async function grantAccessRequest(work: Work, id: string, until: Until = {}): Promise<Decision> {
  const request = await holdDecided(work, id, 'granted', each => holdRecord(work, each))
  if (request.outcome === null) {
    await requireAsker(work, request)
    await give(work, request, until)
    await settleRequest(work, request, 'granted', null)
    if (request.wanted === 'hand_over') await tell(work, request, true, null)
  }
  return { id, outcome: 'granted' }
}

/** Declines; everything stays as it is. @throws not_found, forbidden, access_request.settled */
export async function declineAccessRequest(work: Work, id: string, comment: string | null): Promise<Decision> {
  const request = await holdDecided(work, id, 'declined', each => holdRecord(work, each))
  if (request.outcome === null) {
    await settleRequest(work, request, 'declined', comment)
    await tell(work, request, false, comment)
  }
  return { id, outcome: 'declined' }
}

function holdRecord(work: Work, { record }: Request): Promise<unknown> {
  return record.kind === 'interest' ? holdAskedInterest(work, record.id) : holdAskedParty(work, record)
}

async function give(work: Work, request: Request, until: Until): Promise<void> {
  const { record, askerId, wanted } = request
  if (record.kind === 'interest') await giveInterest(work, record.id, askerId, wanted as WantedInPlace)
  else await giveParty(work, request, until)
}

async function tell(work: Work, request: Request, granted: boolean, comment: string | null): Promise<void> {
  // What stands behind a wall is not named.
  const name = request.wanted === 'sight' ? undefined : await findTitle(work.tx, request.record)
  await tellDecided(work, request, { granted, comment, name })
}
