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
  money,
  paging,
  personRef,
  problem,
  record,
  revenue,
  text,
  version,
  warning,
} from '../../platform/contract.ts'
import { mayTell, obstacle, ofField } from '../../platform/pure/field-marks.ts'
import {
  partyMerged,
  clientKind,
  client,
  clientArchived,
  clientInput,
  contractorExists,
  emailAddress,
  namingNumbers,
  phone,
  prospectInput,
  prospectLinked,
  similarFound,
} from '../clients/contract.ts'
import { ruleField } from '../scenarios/contract.ts'
import { dealContact } from './deal-contacts/contract.ts'
import { marks } from './marks/contract.ts'
import { interestFilters, standingFilters } from './filters/contract.ts'
import { interestSort } from './listing/sorting/contract.ts'
import { beside } from './placing/contract.ts'
import { nextStep, planInput, planRefused } from './steps/contract.ts'

export * from './filters/contract.ts'
export * from './listing/sorting/contract.ts'
export * from './steps/contract.ts'
export * from './timeline/contract.ts'

// ---- problems ----
/** What stands in the way: a field to fill, a checklist to tick off, a step to plan, or a way that is not open (`state`). */
export const missing = obstacle(
  z.object({
    field: ruleField.or(z.enum(['lossReason', 'checklist', 'state', 'plan'])),
    rule: z.string(),
    message: z.string(),
  }),
)
export type Missing = z.infer<typeof missing>

export const moveRefused = problem(
  'interest.move_refused',
  422,
  { ru: 'Перейти нельзя: не хватает данных', en: 'The move needs more data' },
  z.object({ stateId: id, state: z.string(), missing: z.array(missing), version: version.optional() }),
)
export const alreadyInState = problem('interest.already_in_state', 422, {
  ru: 'Интерес уже в этом состоянии',
  en: 'The Interest already is in this state',
})
export const stateUnknown = problem('interest.state_unknown', 422, {
  ru: 'Такого состояния в сценарии нет',
  en: 'The scenario has no such state',
})
export const itemUnknown = problem('interest.item_unknown', 422, {
  ru: 'Такого пункта в чек-листе состояния нет',
  en: 'The checklist of the state has no such item',
})
export const fieldDemanded = problem(
  'interest.field_demanded',
  422,
  { ru: 'Поле обязательно в этом состоянии', en: 'The state demands this field' },
  z.object({ state: z.string(), missing: z.array(missing) }),
)
export const fieldReadOnly = problem(
  'interest.field_read_only',
  422,
  { ru: 'Поле в этом состоянии только для просмотра', en: 'The field is read-only in this state' },
  z.object({ state: z.string(), fields: z.array(ruleField) }),
)
export const partyWrong = problem('interest.party', 422, {
  ru: 'Нужен ровно один: клиент, потенциальный клиент или новый клиент',
  en: 'Exactly one of client, prospect and new client is needed',
})
export const hasClient = problem('interest.has_client', 409, {
  ru: 'У Интереса уже есть клиент',
  en: 'The Interest already has a client',
})

// ---- the record ----
export const interestRow = z.object({
  ...record,
  number: z.string(),
  /** Typed, else the first words of the content, else the number. */
  subject: z.string(),
  serviceTypeId: id,
  scenarioId: id,
  stateId: id,
  stateEnteredAt: instant,
  open: z.boolean(),
  clientId: id.nullable(),
  contactId: id.nullable(),
  prospectId: id.nullable(),
  /** Name to show for the client, else for the prospect. */
  party: z.object({ kind: z.enum(['client', 'prospect']), name: mayTell(z.string()) }),
  responsible: personRef.nullable(),
  expectedRevenue: ofField('revenue', money.nullable()),
  weightedRevenue: ofField('revenue', money.nullable()),
  probability: z.number().int(),
  expectedCloseDate: day.nullable(),
  closeDateMode: z.enum(['auto', 'manual']),
  nextStep: nextStep.nullable(),
  /** From this day of the company on it is stuck, unless another contact is agreed; null: its state has no term. */
  stuckFrom: day.nullable(),
  tags: z.array(z.string()),
  channelId: id.nullable(),
  sourceId: id.nullable(),
  projectId: id.nullable(),
  lossReasonId: id.nullable(),
  /** The caller's own marks. */
  ...marks.shape,
  /** The caller is one of its co-executors. */
  coExecutor: z.boolean(),
  /** It stands in a state that is addressed to the caller's role, and the caller is not responsible: it may be taken. */
  queued: z.boolean(),
  closedAt: instant.nullable(),
  /** Who is asked to confirm that it is lost; empty where nobody is. */
  awaited: z.array(personRef),
})
export type InterestRow = z.infer<typeof interestRow>

