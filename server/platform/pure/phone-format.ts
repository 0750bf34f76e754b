import type { Language } from '../contract.ts'

/** What a phone needs to be shown; apart from reading, so that the web need not carry the numbering plans. */
export interface ShownPhone {
  raw: string
  e164: string | null
  extension: string | null
}

const twoDigitCountries = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** `+7 912 555-44-90, доб. 118`; one that could not be read is shown as typed. */
export function formatPhone(phone: ShownPhone, language: Language): string {
  if (phone.e164 === null) return phone.raw
  const number = formatE164(phone.e164)
  if (phone.extension === null) return number
  return `${number}, ${language === 'ru' ? 'доб.' : 'ext.'} ${phone.extension}`
}

export function formatE164(e164: string): string {
  const digits = e164.replace(/\D/g, '')
  const country = countryCodeOf(digits)
  const rest = digits.slice(country.length)
  if (rest.length < 7) return `+${country} ${rest}`.trimEnd()
  const area = rest.slice(0, -7)
  const local = `${rest.slice(-7, -4)}-${rest.slice(-4, -2)}-${rest.slice(-2)}`
  return ['+' + country, area, local].filter(part => part !== '').join(' ')
}

function countryCodeOf(digits: string): string {
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1)
  return digits.slice(0, twoDigitCountries.test(digits) ? 2 : 3)
}

const LONGEST_KEY = 40

/** The form in which two notations of one phone are equal: the last ten digits, else all digits there are. */
export function phoneKey(phone: { raw: string; e164: string | null }): string {
  return phone.e164 === null ? phone.raw.replace(/\D/g, '').slice(0, LONGEST_KEY) : phone.e164.slice(1).slice(-10)
}
