import { notFound } from '../../../platform/contract.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { type Fault, Localised, refuse, refuseFaults } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../../access/audit/actions.ts'
import { readEnd, type Until } from '../../access/grants/actions.ts'
import { findActiveUser, listDeciders } from '../../access/grants/queries.ts'
import { refuseChange } from '../../access/refusals/actions.ts'
import { notify, settleNotices } from '../../notices/actions.ts'
import { authorOf, holdOwnClient } from '../actions.ts'
import { changeClient } from '../editing/actions.ts'
import type { ClientOpened } from '../events.ts'
import { grantClient } from '../grants/actions.ts'
import { resolveMerged } from '../merging/redirects/queries.ts'
import { changeProspect, holdOwnProspect } from '../prospects/actions.ts'
import { getPartyName } from '../queries.ts'
import {
  type AccessRequest,
  accessRequestAskerLeft,
  accessRequestNeedless,
  accessRequestSettled,
  type WantedInPlace,
} from './contract.ts'
import { presentRequest } from './queries.ts'
import { type Askable, decideWants, identifierKeys } from './rules.ts'
import {
  accessRequestCreation,
  findOpenRequest,
  findRequest,
  holdRequest,
  insertRequest,
  insertRequestOfRecord,
  listOpenOfRecord,
  listOpenRequests,
  type RequestRow,
  setAskedOf,
  setRequestOutcome,
} from './storage.ts'

/** The request that was made under this id already; undefined when it is a new one. @throws not_found */
export async function findRepeat(work: Work, id: string): Promise<AccessRequest | undefined> {
  if (!(await isRepeat(work, accessRequestCreation, id))) return undefined
  const known = (await findRequest(work.tx, id)) ?? refuse(notFound)
  return known.askerId === work.actor.userId ? presentRequest(work.tx, known, known.askedOf) : refuse(notFound)
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
  for (const [at, client] of walled.entries()) asked.push(await askAtWall(work, at === 0 ? id : newId(), typed, client))
  const [first] = asked
  return presentRequest(
    work.tx,
    first?.request ?? refuse(notFound),
    asked.flatMap(each => each.of),
  )
}

