import { checkInn } from '../../../server/platform/pure/requisites.ts'

export type Pieces = { fullName: string; company: string; email: string; phone: string; inn: string }

const EMAIL = /[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>()]+/
const PHONE = /(?:\+|\b)\d[\d\s().-]{5,}\d(?:\s*(?:доб\.?|вн\.?|ext\.?)\s*\d+)?/i
const COMPANY =
  /[«»"]|(?:^|\s)(?:ооо|ао|пао|зао|оао|ип|ано|тсж|гуп|муп|фгуп|гбу|мбу|нко|кфх|завод|компания|группа|холдинг|фирма|фонд|школа|клиника|отель|гостиница)(?:\s|$)/i

/** With what a company begins after a person: a legal form, or after a comma a name in quotes (not «Аптека „Сфера“»). */
const BEGINS = /[\s,;](?:ооо|ао|пао|зао|оао|ип|ано|тсж|гуп|муп|фгуп|гбу|мбу|нко|кфх)\s|[,;]\s*[«"]/i
/** One to three words, each with a capital, as people are written. */
const PERSON = /^\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?(?:\s(?:\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?|\p{Lu}\.)){0,2}$/u

/** Where the pieces of one typed line belong, so that the person need not type them again. Only a first filling. */
export function guessPieces(line: string): Pieces {
  let rest = line
  const cut = (pattern: RegExp): string => {
    const found = pattern.exec(rest)?.[0] ?? ''
    if (found) rest = rest.replace(found, ' ')
    return found.trim()
  }
  const email = cut(EMAIL)
  const number = cut(PHONE)
  const digits = number.replace(/\D/g, '')
  const inn = digits === number && checkInn(digits).ok ? digits : ''
  const begins = BEGINS.exec(rest)?.index ?? 0
  const words = (text: string) => text.replace(/[\s,;]+/g, ' ').trim()
  const before = words(rest.slice(0, begins))
  if (PERSON.test(before) && !COMPANY.test(before)) {
    return { email, inn, phone: inn ? '' : number, company: words(rest.slice(begins)), fullName: before }
  }
  const name = words(rest)
  const company = COMPANY.test(name)
  return {
    email,
    inn,
    phone: inn ? '' : number,
    company: company ? name : '',
    fullName: company || !/\p{L}/u.test(name) ? '' : name,
  }
}
