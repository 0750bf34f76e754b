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
import {
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

export * from './timeline/contract.ts'

// ---- problems ----
/** What stands in the way: a field to fill, a checklist to tick off, or a way that is not open (`state`). */
export const missing = z.object({
  field: ruleField.or(z.enum(['lossReason', 'checklist', 'state'])),
  rule: z.string(),
  message: z.string(),
})
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
  party: z.object({ kind: z.enum(['client', 'prospect']), name: z.string() }),
  responsible: personRef.nullable(),
  expectedRevenue: money.nullable(),
  weightedRevenue: money.nullable(),
  probability: z.number().int(),
  expectedCloseDate: day.nullable(),
  closeDateMode: z.enum(['auto', 'manual']),
  nextStep: z.null(),
  tags: z.array(z.string()),
  closedAt: instant.nullable(),
})
export type InterestRow = z.infer<typeof interestRow>

/** States of the scenario that would ask for something, and for what; any other is free to enter. */
const moves = z.array(z.object({ stateId: id, missing: z.array(missing) }))
export type Moves = z.infer<typeof moves>

export const interest = interestRow.extend({
  moves,
  content: z.string().nullable(),
  /** As typed; null when the subject is derived. */
  typedSubject: z.string().nullable(),
  channelId: id.nullable(),
  sourceId: id.nullable(),
  lossReasonId: id.nullable(),
  lossComment: z.string().nullable(),
  author: personRef.nullable(),
  client: z
    .object({
      id,
      name: z.string(),
      inn: z.string().nullable(),
      kpp: z.string().nullable(),
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
  prospect: z
    .object({
      id,
      fullName: z.string().nullable(),
      company: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
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
  responsibleId: id.optional(),
  expectedRevenue: revenue.optional(),
  expectedCloseDate: day.optional(),
  channelId: id.optional(),
  sourceId: id.optional(),
  tags: z.array(line(40)).max(20).optional(),
  clientId: id.optional(),
  contactId: id.optional(),
  prospectId: id.optional(),
  prospect: prospectInput.optional(),
  /** Nested: without an id of its own the product gives it one. */
  newClient: clientInput.extend({ id: id.optional() }).optional(),
  lossReasonId: id.optional(),
  comment: text(2_000).optional(),
  onSimilar: z.enum(['create', 'ask']).default('create'),
})
export type InterestInput = z.infer<typeof interestInput>

export const createInterest = endpoint({
  method: 'POST',
  path: '/api/v1/interests',
  summary: 'Register an Interest for a client, a prospect, or a client registered in the same transaction',
  body: namingNumbers(interestInput, 'newClient'),
  result: interest,
  status: 201,
  problems: [partyWrong, moveRefused, stateUnknown, contractorExists, similarFound, clientArchived],
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
    responsibleId: id.nullish(),
    expectedRevenue: revenue.nullish(),
    expectedCloseDate: day.nullish(),
    /** `auto` computes the date again from the scenario. */
    closeDateMode: z.enum(['auto', 'manual']).optional(),
    channelId: id.nullish(),
    sourceId: id.nullish(),
    tags: z.array(line(40)).max(20).nullish(),
  }),
  result: interest,
  problems: [conflict, fieldDemanded, fieldReadOnly],
})
/** Fields that a move may fill in the same step; the client is linked or registered first. */
export const moveFields = z.strictObject({
  contactId: id.optional(),
  expectedRevenue: revenue.optional(),
  expectedCloseDate: day.optional(),
  content: text().optional(),
  channelId: id.optional(),
  sourceId: id.optional(),
  responsibleId: id.optional(),
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
  }),
  result: interest,
  problems: [moveRefused, alreadyInState, stateUnknown, fieldReadOnly, conflict],
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
  body: z.strictObject({ scenarioId: id, stateId: id.optional(), version }),
  result: interest,
  problems: [moveRefused, alreadyInState, stateUnknown, conflict],
})
export const registerInterestClient = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/client',
  summary: 'Register a client from the Interest: its prospect is linked, all Interests of that prospect follow',
  params: byId,
  body: namingNumbers(clientInput),
  result: z.object({
    client,
    interest,
    interests: z.array(z.object({ id, number: z.string(), version })),
  }),
  status: 201,
  problems: [hasClient, contractorExists, similarFound, prospectLinked],
})

// ---- reading ----
const filters = {
  scenarioId: id.optional(),
  stateId: id.optional(),
  responsibleId: id.optional(),
  serviceTypeId: id.optional(),
  open: flag.optional(),
  q: z.string().max(300).optional(),
}
export const listInterests = endpoint({
  method: 'GET',
  path: '/api/v1/interests',
  summary: 'Interests in scope, newest first',
  query: z.object({ ...paging, ...filters, clientId: id.optional(), prospectId: id.optional() }),
  result: list(interestRow),
})
const sums = z.array(money)
const boardCard = interestRow
  .pick({
    id: true,
    version: true,
    can: true,
    number: true,
    subject: true,
    stateId: true,
    stateEnteredAt: true,
    party: true,
    responsible: true,
    expectedRevenue: true,
    expectedCloseDate: true,
    nextStep: true,
    tags: true,
  })
  .extend({
    /** Place in `moves` of the answer: what each other state would ask of this Interest. */
    moves: z.number().int(),
  })
export type BoardCard = z.infer<typeof boardCard>
const boardCards = {
  items: z.array(boardCard),
  nextCursor: z.string().nullable(),
}
const boardFilters = {
  scenarioId: id,
  responsibleId: id.optional(),
  serviceTypeId: id.optional(),
  q: z.string().max(300).optional(),
}
const manyMoves = z.array(moves)
export const readBoard = endpoint({
  method: 'GET',
  path: '/api/v1/board',
  summary: 'My sales: for each state the count and the sums, for each unfinished one the first cards',
  query: z.object({ ...boardFilters, limit: z.coerce.number().int().min(1).max(50).default(12) }),
  result: z.object({
    columns: z.array(
      z.object({
        stateId: id,
        count: z.number().int(),
        sums,
        weighted: sums,
        /** Won and lost ones are read as a list. */
        ...boardCards,
      }),
    ),
    moves: manyMoves,
  }),
})
export const readBoardColumn = endpoint({
  method: 'GET',
  path: '/api/v1/board/cards',
  summary: 'More cards of one state of the board',
  query: z.object({ ...paging, ...boardFilters, stateId: id }),
  result: z.object({ ...boardCards, moves: manyMoves }),
})
export const summariseInterests = endpoint({
  method: 'GET',
  path: '/api/v1/interests-summary',
  summary: 'Count and sums of the filter, within the scope',
  query: z.object(filters),
  /** `count` stops at 10,000: `more` says so. */
  result: z.object({ count: z.number().int(), more: z.boolean(), sums }),
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
