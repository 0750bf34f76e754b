import {
  type ClientFacts,
  type ContactFacts,
  type ContractorFacts,
  type Identifier,
  identifyClient,
  identifyContact,
  identifyContractor,
  identifyProspect,
} from '../../identity/rules.ts'
import { readEmails, readPhones } from '../../rules.ts'

type Whole<T> = { [K in keyof T]-?: Exclude<T[K], undefined> }

/** An identifier of a merged record, with the text that it comes from. */
export interface Inherited extends Identifier {
  text: string
}

/** Everything by which a client was found, its legal entities that another one stands for included. */
export function inheritedOfClient(
  client: Whole<ClientFacts>,
  absorbed: readonly Whole<ContractorFacts>[],
): Inherited[] {
  const { kind, name, publicName } = client
  const nobody = { kind, name: '' }
  return distinct([
    ...inherited(name, identifyClient({ kind, name })),
    ...inherited(publicName, identifyClient({ ...nobody, publicName })),
    ...client.phones.flatMap(phone => inherited(phone.raw, identifyClient({ ...nobody, phones: [phone] }))),
    ...client.emails.flatMap(mail => inherited(mail.raw, identifyClient({ ...nobody, emails: [mail] }))),
    ...client.sites.flatMap(site => inherited(site, identifyClient({ ...nobody, sites: [site] }))),
    ...client.addresses.flatMap(each => inherited(each, identifyClient({ ...nobody, addresses: [each] }))),
    ...client.messengers.flatMap(each => inherited(each, identifyClient({ ...nobody, messengers: [each] }))),
    ...absorbed.flatMap(inheritedOfContractor),
  ])
}

function inheritedOfContractor({ kind, name, fullName, inn, kpp, ogrn }: Whole<ContractorFacts>): Inherited[] {
  const nobody = { kind, name: '' }
  return [
    ...inherited(name, identifyContractor({ kind, name })),
    ...inherited(fullName, identifyContractor({ ...nobody, fullName })),
    ...inherited(inn, identifyContractor({ ...nobody, inn })),
    ...inherited(kpp, identifyContractor({ ...nobody, kpp })),
    ...inherited(ogrn, identifyContractor({ ...nobody, ogrn })),
  ]
}

/** Everything by which a contact was found. */
export function inheritedOfContact(contact: Whole<ContactFacts>): Inherited[] {
  const { fullName } = contact
  return distinct([
    ...inherited(fullName, identifyContact({ fullName })),
    ...contact.phones.flatMap(phone => inherited(phone.raw, identifyContact({ fullName: '', phones: [phone] }))),
    ...contact.emails.flatMap(mail => inherited(mail.raw, identifyContact({ fullName: '', emails: [mail] }))),
    ...contact.messengers.flatMap(each => inherited(each, identifyContact({ fullName: '', messengers: [each] }))),
  ])
}

/** Everything by which a prospect was found. */
export function inheritedOfProspect({
  fullName,
  company,
  phone,
  email,
}: Record<'fullName' | 'company' | 'phone' | 'email', string | null>): Inherited[] {
  return distinct([
    ...inherited(fullName, identifyProspect({ fullName })),
    ...inherited(company, identifyProspect({ company })),
    ...inherited(phone, identifyProspect({ phone: readPhones(phone === null ? [] : [phone])[0] ?? null })),
    ...inherited(email, identifyProspect({ email: readEmails(email === null ? [] : [email])[0] ?? null })),
  ])
}

function inherited(text: string | null, identifiers: readonly Identifier[]): Inherited[] {
  return text === null ? [] : identifiers.map(each => ({ ...each, text }))
}

function distinct(all: readonly Inherited[]): Inherited[] {
  const seen = new Set<string>()
  return all.filter(({ kind, value, main }) => {
    const key = `${kind}\n${value}\n${main}`
    return !seen.has(key) && seen.add(key)
  })
}