/** States of the scenario that would ask for something, and for what; any other is free to enter. */
export const moves = z.array(z.object({ stateId: id, missing: z.array(missing) }))
export type Moves = z.infer<typeof moves>

/** A co-executor: somebody who works with an Interest beside its responsible. */
export const member = z.object({
  user: personRef,
  addedAt: instant,
  /** Null: by the product itself. */
  addedBy: personRef.nullable(),
})
export type Member = z.infer<typeof member>

export const interest = interestRow.extend({
  moves,
  members: z.array(member),
  content: z.string().nullable(),
  /** As typed; null when the subject is derived. */
  typedSubject: z.string().nullable(),
  lossComment: z.string().nullable(),
  /** Who won instead, in free words. */
  lossCompetitor: z.string().nullable(),
  /** How often it was closed so far. */
  closings: z.number().int(),
  author: personRef.nullable(),
  /** Of the responsible. */
  department: z.object({ id, name: z.string() }).nullable(),
  /** The Interest from which it came; of one out of sight only that there is one. */
  basis: z
    .union([z.object({ id, number: z.string(), subject: z.string() }), z.object({ walled: z.literal(true) })])
    .nullable(),
  /** By which clock the client or prospect lives; null where nothing tells, or behind a wall. */
  partyTimeZone: z.string().nullable(),
  client: z
    .object({
      id,
      name: z.string(),
      kind: clientKind,
      inn: ofField('requisites', z.string().nullable()),
      kpp: ofField('requisites', z.string().nullable()),
      phones: z.array(phone),
      emails: z.array(emailAddress),
      /** The card may not be opened by this caller; the name belongs to the Interest. */
      walled: z.boolean(),
    })
    .nullable(),
  contact: z
    .object({
      id,
      fullName: z.string(),
      position: z.string().nullable(),
      phones: z.array(phone),
      emails: z.array(emailAddress),
    })
    .nullable(),
  /** Who at the client has a part in the deal, its contact first. */
  contacts: z.array(dealContact),
  prospect: z
    .object({
      id,
      fullName: z.string().nullable(),
      company: z.string().nullable(),
      email: ofField('email', z.string().nullable()),
      phone: ofField('phone', z.string().nullable()),
    })
    .nullable(),
  /** Fields that the present state demands and that are empty (rules added later). */
  missing: z.array(missing),
  readOnly: z.array(ruleField),
  /** What there is to do in the present state. */
  checklist: z.array(z.object({ id, text: z.string(), doneAt: instant.nullable(), doneBy: id.nullable() })),
  /** The state is left only when all of it is done. */
  checklistBlocks: z.boolean(),
  warnings: z.array(warning).optional(),
})
export type Interest = z.infer<typeof interest>

/** A row out of scope (shown at registration so that the same thing is not registered twice): no id, no content. */
export const walledInterest = z.object({
  number: z.string(),
  serviceTypeId: id,
  stateId: id,
  createdAt: instant,
  responsible: personRef.nullable(),
  walled: z.literal(true),
})
export const partyInterest = z.union([interestRow, walledInterest])

// ---- creating ----
export const interestInput = z.strictObject({
  id,
  content: text().optional(),
  subject: line(300).optional(),
  serviceTypeId: id,
  scenarioId: id.optional(),
  stateId: id.optional(),
  responsibleId: ofField('responsible', id.optional()),
  expectedRevenue: ofField('revenue', revenue.optional()),
  expectedCloseDate: day.optional(),
  channelId: id.optional(),
  sourceId: id.optional(),
  projectId: id.optional(),
  tags: z.array(line(40)).max(20).optional(),
  /** The Interest from which it comes, in sight of the caller. */
  basisId: id.optional(),
  clientId: id.optional(),
  contactId: id.optional(),
  prospectId: id.optional(),
  prospect: prospectInput.optional(),
  /** Nested: without an id of its own the product gives it one. */
  newClient: clientInput.extend({ id: id.optional() }).optional(),
  lossReasonId: id.optional(),
  comment: text(2_000).optional(),
  competitor: line(200).optional(),
  /** The next step, planned in the same transaction. */
  plan: planInput.optional(),
  onSimilar: z.enum(['create', 'ask']).default('create'),
})
export type InterestInput = z.infer<typeof interestInput>

