import type { ResultOf } from '../../../platform/contract.ts'
import type { Work } from '../../../platform/work.ts'
import { grantRecord, revokeRecord } from '../../access/grants/actions.ts'
import { holdOwnClient } from '../actions.ts'
import { CLIENT_OPENED } from '../events.ts'
import { shareOpenedClient } from '../identity/storage.ts'
import type { listClientViewers as listContract } from './contract.ts'
import { mayGrantClient } from '../queries.ts'
import { listClientViewers } from './queries.ts'
import { forbidden } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'

type Viewers = ResultOf<typeof listContract>

/**
 * Opens a client to one person: card, contacts, legal entities, linked prospects, Interests and their history are seen
 * by it from now on. Only who may change the client may open it. @throws not_found, forbidden, invalid, grants.too_many
 */
export async function grantClient(work: Work, id: string, userId: string): Promise<Viewers> {
  if (await change(work, id, userId, grantRecord)) {
    await work.announce({ kind: CLIENT_OPENED, payload: { clientId: id, userId } })
  }
  return listClientViewers(work.tx, work.caller, id)
}

/** Closes a client to somebody whom it was opened to. @throws not_found, forbidden */
export async function revokeClient(work: Work, id: string, userId: string): Promise<Viewers> {
  await change(work, id, userId, revokeRecord)
  return listClientViewers(work.tx, work.caller, id)
}

async function change(work: Work, id: string, userId: string, how: typeof grantRecord): Promise<boolean> {
  const { responsibleId } = await holdOwnClient(work, id)
  if (!mayGrantClient(work, { id, responsibleId })) refuse(forbidden, { reason: 'clients.grant' })
  const changed = await how(work, { record: { kind: 'client', id }, responsibleId, userId })
  if (changed) await shareOpenedClient(work.tx, id)
  return changed
}
