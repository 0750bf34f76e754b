import { type BodyOf, forbidden, notFound } from '../../../platform/contract.ts'
import { type Fault, Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { addDays } from '../../../platform/pure/working-time.ts'
import { startOfDay } from '../../../platform/pure/zones.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { refuseChange } from '../../access/refusals/actions.ts'
import { holds } from '../../access/rules.ts'
import { listPresent } from '../../access/absences/queries.ts'
import { findDepartment, listDepartmentPeople } from '../../access/departments/queries.ts'
import { authorOf } from '../../clients/actions.ts'
import {
  handOverClients,
  handOverProspects,
  holdClients,
  holdFollowing,
  listClientsOf,
} from '../../clients/handing-over/actions.ts'
import { handOverInterests, holdInterests, keepStepsOf, listOpenOf } from '../../interests/handing-over/actions.ts'
import { membersAfter } from '../../interests/rules.ts'
import { notify, settleNotices } from '../../notices/actions.ts'
import { recordActivity } from '../actions.ts'
import type { StoredActivity } from '../tables.ts'
import { HAND_OVER_LIMIT, type handOverWork as handOverContract, type Share, tooMuchWork } from './contract.ts'
import { mayHandOver, mayTakeBack } from './policy.ts'
import { countShares, dealOut, type Example, examplesOf } from './rules.ts'
import {
  findPeople,
  findPlanned,
  findShares,
  type Giver,
  handOverCreation,
  holdActivities,
  holdHandOver,
  insertHandOver,
  listSteps,
  listTouched,
  type MovedWork,
  storeAssignees,
  storeReturned,
} from './storage.ts'

type Request = BodyOf<typeof handOverContract>
type Interest = Awaited<ReturnType<typeof holdInterests>>[number]
type Party = Awaited<ReturnType<typeof holdClients>>[number]
interface Answer {
  id: string
  activities: number
  interests: number
  clients: number
  shares: Share[]
  examples?: Example[]
}

function refuseHandOver({ actor, scope }: Work, fromId: string, what: Request['what']): never {
  if (fromId !== actor.userId && !holds(actor, 'work.hand_over')) refuse(forbidden, { reason: 'work.hand_over' })
  const foreign = (['activities', 'interests', 'clients'] as const).find(
    kind => (what[kind] || kind === 'activities') && !scope[kind].changes(fromId),
  )
  return refuseChange(foreign ?? 'clients', fromId)
}

/**
 * Hands over for good what is planned for a person or a department, the unfinished Interests and the clients, as far
 * as asked for: to one or dealt out, evenly or by weights. A preview counts and writes nothing.
 * @throws forbidden, invalid, work_hand_over.too_much
 */
export async function handOverWork(work: Work, request: Request): Promise<Answer> {
  const { id, what, weights, filter, preview } = request
  const fromIds = await giversOf(work, request)
  const refused = fromIds.find(each => !mayHandOver(work.caller, each, what))
  if (refused !== undefined) refuseHandOver(work, refused, what)
  if (!preview && (await isRepeat(work, handOverCreation, id))) return answer(id, await findShares(work.tx, id))
  const from = await requirePeople(work, request, fromIds)
  const toIds = await receiversOf(work, request, fromIds)
  const activities = what.activities ? await findPlanned(work.tx, fromIds, filterOf(work, request), TOO_MUCH) : []
  const interests = what.interests ? await listOpenOf(work, fromIds, openFilterOf(request), TOO_MUCH) : []
  const clients = what.clients ? await listClientsOf(work, fromIds, clientFilterOf(request), TOO_MUCH) : []
  if (activities.length + interests.length + clients.length > HAND_OVER_LIMIT)
    refuse(tooMuchWork, { limit: HAND_OVER_LIMIT })
  if (preview) {
    // Nothing is created: 200.
    work.repeated = true
    const dealt = dealOut({ clients: aged(clients), interests, activities }, toIds, weights)
    return { ...answer(id, countShares(dealt, toIds)), examples: examplesOf({ clients, interests, activities }, dealt) }
  }
  const isGiver = (userId: string | null) => userId !== null && fromIds.includes(userId)
  const moving = new Set(interests.map(each => each.id))
  const held = await hold(work, [...moving], activities)
  const ofClients = (
    await holdClients(
      work,
      clients.map(each => each.id),
    )
  ).filter(each => isGiver(each.responsibleId))
  const ofInterests = held.interests.filter(each => moving.has(each.id) && each.open && isGiver(each.responsibleId))
  const ofActivities = held.activities.filter(each => each.outcome === null && isGiver(each.assigneeId))
  const dealt = dealOut(
    {
      clients: aged(only(clients, ofClients)),
      interests: only(interests, ofInterests),
      activities: only(activities, ofActivities),
    },
    toIds,
    weights,
  )
  const shares = countShares(dealt, toIds)
  const moved = await move(
    work,
    held.interests,
    ofInterests.map(before => {
      const responsibleId = dealt.interests.get(before.id) ?? before.responsibleId ?? ''
      return { before, responsibleId, memberIds: membersAfter(before, responsibleId) }
    }),
    ofActivities.map(before => ({ before, assigneeId: dealt.activities.get(before.id) ?? before.assigneeId })),
  )
  const handOf = (client: Pick<Party, 'id' | 'responsibleId'>) =>
    dealt.clients.get(client.id) ?? client.responsibleId ?? ''
  const following = await holdFollowing(work, { clientIds: ofClients.map(each => each.id), userIds: fromIds, ids: [] })
  const parties = await moveParties(
    work,
    ofClients.map(before => ({ before, toId: handOf(before) })),
    following.map(before => ({
      before,
      toId: handOf({ id: before.clientId ?? '', responsibleId: before.responsibleId }),
    })),
  )
  const asked = { what, ...(filter ? { filter } : {}), ...(weights ? { weights } : {}) }
  const authorId = authorOf(work)
  const done = [...moved, ...parties]
  insertHandOver(work.tx, { id, from, authorId, shares, moved: done, hash: work.creationHash, asked }, work.now)
  for (const share of shares) await tellReceiver(work, id, from, share)
  return answer(id, shares)
}

const TOO_MUCH = HAND_OVER_LIMIT + 1

function answer(id: string, shares: Share[]): Answer {
  const sum = (field: 'activities' | 'interests' | 'clients') =>
    shares.reduce((total, share) => total + share[field], 0)
  return { id, activities: sum('activities'), interests: sum('interests'), clients: sum('clients'), shares }
}

/** Clients have no time: the oldest goes first. */
function aged<T extends { createdAt: Date }>(clients: readonly T[]) {
  return clients.map(each => ({ ...each, dueAt: null }))
}

/**
 * Who receives, each once. Where the product deals out, whoever is away gives way to whoever stands in, or to the others;
 * who was named alone, or with a weight of one's own, was chosen so.
 */
async function receiversOf(work: Work, { toIds, weights }: Request, fromIds: readonly string[]): Promise<string[]> {
  const named = [...new Set(toIds)]
  if (named.length === 1 || weights) return named
  const present = await listPresent(work.tx, named, { now: work.now, kind: 'interests' })
  const others = present.filter(each => !fromIds.includes(each))
  return others.length > 0 ? others : named
}

function clientFilterOf({ filter }: Request) {
  return { kinds: filter?.clientKinds ?? null, relationTypes: filter?.relationTypes ?? null }
}

function openFilterOf({ filter }: Request) {
  const { scenarioId, stateIds, serviceTypeIds, tags, clientKinds, relationTypes } = filter ?? {}
  return {
    scenarioId: scenarioId ?? null,
    stateIds: stateIds ?? null,
    serviceTypeIds: serviceTypeIds ?? null,
    tags: tags ?? null,
    clientKinds: clientKinds ?? null,
    relationTypes: relationTypes ?? null,
  }
}

/** Clients after everything that may hold them, and the prospects that follow. */
async function moveParties(
  work: Work,
  clients: readonly { before: Party; toId: string }[],
  prospects: readonly { before: Party; toId: string }[],
): Promise<MovedWork[]> {
  await handOverClients(work, clients)
  await handOverProspects(work, prospects)
  const moved = (kind: 'client' | 'prospect') => (each: { before: Party; toId: string }) => ({
    kind,
    id: each.before.id,
    ...(each.before.responsibleId ? { fromId: each.before.responsibleId } : {}),
    toId: each.toId,
    version: each.before.version + 1,
  })
  return [...clients.map(moved('client')), ...prospects.map(moved('prospect'))]
}

/** Of what was found: what still is so now that it is held. */
function only<T extends { id: string }>(found: readonly T[], held: readonly { id: string }[]): T[] {
  const ids = new Set(held.map(each => each.id))
  return found.filter(each => ids.has(each.id))
}

/** Whose work goes over: that of a department without those who receive, who keep theirs. */
async function giversOf({ tx }: Work, { fromId, fromDepartmentId, toIds }: Request): Promise<string[]> {
  if (fromDepartmentId === undefined) return fromId === undefined ? [] : [fromId]
  return (await listDepartmentPeople(tx, fromDepartmentId)).filter(each => !toIds.includes(each))
}

/** Whoever has left may give, and may not receive. */
async function requirePeople(
  work: Work,
  { fromId, fromDepartmentId, toIds }: Request,
  fromIds: readonly string[],
): Promise<Giver> {
  const known = new Map((await findPeople(work.tx, [...fromIds, ...toIds])).map(each => [each.id, each]))
  const department = fromDepartmentId ? await findDepartment(work.tx, fromDepartmentId) : undefined
  const faults: Fault[] = fromId === undefined || known.has(fromId) ? [] : [unknownReference('fromId')]
  if (fromDepartmentId !== undefined && !department) faults.push(unknownReference('fromDepartmentId'))
  for (const [at, id] of toIds.entries()) {
    const path = `toIds[${at}]`
    if (id === fromId) faults.push({ path, code: 'same_person', message: samePerson })
    else if (!known.get(id)?.works) faults.push(unknownReference(path))
  }
  refuseFaults(faults)
  return department
    ? { departmentId: department.id, name: department.name, userIds: fromIds }
    : { id: fromId ?? '', name: known.get(fromId ?? '')?.name ?? '', userIds: fromIds }
}

const samePerson = new Localised({
  ru: 'Дела уже у этого сотрудника',
  en: 'This person has the work already',
})

function filterOf(work: Work, { filter }: Request): { kind: string | null; until: Date | null } {
  const { kind = null, dueUntil } = filter ?? {}
  return { kind, until: dueUntil === undefined ? null : startOfDay(addDays(dueUntil, 1), work.actor.timeZone) }
}

/** Interests before what is planned for them, all in the order of their ids. */
async function hold(
  work: Work,
  interestIds: readonly string[],
  activities: readonly { id: string; interestId?: string | null }[],
): Promise<{ interests: Interest[]; activities: StoredActivity[] }> {
  const ids = [...new Set([...interestIds, ...activities.flatMap(each => each.interestId ?? [])])]
  const interests = await holdInterests(work, ids)
  const held = await holdActivities(
    work.tx,
    activities.map(each => each.id),
  )
  return { interests, activities: held }
}

/** Writes what changes hands: the records, their history, and the next steps of the Interests. */
async function move(
  work: Work,
  held: readonly Interest[],
  interests: readonly { before: Interest; responsibleId: string; memberIds: string[] }[],
  activities: readonly { before: StoredActivity; assigneeId: string }[],
): Promise<MovedWork[]> {
  const handedOver = interests.map(({ before, responsibleId, memberIds }) => ({
    before,
    after: { ...before, responsibleId, memberIds, version: before.version + 1 },
  }))
  await handOverInterests(work, handedOver)
  const now = new Map(held.map(each => [each.id, each]))
  for (const { after } of handedOver) now.set(after.id, after)
  const given = activities.map(({ before, assigneeId }) => ({
    before,
    after: { ...before, assigneeId, version: before.version + 1 },
  }))
  storeAssignees(
    work.tx,
    given.map(each => each.after),
    work.now,
  )
  for (const { before, after } of given) {
    recordActivity(work, 'changed', before, after, (after.interestId && now.get(after.interestId)) || null)
  }
  const touched = new Set(given.flatMap(({ after }) => after.interestId ?? []))
  keepStepsOf(work, await listSteps(work.tx, [...touched]))
  return [
    ...handedOver.map(({ before, after }) => ({
      kind: 'interest' as const,
      id: after.id,
      ...(before.responsibleId ? { fromId: before.responsibleId } : {}),
      toId: after.responsibleId,
      version: after.version,
      wasMember: before.memberIds.includes(after.responsibleId),
    })),
    ...given.map(({ before, after }) => ({
      kind: 'activity' as const,
      id: after.id,
      fromId: before.assigneeId,
      toId: after.assigneeId,
      version: after.version,
      interestId: after.interestId,
    })),
  ]
}

/** One word to each, however much it is. */
async function tellReceiver(
  work: Work,
  id: string,
  from: Giver,
  { userId, activities, interests, clients }: Share,
): Promise<void> {
  if (userId === work.actor.userId || activities + interests + clients === 0) return
  await notify(work, {
    kind: 'work.handed_over',
    userIds: [userId],
    record: { kind: 'work_hand_over', id },
    data: {
      by: { id: work.actor.userId, name: work.actor.name },
      from: { id: 'departmentId' in from ? from.departmentId : from.id, name: from.name },
      activities,
      interests,
      clients,
    },
  })
}

/**
 * Gives back what was handed over: all that is still with its receiver and did not change hands since. What people
 * finished or gave on stays as they left it. Doing it again changes nothing.
 * @throws not_found
 */
export async function takeBackWork(work: Work, id: string): Promise<{ returned: number; kept: number }> {
  const handOver = await holdHandOver(work.tx, id)
  if (!handOver || !mayTakeBack(work.caller, handOver)) return refuse(notFound)
  if (handOver.back) return handOver.back
  const { fromIds, moved } = handOver
  const giverOf = (item: MovedWork) => item.fromId ?? fromIds[0] ?? ''
  const of = (kind: MovedWork['kind']) => moved.filter(each => each.kind === kind)
  const held = await hold(
    work,
    of('interest').map(each => each.id),
    of('activity'),
  )
  const touched = new Set(await listTouched(work.tx, moved))
  const items = new Map(moved.filter(each => !touched.has(each.id)).map(each => [each.id, each]))
  const interests = held.interests.flatMap(before => {
    const item = items.get(before.id)
    if (!item || !before.open || before.responsibleId !== item.toId) return []
    const responsibleId = giverOf(item)
    const former = before.memberIds.filter(each => each !== responsibleId)
    const isAdded = item.wasMember && !former.includes(item.toId)
    return [{ before, responsibleId, memberIds: isAdded ? [...former, item.toId] : former }]
  })
  const activities = held.activities.flatMap(before => {
    const item = items.get(before.id)
    return item && before.outcome === null && before.assigneeId === item.toId
      ? [{ before, assigneeId: giverOf(item) }]
      : []
  })
  await move(work, held.interests, interests, activities)
  const stillThere = (held: readonly Party[]) =>
    held.flatMap(before => {
      const item = items.get(before.id)
      return item && before.responsibleId === item.toId ? [{ before, toId: giverOf(item) }] : []
    })
  const idsOf = (kind: MovedWork['kind']) => of(kind).map(each => each.id)
  const clients = stillThere(await holdClients(work, idsOf('client')))
  const prospects = stillThere(await holdFollowing(work, { clientIds: [], userIds: [], ids: idsOf('prospect') }))
  await moveParties(work, clients, prospects)
  const returned = interests.length + activities.length + clients.length + prospects.length
  const back = { returned, kept: moved.length - returned }
  storeReturned(work.tx, id, back, work.now)
  await settleNotices(work, { kind: 'work.handed_over', recordId: id }, 'returned')
  return back
}
