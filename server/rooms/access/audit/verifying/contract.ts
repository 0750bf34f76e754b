import { z } from 'zod'
import { id, instant, type Texts } from '../../../../platform/contract.ts'

/** What may be wrong with the log, each with its words. */
export const auditFaults = {
  row_changed: { ru: 'Запись изменена после опечатывания', en: 'The row was changed after it was sealed' },
  row_deleted: { ru: 'Запись удалена', en: 'The row was deleted' },
  row_inserted: { ru: 'Запись вставлена задним числом', en: 'The row was inserted behind what was sealed' },
  personal_changed: { ru: 'Изменены личные значения записи', en: 'Personal values of the row were changed' },
  seal_missing: { ru: 'Номер пропущен: удалена печать', en: 'A number is missing: its seal was deleted' },
  chain_broken: { ru: 'Цепочка нарушена на этой записи', en: 'The chain is broken at this row' },
  cut_off: {
    ru: 'Конец журнала отрезан: раньше записей было больше',
    en: 'The end of the log was cut off: there were more rows',
  },
  rewritten: {
    ru: 'Журнал переписан: раньше до этой записи цепочка была другой',
    en: 'The log was rewritten: up to this row the chain was another one',
  },
  blanked_silently: {
    ru: 'Личные значения стерты в обход программы: журнал знает о меньшем числе',
    en: 'Personal values were blanked past the product: the log tells of fewer',
  },
} as const satisfies Record<string, Texts>
export type AuditFault = keyof typeof auditFaults

export const auditFinding = z.object({
  fault: z.enum(Object.keys(auditFaults) as [AuditFault, ...AuditFault[]]),
  /** The number of the row in the chain; null where it has none. */
  seq: z.number().int().nullable(),
  rowId: id.nullable(),
  kind: z.string().nullable(),
  at: instant.nullable(),
  /** How many, where that is what is wrong. */
  count: z.number().int().nullable(),
})
export type AuditFinding = z.infer<typeof auditFinding>

export const auditVerdict = z.object({
  ok: z.boolean(),
  /** How many rows are sealed, and the chain at the last one. */
  count: z.number().int(),
  hash: z.string(),
  firstAt: instant.nullable(),
  lastAt: instant.nullable(),
  /** Rows whose personal values were blanked. */
  blanked: z.number().int(),
  /** How many anchors outside of the database it was compared with. */
  anchors: z.number().int(),
  /** The first of what is wrong. */
  findings: z.array(auditFinding),
  /** How much is wrong in all. */
  faults: z.number().int(),
})
export type AuditVerdict = z.infer<typeof auditVerdict>
