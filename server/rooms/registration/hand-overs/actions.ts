import { type BodyOf, notFound, tooMany } from '../../../platform/contract.ts'
import { textFor } from '../../../platform/field-levels.ts'
import { refuse } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../../access/audit/actions.ts'
import { listDeciders, listNames } from '../../access/grants/queries.ts'
import { getPartyName } from '../../clients/queries.ts'
import { getReducedInterest } from '../../interests/listing/queries.ts'
import { addRequest } from '../../interests/timeline/actions.ts'
import { notify, settleNotices } from '../../notices/actions.ts'
import type { Draft } from '../drafts/contract.ts'
import { dropDraft, saveDraft } from '../drafts/actions.ts'
import { listMetWalls } from '../access-requests/queries.ts'
import { admitWalls } from '../search/walls/actions.ts'
import { type HandOver, handOverSettled, handOverWrong, type handOverRequest as giveContract } from './contract.ts'
import { decideDraft, type HandedOver } from './rules.ts'
import {
  findHandOver,
  handOverCreation,
  type HandOverRow,
  holdHandOver,
  insertHandOver,
  setHandOverOutcome,
} from './storage.ts'

/** Where a request goes: whom it belongs to, and by what that was found. */
interface Target {
  clientId: string | null
  prospectId: string | null
  interest: { id: string; number: string } | null
  responsibleId: string | null
  typed: string
}

/**
 * «Передать обращение»: no Interest arises; whoever looks after the party, or after the Interest that is out of sight,
 * receives what was typed, and the giver's draft is closed. @throws not_found, too_many_requests, hand_over.to
 */
export async function handOverRequest(work: Work, input: BodyOf<typeof giveContract>): Promise<HandOver> {
  const { id, content, subject, serviceTypeId, channelId, sourceId, draftId } = input
  if (await isRepeat(work, handOverCreation, id)) {
    const known = (await findHandOver(work.tx, id)) ?? refuse(notFound)
    return known.giverId === work.actor.userId ? present(work, known) : refuse(notFound)
  }
  const target = await findTarget(work, input)
  const people = await listDeciders(work.tx, target.responsibleId, work.now)
  const body: HandedOver = {
    typed: target.typed,
    content,
    subject: subject ?? null,
    serviceTypeId: serviceTypeId ?? null,
    channelId: channelId ?? null,
    sourceId: sourceId ?? null,
  }
  const { clientId, prospectId, interest } = target
  const row = {
    id,
    giverId: work.actor.userId,
    takerId: people[0] ?? refuse(notFound),
    clientId,
    prospectId,
    interestId: interest?.id ?? null,
    body,
  }
  await insertHandOver(work.tx, row, work.now, work.creationHash)
  if (draftId) await dropDraft(work, draftId)
  await audit(work, {
    kind: 'request.handed_over',
    record: clientId ? { kind: 'client', id: clientId } : { kind: 'prospect', id: prospectId ?? id },
    detail: { handOver: id },
  })
  await tell(work, row, target, people)
  return { id, to: await listNames(work.tx, people), outcome: null }
}

async function findTarget(work: Work, { typed, interest, ...met }: BodyOf<typeof giveContract>): Promise<Target> {
  if ((typed === undefined) === (interest === undefined)) refuse(handOverWrong)
  if (interest) {
    const { id, number, ...found } = await getReducedInterest(work.tx, work.caller, interest)
    return { ...found, interest: { id, number }, typed: await getPartyName(work.tx, interest.partyId) }
  }
  const walls = await listMetWalls(work.tx, work.caller, { typed: typed ?? '', responsibleId: met.responsibleId })
  const wall = walls.find(each => each.type === 'client') ?? walls[0] ?? refuse(notFound)
  if (!(await admitWalls(work.platform, work.caller, [wall]))) refuse(tooMany)
  const { recordId, responsibleId } = wall
  const [clientId, prospectId] = wall.type === 'client' ? [recordId, null] : [null, recordId]
  return { clientId, prospectId, interest: null, responsibleId, typed: typed ?? '' }
}

async function tell(
  work: Work,
  { id, clientId, prospectId, body }: Pick<HandOverRow, 'id' | 'clientId' | 'prospectId' | 'body'>,
  { interest }: Target,
  people: readonly string[],
): Promise<void> {
  const named = async (partyId: string | null) =>
    partyId === null ? null : { id: partyId, name: await getPartyName(work.tx, partyId) }
  await notify(work, {
    kind: 'request.handed_over',
    userIds: people,
    record: { kind: 'hand_over', id },
    data: {
      handOverId: id,
      giver: { id: work.actor.userId, name: work.actor.name },
      typed: body.typed,
      content: body.content,
      client: await named(clientId),
      prospect: clientId ? null : await named(prospectId),
      interest,
      serviceTypeId: body.serviceTypeId,
      channelId: body.channelId,
    },
  })
  work.record({
    kind: 'hand_over.created',
    record: { kind: 'hand_over', id },
    owners: [work.actor.userId, ...people],
  })
}

/**
 * The request becomes a draft of the taker's form, under the id of the hand-over: the Interest made of it is one,
 * however often it is taken. @throws not_found, hand_over.settled
 */
export async function takeHandOver(work: Work, id: string): Promise<Draft> {
  const row = await hold(work, id, 'registered')
  // The party is taken already: whoever may not see the phone by which it was found needs it no more.
  const draft = await saveDraft(work, id, decideDraft({ ...row.body, typed: textFor(work.actor, row.body.typed) }, row))
  if (row.outcome === null) await settle(work, row, 'registered')
  return draft
}

/** The request joins an unfinished Interest that the taker sees. @throws not_found, hand_over.settled */
export async function linkHandOver(work: Work, id: string, interestId: string): Promise<HandOver> {
  const row = await hold(work, id, 'linked')
  if (row.outcome === null) {
    const { content, channelId } = row.body
    await addRequest(work, interestId, { id, body: content, ...(channelId ? { channelId } : {}) })
    await settle(work, row, 'linked')
  }
  return present(work, { ...row, outcome: 'linked' })
}

async function hold(work: Work, id: string, wanted: 'registered' | 'linked'): Promise<HandOverRow> {
  const row = (await holdHandOver(work.tx, id)) ?? refuse(notFound)
  const { userId } = work.actor
  if (row.takerId !== userId && !work.scope.clients.changes(row.responsibleId)) refuse(notFound)
  if (row.outcome !== null && (row.outcome !== wanted || row.takenBy !== userId)) refuse(handOverSettled)
  return row
}

async function settle(work: Work, { id, giverId, body }: HandOverRow, outcome: 'registered' | 'linked'): Promise<void> {
  const { userId, name } = work.actor
  await setHandOverOutcome(work.tx, id, outcome, { userId, at: work.now })
  await settleNotices(work, { kind: 'request.handed_over', recordId: id }, outcome)
  await notify(work, {
    kind: 'request.taken',
    userIds: [giverId],
    record: { kind: 'hand_over', id },
    data: { typed: body.typed, by: { id: userId, name }, how: outcome },
  })
  work.record({
    kind: 'hand_over.taken',
    record: { kind: 'hand_over', id },
    changes: { outcome: { to: outcome } },
    owners: [giverId, userId],
  })
}

async function present(work: Work, { id, takerId, outcome }: HandOverRow): Promise<HandOver> {
  return { id, to: await listNames(work.tx, [takerId]), outcome }
}
