import { notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import { type Route, route } from '../../../platform/http/route.ts'
import * as contract from '../contract.ts'
import { checkDuplicates } from './actions.ts'
import { dismissPair, reopenPair } from './pairs/actions.ts'
import { getDuplicate, listDuplicates } from './pairs/queries.ts'
import { changeRules } from './scoring/actions.ts'
import { readRules } from './scoring/queries.ts'
import { startSearch, steerSearch } from './search/actions.ts'
import { getSearch, previewRules, readSearch } from './search/queries.ts'

export const duplicatesRoutes: Route[] = [
  route(contract.checkDuplicates, ({ platform, caller, body }) => checkDuplicates(platform, caller, body)),
  route(contract.listDuplicates, ({ db, caller, query }) => listDuplicates(db, caller, query)),
  route(contract.dismissDuplicate, ({ caller, params, write }) =>
    write(
      work => dismissPair(work, params.id),
      work => getDuplicate(work.tx, caller, params.id),
    ),
  ),
  route(contract.reopenDuplicate, ({ caller, params, write }) =>
    write(
      work => reopenPair(work, params.id),
      work => getDuplicate(work.tx, caller, params.id),
    ),
  ),
  route(contract.readDuplicateRules, ({ db, caller }) => readRules(db, caller)),
  route(contract.previewDuplicateRules, ({ db, caller, body }) => previewRules(db, caller, body)),
  route(contract.readDuplicateSearch, ({ db, caller }) => readSearch(db, caller)),
  route(contract.startDuplicateSearch, ({ body, write }) => write(work => startSearch(work, body.id))),
  route(contract.steerDuplicateSearch, ({ caller, body, write }) =>
    write(
      work => steerSearch(work, body),
      async work => (await getSearch(work.tx, caller)) ?? refuse(notFound),
    ),
  ),
  route(contract.changeDuplicateRules, ({ caller, body, write }) =>
    write(
      work => changeRules(work, body),
      work => readRules(work.tx, caller),
    ),
  ),
]
