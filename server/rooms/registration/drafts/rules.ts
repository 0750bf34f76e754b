import { readEmail } from '../../../platform/pure/emails.ts'
import { readPhone, splitPhones } from '../../../platform/pure/phones.ts'
import { checkInn } from '../../../platform/pure/requisites.ts'

/** Deeper or longer drafts are not looked through: only short fields carry identifiers. */
const LONGEST = 300
const DEEPEST = 6

/**
 * Identifiers that stand anywhere in a draft: whole phones (last ten digits), mails and INNs. By them two people who
 * are registering the same caller at the same time learn of each other.
 */
export function keysOfDraft(body: unknown): string[] {
  const keys = new Set<string>()
  const walk = (value: unknown, depth: number) => {
    if (depth > DEEPEST) return
    if (typeof value === 'string') for (const key of keysOfText(value)) keys.add(key)
    else if (Array.isArray(value)) for (const each of value) walk(each, depth + 1)
    else if (value && typeof value === 'object') for (const each of Object.values(value)) walk(each, depth + 1)
  }
  walk(body, 0)
  return [...keys].sort()
}

/** The same for a typed line, such as the search text of the form. */
export function keysOfText(text: string): string[] {
  if (text.length > LONGEST) return []
  const keys: string[] = []
  const email = readEmail(text)
  if (email.valid) keys.push(`email:${email.normalized}`)
  const compact = text.replace(/\s/g, '')
  if (/^\d{10}$|^\d{12}$/.test(compact) && checkInn(compact).ok) keys.push(`inn:${compact}`)
  for (const raw of splitPhones(text)) {
    const phone = readPhone(raw)
    if (phone.valid && phone.national) keys.push(`phone:${phone.national}`)
  }
  return keys
}
