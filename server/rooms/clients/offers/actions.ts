import type { Caller } from '../../../platform/scope.ts'
import type { Work } from '../../../platform/work.ts'
import { writeAudit } from '../../access/audit/actions.ts'
import { findCallerOfUser } from '../../access/gates/queries.ts'
import { listDeciders, listNames } from '../../access/grants/queries.ts'
import { notify, settleNotices } from '../../notices/actions.ts'
import type { Similar } from '../duplicates/queries.ts'
import { WHOLE } from '../duplicates/scoring/rules.ts'
import { listOffered, type Offered } from './storage.ts'

/** A client that has appeared, or got something new by which it is known. */
interface Appeared {
  id: string
  name: string
  responsibleId: string | null
}

/** An identifier of so many prospects says little about each of them. */
const MOST = 10

const keyOf = (prospectId: string, clientId: string) => `link:${prospectId}:${clientId}`

/**
 * Prospects that are known by the same whole phone, mail or name as the client are offered for linking, with their
 * Interests, to whoever looks after them: one notice a pair, ever. Costs nothing where nothing was found.
 * @param similar what the check of the write found
 */
export async function offerLinks(work: Work, client: Appeared, similar: readonly Similar[]): Promise<void> {
  const found = new Map<string, Similar[]>()
  for (const each of similar) {
    const { match, recordId, criterion } = each
    if (match.type !== 'prospect' || match.archived || !WHOLE.has(criterion)) continue
    found.set(recordId, [...(found.get(recordId) ?? []), each])
  }
  if (found.size === 0) return
  const ids = [...found.keys()].slice(0, MOST)
  for (const prospect of await listOffered(work.tx, ids, client.id))
    await offer(work, client, prospect, found.get(prospect.id) ?? [])
}

async function offer(work: Work, client: Appeared, prospect: Offered, by: readonly Similar[]): Promise<void> {
  const { actor } = work
  const isOfNobody = prospect.responsibleId === null && actor.kind !== 'system'
  const people = isOfNobody ? [actor.userId] : await listDeciders(work.tx, prospect.responsibleId)
  const [first] = by
  const contact = by.find(each => each.probe.kind === 'contact')?.probe.recordId ?? null
  for (const userId of people) {
    const reader = await readerOf(work, userId)
    const sees = reader?.scope.clients.sees(client.id, client.responsibleId) ?? false
    const [responsible = null] = await listNames(work.tx, client.responsibleId === null ? [] : [client.responsibleId])
    const told = await notify(work, {
      kind: 'link.suggested',
      userIds: [userId],
      record: { kind: 'prospect', id: prospect.id },
      key: people.length === 1 ? keyOf(prospect.id, client.id) : `${keyOf(prospect.id, client.id)}:${userId}`,
      data: {
        prospect: { id: prospect.id, name: prospect.name },
        client: sees ? { id: client.id, name: client.name } : null,
        contactId: sees ? contact : null,
        typed: first?.probe.typed ?? '',
        responsible,
        reasons: [...new Set(by.flatMap(each => each.match.reasons))],
        openInterests: prospect.openInterests,
      },
    })
    if (told.length > 0 && !sees) {
      const entry = { kind: 'wall.told', record: { kind: 'party', id: client.id }, detail: { by: 'link' } } as const
      await writeAudit(work.tx, { now: work.now, actorId: userId }, entry)
    }
  }
}

async function readerOf(work: Work, userId: string): Promise<Caller | null> {
  return userId === work.actor.userId ? work.caller : findCallerOfUser(work.tx, userId, work.now)
}

/** The prospect has become a client: nobody needs to be asked any more. */
export async function settleOffers(work: Work, prospectId: string): Promise<void> {
  await settleNotices(work, { kind: 'link.suggested', recordId: prospectId }, 'linked')
}

/** The prospect is not that client. */
export async function dismissOffer(work: Work, prospectId: string, clientId: string): Promise<void> {
  const about = { kind: 'link.suggested' as const, recordId: prospectId, key: keyOf(prospectId, clientId) }
  await settleNotices(work, about, 'dismissed')
}
