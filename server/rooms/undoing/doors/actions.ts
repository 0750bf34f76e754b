import { type Endpoint, forbidden, notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Work } from '../../../platform/work.ts'
import { holdsNamed } from '../../access/rules.ts'
import { changeActivity } from '../../activities/actions.ts'
import { changeActivity as changeContract } from '../../activities/contract.ts'
import { cancelActivity, completeActivity, reopenActivity } from '../../activities/finishing/actions.ts'
import { getActivity } from '../../activities/queries.ts'
import { timeOf } from '../../activities/rules.ts'
import * as contract from '../../clients/contract.ts'
import {
  clientDoor,
  contactDoor,
  contractorDoor,
  type Door,
  prospectDoor,
} from '../../clients/history/doors/actions.ts'
import { linkProspect, unlinkProspect } from '../../clients/linking/actions.ts'
import { interestDoor } from '../../interests/history/doors/actions.ts'
import type { RecordKind } from '../rules.ts'

/** What an undo needs of a kind of record. */
type UndoDoor = Omit<Door, 'kind' | 'restorable' | 'isCounted' | 'blur'>

/** A task or interaction: what is planned is changed by field, and finished or opened again by doors of its own. */
const activityDoor: UndoDoor = {
  references: ['interactionKindId', 'assigneeId'],
  async read(db, caller, id) {
    const { version, createdAt, subject, contacts, people, assignee, dueAt, dueDay, ...rest } = await getActivity(
      db,
      caller,
      id,
    )
    const { interactionKindId, content, minutes, place, checklist, remindBefore, repeat, outcome, result } = rest
    const plain = { subject, interactionKindId, content, minutes, place, checklist, remindBefore, repeat }
    return {
      id,
      version,
      title: subject ?? '',
      createdAt,
      values: {
        ...plain,
        outcome,
        result,
        dueDay,
        dueAt: timeOf({ dueAt, dueDay }),
        assigneeId: assignee.id,
        contactIds: contacts.map(each => each.id),
        userIds: people.map(each => each.id),
      },
    }
  },
  name: interestDoor.name,
  change: changeActivity,
  body: changeContract.body ?? refuse(notFound),
  archive: () => refuse(notFound),
  requestsOf: values => (Object.keys(values).length > 0 ? [{ ...values }] : []),
}

export const doors: Record<RecordKind, UndoDoor> = {
  client: clientDoor,
  contractor: contractorDoor,
  contact: contactDoor,
  prospect: prospectDoor,
  interest: interestDoor,
  activity: activityDoor,
}

/** Back to planned, done or cancelled, as it was. @param result with which it had ended */
export async function finishAgain(work: Work, id: string, outcome: unknown, result: unknown): Promise<void> {
  const said = typeof result === 'string' ? { result } : {}
  if (outcome === null) await reopenActivity(work, id)
  else await (outcome === 'done' ? completeActivity : cancelActivity)(work, id, said)
}

/** What is planned is not deleted: it will not take place. */
export async function dropPlan(work: Work, id: string): Promise<void> {
  await cancelActivity(work, id, {})
}

/** Links the prospect as it was before, or parts it. @throws forbidden, and what linking refuses */
export async function linkAgain(
  work: Work,
  id: string,
  { clientId, contactId }: { clientId: unknown; contactId: unknown },
): Promise<void> {
  if (typeof clientId !== 'string') {
    requireRight(work.caller, contract.unlinkProspect)
    await unlinkProspect(work, id)
  } else await linkProspect(work, id, { clientId, contactId: typeof contactId === 'string' ? contactId : null })
}

const archiving: Partial<Record<RecordKind, Endpoint>> = {
  client: contract.archiveClient,
  contractor: contract.archiveContractor,
  contact: contract.archiveContact,
  prospect: contract.archiveProspect,
}

/** Into the archive or out of it. @throws forbidden, and what that door refuses */
export async function archiveAgain(work: Work, kind: RecordKind, id: string, archived: boolean): Promise<void> {
  const endpoint = archiving[kind]
  if (endpoint) requireRight(work.caller, endpoint)
  await doors[kind].archive(work, id, archived)
}

/** The gate asked for the right of the undo; that of the door is asked here. */
function requireRight({ actor }: Caller, { access }: Endpoint): void {
  if (typeof access === 'object' && !holdsNamed(actor, access.right)) refuse(forbidden, { reason: access.right })
}
