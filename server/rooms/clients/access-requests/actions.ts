import { notFound } from '../../../platform/contract.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { refuse } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../../access/audit/actions.ts'
import type { Until } from '../../access/grants/actions.ts'
import { listDeciders, listNames } from '../../access/grants/queries.ts'
import { notify, settleNotices } from '../../notices/actions.ts'
import { authorOf, holdOwnClient } from '../actions.ts'
import type { ClientOpened } from '../events.ts'
import { grantClient } from '../grants/actions.ts'
import { resolveMerged } from '../merging/redirects/queries.ts'
import { getPartyName } from '../queries.ts'
import { type AccessRequest, accessRequestSettled } from './contract.ts'
import { identifierKeys } from './rules.ts'
import {
  accessRequestCreation,
  findOpenRequest,
  findRequest,
  holdRequest,
  insertRequest,
  listOpenRequests,
  type RequestRow,
  setRequestOutcome,
} from './storage.ts'

/** The request that was made under this id already; undefined when it is a new one. @throws not_found */
export async function findRepeat(work: Work, id: string): Promise<AccessRequest | undefined> {
  if (!(await isRepeat(work, accessRequestCreation, id))) return undefined
  const known = (await findRequest(work.tx, id)) ?? refuse(notFound)
  return known.askerId === work.actor.userId ? present(work, known, []) : refuse(notFound)
}

/** A client behind a wall that somebody met. */
interface Walled {
  clientId: string
  responsibleId: string | null
}

/**
 * Asks whoever decides about each of these clients, of which the caller has been told already; the first request has
 * the id. Asking twice by one value is asking once; by another one it is another request, for only whoever decides may
 * know that both are of one client. @throws not_found
 */
export async function askForAccess(
  work: Work,
  { id, typed }: { id: string; typed: string },
  walled: readonly Walled[],
): Promise<AccessRequest> {
  const asked: { request: RequestRow; of: string[] }[] = []
  for (const [at, client] of walled.entries()) asked.push(await ask(work, at === 0 ? id : newId(), typed, client))
  const [first] = asked
  return present(
    work,
    first?.request ?? refuse(notFound),
    asked.flatMap(each => each.of),
  )
}

async function ask(
  work: Work,
  id: string,
  typed: string,
  { clientId, responsibleId }: Walled,
): Promise<{ request: RequestRow; of: string[] }> {
  const { userId: askerId, name } = work.actor
  const of = await listDeciders(work.tx, responsibleId, work.now)
  const asking = { clientId, askerId, key: identifierKeys(typed)[0] }
  const request = await insertRequest(work.tx, { ...asking, id, typed }, work.now, work.creationHash)
  if (!request) return { request: (await findOpenRequest(work.tx, asking)) ?? refuse(notFound), of }
  await audit(work, { kind: 'access.requested', record: { kind: 'client', id: clientId }, detail: { request: id } })
  await notify(work, {
    kind: 'access.requested',
    userIds: of,
    record: { kind: 'access_request', id },
    data: {
      requestId: id,
      asker: { id: askerId, name },
      client: { id: clientId, name: await getPartyName(work.tx, clientId) },
      typed,
    },
  })
  work.record({ kind: 'access_request.created', record: { kind: 'access_request', id }, owners: [askerId, ...of] })
  return { request, of }
}

async function present(work: Work, request: RequestRow, askedOf: readonly string[]): Promise<AccessRequest> {
  const { id, typed, outcome, createdAt } = request
  return { id, typed, outcome, askedOf: await listNames(work.tx, askedOf), createdAt: createdAt.toISOString() }
}

type Decision = { id: string; outcome: 'granted' | 'declined' }

/** Opens the client to whoever asked, until the end that is given. @throws not_found, forbidden, access_request.settled, grants.too_many */
export async function grantAccessRequest(work: Work, id: string, until: Until = {}): Promise<Decision> {
  const request = await hold(work, id, 'granted')
  if (request.outcome === null) {
    const { askerId } = request
    const clientId = await resolveMerged(work.tx, 'client', request.clientId)
    await grantClient(work, clientId, { kind: 'user', id: askerId }, until)
    // It was open already: whoever asked is told all the same.
    const left = await listOpenRequests(work.tx, clientId, askerId)
    if (left.length > 0) await onClientOpened(work, opened(clientId, askerId))
  }
  return { id, outcome: 'granted' }
}

const opened = (clientId: string, userId: string): ClientOpened => ({
  kind: 'client.opened',
  payload: { clientId, userId },
})

/** Declines; the client stays behind its wall. @throws not_found, forbidden, access_request.settled */
export async function declineAccessRequest(work: Work, id: string, comment: string | null): Promise<Decision> {
  const request = await hold(work, id, 'declined')
  if (request.outcome === null) {
    await decide(work, request, 'declined', comment)
    const by = { id: work.actor.userId, name: work.actor.name }
    await notify(work, {
      kind: 'access.declined',
      userIds: [request.askerId],
      record: { kind: 'access_request', id },
      data: { typed: request.typed, by, comment },
    })
  }
  return { id, outcome: 'declined' }
}

async function hold(work: Work, id: string, wanted: Decision['outcome']): Promise<RequestRow> {
  const request = (await holdRequest(work.tx, id)) ?? refuse(notFound)
  await holdOwnClient(work, await resolveMerged(work.tx, 'client', request.clientId))
  if (request.outcome !== null && request.outcome !== wanted) refuse(accessRequestSettled)
  return request
}

async function decide(
  work: Work,
  { id, askerId }: RequestRow,
  outcome: Decision['outcome'],
  comment: string | null,
): Promise<void> {
  await setRequestOutcome(work.tx, id, { outcome, comment, by: authorOf(work), at: work.now })
  await settleNotices(work, { kind: 'access.requested', recordId: id }, outcome)
  work.record({
    kind: `access_request.${outcome}`,
    record: { kind: 'access_request', id },
    owners: [askerId, work.actor.userId],
  })
}

/** A client was opened to somebody, from its card or by a request: its open requests are settled, and the person is told. */
export async function onClientOpened(work: Work, { payload }: ClientOpened): Promise<readonly []> {
  const { clientId, userId, until = null } = payload
  for (const request of await listOpenRequests(work.tx, clientId, userId)) await decide(work, request, 'granted', null)
  await notify(work, {
    kind: 'access.granted',
    userIds: [userId],
    record: { kind: 'client', id: clientId },
    data: {
      client: { id: clientId, name: await getPartyName(work.tx, clientId) },
      by: { id: work.actor.userId, name: work.actor.name },
      until,
    },
  })
  return []
}
