import type { QueryOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { shaded } from '../../../platform/http/field-shades.ts'
import type { Caller } from '../../../platform/scope.ts'
import { type Client, client as clientCard } from '../../clients/contract.ts'
import { listClientCards } from '../../clients/queries.ts'
import { listItems } from '../../company/queries.ts'
import { type InterestRow, interestRow } from '../../interests/contract.ts'
import { listInterests } from '../../interests/listing/queries.ts'
import { listScenarios } from '../../scenarios/queries.ts'
import type { exportClients, exportInterests } from './contract.ts'
import { clientHeader, clientLines, interestHeader, interestLine, type Names } from './rules.ts'

const PAGE = 200

/** The clients of a list as rows of a file, page by page: nothing is gathered. */
export async function* readClientLines(
  db: Queryable,
  caller: Caller,
  { format: _, ...filter }: QueryOf<typeof exportClients>,
): AsyncGenerator<readonly string[]> {
  const { language } = caller.actor
  yield clientHeader(language)
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await listClientCards(db, caller, { ...filter, limit: PAGE, cursor })
    // A file is an answer too, though no contract tells what stands in its cells.
    for (const each of items) yield* clientLines(shaded(clientCard, each, caller.actor) as Client, language)
    if (nextCursor === null) return
    cursor = nextCursor
  }
}

/** The Interests of a list as rows of a file. */
export async function* readInterestLines(
  db: Queryable,
  caller: Caller,
  { format: _, ...filter }: QueryOf<typeof exportInterests>,
): AsyncGenerator<readonly string[]> {
  const { language, timeZone } = caller.actor
  const names = await readNames(db, caller)
  yield interestHeader(language)
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await listInterests(db, caller, { ...filter, limit: PAGE, cursor })
    for (const each of items) {
      const row = shaded(interestRow, JSON.parse(JSON.stringify(each)), caller.actor) as InterestRow
      yield interestLine(row, names, language, timeZone)
    }
    if (nextCursor === null) return
    cursor = nextCursor
  }
}

async function readNames(db: Queryable, caller: Caller): Promise<Names> {
  const [types, { items: scenarios }] = await Promise.all([
    listItems(db, caller, 'service_type', true),
    listScenarios(db, caller, { archived: true }),
  ])
  const typeNames = new Map(types.items.map(each => [each.id, each.name]))
  const scenarioNames = new Map(scenarios.map(each => [each.id, each.name]))
  const stateNames = new Map(scenarios.flatMap(each => each.states.map(state => [state.id, state.name] as const)))
  return {
    serviceType: id => typeNames.get(id) ?? '',
    scenario: id => scenarioNames.get(id) ?? '',
    state: id => stateNames.get(id) ?? '',
  }
}
