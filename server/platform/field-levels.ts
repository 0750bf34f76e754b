import type { Cause, NewEvent } from './events/record.ts'
import { type Fault, Localised, refuseFaults } from './problems.ts'
import { maskText } from './pure/masking.ts'
import { fieldNames, fieldOfName, type LimitedField, type Limits } from './pure/field-marks.ts'
import type { Actor, FieldLevel } from './scope.ts'

const known = new WeakMap<Readonly<Record<string, FieldLevel>>, Limits | null>()

/** What of the fields is masked or hidden for this person. */
export function limitsOf({ fields }: Pick<Actor, 'fields'>): Limits | null {
  let limits = known.get(fields)
  if (limits !== undefined) return limits
  const less = Object.entries(fields).filter(([, level]) => level === 'masked' || level === 'hidden')
  limits = less.length === 0 ? null : (Object.fromEntries(less) as Limits)
  known.set(fields, limits)
  return limits
}

/** A line that may quote a phone, a mail or a registration number, as this person may read it. */
export function textFor(actor: Pick<Actor, 'fields'>, text: string): string {
  const limits = limitsOf(actor)
  return limits === null ? text : maskText(text, limits)
}

/** May this person change the field at all? */
export function mayChange({ fields }: Pick<Actor, 'fields'>, field: LimitedField): boolean {
  const level = fields[field]
  return level === undefined || level === 'edit'
}

/** What makes a record, joins two of them or takes that back brings values along which nobody chose. */
const BRINGS = /\.(?:created|merged|unmerged|linked|unlinked|client_linked|client_unlinked)$/
const LIMITED: ReadonlySet<string> = new Set(['client', 'contractor', 'contact', 'prospect', 'interest'])

/**
 * The last door: whatever way a change has come (an undo, an import, work handed over), it is written down before it is
 * stored for good, and what the profile does not let be changed is refused here.
 */
export function refuseUnchangeable(actor: Actor, event: NewEvent, { through }: Cause): void {
  const { kind, record, changes, personal, follows } = event
  if (follows || !LIMITED.has(record.kind) || !isLimited(actor)) return
  if (BRINGS.test(kind) || through?.kind.startsWith('merge')) return
  const names = Object.keys({ ...changes, ...personal })
  refuseFaults(
    names.flatMap(name => {
      const field = fieldOfName(name)
      return field === undefined || mayChange(actor, field) ? [] : [unchangeable(name, field)]
    }),
  )
}

/** Does the profile limit anything at all? For nearly everybody it does not, and nothing more is looked at. */
export function isLimited({ fields }: Pick<Actor, 'fields'>): boolean {
  for (const _ in fields) return true
  return false
}

export function unchangeable(path: string, field: LimitedField): Fault {
  return {
    path,
    code: 'field_not_yours',
    message: new Localised({
      ru: `Ваш профиль не дает менять ${fieldNames[field].ru}: попросите того, чей профиль это разрешает, или администратора`,
      en: `Your profile does not let you change ${fieldNames[field].en}: ask somebody whose profile does, or an administrator`,
    }),
  }
}

export function unseen(path: string, field: LimitedField): Fault {
  return {
    path,
    code: 'field_not_seen',
    message: new Localised({
      ru: `Ваш профиль не показывает ${fieldNames[field].ru}: отбирать и упорядочивать по ним нельзя`,
      en: `Your profile does not show ${fieldNames[field].en}: they neither filter nor order`,
    }),
  }
}

export function maskedValue(path: string): Fault {
  return {
    path,
    code: 'masked_value',
    message: new Localised({
      ru: 'Это не значение, а то, что вместо него показано: введите его целиком',
      en: 'This is what is shown in the place of the value: type it whole',
    }),
  }
}
