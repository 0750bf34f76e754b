import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import { monthsOf } from '../../../platform/pure/months.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listDepartmentPeople } from '../../access/departments/queries.ts'
import { listStanding, readFlow } from '../../interests/flow/queries.ts'
import type { Paging } from '../../interests/listing/queries.ts'
import { findScenario } from '../../scenarios/queries.ts'
import { listRemovedStates } from '../../scenarios/versions/queries.ts'
import { type Cell, countOf, decideFunnel, decideStanding, Places } from './rules.ts'

interface Asked {
  scenarioId: string
  from: string
  to: string
  responsibleId?: string | undefined
  departmentId?: string | undefined
}

/** The funnel of a period, within the scope of the caller. */
export async function readFunnel(db: Queryable, caller: Caller, asked: Asked) {
  return (await look(db, caller, asked)).funnel
}

/** The Interests that a number of the funnel counts. */
export async function listFunnelInterests(
  db: Queryable,
  caller: Caller,
  { limit, cursor, cell, stateId, lossReasonId, ...asked }: Asked & Cell & Paging,
  now: Date,
) {
  const { funnel, filter, places } = await look(db, caller, asked)
  const standing = decideStanding(places, { cell, stateId, lossReasonId })
  const count = countOf(funnel, { cell, stateId, lossReasonId })
  return listStanding(db, caller, filter, standing, { limit, cursor, count, now })
}

/** @throws not_found when there is no such scenario */
async function look(db: Queryable, caller: Caller, { scenarioId, from, to, responsibleId, departmentId }: Asked) {
  const scenario = (await findScenario(db, scenarioId)) ?? refuse(notFound)
  const places = new Places(scenario.states, await listRemovedStates(db, scenarioId))
  const people = await peopleOf(db, responsibleId, departmentId)
  const filter = { scenarioId, months: monthsOf(from, to), people }
  return { filter, places, funnel: decideFunnel(places, await readFlow(db, caller, filter)) }
}

/** Whose Interests are meant; undefined: everybody's. */
async function peopleOf(db: Queryable, responsibleId: string | undefined, departmentId: string | undefined) {
  const one = responsibleId === undefined ? undefined : [responsibleId]
  if (departmentId === undefined) return one
  const members = await listDepartmentPeople(db, departmentId)
  return one ? one.filter(each => members.includes(each)) : members
}
