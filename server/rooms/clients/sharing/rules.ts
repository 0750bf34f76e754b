import type { Texts } from '../../../platform/contract.ts'
import { phoneKey } from '../../../platform/pure/phone-format.ts'
import { readEmails, readPhones, unreadableEmail, unreadablePhone } from '../rules.ts'

/** The value by which the identity index knows a typed phone or mail, or why there is none. */
export function decideSharedValue(
  kind: 'phone' | 'email',
  typed: string,
): { value: string } | { fault: { code: string; texts: Texts } } {
  if (kind === 'phone') {
    const phone = readPhones([typed])[0]
    return phone?.e164 ? { value: phoneKey(phone) } : { fault: unreadablePhone('value') }
  }
  const mail = readEmails([typed])[0]
  return mail?.valid ? { value: mail.normalized } : { fault: unreadableEmail('value') }
}
