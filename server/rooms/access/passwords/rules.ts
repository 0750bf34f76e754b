import { layoutSwap } from '../../../platform/pure/layout.ts'

/** Why a password would be among the first that somebody tries; or it is shorter than the company wants. */
export type Weakness = 'common' | 'own' | 'short'

/** Everybody who attacks this product tries its name. */
const PRODUCT = ['interes', 'интерес']

/**
 * What speaks against a password, null when nothing is known. Only what is guessed first is refused: no rules of
 * composition. Letter case makes no difference, nor does the keyboard layout in which a word was typed.
 */
export function decideWeakness(
  password: string,
  known: { common: ReadonlySet<string>; email: string | null; length?: number },
): Weakness | null {
  // As people count: a letter with its accent is one sign.
  if (Array.from(password.normalize('NFKC')).length < (known.length ?? 0)) return 'short'
  const typed = password.normalize('NFKC').trim().toLowerCase()
  const forms = [typed, layoutSwap(typed) ?? typed]
  if (forms.some(form => known.common.has(form)) || isRepetition(typed) || isRow(typed)) return 'common'
  const own = [...PRODUCT, ...partsOf(known.email)].map(stem)
  return forms.some(form => own.includes(stem(form))) ? 'own' : null
}

/** «aaaaaaaa», «12341234»: nothing but the same few characters again. */
function isRepetition(text: string): boolean {
  return /^(.{1,4})\1+$/su.test(text)
}

/** «23456789», «зжедгвба»: one after another, upwards or downwards. */
function isRow(text: string): boolean {
  const codes = Array.from(text, letter => letter.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)))
  return steps.size === 1 && (steps.has(1) || steps.has(-1))
}

function partsOf(email: string | null): string[] {
  const [local = '', domain = ''] = (email ?? '').toLowerCase().split('@')
  return [local, `${local}${domain}`].filter(part => part.length > 2)
}

/** A word without signs and without the digits that people add to it. */
function stem(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}]+/gu, '')
  return plain.replace(/\d+$/, '') || plain
}
