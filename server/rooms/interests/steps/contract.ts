import { z } from 'zod'
import { day, id, instant, line, problem, text } from '../../../platform/contract.ts'

/** A task is something to do; an interaction is a call, a meeting, a letter with the client. */
export const activityKind = z.enum(['interaction', 'task'])
export type ActivityKind = z.infer<typeof activityKind>

/** The earliest of what is planned for an Interest; what has no date comes last. */
export const nextStep = z.object({
  id,
  kind: activityKind,
  interactionKindId: id.nullable(),
  /** As typed; null where the kind says enough. */
  subject: z.string().nullable(),
  /** When it is overdue: the time, or the end of the day where its assignee is; null without a date. */
  dueAt: instant.nullable(),
  /** Set where a day was planned and no time. */
  dueDay: day.nullable(),
  assigneeId: id,
})
export type NextStep = z.infer<typeof nextStep>

/**
 * How the next step of an unfinished Interest stands; `stuck`: its time in the state is over and no contact is agreed.
 * Several are joined by commas.
 */
export const stepFilter = z.enum(['overdue', 'today', 'none', 'stuck'])
export type StepFilter = z.infer<typeof stepFilter>
export const stepFilters = z
  .string()
  .max(60)
  .transform(text => text.split(','))
  .pipe(z.array(stepFilter))

export const repeatRule = z.strictObject({
  every: z.enum(['day', 'working_day', 'week', 'month', 'year']),
  interval: z.number().int().min(1).max(99).default(1),
})
export type RepeatRule = z.infer<typeof repeatRule>

export const activityItem = z.strictObject({ id, text: line(150), done: z.boolean().default(false) })
export type ActivityItem = z.infer<typeof activityItem>

export const dueTwice = problem('activity.due_twice', 422, {
  ru: 'Укажите время или день, не оба',
  en: 'Give a time or a day, not both',
})
export const repeatNeedsDate = problem('activity.repeat_needs_date', 422, {
  ru: 'Повторять можно дело со сроком',
  en: 'Only what has a date can be repeated',
})
/** With what every door that plans refuses a plan. */
export const planRefused = [dueTwice, repeatNeedsDate] as const

/** What is planned, in every door that plans: the card, a move, a registration, My day. */
export const planFields = {
  kind: activityKind,
  /** Of an interaction; the first in the list when absent. */
  interactionKindId: id.optional(),
  subject: line(300).optional(),
  content: text().optional(),
  /** A day and a time, or `dueDay`: a day without a time. Neither: no date. */
  dueAt: instant.optional(),
  dueDay: day.optional(),
  minutes: z.number().int().min(1).max(10_000).optional(),
  place: line(300).optional(),
  /** Who does it; the planner when absent. */
  assigneeId: id.optional(),
  contactIds: z.array(id).max(50).optional(),
  userIds: z.array(id).max(50).optional(),
  checklist: z.array(activityItem).max(50).optional(),
  /** Minutes before; of a day without a time counted from nine in the morning. */
  remindBefore: z.number().int().min(0).max(40_320).optional(),
  repeat: repeatRule.optional(),
}
/** The planned step that a move or a registration may carry. */
export const planInput = z.strictObject({ ...planFields, id: id.optional() })
export type PlanInput = z.infer<typeof planInput>

/** The state demands that something stays planned. */
export const nextStepDemanded = problem(
  'interest.next_step_demanded',
  422,
  { ru: 'Состояние требует следующего шага', en: 'The state demands a next step' },
  z.object({ stateId: id, state: z.string(), message: z.string() }),
)
