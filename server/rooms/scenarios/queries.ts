import { notFound } from '../../platform/contract.ts'
import type { Queryable, Transaction } from '../../platform/db/database.ts'
import { refuse } from '../../platform/problems.ts'
import type { Caller } from '../../platform/scope.ts'
import { canScenario } from './policy.ts'
import { selectScenarios, selectScenariosById, shareScenario } from './storage.ts'
import type { ScenarioRef, ScenarioRow } from './tables.ts'

/** As the API shows it: without the revision, which is for other rooms. */
export function presentScenario(row: ScenarioRow, caller: Caller) {
  const { revision: _, ...shown } = row
  return { ...shown, can: canScenario(caller.actor, row) }
}

export async function listScenarios(db: Queryable, caller: Caller, filter: { archived?: boolean | undefined }) {
  const rows = await selectScenarios(db, filter.archived ?? false)
  return { items: rows.map(row => presentScenario(row, caller)), nextCursor: null }
}

export async function getScenario(db: Queryable, caller: Caller, id: string) {
  const [row] = await selectScenariosById(db, [id])
  return presentScenario(row ?? refuse(notFound), caller)
}

/**
 * A revision never changes once written, so what was read stays true on every node and in every database; this is
 * no state of the node, only work saved. The limit keeps a long life small.
 */
const remembered = new Map<string, ScenarioRow>()
const LIMIT = 500

/**
 * Scenarios as they were when the caller read their references. Where a scenario was published in between, the newer
 * one is answered; who must not pass a publication locks the row first (`for share`).
 */
export async function readScenarios(
  db: Queryable,
  refs: readonly ScenarioRef[],
): Promise<ReadonlyMap<string, ScenarioRow>> {
  const found = new Map<string, ScenarioRow>()
  const unknown: string[] = []
  for (const { id, revision } of refs) {
    const known = remembered.get(revision)
    if (known) found.set(id, known)
    else if (!unknown.includes(id)) unknown.push(id)
  }
  if (unknown.length > 0) {
    if (remembered.size > LIMIT) remembered.clear()
    for (const row of await selectScenariosById(db, unknown)) {
      remembered.set(row.revision, row)
      found.set(row.id, row)
    }
  }
  return found
}

/** A scenario as it is published, in use or not. */
export async function findScenario(db: Queryable, id: string): Promise<ScenarioRow | undefined> {
  return (await selectScenariosById(db, [id]))[0]
}

/** An active scenario that stays as it is until the end of the transaction; undefined when there is none. */
export async function holdScenario(tx: Transaction, id: string): Promise<ScenarioRow | undefined> {
  const ref = await shareScenario(tx, id)
  return ref && (await readScenarios(tx, [ref])).get(id)
}

/** Every scenario that new Interests may take, in the administrator's order. */
export async function listActiveScenarios(db: Queryable): Promise<ScenarioRow[]> {
  return selectScenarios(db, false)
}

/** Every scenario, in use or not, as it is published. */
export async function listEveryScenario(db: Queryable): Promise<ScenarioRow[]> {
  return selectScenarios(db, true)
}
