import type { Readable } from 'node:stream'
import { sendTable } from '../../platform/http/file.ts'
import { type Route, route } from '../../platform/http/route.ts'
import type { Language } from '../../platform/contract.ts'
import * as contract from './contract.ts'
import { noteErrors, noteExport } from './export/actions.ts'
import { readClientLines, readInterestLines } from './export/queries.ts'
import {
  cancelImport,
  checkImport,
  createImport,
  decideImportRow,
  destroyImport,
  layOutImport,
  mapImport,
  pauseImport,
  resumeImport,
  startImport,
  undoImport,
} from './import/actions.ts'
import { readErrorLines } from './import/errors/queries.ts'
import { getImport, getImportRow, listImportRows, listImports } from './import/queries.ts'
import { listImportConflicts } from './import/undoing/queries.ts'
import { receiveFile } from './import/upload/actions.ts'

const verbs: Route[] = (
  [
    [contract.checkImport, checkImport],
    [contract.startImport, startImport],
    [contract.pauseImport, pauseImport],
    [contract.resumeImport, resumeImport],
    [contract.cancelImport, cancelImport],
    [contract.undoImport, undoImport],
  ] as const
).map(([endpoint, action]) =>
  route(endpoint, ({ caller, params, write }) =>
    write(
      work => action(work, params.id),
      work => getImport(work.tx, caller, params.id),
    ),
  ),
)

/** Names of the sheets. */
const SHEETS: Record<'clients' | 'interests', Record<Language, string>> = {
  clients: { ru: 'Клиенты', en: 'Clients' },
  interests: { ru: 'Интересы', en: 'Interests' },
}

const exportRoutes: Route[] = [
  route(contract.exportClients, async ({ platform, caller, db, query, reply }) => {
    await noteExport(platform, caller, 'clients', query)
    const sheet = SHEETS.clients[caller.actor.language]
    await sendTable(reply, { format: query.format, name: 'clients', sheet }, readClientLines(db, caller, query))
    return '' as never
  }),
  route(contract.exportInterests, async ({ platform, caller, db, query, reply }) => {
    await noteExport(platform, caller, 'interests', query)
    const sheet = SHEETS.interests[caller.actor.language]
    await sendTable(reply, { format: query.format, name: 'interests', sheet }, readInterestLines(db, caller, query))
    return '' as never
  }),
]

export const exchangeRoutes: Route[] = [
  ...exportRoutes,
  route(contract.createImport, ({ body, write }) => write(work => createImport(work, body))),
  // Not by `write`: the file is no part of what tells a repeat from a new request; its place in the file is.
  route(contract.sendImportFile, ({ platform, caller, params, query, body }) =>
    receiveFile(platform, caller, params.id, {
      at: query.at,
      last: query.last === 'true',
      body: body as unknown as Readable,
    }),
  ),
  route(contract.listImports, ({ caller, db, query }) => listImports(db, caller, query)),
  route(contract.getImport, ({ caller, db, params }) => getImport(db, caller, params.id)),
  route(contract.layOutImport, ({ caller, params, body, write }) =>
    write(
      work => layOutImport(work, params.id, body),
      work => getImport(work.tx, caller, params.id),
    ),
  ),
  route(contract.mapImport, ({ caller, params, body, write }) =>
    write(
      work => mapImport(work, params.id, body),
      work => getImport(work.tx, caller, params.id),
    ),
  ),
  ...verbs,
  route(contract.destroyImport, ({ params, write }) => write(work => destroyImport(work, params.id))),
  route(contract.listImportRows, ({ caller, db, params, query }) => listImportRows(db, caller, params.id, query)),
  route(contract.decideImportRow, ({ caller, params, body, write }) =>
    write(async work => {
      const { n, decision } = body
      await decideImportRow(work, params.id, n, decision === 'rule' ? null : decision)
      return getImportRow(work.tx, caller, params.id, n)
    }),
  ),
  route(contract.downloadImportErrors, async ({ platform, caller, db, params, reply }) => {
    const lines = await readErrorLines(db, caller, params.id)
    await noteErrors(platform, caller, params.id)
    await sendTable(reply, { format: 'csv', name: 'errors', sheet: '' }, lines)
    return '' as never
  }),
  route(contract.listImportConflicts, ({ caller, db, params, query }) =>
    listImportConflicts(db, caller, params.id, query),
  ),
]
