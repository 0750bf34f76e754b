import type { ClientKind } from '../rules.ts'

/** Fields of a client as a change names them: phones and mails as typed, numbers those of the main legal entity. */
export interface ClientFields {
  kind: ClientKind
  name: string
  publicName: string | null
  relationType: 'customer' | 'supplier' | 'partner' | 'competitor' | 'other'
  phones: string[]
  emails: string[]
  sites: string[]
  addresses: string[]
  messengers: string[]
  comment: string | null
  region: string | null
  responsibleId: string | null
  inn: string | null
  kpp: string | null
  ogrn: string | null
}

interface Entity {
  kind: ClientKind
  name: string
  inn: string | null
  kpp: string | null
  ogrn: string | null
  main: boolean
}

/** The fields of a stored client. */
export function fieldsOf(
  record: Omit<ClientFields, 'phones' | 'emails' | 'inn' | 'kpp' | 'ogrn'> & {
    phones: readonly { raw: string }[]
    emails: readonly { raw: string }[]
    contractors: readonly Entity[]
  },
): ClientFields {
  const main = record.contractors.find(each => each.main)
  return {
    kind: record.kind,
    name: record.name,
    publicName: record.publicName,
    relationType: record.relationType,
    phones: record.phones.map(phone => phone.raw),
    emails: record.emails.map(mail => mail.raw),
    sites: record.sites,
    addresses: record.addresses,
    messengers: record.messengers,
    comment: record.comment,
    region: record.region,
    responsibleId: record.responsibleId,
    inn: main?.inn ?? null,
    kpp: main?.kpp ?? null,
    ogrn: main?.ogrn ?? null,
  }
}

/**
 * The only legal entity of a client is the client itself as long as nobody told them apart: it follows name and kind
 * where they were equal. Its numbers are always those of the card.
 */
export function followContractor<E extends Entity>(
  main: E,
  before: { kind: ClientKind; name: string; contractors: readonly unknown[] },
  after: Pick<ClientFields, 'kind' | 'name' | 'inn' | 'kpp' | 'ogrn'>,
): E {
  const isOnly = before.contractors.length === 1
  const { inn, kpp, ogrn } = after
  return {
    ...main,
    kind: isOnly && main.kind === before.kind ? after.kind : main.kind,
    name: isOnly && main.name === before.name ? after.name : main.name,
    inn,
    kpp,
    ogrn,
  }
}
