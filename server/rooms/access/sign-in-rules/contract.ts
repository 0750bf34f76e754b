import { z } from 'zod'
import { endpoint, id, version } from '../../../platform/contract.ts'
import { keyState } from '../secrets/contract.ts'

const rules = {
  /** Signs that a new password has at least; one that was set before goes on being good. */
  passwordLength: z.number().int().min(8).max(64),
  /** Whoever has one of these profiles works with a second factor or not at all. */
  secondFactorProfiles: z.array(id).max(500),
}
export const signInRules = z.object({
  ...rules,
  version,
  /** Active people whose profile demands a second factor and who have none yet. */
  without: z.number().int(),
  /** Of the node that answers. */
  secretKey: keyState,
})
export const readSignInRules = endpoint({
  method: 'GET',
  path: '/api/v1/sign-in-rules',
  summary: 'How long passwords are, and who needs a second factor',
  access: { right: 'users.administer' },
  result: signInRules,
})
export const changeSignInRules = endpoint({
  method: 'PUT',
  path: '/api/v1/sign-in-rules',
  summary: 'Say how long passwords are, and who needs a second factor',
  access: { right: 'users.administer' },
  body: z.strictObject({ ...rules, version }),
  result: signInRules,
})
