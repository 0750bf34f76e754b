import { type Route, route } from '../../../platform/http/route.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import { perform } from '../../../platform/work.ts'
import { noteView } from '../../access/audit/actions.ts'
import { type Reader, restoreRecord } from './actions.ts'
import * as contract from './contract.ts'
import { clientDoor, contactDoor, contractorDoor, type Door, prospectDoor } from './doors/actions.ts'
import { readHistory, readPast } from './queries.ts'

/** The history of one kind of record; it tells personal data as the card does, and whoever looks is written down. */
export function historyRoutes(of: contract.HistoryEndpoints, door: Door, reads?: Reader): Route[] {
  const note = async (platform: Platform, caller: Caller, id: string) => {
    const { id: recordId, values } = await door.read(platform.db, caller, id)
    const client = { id: String(values['clientId']) }
    if (door.kind === 'contractor') await noteView(platform, caller, 'client', client)
    else await noteView(platform, caller, door.kind, { id: recordId })
  }
  return [
    route(of.read, async ({ platform, caller, db, params, query }) => {
      await note(platform, caller, params.id)
      return readHistory(db, caller, door, params.id, query, platform.now())
    }),
    route(of.asOf, async ({ platform, caller, db, params, query }) => {
      await note(platform, caller, params.id)
      return readPast(db, caller, door, params.id, query)
    }),
    route(of.restore, async ({ platform, caller, params, body, write }) => {
      if (!body.dryRun) {
        return write(
          work => restoreRecord(work, door, params.id, body, reads),
          async work => {
            const { id, version } = await door.read(work.tx, caller, params.id)
            return { record: { id, version }, changes: [], impossible: [] }
          },
        )
      }
      // A preview is the same action rolled back.
      const operation = { verb: 'history.preview', preview: true }
      return (await perform(platform, caller, operation, work => restoreRecord(work, door, params.id, body, reads)))
        .result
    }),
  ]
}

export const clientHistoryRoutes: Route[] = [
  ...historyRoutes(contract.clientHistory, clientDoor),
  ...historyRoutes(contract.contractorHistory, contractorDoor),
  ...historyRoutes(contract.contactHistory, contactDoor),
  ...historyRoutes(contract.prospectHistory, prospectDoor),
]
