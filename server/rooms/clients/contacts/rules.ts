import { personKey } from '../../../platform/pure/names.ts'
import type { EmailAddress, Phone } from '../contract.ts'
import { type Probe, probeEmails, probeName, probePhones, probesOf } from '../duplicates/rules.ts'
import { distinct, type Fault, type Finding, findUnreadable, readEmails, readPhones } from '../rules.ts'

/** A contact ready to be written, with what has to be said and checked about it. */
export interface PreparedContact {
  id: string
  fullName: string
  nameKey: string
  position: string | null
  phones: Phone[]
  emails: EmailAddress[]
  messengers: string[]
}

/** Reads what was typed of a contact; nothing typed is refused. */
export function prepareContact(
  id: string,
  typed: {
    fullName: string
    position?: string | null
    phones?: readonly string[] | null
    emails?: readonly string[] | null
    messengers?: readonly string[] | null
  },
): PreparedContact {
  return {
    id,
    fullName: typed.fullName,
    nameKey: personKey(typed.fullName),
    position: typed.position ?? null,
    phones: readPhones(distinct(typed.phones)),
    emails: readEmails(distinct(typed.emails)),
    messengers: distinct(typed.messengers),
  }
}

/** By what a contact could turn out to be known already. */
export function probeContact(contact: PreparedContact, path: string): Probe[] {
  return probesOf('contact', path, contact.id, [
    ...probePhones(contact.phones, at => `${path}phones[${at}]`),
    ...probeEmails(contact.emails, at => `${path}emails[${at}]`),
    ...probeName(contact.fullName, true, `${path}fullName`),
  ])
}

/** What of a contact could not be read. */
export function findUnreadableOf(contact: PreparedContact, path: string): Finding[] {
  return findUnreadable(path, contact)
}

/** A new contact needs a name; a known one is taken as it is and changed on its own card. */
export function decideContactInput(input: {
  contactId?: string | undefined
  fullName?: string | undefined
  phones?: readonly string[] | undefined
  emails?: readonly string[] | undefined
  messengers?: readonly string[] | undefined
}): Fault[] {
  if (input.contactId === undefined) {
    if (input.fullName !== undefined) return []
    return [{ path: 'fullName', code: 'required', texts: { ru: 'Укажите ФИО', en: 'Give the full name' } }]
  }
  const texts = { ru: 'Меняется в карточке контакта', en: 'Change it in the card of the contact' }
  return (['fullName', 'phones', 'emails', 'messengers'] as const)
    .filter(field => input[field] !== undefined)
    .map(path => ({ path, code: 'known_contact', texts }))
}
