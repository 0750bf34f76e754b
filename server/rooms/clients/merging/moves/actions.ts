import type { Change } from '../../../../platform/events/record.ts'
import type { Transaction } from '../../../../platform/db/database.ts'
import type { Work } from '../../../../platform/work.ts'
import { listDepartmentPeople } from '../../../access/departments/queries.ts'
import { listDepartmentNames, listNames } from '../../../access/grants/queries.ts'
import { authorOf } from '../../actions.ts'
import { listContactsById } from '../../contacts/storage.ts'
import {
  partyEvent,
  PARTIES_MERGED,
  PARTIES_UNMERGED,
  type PartiesMerged,
  type PartiesUnmerged,
  type ReturnedRow,
} from '../../events.ts'
import { writeContactIdentities, writeProspectIdentities } from '../../identity/actions.ts'
import { listProspectsById } from '../../prospects/storage.ts'
import { same } from '../rules.ts'
import type { Kept, MergedField, MergeRow, MovedRow, PartyKind } from '../tables.ts'
import { keep } from './rules.ts'
import { type PairState, settlePairs, unsettlePairs } from '../pairs/storage.ts'
import { copyAccess, copyNotDuplicates, dropAccess, dropNotDuplicates, listAccess, listCompany } from './storage.ts'

/** Moves what lies with the loser in other tables and in other rooms: marks, grants, Interests. */
export async function takeAlong(work: Work, payload: PartiesMerged['payload']): Promise<MovedRow[]> {
  const { winnerId, loserId } = payload
  const apart = await copyNotDuplicates(work.tx, loserId, winnerId)
  const access = await copyAccess(work.tx, loserId, winnerId, work.now)
  await tellGrants(work, 'grant.given', winnerId, access)
  const nameOf = await readNames(work, access)
  const pairs = await settlePairs(work.tx, { winnerId, loserId, apart }, { userId: authorOf(work), at: work.now })
  const moved = await work.announce({ kind: PARTIES_MERGED, payload })
  return [
    ...apart.map(id => ({ kind: 'apart', id, before: null, after: {} })),
    ...access.map(grant => ({
      kind: 'access',
      id: grant.principalId,
      title: nameOf(grant),
      before: null,
      after: { ...grant },
    })),
    ...pairs.settled.map(pair => ({ kind: 'pair', id: pair.id, before: { ...pair }, after: {} })),
    ...pairs.added.map(id => ({ kind: 'pair', id, before: null, after: {} })),
    ...(moved as MovedRow[]),
  ]
}

/** Kinds of rows that this room keeps itself; all others went with the announcement. */
const OWN = new Set(['apart', 'access', 'contractor', 'link', 'prospect', 'viewers', 'pair'])

type Grant = { principalId: string; reason: string }

/** What the people and departments are called to whom something is open. */
async function readNames(work: Work, grants: readonly Grant[]): Promise<(grant: Grant) => string> {
  const ids = grants.map(each => each.principalId)
  const named = [...(await listNames(work.tx, ids)), ...(await listDepartmentNames(work.tx, ids))]
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return grant => names.get(grant.principalId) ?? ''
}

/** The way back of `takeAlong`. */
export async function bringBack(work: Work, merge: MergeRow, rows: readonly MovedRow[]): Promise<Kept[]> {
  const { id, kind, winnerId, loserId, at } = merge
  await dropNotDuplicates(
    work.tx,
    winnerId,
    rows.filter(row => row.kind === 'apart').map(row => row.id),
    at,
  )
  const pairs = rows.filter(row => row.kind === 'pair')
  await unsettlePairs(
    work.tx,
    pairs.flatMap(row => (row.before ? [row.before as unknown as PairState] : [])),
    pairs.filter(row => row.before === null).map(row => row.id),
    at,
  )
  const given = rows.filter(row => row.kind === 'access').map(row => row.after as unknown as Grant)
  const taken = await dropAccess(work.tx, winnerId, given, at)
  const left = await listAccess(work.tx, winnerId, false)
  const isAmong = (all: readonly Grant[], one: Grant) =>
    all.some(each => each.principalId === one.principalId && each.reason === one.reason)
  const reopened = given.filter(each => isAmong(left, each))
  // Whom somebody shut out since, he does not see the loser either.
  const revoked = given.filter(each => !isAmong(taken, each) && !isAmong(left, each))
  await dropAccess(work.tx, loserId, revoked, work.now)
  await tellGrants(work, 'grant.revoked', winnerId, taken)
  await tellGrants(work, 'grant.revoked', loserId, revoked)
  const company = async (of: string) => (kind === 'prospect' ? [] : listCompany(work.tx, kind, of))
  const payload: PartiesUnmerged['payload'] = {
    mergeId: id,
    mergedAt: at,
    kind,
    winnerId,
    loserId,
    company: { winner: await company(winnerId), loser: await company(loserId) },
    rows: rows.filter(row => !OWN.has(row.kind)),
  }
  const returned: readonly ReturnedRow[] = await work.announce({ kind: PARTIES_UNMERGED, payload })
  const nameOf = await readNames(work, [...revoked, ...reopened])
  const personOf = (grant: Grant) => ({ kind: 'user', id: grant.principalId, title: nameOf(grant) })
  return [
    ...revoked.map(each => keep('revoked', personOf(each))),
    ...reopened.map(each => keep('reopened', personOf(each))),
    ...returned.flatMap(each => each.kept ?? []),
  ]
}