async function askAtWall(
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

/** What is asked for from a card. */
export interface Wish {
  id: string
  wanted: WantedInPlace
  until?: string | undefined
  word?: string | undefined
}

/**
 * Asks from the card of a record that is seen and not changed. One request a person and record waits at a time: asked
 * again, it is the same one, told to those who decide now and were not asked before.
 * @throws access_request.needless, forbidden, invalid
 */
export async function askOfRecord(work: Work, wish: Wish, askable: Askable): Promise<AccessRequest> {
  const { record, responsibleId } = askable
  const reach = record.kind === 'interest' ? 'interests' : 'clients'
  if (askable.archived || askable.changes) refuse(accessRequestNeedless)
  if (askable.readOnly) refuseChange(reach, responsibleId)
  await refuseFaultsOf(work, wish, askable)
  const of = (await listDeciders(work.tx, responsibleId, work.now, reach)).filter(each => each !== work.actor.userId)
  const waiting = await findMine(work, record)
  if (waiting) return askAgain(work, waiting, askable, of)
  const { id, wanted } = wish
  const row = {
    id,
    record,
    askerId: work.actor.userId,
    wanted,
    until: wish.until ?? null,
    word: wish.word?.trim() || null,
    askedOf: of,
  }
  const request = await insertRequestOfRecord(work.tx, row, work.now, work.creationHash)
  // Somebody asked twice at one moment: the other was first.
  if (!request) return askAgain(work, (await findMine(work, record)) ?? refuse(notFound), askable, of)
  await audit(work, { kind: 'access.requested', record, detail: { request: id, wanted } })
  await tellAsked(work, request, askable, of)
  return presentRequest(work.tx, request, of)
}

async function findMine(work: Work, record: RequestRow['record']): Promise<RequestRow | undefined> {
  return (await listOpenOfRecord(work.tx, record)).find(each => each.askerId === work.actor.userId)
}

async function refuseFaultsOf(work: Work, { wanted, until }: Wish, askable: Askable): Promise<void> {
  const faults: Fault[] = []
  if (!decideWants(askable).includes(wanted))
    faults.push({ path: 'wanted', code: 'not_of_this_kind', message: notOfKind })
  if (until !== undefined && wanted !== 'change') faults.push({ path: 'until', code: 'for_good', message: forGood })
  faults.push(...(await readEnd(work, { until })).faults)
  refuseFaults(faults)
}

const notOfKind = new Localised({
  ru: 'Для такой записи этого не просят',
  en: 'This is not asked for of such a record',
})
const forGood = new Localised({ ru: 'Срок бывает только у открытого клиента', en: 'Only an opened client has an end' })

/** The request waits already: who decides now and was not asked is told of it. */
async function askAgain(
  work: Work,
  request: RequestRow,
  askable: Askable,
  of: readonly string[],
): Promise<AccessRequest> {
  const untold = of.filter(each => !request.askedOf.includes(each))
  work.repeated = true
  if (untold.length === 0) return presentRequest(work.tx, request, request.askedOf)
  await setAskedOf(work.tx, request.id, [...request.askedOf, ...untold])
  await tellAsked(work, request, askable, untold)
  return presentRequest(work.tx, request, of)
}

async function tellAsked(
  work: Work,
  { id, wanted, until, word }: RequestRow,
  { record, title }: Askable,
  of: readonly string[],
): Promise<void> {
  const { userId, name } = work.actor
  await notify(work, {
    kind: 'access.asked',
    userIds: of,
    record: { kind: 'access_request', id },
    data: {
      requestId: id,
      asker: { id: userId, name },
      record: { ...record, name: title },
      wanted: wanted as WantedInPlace,
      until,
      word,
    },
  })
  work.record({ kind: 'access_request.created', record: { kind: 'access_request', id }, owners: [userId, ...of] })
}

export type Decision = { id: string; outcome: 'granted' | 'declined' }

/**
 * A request that is about to be decided, held until the end; whoever asked decides nothing.
 * @param requireDecider refuses whoever may not decide about the record
 * @throws not_found, forbidden, access_request.settled
 */
export async function holdDecided(
  work: Work,
  id: string,
  wanted: Decision['outcome'],
  requireDecider: (request: RequestRow) => Promise<unknown>,
): Promise<RequestRow> {
  const request = (await holdRequest(work.tx, id)) ?? refuse(notFound)
  await requireDecider(request)
  if (request.askerId === work.actor.userId) refuse(notFound)
  if (request.outcome !== null && request.outcome !== wanted) refuse(accessRequestSettled)
  return request
}

/** Refuses to give anything to somebody who has left. @throws access_request.asker_left */
export async function requireAsker(work: Work, { askerId }: RequestRow): Promise<void> {
  if (!(await findActiveUser(work.tx, askerId))) refuse(accessRequestAskerLeft)
}

/** The client as it is meant by a request, whatever it was merged into; the caller must look after it. */
export async function holdAskedParty(work: Work, { kind, id }: RequestRow['record']) {
  const partyId = await resolveMerged(work.tx, kind === 'prospect' ? 'prospect' : 'client', id)
  return kind === 'prospect' ? holdOwnProspect(work, partyId) : holdOwnClient(work, partyId)
}

/** Gives what was asked for of a client or prospect; its doors do it. @throws forbidden, invalid, grants.too_many, client.archived */
export async function giveParty(work: Work, request: RequestRow, until: Until): Promise<void> {
  const { askerId, wanted, record } = request
  const { id, version } = await holdAskedParty(work, record)
  if (wanted === 'hand_over') {
    const body = { version, responsibleId: askerId }
    await (record.kind === 'prospect' ? changeProspect(work, id, body) : changeClient(work, id, body))
    return
  }
  const changes = wanted === 'change'
  const isEnding = until.until !== undefined || until.expiresAt !== undefined
  const terms = isEnding || request.until === null ? until : { until: request.until }
  await grantClient(work, id, { kind: 'user', id: askerId }, { ...terms, changes })
  // It was open already: whoever asked is told all the same.
  const left = await listOpenRequests(work.tx, id, askerId, [wanted])
  if (left.length > 0) await onClientOpened(work, opened(id, askerId, changes))
}

const opened = (clientId: string, userId: string, changes: boolean): ClientOpened => ({
  kind: 'client.opened',
  payload: { clientId, userId, changes },
})

/** Notes how a request was decided, where that was not done with what was given. */
export async function settleRequest(
  work: Work,
  request: RequestRow,
  outcome: Decision['outcome'],
  comment: string | null,
): Promise<void> {
  const { id, askerId } = request
  const isDecided = (await findRequest(work.tx, id))?.outcome !== null
  if (isDecided) return
  await setRequestOutcome(work.tx, id, { outcome, comment, by: authorOf(work), at: work.now })
  await settleNotices(
    work,
    { kind: request.wanted === 'sight' ? 'access.requested' : 'access.asked', recordId: id },
    outcome,
  )
  work.record({
    kind: `access_request.${outcome}`,
    record: { kind: 'access_request', id },
    owners: [askerId, work.actor.userId],
  })
}

/** Tells whoever asked how it was decided. @param name what the record is called; undefined at a wall */
export async function tellDecided(
  work: Work,
  request: RequestRow,
  decision: { granted: boolean; comment: string | null; name: string | undefined },
): Promise<void> {
  const { id, askerId, typed, record, wanted } = request
  const { granted, comment, name } = decision
  const by = { id: work.actor.userId, name: work.actor.name }
  const about = { userIds: [askerId], record: { kind: 'access_request', id } }
  if (name === undefined) await notify(work, { ...about, kind: 'access.declined', data: { typed, by, comment } })
  else {
    const data = { record: { ...record, name }, wanted: wanted as WantedInPlace, granted, by, comment }
    await notify(work, { ...about, kind: 'access.decided', data })
  }
}

/** A client was opened to somebody, from its card or by a request: its open requests are settled, and the person is told. */
export async function onClientOpened(work: Work, { payload }: ClientOpened): Promise<readonly []> {
  const { clientId, userId, until = null, changes = false } = payload
  const wanted = changes ? (['sight', 'change'] as const) : (['sight'] as const)
  for (const request of await listOpenRequests(work.tx, clientId, userId, wanted))
    await settleRequest(work, request, 'granted', null)
  await notify(work, {
    kind: 'access.granted',
    userIds: [userId],
    record: { kind: 'client', id: clientId },
    data: {
      client: { id: clientId, name: await getPartyName(work.tx, clientId) },
      by: { id: work.actor.userId, name: work.actor.name },
      until,
      changes,
    },
  })
  return []
}