/** Of every way into a state. */
const entryRefused = [moveRefused, stateUnknown, ...planRefused] as const
export const createInterest = endpoint({
  method: 'POST',
  path: '/api/v1/interests',
  summary: 'Register an Interest for a client, a prospect, or a client registered in the same transaction',
  access: { right: 'interests.create' },
  body: namingNumbers(interestInput, 'newClient'),
  result: interest,
  status: 201,
  problems: [...partyMerged, ...entryRefused, partyWrong, contractorExists, similarFound, clientArchived],
})
export const getInterest = endpoint({
  method: 'GET',
  path: '/api/v1/interests/:id',
  summary: 'One Interest',
  params: byId,
  result: interest,
})
export const changeInterest = endpoint({
  method: 'PATCH',
  path: '/api/v1/interests/:id',
  summary: 'Change fields; never state, client or prospect',
  params: byId,
  body: z.strictObject({
    version,
    content: text().nullish(),
    subject: line(300).nullish(),
    serviceTypeId: id.optional(),
    contactId: id.nullish(),
    responsibleId: ofField('responsible', id.nullish()),
    expectedRevenue: ofField('revenue', revenue.nullish()),
    expectedCloseDate: day.nullish(),
    /** `auto` computes the date again from the scenario. */
    closeDateMode: z.enum(['auto', 'manual']).optional(),
    channelId: id.nullish(),
    sourceId: id.nullish(),
    projectId: id.nullish(),
    tags: z.array(line(40)).max(20).nullish(),
  }),
  result: interest,
  problems: [...partyMerged, conflict, fieldDemanded, fieldReadOnly],
})
/** Fields that a move may fill in the same step; the client is linked or registered first. */
export const moveFields = z.strictObject({
  contactId: id.optional(),
  expectedRevenue: ofField('revenue', revenue.optional()),
  expectedCloseDate: day.optional(),
  content: text().optional(),
  channelId: id.optional(),
  sourceId: id.optional(),
  projectId: id.optional(),
  responsibleId: ofField('responsible', id.optional()),
})
export const moveInterest = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/move',
  summary: 'Move to another state of its scenario',
  params: byId,
  body: z.strictObject({
    stateId: id,
    version,
    fields: moveFields.optional(),
    lossReasonId: id.optional(),
    comment: text(2_000).optional(),
    /** Of a loss: who won instead. */
    competitor: line(200).optional(),
    plan: planInput.optional(),
    /** Of what the state completes. */
    result: text(5_000).optional(),
    /** Where it stands in the new state in the order by hand; where that card has left, as it stood. */
    beside: beside.optional(),
  }),
  result: interest,
  problems: [...entryRefused, alreadyInState, fieldReadOnly, conflict],
})
export const tickItem = endpoint({
  method: 'PUT',
  path: '/api/v1/interests/:id/checklist/:itemId',
  summary: 'Tick an item of the checklist of the present state off, or take the tick back',
  params: z.object({ id, itemId: id }),
  body: z.strictObject({ done: z.boolean() }),
  result: interest,
  problems: [itemUnknown],
})
export const changeInterestScenario = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/scenario',
  summary: 'Change the scenario under the same guards',
  params: byId,
  body: z.strictObject({ scenarioId: id, stateId: id.optional(), version, plan: planInput.optional() }),
  result: interest,
  problems: [...entryRefused, alreadyInState, conflict],
})
export const registerInterestClient = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/client',
  summary: 'Register a client from the Interest: its prospect is linked, all Interests of that prospect follow',
  access: { right: 'clients.create' },
  params: byId,
  body: namingNumbers(clientInput),
  result: z.object({
    client,
    interest,
    interests: z.array(z.object({ id, number: z.string(), version })),
  }),
  status: 201,
  problems: [...partyMerged, hasClient, contractorExists, similarFound, prospectLinked],
})

// ---- reading ----
const filters = { ...standingFilters, ...interestFilters }
export const listInterests = endpoint({
  method: 'GET',
  path: '/api/v1/interests',
  summary: 'Interests in scope, newest first unless another order is asked for',
  query: z.object({ ...paging, ...filters, sort: interestSort.default('-created') }),
  result: list(interestRow),
})
export const sums = ofField('revenue', z.array(money))
export const summariseInterests = endpoint({
  method: 'GET',
  path: '/api/v1/interests-summary',
  summary: 'Count, sums and sums weighted by probability of the filter, within the scope',
  query: z.object(filters),
  /** `count` stops at 10,000: `more` says so. */
  result: z.object({ count: z.number().int(), more: z.boolean(), sums, weighted: sums }),
})
const partyInterests = (party: string) => ({
  method: 'GET' as const,
  path: `/api/v1/${party}/:id/interests`,
  summary: `Interests of a ${party.slice(0, -1)}; rows out of scope are reduced`,
  params: byId,
  query: z.object({ ...paging, open: flag.optional() }),
  result: list(partyInterest),
})
export const listClientInterests = endpoint(partyInterests('clients'))
export const listProspectInterests = endpoint(partyInterests('prospects'))
