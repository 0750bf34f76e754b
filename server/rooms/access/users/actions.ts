import { forbidden, notFound } from '../../../platform/contract.ts'
import { violatedUnique } from '../../../platform/db/errors.ts'
import type { Change } from '../../../platform/events/record.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { type Fault, Problem, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import type { Role } from '../../../platform/scope.ts'
import { creationOf, isRepeat, type Work } from '../../../platform/work.ts'
import { revokeKeysOf } from '../api-keys/storage.ts'
import { dropFromAbsences } from '../absences/actions.ts'
import { audit } from '../audit/actions.ts'
import { revokeAllOf } from '../grants/actions.ts'
import { emailTaken, lastAdministrator } from '../contract.ts'
import { USER_DEACTIVATED, type UserDeactivated } from '../events.ts'
import { holdDepartment } from '../departments/storage.ts'
import type { NewPassword } from '../passwords/actions.ts'
import { chooseProfile } from '../profiles/actions.ts'
import type { GivenProfile } from '../profiles/contract.ts'
import { isSameProfile } from '../profiles/rules.ts'
import { voidChallengesOf } from '../sessions/challenges/storage.ts'
import { type LinkMeaning, meaningOfLink } from '../sessions/rules.ts'
import { endSessionsOf, replaceLink, voidLinksOf } from '../sessions/storage.ts'
import { getUser, type User } from './queries.ts'
import {
  findLogin,
  getUserRow,
  insertUser,
  isEmailTaken,
  lockAdministrators,
  lockUser,
  storeUser,
  type UserRow,
} from './storage.ts'

const creation = creationOf('app_user', { owned: false })

export interface UserInput {
  id: string
  email: string
  name: string
  role?: Role | undefined
  profileId?: string | null | undefined
  departmentId?: string | undefined
  password?: NewPassword
}

/**
 * Adds a person. Without a password the person comes in by a one-time link.
 * @throws user.email_taken
 */
export async function createUser(work: Work, input: UserInput): Promise<User> {
  if (!(await isRepeat(work, creation, input.id))) {
    const { id, email, name, departmentId = null, password } = input
    const { chosen, faults } = await chooseProfile(work, input)
    await requireDepartment(work, departmentId, [...(password?.faults ?? []), ...faults])
    const { role, profileId } = chosen
    const passwordHash = password?.hash ?? null
    const { language } = work.actor
    const row = { id, email, name, role, profileId, departmentId, passwordHash, language }
    if (!(await insertUser(work.tx, row, work.now, work.creationHash))) refuse(emailTaken)
    record(
      work,
      id,
      'created',
      1,
      { role: { to: role }, profileId: { to: profileId }, departmentId: { to: departmentId } },
      named({ name, email }),
    )
  }
  return getUser(work.tx, work.caller, work.now, input.id)
}

async function requireDepartment(
  work: Work,
  id: string | null | undefined,
  faults: readonly Fault[] = [],
): Promise<void> {
  const isUnknown = id && !(await holdDepartment(work.tx, id))
  refuseFaults(isUnknown ? [...faults, unknownReference('departmentId')] : faults)
}

const named = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([field, to]) => [field, { to }]))

/** Fields whose values are a person's own. */
const PERSONAL = ['name', 'email']

function record(
  work: Work,
  id: string,
  verb: string,
  version: number,
  changes: Record<string, Change>,
  personal: Record<string, Change> = {},
): void {
  work.record({ kind: `user.${verb}`, record: { kind: 'user', id }, version, changes, personal, owners: null })
}

/**
 * Changes name, e-mail, role or department. A change of role ends the sessions of that person; the scope follows
 * role and department with the next request in any case.
 * @throws conflict, user.email_taken, user.last_administrator
 */
export async function changeUser(
  work: Work,
  id: string,
  input: {
    version: number
    email?: string | undefined
    name?: string | undefined
    role?: Role | undefined
    profileId?: string | null | undefined
    departmentId?: string | null | undefined
  },
): Promise<User> {
  const administrators = await lockAdministrators(work.tx)
  const user = (await lockUser(work.tx, id)) ?? refuse(notFound)
  const { email, name, role, profileId, departmentId } = user
  const { version, role: wantedRole, profileId: wantedProfile, ...others } = input
  const { chosen, faults } =
    wantedRole === undefined && wantedProfile == null ? { chosen: {}, faults: [] } : await chooseProfile(work, input)
  refuseFaults(faults)
  const wanted: Partial<Pick<UserRow, 'role' | 'profileId'>> & typeof others = { ...others, ...chosen }
  const changes = await mergeChanges(work.tx, user, version, { email, name, role, profileId, departmentId }, wanted)
  if (Object.keys(changes).length === 0) return getUser(work.tx, work.caller, work.now, id)
  if (changes['departmentId']) await requireDepartment(work, wanted.departmentId)
  if (changes['role']) requireAnotherAdministrator(user, administrators)
  if (wanted.email !== undefined && (await isEmailTaken(work.tx, wanted.email, id))) refuse(emailTaken)
  const raised = await store(work, user, {
    ...(changes['email'] ? { email: wanted.email } : {}),
    ...(changes['name'] ? { name: wanted.name } : {}),
    ...(changes['role'] ? { role: wanted.role } : {}),
    ...(changes['profileId'] ? { profile_id: wanted.profileId } : {}),
    ...(changes['departmentId'] ? { department_id: wanted.departmentId } : {}),
  })
  const { role: roleChange, profileId: profileChange } = changes
  if (roleChange || profileChange) {
    await endSessionsOf(work.tx, id, id === work.actor.userId ? work.caller.sessionId : null, work.now)
    await audit(work, {
      kind: 'user.role_changed',
      record: { kind: 'user', id },
      detail: { ...roleChange, ...(profileChange ? { profile: profileChange } : {}) },
    })
  }
  const split = (personal: boolean) =>
    Object.fromEntries(Object.entries(changes).filter(([field]) => PERSONAL.includes(field) === personal))
  record(work, id, 'changed', raised, split(false), split(true))
  return getUser(work.tx, work.caller, work.now, id)
}

