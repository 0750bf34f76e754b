import { z } from 'zod'
import { endpoint, id } from '../../platform/contract.ts'

/** How a typed text must match: from the start of a word, in any part, or whole. */
export const matchMode = z.enum(['start', 'any', 'exact'])

/** Columns of the list of sales beside the subject, which always stands first. */
export const salesColumn = z.enum([
  'party',
  'step',
  'state',
  'revenue',
  'date',
  'responsible',
  'type',
  'number',
  'created',
  'closed',
  'weighted',
  'source',
  'project',
  'channel',
  'tags',
  'lossReason',
])

/** Personal settings; each has a value even before anybody chose one. */
export const mySettings = z.object({
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  density: z.enum(['compact', 'comfortable']).default('compact'),
  defaultServiceTypeId: id.nullable().default(null),
  takeClientResponsible: z.boolean().default(true),
  openAfterCreating: z.boolean().default(true),
  matchMode: matchMode.default('any'),
  boardScenarioId: id.nullable().default(null),
  /** Whose Interests my sales show; everybody's whom I see while nobody is chosen. */
  boardResponsibleId: id.nullable().default(null),
  /** Late ones at the top of a column, or at its end; or the order by hand. */
  boardOrder: z.enum(['overdueFirst', 'overdueLast', 'byHand']).default('overdueFirst'),
  /** What the list of sales shows, in this order. */
  salesColumns: z
    .array(salesColumn)
    .max(salesColumn.options.length)
    .default(['party', 'step', 'state', 'revenue', 'date', 'type', 'responsible', 'number']),
})
export type SalesColumn = z.infer<typeof salesColumn>
export type MySettings = z.infer<typeof mySettings>

export const formField = z.enum([
  'subject',
  'expectedRevenue',
  'expectedCloseDate',
  'channelId',
  'sourceId',
  'projectId',
  'responsibleId',
])

/** Settings that hold for the whole company. */
export const companySettings = z.object({
  /** Optional fields of the registration form that are shown, in this order. */
  formFields: z
    .array(formField)
    .default(['expectedRevenue', 'expectedCloseDate', 'channelId', 'sourceId', 'responsibleId', 'subject']),
})
export type CompanySettings = z.infer<typeof companySettings>

export const readMySettings = endpoint({
  method: 'GET',
  path: '/api/v1/settings/me',
  own: true,
  summary: 'My settings',
  result: mySettings,
})
const changes = <S extends z.ZodObject>(settings: S) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(settings.shape).map(([key, value]) => [
        key,
        ((value as z.ZodDefault).unwrap() as z.ZodType).optional(),
      ]),
    ),
  ) as unknown as z.ZodType<Partial<z.infer<S>>>
export const changeMySettings = endpoint({
  method: 'PATCH',
  path: '/api/v1/settings/me',
  summary: 'Change some of my settings',
  body: changes(mySettings),
  result: mySettings,
})
export const readCompanySettings = endpoint({
  method: 'GET',
  path: '/api/v1/settings/company',
  summary: 'Settings for everybody',
  result: companySettings,
})
export const changeCompanySettings = endpoint({
  method: 'PATCH',
  path: '/api/v1/settings/company',
  summary: 'Change settings for everybody',
  access: { right: 'settings.administer' },
  body: changes(companySettings),
  result: companySettings,
})
