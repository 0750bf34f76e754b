import { z } from 'zod'
import { choosesBy } from '../../../../platform/pure/field-marks.ts'

/** By what a list is ordered; a number is given at the registration, so it goes by that. */
export const sortField = z.enum([
  'created',
  'number',
  'subject',
  'party',
  'step',
  'state',
  'revenue',
  'closeDate',
  'serviceType',
  'responsible',
  'closed',
])
export type SortField = z.infer<typeof sortField>

/** `revenue` goes up, `-revenue` down. */
export const interestSort = choosesBy(
  z.enum(sortField.options.flatMap(field => [field, `-${field}`] as const)),
  'revenue',
  'revenue',
  '-revenue',
)
export type InterestSort = z.infer<typeof interestSort>