/**
 * Gives a person the profile that another service says, as the product itself; false where that cannot be, such as for
 * the last administrator.
 */
export async function followProfile(work: Work, id: string, given: GivenProfile): Promise<boolean> {
  const user = await getUserRow(work.tx, id)
  if (!user || isSameProfile(user, given)) return true
  try {
    await changeUser(work, id, { version: user.version, ...given })
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === lastAdministrator.code) return false
    throw error
  }
}

async function store(work: Work, { id }: UserRow, changes: Parameters<typeof storeUser>[2]): Promise<number> {
  try {
    return await storeUser(work.tx, id, changes, work.now, { raiseVersion: true })
  } catch (error) {
    // Two people took the e-mail at the same moment.
    if (violatedUnique(error) === 'app_user_email') refuse(emailTaken)
    throw error
  }
}

/** Somebody must be left who can let people in. */
function requireAnotherAdministrator(user: UserRow, administrators: readonly string[]): void {
  if (administrators.length === 1 && administrators[0] === user.id) refuse(lastAdministrator)
}

/**
 * Closes the way in: sessions and keys end with this transaction, links open nothing, nothing is opened to that person
 * any more, whoever named it to stand in is told, and other rooms take their places back; the history stays.
 * @throws user.last_administrator
 */
export async function deactivateUser(work: Work, id: string): Promise<User> {
  const administrators = await lockAdministrators(work.tx)
  const user = (await lockUser(work.tx, id)) ?? refuse(notFound)
  if (!user.deactivatedAt) {
    requireAnotherAdministrator(user, administrators)
    const version = await store(work, user, { deactivated_at: work.now })
    await endSessionsOf(work.tx, id, null, work.now)
    await revokeKeysOf(work.tx, id, work.now)
    await voidLinksOf(work.tx, 'sign_in', id, work.now)
    await voidChallengesOf(work.tx, id)
    await dropFromAbsences(work, user)
    await revokeAllOf(work, id)
    await work.announce<UserDeactivated>({ kind: USER_DEACTIVATED, payload: { userId: id } })
    await audit(work, { kind: 'user.deactivated', record: { kind: 'user', id } })
    record(work, id, 'deactivated', version, { deactivatedAt: { from: null, to: work.now } })
  }
  return getUser(work.tx, work.caller, work.now, id)
}

/** Opens the way in again, by the old password or a new link; keys are not revived. */
export async function reactivateUser(work: Work, id: string): Promise<User> {
  const user = (await lockUser(work.tx, id)) ?? refuse(notFound)
  if (user.deactivatedAt) {
    const version = await store(work, user, { deactivated_at: null })
    await audit(work, { kind: 'user.reactivated', record: { kind: 'user', id } })
    record(work, id, 'reactivated', version, { deactivatedAt: { from: user.deactivatedAt, to: null } })
  }
  return getUser(work.tx, work.caller, work.now, id)
}

/** Page that takes a one-time link. What stands behind the `#` no browser sends, so that no log on the way keeps it. */
const LINK_PAGE = '/sign-in#token='

/**
 * A one-time link to hand over: it lets the person in and sets a password. An earlier one opens nothing any more.
 * @returns the path only, for the address must never be taken from what a request says about itself
 */
export async function createSignInLink(
  work: Work,
  id: string,
): Promise<{ path: string; expiresAt: Date; meaning: LinkMeaning }> {
  const user = (await lockUser(work.tx, id)) ?? refuse(notFound)
  if (user.deactivatedAt) refuse(forbidden, { reason: 'user.deactivated' })
  const createdBy = work.actor.kind === 'system' ? null : work.actor.userId
  const { token, expiresAt } = await replaceLink(work.tx, { kind: 'sign_in', userId: id, createdBy }, work.now)
  await audit(work, { kind: 'user.link_created', record: { kind: 'user', id } })
  return { path: `${LINK_PAGE}${token}`, expiresAt, meaning: meaningOfLink(user) }
}

/** The person with this e-mail. @throws not_found */
export async function getUserByEmail(work: Work, email: string): Promise<User> {
  const found = (await findLogin(work.tx, email.trim().toLowerCase())) ?? refuse(notFound)
  return getUser(work.tx, work.caller, work.now, found.id)
}
