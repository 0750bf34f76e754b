import { phoneKey } from '../../../../platform/pure/phone-format.ts'
import { readPhone } from '../../../../platform/pure/phones.ts'
import { readEmail } from '../../../../platform/pure/emails.ts'
import { nameKey } from '../../../../platform/pure/names.ts'
import type { ImportRow, ImportRules, ImportValues } from '../contract.ts'
import type { RowFault } from '../rows/rules.ts'

/** A client that a row may mean. */
export interface KnownClient {
  id: string
  name: string
  kind: 'organisation' | 'entrepreneur' | 'person'
  archived: boolean
  visible: boolean
  numbers: { inn: string; kpp: string | null }[]
  /** Made by this very import, from a row before. */
  own: boolean
}

export type Reason = 'same' | 'inn' | 'name' | 'email' | 'phone' | 'name_similar'

/** A client that a row may mean, and by what. */
export interface Candidate {
  client: KnownClient
  reasons: ReadonlySet<Reason>
}

const WEIGHT: Record<Reason, number> = { same: 16, inn: 8, name: 4, email: 2, phone: 1, name_similar: 0.75 }

/** A name is borne by others too. */
export function isOfName(reason: Reason): boolean {
  return reason === 'name' || reason === 'name_similar'
}

/** Those of the candidates that the row can mean, the likeliest first: another INN is another company. */
export function rankCandidates(values: ImportValues, candidates: readonly Candidate[]): Candidate[] {
  const weight = ({ client, reasons }: Candidate) =>
    [...reasons].reduce((sum, reason) => sum + WEIGHT[reason], client.own ? 0.5 : 0)
  return candidates
    .filter(({ client, reasons }) => {
      // A namesake is not yet the same person.
      const tells = [...reasons].some(
        reason => !isOfName(reason) || (values.kind !== 'person' && client.kind !== 'person'),
      )
      return tells && client.visible && !contradicts(values, client)
    })
    .sort((a, b) => weight(b) - weight(a))
}

function contradicts({ inn, kpp }: ImportValues, { numbers }: KnownClient): boolean {
  if (inn === null || numbers.length === 0) return false
  return !numbers.some(each => each.inn === inn && (kpp === null || each.kpp === null || each.kpp === kpp))
}

export type Verdict =
  | { to: 'create' }
  | { to: 'update' | 'skip'; client: KnownClient | null }
  | { to: 'fail'; reason: RowFault[] }

const whole = (code: string): RowFault[] => [{ column: null, code, effect: 'refused' }]

/** What becomes of a row: by the decision of a person, or else by the rules of the import. */
export function decideRow(
  row: { values: ImportValues; decision: ImportRow['decision']; same: KnownClient | null; faults: RowFault[] },
  candidates: readonly Candidate[],
  rules: ImportRules,
): Verdict {
  const { values, decision, same, faults } = row
  const ranked = rankCandidates(values, candidates)
  const best = ranked.find(each => !each.client.archived)
  if (decision === 'skip') return { to: 'skip', client: same ?? best?.client ?? null }
  if (faults.length > 0) return { to: 'fail', reason: faults }
  if (same) {
    if (!same.visible) return { to: 'fail', reason: whole('client.walled') }
    const isUpdated = same.own || decision === 'update' || rules.same === 'update'
    return { to: isUpdated ? 'update' : 'skip', client: same }
  }
  if (!best) return { to: 'create' }
  const { client, reasons } = best
  if (decision) return decision === 'create' ? { to: 'create' } : { to: decision, client }
  // Two rows of one company are one client, whatever becomes of those that were known before.
  if (client.own && (reasons.has('name') || reasons.has('inn'))) return { to: 'update', client }
  const to = ruleOf([...reasons], rules)
  return to === 'create' ? { to } : { to, client }
}

/** What the rules make of a look-alike, by what it looks alike. */
function ruleOf(reasons: readonly string[], rules: ImportRules): NonNullable<ImportRow['byRule']> {
  if (reasons.includes('same')) return rules.same
  return reasons.every(reason => reason === 'name_similar') ? rules.alike : rules.similar
}

