import type { Language } from '../../../../platform/contract.ts'
import { type AuditKind, auditKinds, auditRecords } from '../kinds/contract.ts'
import { printAnchor } from '../anchors/rules.ts'
import { type AuditFault, auditFaults, type AuditFinding, type AuditVerdict, auditWarnings } from './contract.ts'

/** So many of the findings are named. */
const NAMED = 100

/** What was found so far; the count goes on where names end. */
export class Findings {
  readonly named: AuditFinding[] = []
  count = 0

  add(fault: AuditFault, about: Partial<Omit<AuditFinding, 'fault'>> = {}): void {
    this.count++
    if (this.named.length >= NAMED) return
    const nothing = {
      log: 'audit',
      seq: null,
      rowId: null,
      eventId: null,
      record: null,
      kind: null,
      at: null,
      count: null,
    }
    this.named.push({ fault, ...nothing, ...about } as AuditFinding)
  }
}

const WORDS = {
  rows: { ru: 'Опечатано записей', en: 'Sealed rows' },
  history: { ru: 'Опечатано событий истории', en: 'Sealed events of the history' },
  warning: { ru: 'ВНИМАНИЕ', en: 'WARNING' },
  removed: { ru: 'Убрано с демо-данными, событий', en: 'Events removed with the demo data' },
  ofHistory: { ru: 'История', en: 'History' },
  event: { ru: 'событие', en: 'event' },
  anchor: { ru: 'Якорь', en: 'Anchor' },
  first: { ru: 'Первая', en: 'First' },
  last: { ru: 'Последняя', en: 'Last' },
  blanked: { ru: 'Стерты личные значения, записей', en: 'Rows with blanked personal values' },
  blankedEvents: { ru: 'Стерты личные значения, событий истории', en: 'Events with blanked personal values' },
  anchors: { ru: 'Сверено с якорями вне базы', en: 'Compared with anchors outside of the database' },
  ok: { ru: 'Журнал цел.', en: 'OK: the log is as it was sealed.' },
  faults: { ru: 'ЖУРНАЛ НАРУШЕН, нарушений', en: 'THE LOG IS NOT AS IT WAS SEALED, faults' },
  row: { ru: 'запись', en: 'row' },
  of: { ru: 'всего', en: 'in all' },
  more: { ru: 'и еще', en: 'and more' },
} as const

/** A verdict in lines that may be read aloud: how much, from when to when, and what is wrong where. */
export function describeVerdict(verdict: AuditVerdict, language: Language): string[] {
  const say = (key: keyof typeof WORDS) => WORDS[key][language]
  const { count, firstAt, lastAt, blanked, anchors, findings, faults, history, warnings = [] } = verdict
  return [
    `${say('rows')}: ${count}`,
    ...(history ? [`${say('history')}: ${history.count}`] : []),
    `${say('anchor')}: ${printAnchor(verdict, history ?? null)}`,
    ...(firstAt && lastAt ? [`${say('first')}: ${firstAt}`, `${say('last')}: ${lastAt}`] : []),
    `${say('blanked')}: ${blanked}`,
    ...(history ? [`${say('blankedEvents')}: ${history.blanked}`, `${say('removed')}: ${history.removed}`] : []),
    `${say('anchors')}: ${anchors}`,
    ...warnings.map(({ kind, at }) => `${say('warning')}: ${auditWarnings[kind][language]}${at ? ` (${at})` : ''}`),
    ...(verdict.ok ? [say('ok')] : [`${say('faults')}: ${faults}`]),
    ...findings.map(each => `  ${describeFinding(each, language)}`),
    ...(faults > findings.length ? [`  ${say('more')}: ${faults - findings.length}`] : []),
  ]
}

function describeFinding(finding: AuditFinding, language: Language): string {
  const { fault, seq, rowId, kind, at, count, log, eventId, record } = finding
  const words = kind !== null && Object.hasOwn(auditKinds, kind) ? auditKinds[kind as AuditKind][language] : kind
  const about = [
    seq === null ? null : `№ ${seq}`,
    words,
    at,
    rowId === null ? null : `${WORDS.row[language]} ${rowId}`,
    eventId ? `${WORDS.event[language]} ${eventId}` : null,
    record ? `${(auditRecords[record.kind]?.[language] ?? record.kind).toLowerCase()} ${record.id}` : null,
    count === null ? null : `${WORDS.of[language]} ${count}`,
  ].filter(each => each !== null)
  const where = log === 'history' ? `${WORDS.ofHistory[language]}. ` : ''
  return `${where}${auditFaults[fault][language]}: ${about.join(', ')}`
}
