import type { ResultOf } from '../../../platform/contract.ts'
import type { Work } from '../../../platform/work.ts'
import {
  type Ending,
  endGrants,
  grantRecord,
  type Principal,
  revokeRecord,
  takeEnding,
  type Terms,
} from '../../access/grants/actions.ts'
import { refuseChange, refuseWithout } from '../../access/refusals/actions.ts'
import { holds } from '../../access/rules.ts'
import { notify } from '../../notices/actions.ts'
import { holdOwnClient } from '../actions.ts'
import { CLIENT_OPENED } from '../events.ts'
import { shareOpenedClient } from '../identity/storage.ts'
import { getPartyName, mayGrantClient } from '../queries.ts'
import { findClient } from '../storage.ts'
import type { listClientViewers as listContract } from './contract.ts'
import { listClientViewers } from './queries.ts'

type Viewers = ResultOf<typeof listContract>

/**
 * Opens a client to one person, or to everybody of a department and below it: card, contacts, legal entities, linked
 * prospects, Interests and their history are seen by it from now on, and changed where that is given, until the end that
 * is given. Only who may change the client may open it. Opening it again gives it another end or reach. @throws not_found, forbidden, invalid, grants.too_many
 */
export async function grantClient(work: Work, id: string, principal: Principal, terms: Terms = {}): Promise<Viewers> {
  const responsibleId = await hold(work, id)
  const grant = { record: { kind: 'client', id }, responsibleId, principal } as const
  const { change, expiresAt } = await grantRecord(work, grant, terms)
  if (change !== null) await shareOpenedClient(work.tx, id)
  const { changes = false } = terms
  if ((change === 'given' || (change === 'changed' && changes)) && principal.kind === 'user') {
    await work.announce({
      kind: CLIENT_OPENED,
      payload: { clientId: id, userId: principal.id, until: expiresAt?.toISOString() ?? null, changes },
    })
  }
  return listClientViewers(work.tx, work.caller, id, work.now)
}

/** Closes a client to somebody whom it was opened to. @throws not_found, forbidden */
export async function revokeClient(work: Work, id: string, principal: Principal): Promise<Viewers> {
  const responsibleId = await hold(work, id)
  if (await revokeRecord(work, { record: { kind: 'client', id }, responsibleId, principal })) {
    await shareOpenedClient(work.tx, id)
  }
  return listClientViewers(work.tx, work.caller, id, work.now)
}

async function hold(work: Work, id: string): Promise<string | null> {
  const { responsibleId } = await holdOwnClient(work, id)
  if (!holds(work.actor, 'clients.grant')) refuseWithout(work.actor, 'clients.grant')
  if (!mayGrantClient(work, { id, responsibleId })) refuseChange('clients', responsibleId)
  return responsibleId
}

/** Closes what has ended: the index by which it is found, and a word in its history. @returns how many */
export async function endClientGrants(work: Work): Promise<number> {
  const ended = await endGrants(work, async id => (await findClient(work.tx, id, null))?.responsibleId ?? null)
  for (const id of new Set(ended.map(each => each.recordId))) await shareOpenedClient(work.tx, id)
  return ended.length
}

/** Tells whoever will lose a client a day before. @returns how many grants it was */
export async function tellEndingGrants(work: Work): Promise<number> {
  const ending = await takeEnding(work)
  for (const { recordId, expiresAt, people } of ending satisfies Ending[]) {
    await notify(work, {
      kind: 'access.ending',
      userIds: people,
      record: { kind: 'client', id: recordId },
      data: {
        client: { id: recordId, name: await getPartyName(work.tx, recordId) },
        expiresAt: expiresAt.toISOString(),
      },
    })
  }
  return ending.length
}
