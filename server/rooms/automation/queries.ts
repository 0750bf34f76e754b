import { notFound, type QueryOf } from '../../platform/contract.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { decodeCursor, page } from '../../platform/http/cursor.ts'
import { refuse } from '../../platform/problems.ts'
import type { Caller } from '../../platform/scope.ts'
import { subjectOf } from '../interests/rules.ts'
import type { listTriggerRuns as listContract } from './contract.ts'
import { findRun, type JournalRow, listRuns } from './journal/storage.ts'

/** Runs whose time has come; for the job. */
export { findDue } from './storage.ts'

const LIST = 'trigger runs'

/** The journal, newest first; the right to it was asked at the door. */
export async function listTriggerRuns(
  db: Queryable,
  caller: Caller,
  { limit, cursor, ...filter }: QueryOf<typeof listContract>,
) {
  const [at, id] = cursor === undefined ? [] : decodeCursor(LIST, cursor, 2)
  const after = cursor === undefined ? null : ([String(at), String(id)] as const)
  const rows = await listRuns(db, filter, { limit: limit + 1, after })
  const { items, nextCursor } = page(LIST, rows, limit, row => [row.place, row.id])
  return { items: items.map(row => present(row, caller)), nextCursor }
}

export async function getTriggerRun(db: Queryable, caller: Caller, id: string) {
  return present((await findRun(db, id)) ?? refuse(notFound), caller)
}

function present(row: JournalRow, { actor }: Caller) {
  const { result } = row
  return {
    id: row.id,
    triggerId: row.triggerId,
    scenario: { id: row.scenarioId, name: row.scenarioName },
    state: { id: row.stateId, name: row.stateName ?? '' },
    interest: { id: row.interestId, number: row.number, subject: subjectOf(row) },
    trigger: row.body,
    status: row.status,
    dueAt: row.dueAt,
    attempts: row.attempts,
    createdAt: row.createdAt,
    ranAt: row.ranAt,
    cause: {
      verb: row.verb,
      by: row.actorId && row.actorName ? { id: row.actorId, name: row.actorName } : null,
      triggers: row.chain,
    },
    result: {
      activityId: result?.activityId ?? null,
      told: result?.told ?? null,
      message: result?.message?.[actor.language] ?? null,
      reason: result?.reason ?? null,
    },
  }
}
