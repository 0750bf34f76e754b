import type { Announcement, Moved, Subscriber, Work } from '../../platform/work.ts'
import { API_KEY_EXPIRES, type ApiKeyExpires, SECOND_FACTOR_RESET, type SecondFactorReset } from '../access/events.ts'
import { notify } from './actions.ts'

/** Somebody else took a person's second factor away: that person hears of it with the next sign-in. */
async function onSecondFactorReset(work: Work, { payload }: Announcement<SecondFactorReset>): Promise<Moved[]> {
  const { userId, by } = payload
  await notify(work, {
    kind: 'second_factor.reset',
    userIds: [userId],
    record: { kind: 'user', id: userId },
    data: { by },
  })
  return []
}

/** A key ends soon: its owner is told once for each end that it has. */
async function onApiKeyExpires(work: Work, { payload }: Announcement<ApiKeyExpires>): Promise<Moved[]> {
  const { userId, key } = payload
  const expiresAt = payload.expiresAt.toISOString()
  await notify(work, {
    kind: 'api_key.expires',
    userIds: [userId],
    record: { kind: 'api_key', id: key.id },
    data: { key, expiresAt },
    key: `api_key.expires:${key.id}:${expiresAt}`,
  })
  return []
}

export const noticesWithin: Record<string, Subscriber> = {
  [SECOND_FACTOR_RESET]: onSecondFactorReset as Subscriber,
  [API_KEY_EXPIRES]: onApiKeyExpires as Subscriber,
}
