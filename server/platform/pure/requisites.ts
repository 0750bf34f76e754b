/** Registration numbers of Russian companies, people and banks. Strings throughout: leading zeros matter. */

export type RequisiteFault = 'length' | 'digits' | 'checksum' | 'zero' | 'prefix'
export type Checked<Facts = unknown> = ({ ok: true } & Facts) | { ok: false; reason: RequisiteFault }
/** A number in [0, 1), as `Math.random` gives; a seeded one makes repeatable data. */
export type Random = () => number

const innWeights10 = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const innWeights11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const innWeights12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

/** Ten digits are an organisation, twelve a person or a sole trader. */
export function checkInn(text: string): Checked<{ kind: 'organisation' | 'person' }> {
  const fault = faultOf(text, [10, 12])
  if (fault !== null) return { ok: false, reason: fault }
  const isOrganisation = text.length === 10
  const isRight = isOrganisation
    ? innDigit(text, innWeights10) === text[9]
    : innDigit(text, innWeights11) === text[10] && innDigit(text, innWeights12) === text[11]
  return isRight ? { ok: true, kind: isOrganisation ? 'organisation' : 'person' } : { ok: false, reason: 'checksum' }
}

/** Tax office, reason, number; the reason may hold letters. There is no check digit. */
export function checkKpp(text: string): Checked {
  if (text.length !== 9) return { ok: false, reason: 'length' }
  if (!/^\d{4}[\dA-Z]{2}\d{3}$/.test(text)) return { ok: false, reason: 'digits' }
  return /^0+$/.test(text) ? { ok: false, reason: 'zero' } : { ok: true }
}

export function checkOgrn(text: string): Checked {
  const fault = faultOf(text, [13])
  if (fault !== null) return { ok: false, reason: fault }
  if (!/^[15]/.test(text)) return { ok: false, reason: 'prefix' }
  return ogrnDigit(text.slice(0, 12), 11) === text[12] ? { ok: true } : { ok: false, reason: 'checksum' }
}

export function checkOgrnip(text: string): Checked {
  const fault = faultOf(text, [15])
  if (fault !== null) return { ok: false, reason: fault }
  if (!text.startsWith('3')) return { ok: false, reason: 'prefix' }
  return ogrnDigit(text.slice(0, 14), 13) === text[14] ? { ok: true } : { ok: false, reason: 'checksum' }
}

export function checkBik(text: string): Checked {
  const fault = faultOf(text, [9])
  if (fault !== null) return { ok: false, reason: fault }
  return text.startsWith('04') ? { ok: true } : { ok: false, reason: 'prefix' }
}

/** A client's account; its key is counted together with the last three digits of the bank's BIK. */
export function checkAccount(text: string, bik: string): Checked {
  return checkAccountKey(text, bik.slice(-3))
}

/** The bank's own account at the Bank of Russia. */
export function checkCorrAccount(text: string, bik: string): Checked {
  return checkAccountKey(text, `0${bik.slice(4, 6)}`)
}

export function makeInn10(random: Random, taxOffice = pickDigits(random, 4, 1)): string {
  const head = taxOffice + pickDigits(random, 5)
  return head + innDigit(head, innWeights10)
}

export function makeInn12(random: Random, taxOffice = pickDigits(random, 4, 1)): string {
  const head = taxOffice + pickDigits(random, 6)
  const eleven = head + innDigit(head, innWeights11)
  return eleven + innDigit(eleven, innWeights12)
}

export function makeKpp(random: Random, taxOffice = pickDigits(random, 4, 1), reason = '01'): string {
  return `${taxOffice}${reason}001`
}

/** `year` is that of registration, `region` the two digits of the subject of the federation. */
export function makeOgrn(random: Random, year = 2012, region = '77'): string {
  const head = `1${String(year % 100).padStart(2, '0')}${region}${pickDigits(random, 7)}`
  return head + ogrnDigit(head, 11)
}

export function makeOgrnip(random: Random, year = 2012, region = '77'): string {
  const head = `3${String(year % 100).padStart(2, '0')}${region}${pickDigits(random, 9)}`
  return head + ogrnDigit(head, 13)
}

export function makeAccount(random: Random, bik: string): string {
  const [head, tail] = ['40702810', pickDigits(random, 11)]
  for (let key = 0; key < 10; key++) {
    const account = `${head}${key}${tail}`
    if (checkAccount(account, bik).ok) return account
  }
  throw new Error('every account has a key')
}

function faultOf(text: string, lengths: readonly number[]): RequisiteFault | null {
  if (/\D/.test(text)) return 'digits'
  if (!lengths.includes(text.length)) return 'length'
  return /^0+$/.test(text) ? 'zero' : null
}

function innDigit(text: string, weights: readonly number[]): string {
  let sum = 0
  for (let index = 0; index < weights.length; index++) sum += (text.charCodeAt(index) - 48) * (weights[index] ?? 0)
  return String((sum % 11) % 10)
}

function ogrnDigit(head: string, divisor: number): string {
  return String((Number(head) % divisor) % 10)
}

function checkAccountKey(text: string, prefix: string): Checked {
  const fault = faultOf(text, [20])
  if (fault !== null) return { ok: false, reason: fault }
  const weights = [7, 1, 3]
  const sum = [...(prefix + text)].reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0), 0)
  return sum % 10 === 0 ? { ok: true } : { ok: false, reason: 'checksum' }
}

function pickDigits(random: Random, count: number, first = 0): string {
  let digits = ''
  for (let index = 0; index < count; index++) {
    const least = index === 0 ? first : 0
    digits += String(least + Math.floor(random() * (10 - least)))
  }
  return digits
}
