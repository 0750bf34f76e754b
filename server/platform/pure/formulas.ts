/** Begins as table programs expect of a formula, also behind blanks and in full width, or with a sign that hides one. */
const FORMULA = /^(?:\p{Cc}|\s*[=+\-@＝＋－＠])/u
/** A number or a phone is no formula, whatever sign it begins with. */
const HARMLESS = /^[+-]?\d[\d .,()-]*$/

/** Whether a table program could run this text. */
function isFormula(text: string): boolean {
  return FORMULA.test(text) && !HARMLESS.test(text)
}

/** A text that no table program runs: an apostrophe before what looks like a formula. */
export function disarm(text: string): string {
  return isFormula(text) || (text.startsWith("'") && isFormula(text.slice(1))) ? `'${text}` : text
}

/** The text as it was before `disarm`. */
export function rearm(text: string): string {
  return text.startsWith("'") && disarm(text.slice(1)) === text ? text.slice(1) : text
}