/** Stands in the history of the record, and makes every node ask anew what these people see. */
async function tellGrants(
  work: Work,
  kind: 'grant.given' | 'grant.revoked',
  recordId: string,
  grants: readonly { principalId: string; reason: string }[],
): Promise<void> {
  const ids = grants.map(each => each.principalId)
  const departments = new Set((await listDepartmentNames(work.tx, ids)).map(each => each.id))
  for (const { principalId } of grants) {
    const who = kind === 'grant.given' ? { to: principalId } : { from: principalId }
    const isShared = departments.has(principalId)
    work.record({
      kind,
      record: { kind: 'grant', id: recordId },
      changes: { [isShared ? 'departmentId' : 'userId']: who },
      owners: isShared ? await listDepartmentPeople(work.tx, principalId) : [principalId],
    })
  }
}

interface Sides {
  winner: { id: string; version: number }
  loser: { id: string; version: number }
}

/** The events of both records, with one cause for all that follows. */
export function recordMerged(
  work: Work,
  kind: PartyKind,
  { winner, loser }: Sides,
  fields: readonly MergedField[],
  owners: readonly (string | null)[],
): void {
  const changes: Record<string, Change> = Object.fromEntries(
    fields
      .filter(each => !same(each.before, each.after))
      .map(({ field, before, after }) => [field, { from: before, to: after }]),
  )
  tell(
    work,
    `${kind}.merged`,
    { kind, id: winner.id },
    winner.version + 1,
    { ...changes, mergedFrom: { to: loser.id } },
    owners,
  )
  tell(
    work,
    `${kind}.merged_into`,
    { kind, id: loser.id },
    loser.version + 1,
    { mergedInto: { to: winner.id } },
    owners,
  )
}

/** The same for the undoing. */
export function recordUnmerged(
  work: Work,
  kind: PartyKind,
  { winner, loser }: Sides,
  changes: Record<string, Change>,
  owners: readonly (string | null)[],
): void {
  tell(
    work,
    `${kind}.unmerged`,
    { kind, id: winner.id },
    winner.version + 1,
    { ...changes, mergedFrom: { from: loser.id, to: null } },
    owners,
  )
  tell(
    work,
    `${kind}.set_apart`,
    { kind, id: loser.id },
    loser.version + 1,
    { mergedInto: { from: winner.id, to: null } },
    owners,
  )
}

function tell(
  work: Work,
  kind: string,
  record: { kind: string; id: string },
  version: number,
  values: Record<string, Change>,
  owners: readonly (string | null)[],
): void {
  work.record(partyEvent(kind, record, version, values, owners))
}

/** By what these contacts are found, wherever they work now. */
export async function rewriteContacts(tx: Transaction, ids: readonly string[]): Promise<void> {
  const contacts = await listContactsById(tx, ids)
  if (contacts.length > 0) await writeContactIdentities(tx, ...contacts)
}

/** By what these prospects are found, whoever they turned out to be. */
export async function rewriteProspects(tx: Transaction, ids: readonly string[]): Promise<void> {
  const prospects = await listProspectsById(tx, ids)
  if (prospects.length > 0) await writeProspectIdentities(tx, ...prospects)
}
