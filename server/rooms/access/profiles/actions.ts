import { notFound } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { type Fault, Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { creationOf, isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { demandOfCopy } from '../sign-in-rules/actions.ts'
import type { Role } from '../contract.ts'
import {
  type GivenProfile,
  type Grounds,
  profileFixed,
  profileInUse,
  profileNamed,
  profileNameTaken,
} from './contract.ts'
import { getProfile, type Shown } from './queries.ts'
import { groundsOf, roleOfCopy, tidyGrounds, widestOf } from './rules.ts'
import {
  findProfileForUpdate,
  findProfileRow,
  holdProfile,
  insertProfile,
  isNamedInSettings,
  isProfileNameTaken,
  type ProfileRow,
  storeProfile,
} from './storage.ts'

const creation = creationOf('profile', { owned: false })

/** Which profile a request names: a copied one by its id, a shipped one by its id or as the role. */
export async function chooseProfile(
  work: Work,
  { role, profileId }: { role?: Role | undefined; profileId?: string | null | undefined },
  path = 'profileId',
): Promise<{ chosen: GivenProfile; faults: Fault[] }> {
  const found = profileId == null ? undefined : await holdProfile(work.tx, profileId)
  if (found) return { chosen: { role: found.role, profileId: found.shipped ? null : found.id }, faults: [] }
  const faults =
    profileId != null
      ? [unknownReference(path)]
      : role === undefined
        ? [{ path, code: 'required', message: CHOOSE }]
        : []
  return { chosen: { role: role ?? 'salesperson', profileId: null }, faults }
}

/** The same of a list, of which each says more than the profile. */
export async function chooseEach<T extends GivenProfile>(
  work: Work,
  list: readonly T[],
  path: string,
): Promise<{ chosen: T[]; faults: Fault[] }> {
  const chosen: T[] = []
  const faults: Fault[] = []
  for (const each of list) {
    const found = await chooseProfile(work, each, path)
    chosen.push({ ...each, ...found.chosen })
    faults.push(...found.faults)
  }
  return { chosen, faults }
}

const CHOOSE = new Localised({ ru: 'Выберите профиль', en: 'Choose a profile' })

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
    await demandOfCopy(work, input)
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

/**
 * Puts a profile that nobody has, and that nobody gets at a sign-in, into the archive.
 * @throws profile.in_use with the count, profile.named_in_settings, profile.fixed
 */
export async function archiveProfile(work: Work, id: string): Promise<Shown> {
  const profile = (await findProfileForUpdate(work.tx, id)) ?? refuse(notFound)
  if (profile.name === null) refuse(profileFixed)
  if (profile.archivedAt === null) {
    if (profile.users > 0) refuse(profileInUse, { users: profile.users })
    if (await isNamedInSettings(work.tx, id)) refuse(profileNamed)
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