/** A look-alike as the check has noted it. */
interface Noted {
  clientId: string | null
  reasons: readonly string[]
  archived?: boolean
  walled?: string
}

/** What will become of a row by the rules alone, as far as the check has seen; null where it cannot be written. */
export function foreseeRow(
  row: { isRefused: boolean; matches: readonly Noted[]; isDouble: boolean },
  rules: ImportRules,
): ImportRow['byRule'] {
  const { isRefused, matches, isDouble } = row
  if (isRefused || matches.some(match => match.reasons.includes('same') && match.clientId === null)) return null
  if (isDouble) return 'update'
  const best = matches.find(match => !match.archived || match.reasons.includes('same'))
  return best === undefined || best.walled !== undefined ? 'create' : ruleOf(best.reasons, rules)
}

const BY: Record<string, { ru: string; en: string }> = {
  inn: { ru: 'тот же ИНН', en: 'the same INN' },
  name: { ru: 'то же название', en: 'the same name' },
  name_similar: { ru: 'похожее название', en: 'a similar name' },
  phone: { ru: 'тот же телефон', en: 'the same phone' },
  email: { ru: 'та же почта', en: 'the same e-mail' },
}

/** The row was written, and somebody like it lies behind a wall. */
export function reasonOfWall({
  reasons,
  responsible = null,
}: {
  reasons: readonly string[]
  responsible?: string | null
}): RowFault[] {
  const by = (language: 'ru' | 'en') => reasons.map(reason => BY[reason]?.[language] ?? reason).join(', ')
  const who = {
    ru: responsible && `, ответственный: ${responsible}`,
    en: responsible && `, responsible: ${responsible}`,
  }
  const texts = {
    ru: `Загружено. Похожий клиент есть вне доступа: ${by('ru')}${who.ru ?? ''}`,
    en: `Imported. There is a similar client out of your sight: ${by('en')}${who.en ?? ''}`,
  }
  return [{ column: null, code: 'client.similar_walled', texts, effect: 'kept' }]
}

/** What a row shares with others: they are written one after the other, so that the later finds the earlier. */
export interface Shared {
  holds: readonly string[]
  /** Whoever holds one of these comes before. */
  awaits: readonly string[]
}

/** Of one name: two that both have an INN are told apart by it, and need not wait for each other. */
export function sharedOf({ kind, name, inn, phones, emails, contact }: ImportValues): Shared {
  const all = { phones: [...phones, ...(contact?.phones ?? [])], emails: [...emails, ...(contact?.emails ?? [])] }
  const both = [
    ...(inn === null ? [] : [`inn ${inn}`]),
    ...all.phones.map(phone => `phone ${phoneKey(readPhone(phone))}`).filter(key => key.length > 9),
    ...all.emails.map(email => `email ${readEmail(email).normalized}`),
  ]
  const ofName = `name ${nameKey(name, kind)}`
  const ofBareName = `bare ${nameKey(name, kind)}`
  return inn === null
    ? { holds: [...both, ofName, ofBareName], awaits: [...both, ofName] }
    : { holds: [...both, ofName], awaits: [...both, ofBareName] }
}

/** From so many holders on an identifier is shared, and who holds it first does not matter. */
const MOST_WAVES_OF_SHARED = 4

/** Rows in waves: those of one wave share nothing. A switchboard number does not make a wave of every row. */
export function planWaves<Row>(rows: readonly Row[], shared: (row: Row) => Shared): Row[][] {
  const waves: Row[][] = []
  const last = new Map<string, number>()
  for (const row of rows) {
    const { holds, awaits } = shared(row)
    let wave = 0
    for (const key of awaits) {
      const before = last.get(key)
      if (before === undefined) continue
      const isSoft = key.startsWith('phone ') || key.startsWith('email ')
      wave = Math.max(wave, isSoft ? Math.min(before + 1, MOST_WAVES_OF_SHARED) : before + 1)
    }
    for (const key of holds) last.set(key, Math.max(last.get(key) ?? 0, wave))
    const others = waves[wave]
    if (others) others.push(row)
    else waves[wave] = [row]
  }
  return waves.filter(wave => wave !== undefined)
}
