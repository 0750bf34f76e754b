import { z } from 'zod'
import { day, flag, id, money } from '../../../platform/contract.ts'
import { ofField } from '../../../platform/pure/field-marks.ts'
import { clientKind, relationType } from '../../clients/contract.ts'
import { stepFilters } from '../steps/contract.ts'

/** Any of several, joined by commas. */
const anyOf = <T extends z.ZodType<string, string>>(each: T, most = 2_000) =>
  z
    .string()
    .max(most)
    .transform(text => text.split(','))
    .pipe(z.array(each).max(50))

const amount = money.shape.amount

/** What Interests are asked for by: the same on the board, in lists, in sums and in exports. Several of one kind are joined by commas. */
export const interestFilters = {
  responsibleId: id.optional(),
  /** Of whose responsible: a department with those below it. */
  departmentId: id.optional(),
  serviceTypeId: anyOf(id).optional(),
  sourceId: anyOf(id).optional(),
  projectId: anyOf(id).optional(),
  channelId: anyOf(id).optional(),
  clientId: id.optional(),
  prospectId: id.optional(),
  clientKind: anyOf(clientKind).optional(),
  relationType: anyOf(relationType).optional(),
  /** With any of these words. */
  tags: anyOf(z.string().trim().min(1).max(40)).optional(),
  lossReasonId: anyOf(id).optional(),
  /** A part of the name of whoever won instead. */
  competitor: z.string().max(200).optional(),
  revenueFrom: ofField('revenue', amount.optional()),
  revenueTo: ofField('revenue', amount.optional()),
  closeDateFrom: day.optional(),
  closeDateTo: day.optional(),
  /** Days of registration and of closing, where the caller is. */
  createdFrom: day.optional(),
  createdTo: day.optional(),
  closedFrom: day.optional(),
  closedTo: day.optional(),
  /** What the next step is: `task`, `interaction`, or a kind of interaction. */
  stepKind: anyOf(z.union([z.enum(['task', 'interaction']), id])).optional(),
  /** Days on which the next step is due, where the caller is. */
  stepFrom: day.optional(),
  stepTo: day.optional(),
  /** Those only on which the caller put a star. */
  starred: flag.optional(),
  watched: flag.optional(),
  /** Those only where the caller is a co-executor. */
  coExecuted: flag.optional(),
  /** Something of the checklist of the present state is to be done. */
  checklistOpen: flag.optional(),
  q: z.string().max(300).optional(),
  steps: stepFilters.optional(),
}

/** Where they stand, for lists of several states. */
export const standingFilters = {
  scenarioId: id.optional(),
  stateId: id.optional(),
  open: flag.optional(),
  /** How they ended. */
  outcome: anyOf(z.enum(['won', 'lost'])).optional(),
}
