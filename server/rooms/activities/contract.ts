import { z } from 'zod'
import {
  byId,
  conflict,
  day,
  endpoint,
  flag,
  id,
  instant,
  line,
  list,
  paging,
  personRef,
  problem,
  record,
  text,
  version,
} from '../../platform/contract.ts'
import { mayTell, ofField } from '../../platform/pure/field-marks.ts'
import {
  activityItem,
  activityKind,
  dueTwice,
  nextStepDemanded,
  planFields,
  planInput,
  repeatNeedsDate,
  repeatRule,
} from '../interests/steps/contract.ts'

export const activityClosed = problem('activity.closed', 409, {
  ru: 'Дело уже завершено',
  en: 'It is finished already',
})

export const outcome = z.enum(['done', 'cancelled'])
export type Outcome = z.infer<typeof outcome>

/** The Interest for which it is planned, as far as the reader may see it. */
const activityInterest = z.object({
  id,
  number: z.string(),
  /** Null out of sight, like the party. */
  subject: z.string().nullable(),
  party: z.object({ kind: z.enum(['client', 'prospect']), name: mayTell(z.string()) }).nullable(),
  /** Of the contact, of the client or of the prospect: the first one that can be dialled. */
  phone: ofField('phone', z.string().nullable()),
  /** By which clock the party lives; null where nothing tells. */
  timeZone: z.string().nullable(),
  walled: z.boolean(),
})
export const activity = z.object({
  ...record,
  kind: activityKind,
  interactionKindId: id.nullable(),
  subject: z.string().nullable(),
  content: z.string().nullable(),
  interest: activityInterest.nullable(),
  assignee: personRef,
  author: personRef.nullable(),
  dueAt: instant.nullable(),
  dueDay: day.nullable(),
  minutes: z.number().int().nullable(),
  place: z.string().nullable(),
  contacts: z.array(z.object({ id, fullName: z.string() })),
  people: z.array(personRef),
  checklist: z.array(activityItem),
  remindBefore: z.number().int().nullable(),
  repeat: repeatRule.nullable(),
  outcome: outcome.nullable(),
  result: z.string().nullable(),
  closedAt: instant.nullable(),
  closedBy: personRef.nullable(),
})
export type Activity = z.infer<typeof activity>

export const planActivity = endpoint({
  method: 'POST',
  path: '/api/v1/activities',
  summary: 'Plan a task or an interaction, for an Interest or without one',
  access: { right: 'activities.create' },
  body: z.strictObject({ ...planFields, id, interestId: id.optional() }),
  result: activity,
  status: 201,
  problems: [dueTwice, repeatNeedsDate],
})
export const getActivity = endpoint({
  method: 'GET',
  path: '/api/v1/activities/:id',
  summary: 'One task or interaction',
  params: byId,
  result: activity,
})
const { id: _, kind: __, ...changeable } = planInput.shape
export const changeActivity = endpoint({
  method: 'PATCH',
  path: '/api/v1/activities/:id',
  summary: 'Change, put off or hand over what is planned',
  params: byId,
  body: z.strictObject({
    version,
    interactionKindId: id.optional(),
    subject: line(300).nullish(),
    content: text().nullish(),
    /** One of the two takes the other away; `null` takes the date away. */
    dueAt: instant.nullish(),
    dueDay: day.nullish(),
    minutes: changeable.minutes.nullable(),
    place: line(300).nullish(),
    assigneeId: id.optional(),
    contactIds: changeable.contactIds,
    userIds: changeable.userIds,
    checklist: changeable.checklist,
    remindBefore: changeable.remindBefore.nullable(),
    repeat: changeable.repeat.nullable(),
  }),
  result: activity,
  problems: [activityClosed, dueTwice, repeatNeedsDate, conflict],
})
export const completeActivity = endpoint({
  method: 'POST',
  path: '/api/v1/activities/:id/complete',
  summary: 'Say that it is done, with the result, and plan the next step in the same transaction',
  params: byId,
  body: z.strictObject({ result: text(5_000).optional(), next: planInput.optional() }),
  result: activity,
  problems: [activityClosed, nextStepDemanded, dueTwice, repeatNeedsDate],
})
export const cancelActivity = endpoint({
  method: 'POST',
  path: '/api/v1/activities/:id/cancel',
  summary: 'Say that it will not take place, and plan another step in the same transaction',
  params: byId,
  body: z.strictObject({ result: text(5_000).optional(), next: planInput.optional() }),
  result: activity,
  problems: [activityClosed, nextStepDemanded, dueTwice, repeatNeedsDate],
})
export const reopenActivity = endpoint({
  method: 'POST',
  path: '/api/v1/activities/:id/reopen',
  summary: 'Take back that it was done or cancelled; a repetition that followed is cancelled',
  params: byId,
  body: z.strictObject({}),
  result: activity,
})

export const dayGroup = z.enum(['overdue', 'today', 'tomorrow', 'week', 'later', 'none'])
export type DayGroup = z.infer<typeof dayGroup>
const assignees = { assigneeId: id.optional(), kind: activityKind.optional(), q: z.string().max(300).optional() }
export const readMyDay = endpoint({
  method: 'GET',
  path: '/api/v1/my-day',
  summary: '«Мои дела»: what is planned, by when it is due where the reader is',
  query: z.object({ ...assignees, limit: z.coerce.number().int().min(1).max(200).default(50) }),
  result: z.object({
    groups: z.array(
      z.object({
        group: dayGroup,
        count: z.number().int(),
        items: z.array(activity),
        nextCursor: z.string().nullable(),
      }),
    ),
    /** For whom the reader stands in: what is due until tonight, or came since that person is away. */
    absent: z.array(
      z.object({
        user: personRef,
        /** The first moment at which that person is back. */
        until: instant,
        count: z.number().int(),
        items: z.array(activity),
      }),
    ),
  }),
})
export const listActivities = endpoint({
  method: 'GET',
  path: '/api/v1/activities',
  summary: 'Tasks and interactions: of one group of My day, of an Interest, or those finished last',
  query: z.object({
    ...paging,
    ...assignees,
    group: dayGroup.optional(),
    interestId: id.optional(),
    open: flag.optional(),
  }),
  result: list(activity),
})
export const summariseMyDay = endpoint({
  method: 'GET',
  path: '/api/v1/my-day-summary',
  summary: 'How many of my tasks and interactions are overdue, and how many are due today',
  result: z.object({ overdue: z.number().int(), today: z.number().int() }),
})
