import { type Route, route } from '../../platform/http/route.ts'
import type { Work } from '../../platform/work.ts'
import { noteView } from '../access/audit/actions.ts'
import { readBoard, readBoardColumn } from './board/queries.ts'
import * as board from './board/contract.ts'
import * as contract from './contract.ts'
import { changeInterest } from './changing/actions.ts'
import { tickItem } from './checklist/actions.ts'
import * as dryRun from './dry-run/contract.ts'
import { dryRunScenario } from './dry-run/queries.ts'
import { createInterest } from './creating/actions.ts'
import { listInterests, listPartyInterests, summariseInterests } from './listing/queries.ts'
import { interestHistoryRoutes } from './history/http.ts'
import { changeInterestScenario, moveInterest } from './moving/actions.ts'
import { registerInterestClient } from './linking/actions.ts'
import { getInterest, readBackInterest } from './queries.ts'
import { confirmLoss } from './closing/actions.ts'
import * as closing from './closing/contract.ts'
import { listClosings } from './closing/queries.ts'
import { markInterest } from './marks/actions.ts'
import * as marks from './marks/contract.ts'
import { listInterestViewers } from './viewers/queries.ts'
import * as viewers from './viewers/contract.ts'
import * as members from './members/contract.ts'
import { addMember, removeMember } from './members/actions.ts'
import { placeInterest } from './placing/actions.ts'
import * as placing from './placing/contract.ts'
import { putDealContact, removeDealContact } from './deal-contacts/actions.ts'
import * as dealContacts from './deal-contacts/contract.ts'
import { keepPresence } from './presence/actions.ts'
import * as presence from './presence/contract.ts'
import { addNote, addRequest } from './timeline/actions.ts'
import { pinEntry } from './pins/actions.ts'
import {
  listPinnedEntries,
  readClientTimeline,
  readInterestTimeline,
  readProspectTimeline,
} from './timeline/queries.ts'

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
  ...(
    [
      [marks.starInterest, 'starred'],
      [marks.watchInterest, 'watched'],
    ] as const
  ).map(([endpoint, mark]) =>
    route(endpoint, ({ write, params: { id }, body }) => {
      const set = (work: Work) => markInterest(work, id, mark, body.on)
      return write(set, set)
    }),
  ),
  route(closing.confirmLoss, ({ write, params: { id } }) => {
    const confirm = (work: Work) => confirmLoss(work, id)
    return write(confirm, work => readBackInterest(work, id))
  }),
  route(closing.listClosings, ({ db, caller, params }) => listClosings(db, caller, params.id)),
  route(viewers.listInterestViewers, ({ db, caller, platform, params: { id } }) =>
    listInterestViewers(db, caller, id, platform.now()),
  ),
  route(members.addMember, ({ write, params: { id, userId }, body }) =>
    write(
      work => addMember(work, id, userId, body),
      work => readBackInterest(work, id),
    ),
  ),
  route(members.removeMember, ({ write, params: { id, userId } }) =>
    write(
      work => removeMember(work, id, userId),
      work => readBackInterest(work, id),
    ),
  ),
  route(placing.placeInterest, ({ write, params: { id }, body }) => {
    const place = (work: Work) => placeInterest(work, id, body)
    return write(place, place)
  }),
  route(dealContacts.putDealContact, ({ write, params: { id, contactId }, body }) => {
    const put = (work: Work) => putDealContact(work, id, contactId, body.role ?? null)
    return write(put, put)
  }),
  route(dealContacts.removeDealContact, ({ write, params: { id, contactId } }) => {
    const remove = (work: Work) => removeDealContact(work, id, contactId)
    return write(remove, remove)
  }),
  route(presence.keepPresence, exchange => keepPresence(exchange, exchange.caller, exchange.params.id, exchange.body)),
  route(contract.addNote, ({ write, params, body }) => write(work => addNote(work, params.id, body))),
  route(contract.addRequest, ({ write, params, body }) => write(work => addRequest(work, params.id, body))),
  route(contract.readInterestTimeline, ({ platform, db, caller, params, query }) =>
    readInterestTimeline(db, caller, params.id, query, platform.now()),
  ),
  route(contract.listPinnedEntries, ({ platform, db, caller, params }) =>
    listPinnedEntries(db, caller, params.id, platform.now()),
  ),
  route(contract.pinEntry, ({ write, params: { id }, body }) => {
    const pin = (work: Work) => pinEntry(work, id, body)
    return write(pin, pin)
  }),
  route(contract.readClientTimeline, ({ platform, db, caller, params, query }) =>
    readClientTimeline(db, caller, params.id, query, platform.now()),
  ),
  route(contract.readProspectTimeline, ({ platform, db, caller, params, query }) =>
    readProspectTimeline(db, caller, params.id, query, platform.now()),
  ),
  route(contract.listInterests, ({ db, caller, query }) => listInterests(db, caller, query)),
  route(contract.summariseInterests, ({ db, caller, query }) => summariseInterests(db, caller, query)),
  route(dryRun.dryRunScenario, ({ db, caller, params, body }) => dryRunScenario(db, caller, params.id, body)),
  route(board.readBoard, ({ db, caller, query }) => readBoard(db, caller, query)),
  route(board.readBoardColumn, ({ db, caller, query }) => readBoardColumn(db, caller, query)),
  route(contract.listClientInterests, ({ db, caller, params: { id }, query }) =>
    listPartyInterests(db, caller, { kind: 'client', id }, query),
  ),
  route(contract.listProspectInterests, ({ db, caller, params: { id }, query }) =>
    listPartyInterests(db, caller, { kind: 'prospect', id }, query),
  ),
  ...interestHistoryRoutes,
]
