import { refuseChange } from '../../access/refusals/actions.ts'
import { mayGrantClient } from '../../clients/queries.ts'
import { notFound } from '../../../platform/contract.ts'
import { refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { findCallerOfUser } from '../../access/gates/queries.ts'
import { grantClient } from '../../clients/grants/actions.ts'
import { notify } from '../../notices/actions.ts'
import { keepMembers, keepParties } from '../actions.ts'
import { maySell, seesInterest } from '../policy.ts'
import { type getInterest, readBackInterest } from '../queries.ts'
import { subjectOf } from '../rules.ts'
import { type Held, holdInterest } from '../storage.ts'
import { memberWithoutClient, tooManyMembers } from './contract.ts'
import { type ClientFacts, findNewcomer, listJoined, type Person } from './storage.ts'

type Shown = Awaited<ReturnType<typeof getInterest>>

const MOST = 50

/**
 * Makes somebody a co-executor: that person sees this Interest and works with it. Whoever does not see its client is
 * added together with the access to it or not at all. Doing it again changes nothing; the version stays.
 * @throws not_found, forbidden, invalid, interest.member_without_client, interest.too_many_members
 */
export async function addMember(
  work: Work,
  id: string,
  userId: string,
  { grantClient: isGranted }: { grantClient: boolean },
): Promise<Last<Shown>> {
  const held = await hold(work, id)
  const newcomer = await findNewcomer(work.tx, userId, held.clientId)
  if (!newcomer) return refuseFaults([unknownReference('userId')]) as never
  if (userId === held.responsibleId || held.memberIds.includes(userId)) return answer(work, id)
  if (held.memberIds.length >= MOST) refuse(tooManyMembers)
  const { client, ...person } = newcomer
  if (client) await requireSeen(work, person, client, isGranted)
  await store(work, held, [...held.memberIds, userId])
  if (userId !== work.actor.userId) {
    await notify(work, {
      kind: 'interest.joined',
      userIds: [userId],
      record: { kind: 'interest', id },
      data: {
        interest: { id, number: held.number, subject: subjectOf(held) },
        by: { id: work.actor.userId, name: work.actor.name },
      },
    })
  }
  return answer(work, id)
}

/** Takes a co-executor off; what was opened to that person stays open. @throws not_found, forbidden */
export async function removeMember(work: Work, id: string, userId: string): Promise<Last<Shown>> {
  const held = await hold(work, id)
  if (held.memberIds.includes(userId))
    await store(
      work,
      held,
      held.memberIds.filter(each => each !== userId),
    )
  return answer(work, id)
}

/** Takes a person off every Interest, closed ones too: each says so in its own history. */
export async function leaveAll(work: Work, userId: string): Promise<void> {
  for (const id of await listJoined(work.tx, userId)) {
    const held = await holdInterest(work.tx, id, [], { entering: false })
    if (!held?.memberIds.includes(userId)) continue
    await store(
      work,
      held,
      held.memberIds.filter(each => each !== userId),
    )
  }
}

async function hold(work: Work, id: string): Promise<Held> {
  const held = await holdInterest(work.tx, id, [], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  return maySell(work, held) ? held : refuseChange('interests', held.responsibleId)
}

async function requireSeen(work: Work, person: Person, client: ClientFacts, isGranted: boolean): Promise<void> {
  const reader = await findCallerOfUser(work.tx, person.id, work.now)
  if (reader?.scope.clients.sees(client.id, client.responsibleId)) return
  const mayGrant = mayGrantClient(work, client)
  if (!isGranted) {
    refuse(memberWithoutClient, { user: person, client: { id: client.id, name: client.name }, mayGrant })
  }
  if (!mayGrant) refuseChange('clients', client.responsibleId)
  await grantClient(work, client.id, { kind: 'user', id: person.id })
}

async function store(work: Work, held: Held, memberIds: string[]): Promise<void> {
  keepMembers(work, held, { ...held, memberIds })
  if (held.prospectId) await keepParties(work, [held.prospectId])
}

function answer(work: Work, id: string): Last<Shown> {
  // Whoever left may not see it any more, and is told all the same how it stands.
  return new Last(() => readBackInterest(work, id))
}
