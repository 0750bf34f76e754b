import { linesOf, type Page, setAside } from '../page/rules.ts'

const toOthers = /^[ \t>]*(?:to|cc|bcc|кому|копия|sent|date|дата|отправлено)[ \t]*:/iu
const replyHead = /(?:пишет|писал\p{L}*|wrote|написал\p{L}*)\s*:?\s*$/iu
const olderLetter =
  /^[ \t]*(?:-{2,}\s*(?:original message|исходное сообщение)\s*-{2,}|\d{1,2}[./]\d\d[./]\d{2,4}.{0,20}\d{1,2}:\d\d.*(?:пишет|<[^>]+>|написал\p{L}*)\s*:?)[ \t]*$/iu
const smallPrint =
  /^(?:это (?:письмо|сообщение)|данное (?:письмо|сообщение)|this (?:e-?mail|message)|отправлено с (?:iphone|android|моего|мобильного)|отправлено из|sent from|get outlook|конфиденциальн)/iu

/** Sets aside what other people have written and what a mail program has added: quotes, recipients, small print. */
export function setAsideFrame(page: Page): void {
  const lines = linesOf(page.plain)
  const own = lines.some(({ from, to }) => /^[^\S\n]*[^>\s]/.test(page.plain.slice(from, to)))
  let older = false
  for (const [at, { from, to }] of lines.entries()) {
    const line = page.plain.slice(from, to)
    const isQuoted = own && /^\s*>/.test(line)
    // a letter that was only forwarded is the letter itself
    older ||= at > 0 && replyHead.test(line) && olderLetter.test(line)
    if (isQuoted || older || toOthers.test(line) || smallPrint.test(line.trim())) setAside(page, from, to)
  }
}
