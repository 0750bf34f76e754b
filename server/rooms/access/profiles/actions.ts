import { notFound } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { creationOf, isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { type Grounds, profileFixed, profileInUse, profileNameTaken } from './contract.ts'
import { getProfile, type Shown } from './queries.ts'
import { groundsOf, roleOfCopy, tidyGrounds, widestOf } from './rules.ts'
import {
  findProfileForUpdate,
  findProfileRow,
  insertProfile,
  isProfileNameTaken,
  type ProfileRow,
  storeProfile,
} from './storage.ts'

const creation = creationOf('profile', { owned: false })

/** Makes a profile of one that is there, changed in the same step if asked. @throws profile.name_taken */
export async function copyProfile(
  work: Work,
  input: { id: string; fromId: string; name: string; grounds?: Grounds | undefined },
): Promise<Shown> {
  if (!(await isRepeat(work, creation, input.id))) {
    const { id, name } = input
    const from = await findProfileRow(work.tx, input.fromId)
    if (!from) return refuseFaults([unknownReference('fromId')]) as never
    const grounds = tidyGrounds(input.grounds ?? groundsOf(from))
    const row = { id, role: roleOfCopy(from.role), name, grounds, widest: widestOf(grounds) }
    if (!(await insertProfile(work.tx, row, work.now, work.creationHash))) refuse(profileNameTaken)
    record(work, id, 'created', 1, { name: { to: name }, role: { to: row.role }, grounds: { to: grounds } })
    await audit(work, { kind: 'profile.created', record: { kind: 'profile', id }, detail: { grounds } })
  }
  return getProfile(work.tx, work.caller, input.id)
}

function record(work: Work, id: string, verb: string, version: number, changes: Record<string, Change>): void {
  work.record({ kind: `profile.${verb}`, record: { kind: 'profile', id }, version, changes, owners: null })
}

/**
 * Changes what the people of a profile see and do, with their next request.
 * @throws conflict, profile.fixed, profile.name_taken
 */
export async function changeProfile(
  work: Work,
  id: string,
  input: { version: number; name?: string | undefined; grounds?: Grounds | null | undefined },
): Promise<Shown> {
  const profile = (await findProfileForUpdate(work.tx, id)) ?? refuse(notFound)
  const isShipped = profile.name === null
  const { version, name } = input
  // A shipped one goes on with the versions of the product as long as nobody changes it.
  const grounds = input.grounds === null && !isShipped ? undefined : input.grounds && tidyGrounds(input.grounds)
  if (profile.role === 'administrator' || (isShipped && name !== undefined)) refuse(profileFixed)
  const current = { name: profile.name, grounds: profile.grounds }
  const changes = await mergeChanges(work.tx, profile, version, current, { name, grounds })
  if (Object.keys(changes).length > 0) {
    if (changes['name'] && (await isProfileNameTaken(work.tx, name ?? '', id))) refuse(profileNameTaken)
    const after = { ...profile, ...(name === undefined ? {} : { name }), ...(grounds === undefined ? {} : { grounds }) }
    await store(work, after)
    record(work, id, 'changed', profile.version + 1, changes)
    await audit(work, { kind: 'profile.changed', record: { kind: 'profile', id }, detail: changes })
  }
  return getProfile(work.tx, work.caller, id)
}

async function store(work: Work, profile: ProfileRow): Promise<void> {
  await storeProfile(work.tx, { ...profile, widest: widestOf(groundsOf(profile)) }, work.now)
}

/** Puts a profile that nobody has into the archive. @throws profile.in_use with the count, profile.fixed */
export async function archiveProfile(work: Work, id: string): Promise<Shown> {
  const profile = (await findProfileForUpdate(work.tx, id)) ?? refuse(notFound)
  if (profile.name === null) refuse(profileFixed)
  if (profile.archivedAt === null) {
    if (profile.users > 0) refuse(profileInUse, { users: profile.users })
    await store(work, { ...profile, archivedAt: work.now })
    record(work, id, 'archived', profile.version + 1, { archivedAt: { from: null, to: work.now } })
  }
  return getProfile(work.tx, work.caller, id)
}

/** Brings a profile back. @throws profile.name_taken */
export async function restoreProfile(work: Work, id: string): Promise<Shown> {
  const profile = (await findProfileForUpdate(work.tx, id)) ?? refuse(notFound)
  if (profile.archivedAt !== null) {
    if (await isProfileNameTaken(work.tx, profile.name ?? '', id)) refuse(profileNameTaken)
    await store(work, { ...profile, archivedAt: null })
    record(work, id, 'restored', profile.version + 1, { archivedAt: { from: profile.archivedAt, to: null } })
  }
  return getProfile(work.tx, work.caller, id)
}
