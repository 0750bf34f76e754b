import { type Route, route } from '../../platform/http/route.ts'
import type { Work } from '../../platform/work.ts'
import { changeActivity, planActivity } from './actions.ts'
import * as absences from './absences/contract.ts'
import { previewAbsence } from './absences/queries.ts'
import * as contract from './contract.ts'
import { listActivities, readMyDay, summariseMyDay } from './day/queries.ts'
import { cancelActivity, completeActivity, reopenActivity } from './finishing/actions.ts'
import { handOverWork, takeBackWork } from './handing-over/actions.ts'
import * as handingOver from './handing-over/contract.ts'
import { listHandOvers } from './handing-over/queries.ts'
import { getActivity, readBackActivity } from './queries.ts'
import * as viewers from './viewers/contract.ts'
import { listActivityViewers } from './viewers/queries.ts'

export const activitiesRoutes: Route[] = [
  route(contract.planActivity, ({ write, body }) => write(work => planActivity(work, body))),
  route(contract.getActivity, ({ db, caller, params: { id } }) => getActivity(db, caller, id)),
  route(viewers.listActivityViewers, ({ db, caller, platform, params: { id } }) =>
    listActivityViewers(db, caller, id, platform.now()),
  ),
  route(contract.changeActivity, ({ write, params: { id }, body }) =>
    write(
      work => changeActivity(work, id, body),
      work => readBackActivity(work, id),
    ),
  ),
  route(contract.completeActivity, ({ write, params: { id }, body }) =>
    write(
      work => completeActivity(work, id, body),
      work => readBackActivity(work, id),
    ),
  ),
  route(contract.cancelActivity, ({ write, params: { id }, body }) =>
    write(
      work => cancelActivity(work, id, body),
      work => readBackActivity(work, id),
    ),
  ),
  route(contract.reopenActivity, ({ write, params: { id } }) =>
    write(
      work => reopenActivity(work, id),
      work => readBackActivity(work, id),
    ),
  ),
  route(contract.readMyDay, ({ db, caller, platform, query }) => readMyDay(db, caller, platform.now(), query)),
  route(contract.summariseMyDay, ({ db, caller, platform }) => summariseMyDay(db, caller, platform.now())),
  route(contract.listActivities, ({ db, caller, platform, query }) =>
    listActivities(db, caller, platform.now(), query),
  ),
  route(absences.previewAbsence, ({ db, caller, body }) => previewAbsence(db, caller, body)),
  route(handingOver.listHandOvers, ({ db, caller, query }) => listHandOvers(db, caller, query)),
  route(handingOver.handOverWork, ({ write, body }) => write(work => handOverWork(work, body))),
  route(handingOver.takeBackWork, ({ write, params: { id } }) => {
    const takeBack = (work: Work) => takeBackWork(work, id)
    return write(takeBack, takeBack)
  }),
]
