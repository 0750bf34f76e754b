import { sendTable } from '../../../platform/http/file.ts'
import { type Route, route } from '../../../platform/http/route.ts'
import { askCheck } from './checks/actions.ts'
import { getAuditState } from './checks/queries.ts'
import * as contract from './contract.ts'
import { noteExport } from './exporting/actions.ts'
import { listAudit, readAuditLines, type RecordNames } from './listing/queries.ts'
import { notePrint } from './printing/actions.ts'

const SHEET = { ru: 'Журнал доступа', en: 'Access log' }

/** @param names of the records of rooms that this one does not know */
export function auditRoutes(names: RecordNames): Route[] {
  return [
    route(contract.listAudit, ({ platform, caller, query }) => listAudit(platform, caller, names, query)),
    route(contract.getAuditState, ({ platform, db }) => getAuditState(platform, db)),
    route(contract.verifyAudit, ({ platform, write }) => write(askCheck, work => getAuditState(platform, work.tx))),
    route(contract.exportAudit, async ({ platform, caller, query: { format, ...filter }, reply }) => {
      await noteExport(platform, caller, filter)
      const lines = readAuditLines(platform, caller, names, filter)
      await sendTable(reply, { format, name: 'access-log', sheet: SHEET[caller.actor.language] }, lines)
      return '' as never
    }),
    route(contract.notePrint, ({ platform, caller, body }) => notePrint(platform, caller, body)),
  ]
}
