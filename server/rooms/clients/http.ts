import { type Route, route } from '../../platform/http/route.ts'
import type { Work } from '../../platform/work.ts'
import { noteView } from '../access/audit/actions.ts'
import { createClient, readBack } from './actions.ts'
import { addContact, archiveContact, changeContact, endContact, restoreContact } from './contacts/actions.ts'
import { getContact, listContacts } from './contacts/queries.ts'
import * as contract from './contract.ts'
import { addContractor, archiveContractor, changeContractor, restoreContractor } from './contractors/actions.ts'
import { getClientOf } from './contractors/queries.ts'
import { archiveClient, changeClient, restoreClient } from './editing/actions.ts'
import { duplicatesRoutes } from './duplicates/http.ts'
import { grantRoutes } from './grants/http.ts'
import { clientHistoryRoutes } from './history/http.ts'
import { linkProspect, readLink, unlinkProspect } from './linking/actions.ts'
import { mergingRoutes } from './merging/http.ts'
import {
  archiveProspect,
  changeProspect,
  createProspect,
  dismissSuggestion,
  restoreProspect,
} from './prospects/actions.ts'
import { getProspect, listProspects } from './prospects/queries.ts'
import { getClient, listClients } from './queries.ts'
import { shareIdentifier } from './sharing/actions.ts'
import { listSharedIdentifiers } from './sharing/queries.ts'

const clientRoutes: Route[] = [
  route(contract.createClient, ({ body, write }) => write(work => createClient(work, body))),
  route(contract.getClient, async ({ platform, caller, db, params }) =>
    noteView(platform, caller, 'client', await getClient(db, caller, params.id)),
  ),
  route(contract.listClients, ({ caller, db, query }) => listClients(db, caller, query)),
  route(contract.changeClient, ({ params, body, write }) =>
    write(
      work => changeClient(work, params.id, body),
      // The change may have handed the client to somebody else.
      work => readBack(work, params.id),
    ),
  ),
  route(contract.archiveClient, ({ caller, params, write }) =>
    write(
      work => archiveClient(work, params.id),
      work => getClient(work.tx, caller, params.id),
    ),
  ),
  route(contract.restoreClient, ({ caller, params, write }) =>
    write(
      work => restoreClient(work, params.id),
      work => getClient(work.tx, caller, params.id),
    ),
  ),
]

const contractorRoutes: Route[] = [
  route(contract.addContractor, ({ params, body, write }) => write(work => addContractor(work, params.id, body))),
  route(contract.changeContractor, ({ caller, params, body, write }) =>
    write(
      work => changeContractor(work, params.id, body),
      work => getClientOf(work.tx, caller, params.id),
    ),
  ),
  route(contract.archiveContractor, ({ caller, params, write }) =>
    write(
      work => archiveContractor(work, params.id),
      work => getClientOf(work.tx, caller, params.id),
    ),
  ),
  route(contract.restoreContractor, ({ caller, params, write }) =>
    write(
      work => restoreContractor(work, params.id),
      work => getClientOf(work.tx, caller, params.id),
    ),
  ),
]

const contactRoutes: Route[] = [
  route(contract.addContact, ({ params, body, write }) => write(work => addContact(work, params.id, body))),
  route(contract.getContact, async ({ platform, caller, db, params }) =>
    noteView(platform, caller, 'contact', await getContact(db, caller, params.id)),
  ),
  route(contract.endContact, ({ caller, params, write }) =>
    write(
      work => endContact(work, params.id, params.contactId),
      work => getClient(work.tx, caller, params.id),
    ),
  ),
  route(contract.listContacts, ({ caller, db, query }) => listContacts(db, caller, query)),
  route(contract.changeContact, ({ caller, params, body, write }) =>
    write(
      work => changeContact(work, params.id, body),
      work => getContact(work.tx, caller, params.id),
    ),
  ),
  route(contract.archiveContact, ({ caller, params, write }) =>
    write(
      work => archiveContact(work, params.id),
      work => getContact(work.tx, caller, params.id),
    ),
  ),
  route(contract.restoreContact, ({ caller, params, write }) =>
    write(
      work => restoreContact(work, params.id),
      work => getContact(work.tx, caller, params.id),
    ),
  ),
]

const prospectRoutes: Route[] = [
  route(contract.createProspect, ({ body, write }) => write(work => createProspect(work, body))),
  route(contract.listProspects, ({ caller, db, query }) => listProspects(db, caller, query)),
  route(contract.getProspect, async ({ platform, caller, db, params }) =>
    noteView(platform, caller, 'prospect', await getProspect(db, caller, params.id)),
  ),
  route(contract.changeProspect, ({ caller, params, body, write }) =>
    write(
      work => changeProspect(work, params.id, body),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.archiveProspect, ({ caller, params, write }) =>
    write(
      work => archiveProspect(work, params.id),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.restoreProspect, ({ caller, params, write }) =>
    write(
      work => restoreProspect(work, params.id),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.dismissSuggestion, ({ caller, params, body, write }) =>
    write(
      work => dismissSuggestion(work, params.id, body.clientId),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.linkProspect, ({ params, body, write }) =>
    write(
      work => linkProspect(work, params.id, body),
      work => readLink(work, params.id),
    ),
  ),
  route(contract.unlinkProspect, ({ params, write }) =>
    write(
      work => unlinkProspect(work, params.id),
      work => readLink(work, params.id),
    ),
  ),
]

const sharingRoutes: Route[] = [
  route(contract.listSharedIdentifiers, ({ caller, db, query }) => listSharedIdentifiers(db, caller, query)),
  // Done again it gives the same.
  route(contract.shareIdentifier, ({ body, write }) => {
    const share = (work: Work) => shareIdentifier(work, body)
    return write(share, share)
  }),
]

export const clientsRoutes: Route[] = [
  ...clientRoutes,
  ...grantRoutes,
  ...contractorRoutes,
  ...contactRoutes,
  ...prospectRoutes,
  ...sharingRoutes,
  ...duplicatesRoutes,
  ...mergingRoutes,
  ...clientHistoryRoutes,
]
