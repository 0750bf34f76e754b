export interface Email {
  /** As typed, never changed. */
  raw: string
  /** Lower case without decoration; domains in Cyrillic stay as written. Compare by it only what is `valid`. */
  normalized: string
  valid: boolean
}

const addressPattern = /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\.]+(?:\.[^\s@,;:<>()[\]"\\.]+)+$/u

/** Reads one address as people paste it: «Иван <I@X.RU>», `mailto:`, a trailing full stop. */
export function readEmail(raw: string): Email {
  const inBrackets = /<([^<>]*)>\s*$/.exec(raw)?.[1]
  const text = (inBrackets ?? raw)
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/s, '')
    .replace(/^["'«(<]+/, '')
    .replace(/["'»)>.,;:]+$/, '')
    .trim()
    .toLowerCase()
  const valid = text.length <= 254 && addressPattern.test(text) && !/^\.|\.\.|\.@/.test(text)
  return { raw, normalized: text, valid }
}

/** Several addresses written into one cell. */
export function splitEmails(text: string): string[] {
  return text
    .split(/[;,\n\r|]|\s(?=[^\s@]+@[^\s@]+\s*$)/u)
    .map(part => part.trim())
    .filter(part => part !== '')
}
