/** What stands for each character that is not shown. */
export const MASK = '•'

/** What a phone and a mail look like inside of a text: seven digits or more that are no number of a record («И-0000012»), and whatever has an @. */
const phonePattern = /(?<!\d|\p{L}[-–])\+?\d(?:[\s().\-–]{0,3}\d){6,}/gu
/** Ids, days and addresses of machines have as many digits. */
const spared =
  /(?<![\p{L}\d])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?|(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|(?![\d.]))){4})(?![\p{L}\d])/gu
const emailPattern = /[^\s@<>"'«»,;:()[\]]+@[^\s@<>"'«»,;:()[\]]+/gu
/** Registration numbers by their length: KPP, INN, OGRN; neither longer nor inside of another number. */
const requisitePattern = /(?<![\d+])(?:\d{15}|\d{13}|\d{12}|\d{10}|\d{9})(?!\d)/g

/** Was this masked, so that it is not what it stands for? */
export function isMasked(text: string): boolean {
  return text.includes(MASK)
}

/** The last two digits of a phone, by which whoever knows it recognises it: `+7 ••• •••-••-41`. */
export function maskPhone(raw: string): string {
  if (isMasked(raw)) return raw
  const digits = raw.replace(/(?:доб|вн|ext|#|[xх]\s*\d{1,6}\s*$).*$/iu, '').replace(/\D/g, '')
  if (digits.length < 7) return MASK.repeat(4)
  const end = digits.slice(-2)
  const isRussian = (digits.length === 11 && /^[78]/.test(digits)) || (digits.length === 10 && !raw.startsWith('+'))
  return isRussian ? `+7 ••• •••-••-${end}` : `••• •••-••-${end}`
}

/** The first character of a mail and where it is kept: `i•••@mail.ru`. */
export function maskEmail(raw: string): string {
  if (isMasked(raw)) return raw
  const [, first = '', domain] = /^\s*(?:.*<)?(.)[^@]*@([^\s@<>]+?)>?\s*$/su.exec(raw) ?? []
  return domain === undefined ? MASK.repeat(4) : `${first}•••@${domain}`
}

/** A text in which phones, mails or registration numbers may stand, with those left that may be seen. */
export function maskText(text: string, unseen: { [field: string]: 'masked' | 'hidden' | undefined }): string {
  const { phone, email, requisites } = unseen
  const hidden = () => MASK.repeat(4)
  let shown = text
  if (email) shown = shown.replace(emailPattern, email === 'masked' ? maskEmail : hidden)
  if (requisites) shown = shown.replace(requisitePattern, hidden)
  if (phone) shown = outside(spared, shown, part => part.replace(phonePattern, phone === 'masked' ? maskPhone : hidden))
  return shown
}

/** The text with everything changed that lies between what the pattern finds. */
function outside(pattern: RegExp, text: string, change: (part: string) => string): string {
  let done = ''
  let from = 0
  for (const found of text.matchAll(pattern)) {
    done += change(text.slice(from, found.index)) + found[0]
    from = found.index + found[0].length
  }
  return done + change(text.slice(from))
}
