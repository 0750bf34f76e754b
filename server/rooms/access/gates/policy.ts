import type { Endpoint } from '../../../platform/contract.ts'
import { Problem } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { type ApiScope, scopeMissing } from '../api-keys/contract.ts'
import { isWithin, scopeOf } from '../api-keys/rules.ts'
import { readMe, signOut } from '../contract.ts'
import { beginSecondFactor, confirmSecondFactor, factorDue, readSecondFactor } from '../second-factor/contract.ts'

/** What `obstacleOf` may answer. */
export const obstacles = [factorDue, scopeMissing] as const

/** All that somebody may do who has no second factor yet and needs one. */
const BEFORE_FACTOR: ReadonlySet<Endpoint> = new Set<Endpoint>([
  readMe,
  signOut,
  readSecondFactor,
  beginSecondFactor,
  confirmSecondFactor,
])

/**
 * What keeps a caller from an operation whatever the rights say: a second factor that is wanted first, or the limits of
 * a key. Undefined where nothing does. Public operations are open to these as to anybody.
 */
export function obstacleOf({ limits }: Caller, endpoint: Endpoint): Problem | undefined {
  if (!limits || endpoint.access === 'public') return undefined
  if (limits.factorDue && !BEFORE_FACTOR.has(endpoint)) return new Problem(factorDue)
  const scopes = limits.scopes as readonly ApiScope[] | null
  const missing = scopeOf(endpoint)
  if (scopes === null || isWithin(scopes, missing)) return undefined
  return new Problem(scopeMissing, {
    data: { missing: missing ?? 'administration', scopes },
    detail: language => (language === 'ru' ? `Ключу нужно право «${missing}»` : `The key needs the scope «${missing}»`),
  })
}
