/** Begins as table programs expect of a formula, also behind blanks and in full width, or with a sign that hides one. */
const FORMULA = /^(?:\p{Cc}|\s*[=+\-@＝＋－＠])/u
/** A number or a phone is no formula, whatever sign it begins with. */
const HARMLESS = /^[+-]?\d[\d .,()-]*$/

/** Whether a table program could run this text, apostrophes before it aside. */
function hidesFormula(text: string): boolean {
  const bare = text.replace(/^'+/, '')
  return FORMULA.test(bare) && !HARMLESS.test(bare)
}

/** A text that no table program runs: one more apostrophe before what looks like a formula. */
export function disarm(text: string): string {
  return hidesFormula(text) ? `'${text}` : text
}

/** The text as it was before `disarm`. */
export function rearm(text: string): string {
  return text.startsWith("'") && hidesFormula(text) ? text.slice(1) : text
}
