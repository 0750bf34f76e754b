import { readEmail } from '../../../../platform/pure/emails.ts'
import { isFree, keep, type Page, scan, setAside } from '../page/rules.ts'

const NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._%+'-]{0,63}"
const AT = '(?:\\s?@\\s?|\\s?[\\[(]\\s?(?:at|собака|@)\\s?[\\])]\\s?|\\s(?:собака|at)\\s)'
const DOT = '(?:\\.|\\s?[\\[(]\\s?(?:dot|точка)\\s?[\\])]\\s?|\\s(?:dot|точка)\\s)'
const ENDING = '\\p{L}{2,24}'
const emailPattern = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:mailto:)?(${NAME})(${AT})([\\p{L}\\p{N}-]{1,63}(?:${DOT}[\\p{L}\\p{N}-]{1,63}){0,5}?${DOT}${ENDING})(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`,
  'giu',
)
const urlPattern = /(?:https?:\/\/|www\.)[^\s<>"«»|,;()]+/giu
/** Endings of sites that people write without «www». */
const DOMAINS =
  'ru|рф|su|com|net|org|info|biz|pro|io|tech|dev|shop|store|online|site|studio|group|agency|club|center|moscow|москва|kz|by|ua|uz|am|ge|az|de|fr|it|cn|kr|uk|tr|in|eu|me|us'
const domainPattern = new RegExp(
  `(?<![@\\p{L}\\p{N}._/-])(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,5}(?:${DOMAINS})(?![\\p{L}\\p{N}@-])(?:/[^\\s<>"«»|,;()]*)?`,
  'giu',
)
const handlePattern = /(?<![\p{L}\p{N}@])@[a-z_][\w.]{2,31}/giu
/** Pages of people and of services: an address, but no site of a company. */
const notOwn =
  /^(?:(?:.+\.)?(?:vk\.com|vk\.me|t\.me|wa\.me|telegram\.me|instagram\.com|facebook\.com|ok\.ru|youtube\.com|youtu\.be|avito\.ru|2gis\.ru|hh\.ru|linkedin\.com|google\.com|yandex\.ru|profi\.ru))$/i
/** In front of the address of a page that the text came from. */
const cameFrom = /(?:страниц[аы]|page|url|ссылк[аеу]|referer|referrer|источник|лид с|заявка с|с сайта)\s*[:=-]?\s*"?$/iu

/** Mails in any dress: `name (at) domain`, `mailto:`, «собака». */
export function readEmails(page: Page): void {
  for (const match of scan(page, emailPattern)) {
    const [whole, name = '', at = '', domain = ''] = match
    // «Anna at Home.ru» with blanks only is speech, unless the dots are spelled out too.
    if (/^\sat\s$/i.test(at) && domain.includes('.')) continue
    const value = `${name}@${domain.replace(new RegExp(DOT, 'giu'), '.')}`.toLowerCase()
    if (/^cid:/i.test(page.plain.slice(Math.max(0, match.index - 4), match.index))) continue
    if (!readEmail(value).valid || /\.(?:png|jpe?g|gif)$/.test(value)) continue
    keep(page, 'email', match.index, match.index + whole.length, value)
  }
}

/** Sites of the caller; pages of social networks, nicknames and where the text came from are set aside. */
export function readSites(page: Page): void {
  for (const match of scan(page, /\[cid:[^\]\n]*\]/gi)) setAside(page, match.index, match.index + match[0].length)
  for (const pattern of [urlPattern, domainPattern]) {
    for (const match of scan(page, pattern)) {
      const found = match[0].replace(/[.,:!?]+$/, '')
      const host = found
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .replace(/[/?#].*$/, '')
      const to = match.index + found.length
      const before = page.plain.slice(Math.max(0, match.index - 24), match.index)
      const deep = /^https?:\/\/[^/]+\/./.test(found)
      if (!isFree(page, match.index, to)) continue
      if (notOwn.test(host) || cameFrom.test(before) || deep || !host.includes('.')) setAside(page, match.index, to)
      else keep(page, 'site', match.index, to, host)
    }
  }
  for (const match of scan(page, handlePattern)) setAside(page, match.index, match.index + match[0].length)
}

const freeMail =
  /^(?:mail|bk|inbox|list|internet|yandex|ya|narod|gmail|rambler|lenta|outlook|hotmail|live|icloud|me|proton|protonmail|yahoo|ufanet|xmail)\./

/** What the domain of a mail says of its company: only a hint, for nobody has said it. */
export function hintOfDomain(email: string): string | null {
  const domain = email.slice(email.indexOf('@') + 1)
  if (freeMail.test(domain)) return null
  const name = domain.split('.').at(-2) ?? ''
  return name.length > 2 ? name : null
}
