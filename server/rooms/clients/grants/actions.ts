import type { ResultOf } from '../../../platform/contract.ts'
import type { Work } from '../../../platform/work.ts'
import { grantRecord, revokeRecord } from '../../access/grants/actions.ts'
import { holdOwnClient } from '../actions.ts'
import { shareOpenedClient } from '../identity/storage.ts'
import type { listClientViewers as listContract } from './contract.ts'
import { listClientViewers } from './queries.ts'

type Viewers = ResultOf<typeof listContract>

/**
 * Opens a client to one person: card, contacts, legal entities, linked prospects, Interests and their history are seen
 * by it from now on. Only who may change the client may open it. @throws not_found, forbidden, invalid, grants.too_many
 */
export async function grantClient(work: Work, id: string, userId: string): Promise<Viewers> {
  return change(work, id, userId, grantRecord)
}

/** Closes a client to somebody whom it was opened to. @throws not_found, forbidden */
export async function revokeClient(work: Work, id: string, userId: string): Promise<Viewers> {
  return change(work, id, userId, revokeRecord)
}

async function change(work: Work, id: string, userId: string, how: typeof grantRecord): Promise<Viewers> {
  const { responsibleId } = await holdOwnClient(work, id)
  const changed = await how(work, { record: { kind: 'client', id }, responsibleId, userId })
  if (changed) await shareOpenedClient(work.tx, id)
  return listClientViewers(work.tx, work.caller, id)
}
