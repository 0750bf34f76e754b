import { z } from 'zod'
import { endpoint, id, instant, line, personRef, problem } from '../../../platform/contract.ts'
import { mayTell, tellsNothing, unless } from '../../../platform/pure/field-marks.ts'

export const partyType = z.enum(['client', 'contact', 'prospect'])
export type PartyType = z.infer<typeof partyType>

// ---- problems ----
const match = unless(
  'walled',
  z.object({
    type: partyType,
    id: id.nullable(),
    title: mayTell(z.string()),
    /** How much the two look like one party, 0 to 100. */
    score: z.number().int().min(0).max(100),
    reasons: z.array(z.string()),
    walled: z.boolean(),
    /** Of what stands behind a wall: since when a request of the caller for access waits for a decision. */
    accessAskedAt: instant.nullable(),
    responsible: personRef.nullable(),
    archived: z.boolean(),
    /** The pair by which «not a duplicate» is said; absent where there is none. */
    pairId: id.optional(),
  }),
)
export type Match = z.infer<typeof match>

export const contractorExists = problem(
  'contractor.exists',
  409,
  { ru: 'Организация с этими ИНН и КПП уже есть', en: 'A company with this INN and KPP exists' },
  z.object({
    client: z.object({
      id: id.nullable(),
      name: z.string().nullable(),
      responsible: personRef.nullable(),
      walled: z.boolean(),
      /** As in a match. */
      accessAskedAt: instant.nullable(),
      /** INN and KPP as read: by it access is asked for and a request handed over. */
      typed: tellsNothing(z.string(), 'what the caller sent'),
    }),
    /** The caller may repeat the request with `override: {reason}`. */
    mayOverride: z.boolean(),
  }),
)
export const similarFound = problem(
  'similar_found',
  409,
  { ru: 'Похожие записи уже есть', en: 'Similar records exist' },
  z.object({ matches: z.array(match) }),
)
export const clientArchived = problem('client.archived', 409, {
  ru: 'Клиент в архиве',
  en: 'The client is archived',
})
/** Whether to be asked before something similar is written. */
export const onSimilar = z.enum(['create', 'ask']).default('create')
/** Records of which somebody said before saving that this one is none of them; remembered for everybody. */
export const notDuplicateOf = z.array(id).max(20).optional()
/** A holder of the right repeats with a reason. */
export const override = z.strictObject({ reason: line(500) }).optional()

// ---- the check ----
const typed = (max: number) => line(max).nullish()
/** Whatever is known of somebody; the rules are those of every other check. */
export const checkDuplicates = endpoint({
  method: 'POST',
  path: '/api/v1/duplicates/check',
  summary: 'Who is known already by what was typed; writes nothing',
  body: z.strictObject({
    type: partyType.default('client'),
    name: typed(300),
    fullName: typed(200),
    company: typed(300),
    inn: typed(20),
    kpp: typed(20),
    phones: z.array(line(300)).max(50).nullish(),
    emails: z.array(line(300)).max(50).nullish(),
    /** The record that is being typed or changed: no duplicate of itself. */
    id: id.nullish(),
  }),
  result: z.object({ matches: z.array(match) }),
})

// ---- rules are data ----
export const criterion = z.enum([
  'inn_kpp',
  'inn',
  'ogrn',
  'phone',
  'email',
  'site',
  'name',
  'name_similar',
  'name_rare',
  'name_uncommon',
  'other_name',
  'other_inn',
  'other_kpp',
])
export type Criterion = z.infer<typeof criterion>

/** Below zero: a sign against. */
const weight = z.number().int().min(-100).max(100)
const threshold = z.number().int().min(1).max(100)
const rulesOfKind = z.strictObject({
  weights: z.strictObject(
    Object.fromEntries(criterion.options.map(each => [each, weight])) as Record<Criterion, typeof weight>,
  ),
  /** From so many points on people are warned. */
  warn: threshold,
  /** From so many points on a pair is in the work list. */
  list: threshold,
  /** From so many points on it is called certain. */
  certain: threshold,
})
export const duplicateRules = z.strictObject({ client: rulesOfKind, contact: rulesOfKind, prospect: rulesOfKind })
export type DuplicateRules = z.infer<typeof duplicateRules>

const counted = z.object({ listed: z.number().int(), certain: z.number().int() })
const beside = z.object({ now: counted, wanted: counted })
export const previewDuplicateRules = endpoint({
  method: 'POST',
  path: '/api/v1/duplicate-rules/preview',
  summary: 'How many of the pairs that were found other rules would list; changes nothing',
  access: { right: 'duplicates.administer' },
  body: z.strictObject({ rules: duplicateRules }),
  result: z.object({ compared: z.number().int(), client: beside, contact: beside, prospect: beside }),
})

const storedRules = z.object({
  rules: duplicateRules,
  /** What holds until somebody changes them. */
  shipped: duplicateRules,
  /** Grows with each change; 0 while the shipped ones hold. */
  version: z.number().int().min(0),
  changedAt: instant.nullable(),
  changedBy: personRef.nullable(),
})
export const readDuplicateRules = endpoint({
  method: 'GET',
  path: '/api/v1/duplicate-rules',
  summary: 'By what duplicates are told: criteria, weights, thresholds',
  result: storedRules,
})
export const changeDuplicateRules = endpoint({
  method: 'PUT',
  path: '/api/v1/duplicate-rules',
  summary: 'Change by what duplicates are told',
  access: { right: 'duplicates.administer' },
  body: z.strictObject({ version: z.number().int().min(0), rules: duplicateRules }),
  result: storedRules,
})
