import { forbidden } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { Localised, Problem } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listDeciders } from '../grants/queries.ts'
import { selectNames, selectRole } from '../grants/storage.ts'
import { decideCause, type Refused, wordsOf } from './rules.ts'

/** So many names help; more are a list that nobody reads. */
const MOST_NAMED = 3

/** Why something may not be done, in words, and who can help. */
export async function explain(db: Queryable, caller: Caller, now: Date, refused: Refused) {
  const cause = decideCause(refused, kind => caller.scope[kind].isReadOnly)
  const ids =
    cause.kind === 'record'
      ? await listDeciders(db, cause.ownerId, now)
      : await selectRole(db, 'administrator', MOST_NAMED)
  const whom = await selectNames(db, ids.slice(0, MOST_NAMED))
  const words = wordsOf(
    cause,
    whom.map(each => each.name),
  )
  return {
    missing: new Localised(words.missing),
    help: new Localised(words.help),
    whom,
    mayAsk: cause.kind === 'record',
  }
}

/** A refusal as it is answered: what was missing, who can help. */
export async function explained(db: Queryable, caller: Caller, now: Date, problem: Problem): Promise<Problem> {
  if (problem.code !== forbidden.code) return problem
  const { reason, rule, ownerId } = (problem.data ?? {}) as Refused
  const words = await explain(db, caller, now, { reason, rule, ownerId })
  const known = { ...(reason === undefined ? {} : { reason }), ...(rule === undefined ? {} : { rule: 'responsible' }) }
  return new Problem(forbidden, {
    data: { ...known, ...words },
    detail: language => `${words.missing.texts[language]}. ${words.help.texts[language]}`,
  })
}
