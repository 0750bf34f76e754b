import { notFound } from '../../../../platform/contract.ts'
import { refuse } from '../../../../platform/problems.ts'
import { namesOfParties } from '../../../clients/history/queries.ts'
import type { Door } from '../../../clients/history/doors/actions.ts'
import { changeInterest } from '../../changing/actions.ts'
import { changeInterest as changeContract } from '../../contract.ts'
import { seesInterest } from '../../policy.ts'
import { historyFieldsOf, subjectOf } from '../../rules.ts'
import { findStanding } from '../../undoing/storage.ts'
import { listSettings } from '../storage.ts'

/** The Interest; its state, its scenario and its parties have doors of their own. */
export const interestDoor: Door = {
  kind: 'interest',
  references: [
    'serviceTypeId',
    'scenarioId',
    'stateId',
    'clientId',
    'contactId',
    'prospectId',
    'responsibleId',
    'channelId',
    'sourceId',
    'projectId',
    'lossReasonId',
  ],
  restorable: [
    'subject',
    'content',
    'serviceTypeId',
    'contactId',
    'responsibleId',
    'expectedRevenue',
    'expectedCloseDate',
    'closeDateMode',
    'channelId',
    'sourceId',
    'projectId',
    'tags',
  ],
  async read(db, caller, id) {
    const interest = await findStanding(db, id)
    if (!interest || !seesInterest(caller.scope.interests, interest)) return refuse(notFound)
    const { version, createdAt } = interest
    return { id, version, title: subjectOf(interest), createdAt, values: historyFieldsOf(interest) }
  },
  async name(db, caller, ids) {
    const names = new Map(await namesOfParties(db, caller, ids))
    for (const each of await listSettings(db, ids)) names.set(each.id, each)
    return names
  },
  change: changeInterest,
  body: changeContract.body ?? refuse(notFound),
  archive: () => refuse(notFound),
  isCounted: (field, { closeDateMode }) =>
    field === 'expectedCloseDate' &&
    closeDateMode !== undefined &&
    'value' in closeDateMode &&
    closeDateMode.value === 'auto',
  // A date that was counted is counted anew, one that was typed comes back as typed.
  requestsOf: values => {
    const { closeDateMode, expectedCloseDate, ...rest } = values
    const dated = 'closeDateMode' in values || 'expectedCloseDate' in values
    const date =
      closeDateMode === 'auto'
        ? { closeDateMode }
        : { ...('expectedCloseDate' in values ? { expectedCloseDate } : {}), closeDateMode: 'manual' }
    const request = dated ? { ...rest, ...date } : rest
    return Object.keys(request).length > 0 ? [request] : []
  },
}
