import type { Change } from '../../platform/events/record.ts'
import { type Fault, unknownReference } from '../../platform/problems.ts'
import { NIL_ID, newId } from '../../platform/pure/ids.ts'
import type { Work } from '../../platform/work.ts'
import { authorOf, countOpenInterests } from '../clients/actions.ts'
import { keepProspectResponsible, keepProspectViewers } from '../clients/prospects/actions.ts'
import type { StateSetting } from '../scenarios/tables.ts'
import { changesOf } from './rules.ts'
import { endClosings, findProspectPeople, insertClosings } from './storage.ts'
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
    owners: [(before ?? after).responsibleId ?? NIL_ID, after.responsibleId ?? NIL_ID],
  })
}

/** A prospect follows its Interests: who is responsible for it, and who else may see it. */
export async function keepParty(work: Work, prospectId: string): Promise<void> {
  const people = await findProspectPeople(work.tx, prospectId)
  await keepProspectResponsible(work, prospectId, people.responsibleId)
  await keepProspectViewers(work, prospectId, people.principals)
}

/** What follows when an Interest was opened, closed or handed over: counts, the prospect, the rows of its closings. */
export async function settle(
  work: Work,
  before: StoredInterest,
  after: StoredInterest,
  entered: StateSetting | null,
  comment?: string | null,
): Promise<void> {
  const { clientId, prospectId } = after
  if (before.open !== after.open) {
    countOpenInterests(work, { clientId, prospectId }, after.open ? 1 : -1)
  }
  if (entered) await keepClosings(work, before, after, entered, comment ?? null)
  const isOther = before.open !== after.open || before.responsibleId !== after.responsibleId
  if (prospectId && isOther) await keepParty(work, prospectId)
}

/** Every closing stays a row: when, how and why; reopening marks it and does not erase it. */
export async function keepClosings(
  work: Work,
  before: StoredInterest | null,
  after: StoredInterest,
  entered: Pick<StateSetting, 'kind'>,
  comment: string | null,
): Promise<void> {
  const at = { now: work.now, userId: authorOf(work) }
  if (before && !before.open) await endClosings(work.tx, after.id, at)
  if (entered.kind === 'ordinary') return
  const { id: interestId, stateId, lossReasonId } = after
  await insertClosings(
    work.tx,
    [{ id: newId(), interestId, stateId, outcome: entered.kind, lossReasonId, comment }],
    at,
  )
}

const kindOf = {
  serviceTypeId: 'service_type',
  contactId: 'contact',
  channelId: 'channel',
  sourceId: 'source',
  lossReasonId: 'loss_reason',
  responsibleId: 'user',
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
