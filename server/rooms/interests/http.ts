import { type Route, route } from '../../platform/http/route.ts'
import { noteView } from '../access/audit/actions.ts'
import { readBoard, readBoardColumn } from './board/queries.ts'
import * as contract from './contract.ts'
import { changeInterest } from './changing/actions.ts'
import { tickItem } from './checklist/actions.ts'
import * as dryRun from './dry-run/contract.ts'
import { dryRunScenario } from './dry-run/queries.ts'
import { createInterest } from './creating/actions.ts'
import { listInterests, listPartyInterests, summariseInterests } from './listing/queries.ts'
import { changeInterestScenario, moveInterest } from './moving/actions.ts'
import { registerInterestClient } from './linking/actions.ts'
import { getInterest, readBackInterest } from './queries.ts'
import { addNote, addRequest } from './timeline/actions.ts'
import { readClientTimeline, readInterestTimeline, readProspectTimeline } from './timeline/queries.ts'

export const interestsRoutes: Route[] = [
  route(contract.createInterest, ({ write, body }) => write(work => createInterest(work, body))),
  route(contract.getInterest, async ({ platform, db, caller, params }) =>
    noteView(platform, caller, 'interest', await getInterest(db, caller, params.id)),
  ),
  route(contract.changeInterest, ({ write, params: { id }, body }) =>
    write(
      work => changeInterest(work, id, body),
      work => readBackInterest(work, id),
    ),
  ),
  route(contract.moveInterest, ({ write, params: { id }, body }) =>
    write(
      work => moveInterest(work, id, body),
      work => readBackInterest(work, id),
    ),
  ),
  route(contract.tickItem, ({ write, params: { id, itemId }, body }) =>
    write(
      work => tickItem(work, id, itemId, body.done),
      work => readBackInterest(work, id),
    ),
  ),
  route(contract.changeInterestScenario, ({ write, params: { id }, body }) =>
    write(
      work => changeInterestScenario(work, id, body),
      work => readBackInterest(work, id),
    ),
  ),
  route(contract.registerInterestClient, ({ write, params, body }) =>
    write(work => registerInterestClient(work, params.id, body)),
  ),
  route(contract.addNote, ({ write, params, body }) => write(work => addNote(work, params.id, body))),
  route(contract.addRequest, ({ write, params, body }) => write(work => addRequest(work, params.id, body))),
  route(contract.readInterestTimeline, ({ db, caller, params, query }) =>
    readInterestTimeline(db, caller, params.id, query),
  ),
  route(contract.readClientTimeline, ({ db, caller, params, query }) =>
    readClientTimeline(db, caller, params.id, query),
  ),
  route(contract.readProspectTimeline, ({ db, caller, params, query }) =>
    readProspectTimeline(db, caller, params.id, query),
  ),
  route(contract.listInterests, ({ db, caller, query }) => listInterests(db, caller, query)),
  route(contract.summariseInterests, ({ db, caller, query }) => summariseInterests(db, caller, query)),
  route(dryRun.dryRunScenario, ({ db, caller, params, body }) => dryRunScenario(db, caller, params.id, body)),
  route(contract.readBoard, ({ db, caller, query }) => readBoard(db, caller, query)),
  route(contract.readBoardColumn, ({ db, caller, query }) => readBoardColumn(db, caller, query)),
  route(contract.listClientInterests, ({ db, caller, params: { id }, query }) =>
    listPartyInterests(db, caller, { kind: 'client', id }, query),
  ),
  route(contract.listProspectInterests, ({ db, caller, params: { id }, query }) =>
    listPartyInterests(db, caller, { kind: 'prospect', id }, query),
  ),
]
