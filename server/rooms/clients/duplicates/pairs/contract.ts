import { z } from 'zod'
import { byId, endpoint, id, instant, list, paging, personRef, problem } from '../../../../platform/contract.ts'
import { mayTell, ofField } from '../../../../platform/pure/field-marks.ts'
import { partyType } from '../contract.ts'

export const pairStatus = z.enum(['open', 'dismissed', 'merged'])

/** One side of a pair, with what helps to decide at a glance. */
const side = z.object({
  id,
  title: mayTell(z.string()),
  phones: ofField('phone', z.array(z.string())),
  emails: ofField('email', z.array(z.string())),
  inns: ofField('requisites', z.array(z.string())),
  /** The employer of a contact, the company of a prospect. */
  company: mayTell(z.string().nullable()),
  responsible: personRef.nullable(),
  openInterests: z.number().int(),
  archived: z.boolean(),
  createdAt: instant,
})
export const duplicatePair = z.object({
  id,
  kind: partyType,
  score: z.number().int(),
  /** From the threshold «certain» on. */
  certain: z.boolean(),
  reasons: z.array(z.string()),
  status: pairStatus,
  foundAt: instant,
  decidedAt: instant.nullable(),
  decidedBy: personRef.nullable(),
  /** Of a merged pair: the merge of these two, while it may be undone. */
  mergeId: id.nullable(),
  left: side,
  right: side,
})
export type DuplicatePair = z.infer<typeof duplicatePair>
export type DuplicateSide = z.infer<typeof side>

export const pairMerged = problem('duplicate.merged', 409, {
  ru: 'Эти записи уже объединены',
  en: 'These records are merged already',
})

export const listDuplicates = endpoint({
  method: 'GET',
  path: '/api/v1/duplicates',
  summary: 'Pairs that look like one party and of which the caller sees both, most alike first',
  query: z.object({
    ...paging,
    status: pairStatus.default('open'),
    kind: partyType.optional(),
    /** By default from the threshold of the list on. */
    minScore: z.coerce.number().int().min(0).max(100).optional(),
    responsibleId: id.optional(),
  }),
  result: list(duplicatePair),
})
export const dismissDuplicate = endpoint({
  method: 'POST',
  path: '/api/v1/duplicates/:id/dismiss',
  summary: 'Not a duplicate: remembered for everybody, such a pair never warns again',
  params: byId,
  result: duplicatePair,
  problems: [pairMerged],
})
export const reopenDuplicate = endpoint({
  method: 'POST',
  path: '/api/v1/duplicates/:id/reopen',
  summary: 'Take «not a duplicate» back',
  params: byId,
  result: duplicatePair,
  problems: [pairMerged],
})
