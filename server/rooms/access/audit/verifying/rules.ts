import type { Language } from '../../../../platform/contract.ts'
import { type AuditKind, auditKinds } from '../kinds/contract.ts'
import { auditFaults, type AuditFinding, type AuditVerdict } from './contract.ts'

const WORDS = {
  rows: { ru: 'Опечатано записей', en: 'Sealed rows' },
  anchor: { ru: 'Якорь', en: 'Anchor' },
  first: { ru: 'Первая', en: 'First' },
  last: { ru: 'Последняя', en: 'Last' },
  blanked: { ru: 'Стерты личные значения, записей', en: 'Rows with blanked personal values' },
  anchors: { ru: 'Сверено с якорями вне базы', en: 'Compared with anchors outside of the database' },
  ok: { ru: 'Журнал цел.', en: 'OK: the log is as it was sealed.' },
  faults: { ru: 'ЖУРНАЛ НАРУШЕН, нарушений', en: 'THE LOG IS NOT AS IT WAS SEALED, faults' },
  unanchored: {
    ru: 'Якорей вне базы нет: отрезанный конец или переписанный журнал не заметить. Дайте --anchor.',
    en: 'There is no anchor outside of the database: a cut end or a rewritten log cannot be noticed. Give --anchor.',
  },
  row: { ru: 'запись', en: 'row' },
  of: { ru: 'всего', en: 'in all' },
  more: { ru: 'и еще', en: 'and more' },
} as const

/** A verdict in lines that may be read aloud: how much, from when to when, and what is wrong where. */
export function describeVerdict(verdict: AuditVerdict, language: Language): string[] {
  const say = (key: keyof typeof WORDS) => WORDS[key][language]
  const { count, hash, firstAt, lastAt, blanked, anchors, findings, faults } = verdict
  return [
    `${say('rows')}: ${count}`,
    `${say('anchor')}: ${hash}:${count}`,
    ...(firstAt && lastAt ? [`${say('first')}: ${firstAt}`, `${say('last')}: ${lastAt}`] : []),
    `${say('blanked')}: ${blanked}`,
    `${say('anchors')}: ${anchors}`,
    ...(anchors === 0 && count > 0 ? [say('unanchored')] : []),
    ...(verdict.ok ? [say('ok')] : [`${say('faults')}: ${faults}`]),
    ...findings.map(each => `  ${describeFinding(each, language)}`),
    ...(faults > findings.length ? [`  ${say('more')}: ${faults - findings.length}`] : []),
  ]
}

function describeFinding({ fault, seq, rowId, kind, at, count }: AuditFinding, language: Language): string {
  const words = kind !== null && Object.hasOwn(auditKinds, kind) ? auditKinds[kind as AuditKind][language] : kind
  const about = [
    seq === null ? null : `№ ${seq}`,
    words,
    at,
    rowId === null ? null : `${WORDS.row[language]} ${rowId}`,
    count === null ? null : `${WORDS.of[language]} ${count}`,
  ].filter(each => each !== null)
  return `${auditFaults[fault][language]}: ${about.join(', ')}`
}
