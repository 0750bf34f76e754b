import { forbidden, notFound } from '../../../platform/contract.ts'
import { Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { creationOf, isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { API_KEY_EXPIRES, type ApiKeyExpires } from '../events.ts'
import { holds } from '../rules.ts'
import { hashToken, newToken } from '../secrets/service.ts'
import { getUserRow } from '../users/storage.ts'
import type { ApiScope } from './contract.ts'
import { type ApiKey, keyOf } from './queries.ts'
import { endOfNotice } from './rules.ts'
import { findKeyRow, insertKey, listExpiringKeys, revokeKey } from './storage.ts'

const creation = creationOf('api_key', { owned: false })

/** Tells a key of ours from others, for people and for scanners of leaked secrets. */
const PREFIX = 'int_'

/**
 * Makes a key with all rights of its user, or with those of some scopes: for the caller, or anybody for an administrator. The secret is in this answer
 * and nowhere else; a repeat of the same request answers without it.
 */
export async function createApiKey(
  work: Work,
  input: {
    id: string
    name: string
    userId?: string | undefined
    expiresAt?: string | undefined
    scopes?: readonly ApiScope[] | undefined
  },
): Promise<ApiKey & { secret: string }> {
  const { actor } = work
  const { id, name, userId = actor.userId } = input
  if (userId !== actor.userId && !holds(actor, 'users.administer')) {
    refuse(forbidden, { reason: 'users.administer' })
  }
  let secret = ''
  if (await isRepeat(work, creation, id)) {
    const known = await findKeyRow(work.tx, id)
    if (!known || !isVisible(work, known.userId)) refuse(notFound)
  } else {
    const user = await getUserRow(work.tx, userId)
    if (!user || user.deactivatedAt) refuseFaults([unknownReference('userId')])
    const scopes = input.scopes ? [...new Set(input.scopes)].sort() : null
    requireWithin(work, scopes)
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt)
    if (expiresAt && expiresAt <= work.now) {
      const message = new Localised({ ru: 'Это время уже прошло', en: 'This time has passed' })
      refuseFaults([{ path: 'expiresAt', code: 'past', message }])
    }
    secret = `${PREFIX}${newToken()}`
    const key = { id, name, userId, expiresAt, scopes, hash: hashToken(secret), hint: `${PREFIX}…${secret.slice(-4)}` }
    await insertKey(work.tx, key, work.now, work.creationHash)
    await audit(work, { kind: 'api_key.created', record: { kind: 'api_key', id }, detail: { userId, scopes } })
    note(work, 'api_key.created', id, userId)
  }
  const row = (await findKeyRow(work.tx, id)) ?? refuse(notFound)
  return { ...keyOf(row), secret }
}

/** Nobody gets more by a key than the key that made it may do. */
function requireWithin({ caller }: Work, scopes: readonly ApiScope[] | null): void {
  const own = caller.limits?.scopes
  if (!own || scopes?.every(scope => own.includes(scope))) return
  const message = new Localised({
    ru: 'Ключ не может дать больше, чем разрешено ему самому',
    en: 'A key cannot give more than it may do itself',
  })
  refuseFaults([{ path: 'scopes', code: 'too_wide', message }])
}

function isVisible({ actor }: Work, userId: string): boolean {
  return userId === actor.userId || holds(actor, 'users.administer')
}

function note(work: Work, kind: string, id: string, userId: string): void {
  work.record({ kind, record: { kind: 'api_key', id }, changes: { userId: { to: userId } }, owners: [userId] })
}

/** Ends a key at once: the caller's own, or anybody's for an administrator. */
export async function revokeApiKey(work: Work, id: string): Promise<void> {
  const key = await findKeyRow(work.tx, id)
  if (!key || !isVisible(work, key.userId)) refuse(notFound)
  if (!(await revokeKey(work.tx, id, work.now))) return
  await audit(work, { kind: 'api_key.revoked', record: { kind: 'api_key', id } })
  note(work, 'api_key.revoked', id, key.userId)
}

/** Tells owners of keys that will soon open nothing any more; who was told is not told again. */
export async function warnOfExpiringKeys(work: Work): Promise<void> {
  for (const { id, name, userId, expiresAt } of await listExpiringKeys(work.tx, work.now, endOfNotice(work.now))) {
    const payload = { userId, key: { id, name }, expiresAt }
    await work.announce<ApiKeyExpires>({ kind: API_KEY_EXPIRES, payload })
  }
}
