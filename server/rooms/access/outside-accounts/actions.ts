import { notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { lastWayIn } from '../single-sign-on/contract.ts'
import { lockUser } from '../users/storage.ts'
import { type Account, deleteAccountsOf, insertAccount, type Service } from './storage.ts'

/** Links an account elsewhere to a user; false when either has another link already. */
export async function linkAccount(work: Work, userId: string, account: Account): Promise<boolean> {
  if (!(await insertAccount(work.tx, userId, account, work.now))) return false
  await audit(work, {
    kind: 'outside_account.linked',
    record: { kind: 'user', id: userId },
    detail: { service: account.service, issuer: account.issuer },
  })
  work.record({ kind: 'user.account_linked', record: { kind: 'user', id: userId }, owners: [userId] })
  return true
}

/**
 * Takes the link to a service away from the caller, who needs a password to come in without it.
 * @throws outside_account.last_way
 */
export async function unlinkAccount(work: Work, service: Service): Promise<void> {
  const { userId } = work.actor
  const user = (await lockUser(work.tx, userId)) ?? refuse(notFound)
  if (user.passwordHash === null) refuse(lastWayIn)
  if (!(await deleteAccountsOf(work.tx, userId, service))) return
  await audit(work, { kind: 'outside_account.unlinked', record: { kind: 'user', id: userId }, detail: { service } })
  work.record({ kind: 'user.account_unlinked', record: { kind: 'user', id: userId }, owners: [userId] })
}
