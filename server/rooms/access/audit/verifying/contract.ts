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
  removed_silently: {
    ru: 'История убрана в обход программы: журнал знает о меньшем числе',
    en: 'History was removed past the product: the log tells of less',
  },
} as const satisfies Record<string, Texts>
export type AuditFault = keyof typeof auditFaults

/** What weakens the proof though nothing is found wrong, each with its words. */
export const auditWarnings = {
  anchors_missing: {
    ru: 'Файла якорей на этом узле нет. Отрезанный конец или переписанный журнал заметит только якорь, который вы сохранили сами.',
    en: 'This node has no file of anchors. A cut end or a rewritten log is noticed only by an anchor that you kept yourselves.',
  },
  anchors_behind: {
    ru: 'Якорь устарел: опечатано больше, чем он помнит. Проверьте место и права в папке данных.',
    en: 'The anchor is out of date: more is sealed than it tells of. Check the space and the rights of the data directory.',
  },
  anchors_late: {
    ru: 'Якоря этого узла ведутся только с этого времени. Что меняли раньше, заметит только более ранний якорь.',
    en: 'The anchors of this node begin only then. What was changed before is noticed only by an earlier anchor.',
  },
  anchor_differs: {
    ru: 'База не такая, как помнит последний якорь: конец отрезан, журнал переписан или восстановлена старая копия. Проверьте журнал.',
    en: 'The database is not what the newest anchor tells of: the end was cut off, the log rewritten, or an older copy restored. Check the log.',
  },
  sealing_stands: {
    ru: 'Записи давно ждут печати: ее держит открытая транзакция или сбой. Неопечатанное можно удалить незаметно.',
    en: 'Rows have been waiting long to be sealed: an open transaction or a failure holds it up. What is not sealed can be deleted unnoticed.',
  },
} as const satisfies Record<string, Texts>
export type AuditWarningKind = keyof typeof auditWarnings

export const auditWarning = z.object({
  kind: z.enum(Object.keys(auditWarnings) as [AuditWarningKind, ...AuditWarningKind[]]),
  /** Since when, where that is known. */
  at: instant.nullable(),
  /** The number of the row from which on, where that is known. */
  count: z.number().int().nullable(),
})
export type AuditWarning = z.infer<typeof auditWarning>

/** The access log, or the history of records. */
export const chained = z.enum(['audit', 'history'])

export const auditFinding = z.object({
  fault: z.enum(Object.keys(auditFaults) as [AuditFault, ...AuditFault[]]),
  /** Left out in a check of a release that did not seal the history: the log. */
  log: chained.optional(),
  /** The number of the row in its chain; null where it has none. */
  seq: z.number().int().nullable(),
  rowId: id.nullable(),
  /** Of the history: the event, and whose history it is as far as it is still there. */
  eventId: z.string().nullable().optional(),
  record: z.object({ kind: z.string(), id }).nullable().optional(),
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
  /** The history of records: its events, and how many of them were removed with the demo data. Left out in an old check. */
  history: z
    .object({ count: z.number().int(), hash: z.string(), blanked: z.number().int(), removed: z.number().int() })
    .optional(),
  /** What weakens this verdict. Left out in an old check. */
  warnings: z.array(auditWarning).optional(),
  /** How many anchors outside of the database it was compared with. */
  anchors: z.number().int(),
  /** The first of what is wrong. */
  findings: z.array(auditFinding),
  /** How much is wrong in all. */
  faults: z.number().int(),
})
export type AuditVerdict = z.infer<typeof auditVerdict>
