import type { RecordNames } from '../rooms/access/audit/listing/queries.ts'
import { listPartyNames } from '../rooms/clients/names/queries.ts'
import { listItemNames } from '../rooms/company/names/queries.ts'
import { listInterestNames } from '../rooms/interests/names/queries.ts'
import { searchEverywhere } from '../rooms/registration/search/queries.ts'
import { listScenarioNames } from '../rooms/scenarios/names/queries.ts'

/** So many records a text may mean. */
const MOST_FOUND = 50

/** What the records of all rooms are called, for the room that keeps the log of them. */
export const recordNames: RecordNames = {
  async listNames(db, ids) {
    const lists = [listPartyNames, listInterestNames, listScenarioNames, listItemNames]
    return (await Promise.all(lists.map(list => list(db, ids)))).flat()
  },
  async findIds(platform, caller, q) {
    const found = await searchEverywhere(platform, platform.db, caller, { q, limit: MOST_FOUND, match: 'any' })
    return found.flatMap(item => ('id' in item && item.id ? [item.id] : []))
  },
}
