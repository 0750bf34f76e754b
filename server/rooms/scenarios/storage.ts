import { type Queryable, statement, type Transaction } from '../../platform/db/database.ts'
import { creationOf } from '../../platform/work.ts'
import type { ChecklistItem } from './contract.ts'
import type { ScenarioRef, ScenarioRow, StateSetting } from './tables.ts'

export const scenarioCreation = creationOf('scenario', { owned: false })

/** A state as a version sets it, of `scenario_state_setting x`. */
export const settingColumns = `jsonb_build_object('id', x.state_id, 'name', x.name, 'kind', x.kind, 'order', x.ord,
  'probability', x.probability, 'color', x.color, 'expectedDays', x.expected_days, 'fields', x.fields,
  'fromStates', x.from_states, 'enterRoles', x.enter_roles, 'leaveRoles', x.leave_roles,
  'checklistBlocks', x.checklist_blocks, 'planningRule', x.planning_rule, 'autoCompleteRule', x.auto_complete_rule,
  'asksPlan', x.asks_plan, 'asksResult', x.asks_result, 'makesTask', x.makes_task,
  'confirmsLoss', x.confirms_loss, 'queueRole', x.queue_role, 'triggers', x.triggers)`

const columns = `
  s.id, s.name, s.ord as "order", s.department_ids as "departmentIds", s.service_type_ids as "serviceTypeIds",
  s.published_version as "publishedVersion", s.revision, s.archived_at as "archivedAt", s.version,
  s.created_at as "createdAt", s.updated_at as "updatedAt",
  (select jsonb_agg(${settingColumns}
          order by x.ord)
     from scenario_state_setting x
    where x.scenario_id = s.id and x.version = s.published_version) as states,
  (select v.checklist from scenario_version v
    where v.scenario_id = s.id and v.version = s.published_version) as checklist,
  array(select p.trigger_id from trigger_pause p where p.scenario_id = s.id order by p.trigger_id) as "pausedTriggers"`

const selectAll = statement<ScenarioRow>(`
  select ${columns} from scenario s where $1::boolean or s.archived_at is null order by s.ord, s.id`)
const selectSome = statement<ScenarioRow>(`
  select ${columns} from scenario s where s.id = any($1::uuid[]) order by s.ord, s.id`)
/** Waits for Interests on their way into a state of it, and makes the next ones wait. */
const lockOne = statement<{ id: string }>(`select id from scenario where id = $1 for no key update`)
const lockOrder = statement<{ id: string }>(`select id from scenario order by ord, id for no key update`)

/** Nobody publishes it until the end of the transaction; others may hold it too. */
const shareOne = statement<ScenarioRef>(`
  select id, revision from scenario where id = $1 and archived_at is null for share`)

export async function shareScenario(tx: Transaction, id: string): Promise<ScenarioRef | undefined> {
  return tx.first(shareOne, [id])
}

export async function selectScenarios(db: Queryable, archived: boolean): Promise<ScenarioRow[]> {
  return db.rows(selectAll, [archived])
}

export async function selectScenariosById(db: Queryable, ids: readonly string[]): Promise<ScenarioRow[]> {
  return db.rows(selectSome, [ids])
}

export async function lockScenario(db: Queryable, id: string): Promise<ScenarioRow | undefined> {
  // The row is read by a second statement, whose snapshot is newer than the lock.
  if (!(await db.first(lockOne, [id]))) return undefined
  return (await selectScenariosById(db, [id]))[0]
}

const insertScenarioRow = statement<{ order: number }>(`
  insert into scenario (id, name, ord, department_ids, service_type_ids, created_at, updated_at, creation_hash)
  select $1, $2, coalesce(max(ord) + 1, 0), $3::uuid[], $4::uuid[], $5, $5, $6 from scenario
  returning ord as "order"`)

export async function insertScenario(
  db: Queryable,
  scenario: { id: string; name: string; departmentIds: readonly string[]; serviceTypeIds: readonly string[] },
  now: Date,
  hash: Buffer | null,
): Promise<number> {
  const values = [scenario.id, scenario.name, scenario.departmentIds, scenario.serviceTypeIds, now, hash]
  return (await db.first(insertScenarioRow, values))?.order ?? 0
}

const insertVersion = statement(`
  insert into scenario_version (scenario_id, version, published_at, published_by, checklist)
  values ($1, $2, $3, $4, $5)`)
const insertStates = statement(`
  insert into scenario_state (id, scenario_id, created_at)
  select x.id, $1, $2 from jsonb_to_recordset($3::jsonb) as x(id uuid)
  on conflict (id) do update set removed_at = null where scenario_state.scenario_id = excluded.scenario_id
  returning id`)
