import { z } from 'zod'
import { endpoint, text } from '../../../platform/contract.ts'
import { tellsNothing } from '../../../platform/pure/field-marks.ts'
import { searchItem } from '../contract.ts'

export const partKind = z.enum([
  'fullName',
  'position',
  'company',
  'inn',
  'kpp',
  'ogrn',
  'phone',
  'email',
  'site',
  'address',
  'need',
])
export type PartKind = z.infer<typeof partKind>

/** A recognised piece: its value, and where it stands in the text (`from` to `to`, the last excluded). */
export const part = z.object({
  kind: partKind,
  value: z.string(),
  from: z.number().int(),
  to: z.number().int(),
})
export type Part = z.infer<typeof part>

export const intakeFields = z.object({
  fullName: z.string().nullable(),
  position: z.string().nullable(),
  company: z.string().nullable(),
  /** What the domain of the mail says of the company, when nobody names it. */
  companyHint: z.string().nullable(),
  inn: z.string().nullable(),
  kpp: z.string().nullable(),
  ogrn: z.string().nullable(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  sites: z.array(z.string()),
  address: z.string().nullable(),
  need: z.string().nullable(),
})
export type IntakeFields = z.infer<typeof intakeFields>

/** Takes apart what was pasted; nothing is written, and walls are told and counted as by the search. */
export const parseIntake = endpoint({
  method: 'POST',
  path: '/api/v1/intake/parse',
  summary: 'Take a signature, a letter, a message or requisites apart, and find who is known by it',
  body: z.strictObject({ text: text(20_000) }),
  result: z.object({
    fields: tellsNothing(intakeFields, 'what the reader pasted'),
    /** In the order of the text; they do not overlap. */
    parts: tellsNothing(z.array(part), 'what the reader pasted'),
    /** Who is known already, the surest first. */
    matches: z.array(searchItem),
  }),
})
