import { z } from 'zod'
import { currency, endpoint, id, line, text } from '../../../platform/contract.ts'
import { tellsNothing } from '../../../platform/pure/field-marks.ts'

/** What sets a trigger off. Those of documents wait until the product keeps documents. */
export const triggerEvent = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('entered') }),
  /** Of a guard only: the Interest is on its way out of the state. */
  z.strictObject({ on: z.literal('leaving') }),
  /** A change by which the conditions hold that did not hold before. */
  z.strictObject({ on: z.literal('changed') }),
  /** So long in the state: hours of the clock, or days of the working calendar. */
  z.strictObject({
    on: z.literal('stayed'),
    amount: z.number().int().min(1).max(999),
    unit: z.enum(['hour', 'working_day']),
  }),
  /** On the date of a field, or so many days after it (before it where below nothing), at nine in the morning. */
  z.strictObject({
    on: z.literal('date'),
    field: z.enum(['expectedCloseDate', 'nextStep']),
    days: z.number().int().min(-365).max(365),
  }),
  z.strictObject({ on: z.literal('posted'), document: z.enum(['offer', 'order']) }),
  z.strictObject({ on: z.literal('paid'), percent: z.number().int().min(1).max(100) }),
  z.strictObject({ on: z.literal('shipped'), percent: z.number().int().min(1).max(100) }),
])
export type TriggerEvent = z.infer<typeof triggerEvent>

const sum = z.string().regex(/^\d{1,16}(\.\d{1,2})?$/)
/** What has to be filled in. */
interface Parts {
  id: z.ZodType<string, string | undefined>
  amount: z.ZodType<string, string | undefined>
  line: (max: number) => z.ZodType<string, string | undefined>
  /** Of a list. */
  least: 0 | 1
}
const complete: Parts = { id, amount: sum, line, least: 1 }
/** While it is edited nothing need be filled in yet; an empty text does not arrive. */
const edited: Parts = {
  id: z.union([z.literal(''), id]).default(''),
  amount: z.string().max(20).default(''),
  line: max => z.string().max(max).default(''),
  least: 0,
}

/** What the Interest must be like; of several all must hold. */
const conditionOf = ({ id, line, least }: Parts) =>
  z.discriminatedUnion('is', [
    z.strictObject({
      is: z.literal('in'),
      field: z.enum(['responsible', 'department', 'serviceType', 'channel', 'source', 'project']),
      values: z.array(id).min(least).max(100),
    }),
    z.strictObject({ is: z.literal('tagged'), values: z.array(line(60)).min(least).max(50) }),
    z.strictObject({
      is: z.literal('between'),
      field: z.literal('expectedRevenue'),
      from: sum.nullable().default(null),
      to: sum.nullable().default(null),
      currency,
    }),
    z.strictObject({
      is: z.enum(['empty', 'filled']),
      field: z.enum([
        'client',
        'contact',
        'expectedRevenue',
        'expectedCloseDate',
        'content',
        'channel',
        'source',
        'project',
        'responsible',
      ]),
    }),
    z.strictObject({
      is: z.literal('below'),
      field: z.enum(['payment', 'shipment']),
      percent: z.number().int().min(1).max(100),
    }),
  ])

/** Somebody around the Interest, or somebody by name. */
const personOf = ({ id }: Parts) =>
  z.discriminatedUnion('who', [
    z.strictObject({ who: z.enum(['responsible', 'author', 'head', 'members', 'watchers']) }),
    z.strictObject({ who: z.literal('user'), id }),
  ])
/** One person who does something: where there is none, the responsible does it. */
const assigneeOf = ({ id }: Parts) =>
  z.discriminatedUnion('who', [
    z.strictObject({ who: z.enum(['responsible', 'author', 'head']) }),
    z.strictObject({ who: z.literal('user'), id }),
  ])

const inDays = z.number().int().min(0).max(365)
const plannedOf = (parts: Parts) => ({
  subject: parts.line(300),
  content: text().nullable().default(null),
  /** Working days from then on; 0 = the same day. */
  inDays,
  /** `09:30` in the zone of the company; null: on that day, at no time. */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable()
    .default(null),
  assignee: assigneeOf(parts),
})
/** What a trigger does. */
const actionOf = (parts: Parts) => {
  const { amount, line, least } = parts
  return z.discriminatedUnion('does', [
    /** `interactionKindId`: the first in the list when null. */
    z.strictObject({
      does: z.literal('plan'),
      interactionKindId: id.nullable().default(null),
      ...plannedOf(parts),
    }),
    z.strictObject({ does: z.literal('task'), ...plannedOf(parts) }),
    z.strictObject({
      does: z.literal('fill'),
      value: tellsNothing(
        z.discriminatedUnion('field', [
          z.strictObject({ field: z.literal('expectedRevenue'), amount, currency }),
          /** Working days from then on. */
          z.strictObject({ field: z.literal('expectedCloseDate'), inDays }),
          z.strictObject({ field: z.literal('content'), text: line(2000) }),
          z.strictObject({ field: z.literal('tags'), add: z.array(line(60)).min(least).max(20) }),
          z.strictObject({ field: z.enum(['channel', 'source', 'project', 'responsible']), id: parts.id }),
        ]),
        'a setting',
      ),
      /** Also where something stands in the field already. */
      overwrites: z.boolean(),
    }),
    /** The revenue as documents have it. */
    z.strictObject({ does: z.literal('revenue'), by: z.enum(['offers', 'orders', 'payment', 'shipment']) }),
    z.strictObject({ does: z.literal('move'), stateId: parts.id }),
    z.strictObject({ does: z.literal('notify'), to: z.array(personOf(parts)).min(least).max(50), text: line(500) }),
    /** A guard: the way is refused with these words. */
    z.strictObject({ does: z.literal('forbid'), message: line(300) }),
  ])
}

const triggerOf = (parts: Parts) =>
  z.strictObject({
    id,
    event: triggerEvent,
    conditions: z.array(conditionOf(parts)).max(20),
    action: actionOf(parts),
  })
/** What the product does by itself with an Interest in a state. Its id survives all versions of the scenario. */
export const trigger = triggerOf(complete)
export type Trigger = z.infer<typeof trigger>
export type TriggerCondition = Trigger['conditions'][number]
export type TriggerAction = Trigger['action']
export type TriggerPerson = Extract<TriggerAction, { does: 'notify' }>['to'][number]
export type TriggerAssignee = Extract<TriggerAction, { does: 'task' }>['assignee']
/** The same in a draft. */
export const editedTrigger = triggerOf(edited)

/** Does the trigger need documents, which the product does not keep yet? Then it is kept, shown, and never set off. */
export function waitsForDocuments({ event, conditions, action }: Trigger): boolean {
  return (
    event.on === 'posted' ||
    event.on === 'paid' ||
    event.on === 'shipped' ||
    action.does === 'revenue' ||
    conditions.some(condition => condition.is === 'below')
  )
}

const access = { right: 'scenarios.administer' } as const
const state = z.object({ id, paused: z.boolean() })
const byTrigger = z.object({ id, triggerId: id })
export const pauseTrigger = endpoint({
  method: 'POST',
  path: '/api/v1/scenarios/:id/triggers/:triggerId/pause',
  summary: 'Nothing more is done by this trigger, from now on; what waits meanwhile is passed over',
  access,
  params: byTrigger,
  result: state,
})
export const resumeTrigger = endpoint({
  method: 'POST',
  path: '/api/v1/scenarios/:id/triggers/:triggerId/resume',
  summary: 'The trigger works again',
  access,
  params: byTrigger,
  result: state,
})