const insertSettings = statement(`
  insert into scenario_state_setting
    (scenario_id, version, state_id, name, kind, ord, probability, color, expected_days, fields, from_states,
     enter_roles, leave_roles, checklist_blocks, planning_rule, auto_complete_rule, asks_plan, asks_result, makes_task,
     confirms_loss, queue_role, triggers)
  select $1, $2, x.id, x.name, x.kind, x."order", x.probability, x.color, x."expectedDays", x.fields, x."fromStates",
         x."enterRoles", x."leaveRoles", x."checklistBlocks", x."planningRule", x."autoCompleteRule", x."asksPlan",
         x."asksResult", x."makesTask", x."confirmsLoss", x."queueRole", x.triggers
    from jsonb_to_recordset($3::jsonb) as x(id uuid, name text, kind text, "order" int, probability int, color int,
                                            "expectedDays" int, fields jsonb, "fromStates" uuid[], "enterRoles" text[],
                                            "leaveRoles" text[], "checklistBlocks" boolean, "planningRule" text,
                                            "autoCompleteRule" text, "asksPlan" boolean, "asksResult" boolean,
                                            "makesTask" boolean, "confirmsLoss" boolean, "queueRole" text, triggers jsonb)`)
const markRemoved = statement(`
  update scenario_state set removed_at = $3
   where scenario_id = $1 and not (id = any($2::uuid[])) and removed_at is null`)

/**
 * Writes a version whole; versions are never changed afterwards.
 * @returns false when a state id belongs to another scenario
 */
export async function insertPublished(
  db: Queryable,
  scenarioId: string,
  version: number,
  { states, checklist }: { states: readonly StateSetting[]; checklist: readonly ChecklistItem[] },
  by: { now: Date; userId: string | null },
): Promise<boolean> {
  const rows = JSON.stringify(states)
  const own = await db.rows(insertStates, [scenarioId, by.now, rows])
  if (own.length < states.length) return false
  await db.rows(insertVersion, [scenarioId, version, by.now, by.userId, JSON.stringify(checklist)])
  await db.rows(insertSettings, [scenarioId, version, rows])
  await db.rows(markRemoved, [scenarioId, states.map(each => each.id), by.now])
  return true
}

const updateRow = statement(`
  update scenario
     set name = $2, department_ids = $3::uuid[], service_type_ids = $4::uuid[], published_version = $5,
         archived_at = $6, version = version + 1, updated_at = $7, revision = gen_random_uuid()
   where id = $1`)

export async function updateScenario(
  db: Queryable,
  scenario: Pick<ScenarioRow, 'id' | 'name' | 'departmentIds' | 'serviceTypeIds' | 'publishedVersion' | 'archivedAt'>,
  now: Date,
): Promise<void> {
  const { id, name, departmentIds, serviceTypeIds, publishedVersion, archivedAt } = scenario
  await db.rows(updateRow, [id, name, departmentIds, serviceTypeIds, publishedVersion, archivedAt, now])
}

const updateOrder = statement(`
  update scenario s set ord = x.n - 1, revision = gen_random_uuid()
    from unnest($1::uuid[]) with ordinality as x(id, n)
   where s.id = x.id and s.ord <> x.n - 1`)

/** Puts a scenario at a place among all; the others close up. */
export async function placeScenario(db: Queryable, id: string, place: number): Promise<void> {
  const ids = (await db.rows(lockOrder)).map(row => row.id).filter(each => each !== id)
  ids.splice(place, 0, id)
  await db.rows(updateOrder, [ids])
}

const selectKnown = statement<{ kind: 'department' | 'service_type'; id: string }>(`
  select 'department' as kind, id from department where id = any($1::uuid[])
  union all
  select 'service_type', id from directory_item where kind = 'service_type' and id = any($2::uuid[])`)

/** Which of the conditions name something that exists. */
export async function selectConditions(
  db: Queryable,
  departmentIds: readonly string[],
  serviceTypeIds: readonly string[],
): Promise<Set<string>> {
  if (departmentIds.length + serviceTypeIds.length === 0) return new Set()
  return new Set((await db.rows(selectKnown, [departmentIds, serviceTypeIds])).map(row => row.id))
}

const countActive = statement<{ others: boolean }>(`
  select exists (select from scenario where archived_at is null and id <> $1) as others`)

export async function hasOtherActive(db: Queryable, id: string): Promise<boolean> {
  return (await db.first(countActive, [id]))?.others ?? false
}
