import type { Change } from '../../platform/events/record.ts'
import { type Fault, unknownReference } from '../../platform/problems.ts'
import type { Work } from '../../platform/work.ts'
import { authorOf, countOpenInterests } from '../clients/actions.ts'
import { keepProspects } from '../clients/prospects/actions.ts'
import type { StateSetting } from '../scenarios/tables.ts'
import { changesOf, ownersOf } from './rules.ts'
import { keepClosings } from './closing/actions.ts'
import { tellWatchers } from './marks/actions.ts'
import { storeMembers } from './members/storage.ts'
import { listProspectPeople } from './storage.ts'
import type { StoredInterest } from './tables.ts'

/** Writes what happened to an Interest; `before` is null for a new one. */
export function recordInterest(
  work: Work,
  kind: string,
  before: StoredInterest | null,
  after: StoredInterest,
  more: { comment?: string | null | undefined } = {},
): void {
  const { changes, personal } = changesOf(before, after)
  const said: Record<string, Change> = more.comment ? { ...personal, comment: { to: more.comment } } : personal
  work.record({
    kind,
    record: { kind: 'interest', id: after.id },
    version: after.version,
    ...(Object.keys(changes).length > 0 ? { changes } : {}),
    ...(Object.keys(said).length > 0 ? { personal: said } : {}),
    owners: [...ownersOf(before ?? after), ...ownersOf(after)],
  })
}

/** Prospects follow their Interests: who is responsible for them, and who else may see them. */
export async function keepParties(work: Work, prospectIds: readonly string[]): Promise<void> {
  await keepProspects(work, await listProspectPeople(work.tx, prospectIds))
}

/**
 * What follows when an Interest was opened, closed or handed over: counts, the prospect, the rows of its closings, a
 * word to those who watch it, unless it is known that nobody does.
 */
export async function settle(
  work: Work,
  before: StoredInterest & { watched?: boolean },
  after: StoredInterest,
  entered: StateSetting | null,
  comment?: string | null,
): Promise<void> {
  const { clientId, prospectId } = after
  if (before.open !== after.open) {
    countOpenInterests(work, { clientId, prospectId }, after.open ? 1 : -1)
  }
  if (before.memberIds.join() !== after.memberIds.join()) keepMembers(work, before, after)
  if (entered) await keepClosings(work, before, after, entered, comment ?? null)
  if (before.watched !== false) await tellWatchers(work, before, after, entered)
  const isOther = before.open !== after.open || before.responsibleId !== after.responsibleId
  if (prospectId && isOther) await keepParties(work, [prospectId])
}

type Worked = Pick<StoredInterest, 'id' | 'responsibleId' | 'memberIds' | 'stateId'>

/** Stores who the co-executors are; the record `member` makes every node ask anew what they see. */
export function keepMembers(work: Work, before: Worked, after: Worked): void {
  storeMembers(work.tx, after.id, after.memberIds, { now: work.now, userId: authorOf(work) })
  recordMembers(work, before, after)
}

/** Says who became a co-executor, and who is none any more. */
export function recordMembers(work: Work, before: Worked, after: Worked): void {
  const tell = (kind: string, changes: Record<string, Change>) =>
    work.record({
      kind,
      record: { kind: 'member', id: after.id },
      changes,
      owners: [...ownersOf(before), ...ownersOf(after)],
    })
  for (const id of after.memberIds) {
    if (!before.memberIds.includes(id)) tell('interest.member_added', { userId: { to: id } })
  }
  for (const id of before.memberIds) {
    if (!after.memberIds.includes(id) && id !== after.responsibleId)
      tell('interest.member_removed', { userId: { from: id } })
  }
}

const kindOf = {
  serviceTypeId: 'service_type',
  contactId: 'contact',
  channelId: 'channel',
  sourceId: 'source',
  projectId: 'project',
  lossReasonId: 'loss_reason',
  responsibleId: 'user',
  assigneeId: 'user',
  interactionKindId: 'interaction_kind',
} as const
type References = { [field in keyof typeof kindOf]?: string | null | undefined }

/**
 * What is named and may not be taken: absent, archived, of another kind, or a contact of another client.
 * @param known what was found, as `kind:id`
 */
export function unknownReferences(named: References, known: readonly string[], path = ''): Fault[] {
  const found = new Set(known)
  return (Object.keys(kindOf) as (keyof typeof kindOf)[])
    .filter(field => named[field] && !found.has(`${kindOf[field]}:${named[field]}`))
    .map(field => unknownReference(`${path}${field}`))
}
