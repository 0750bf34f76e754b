import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { freeMailDomains } from '../../../../platform/pure/free-mail.ts'
import { phoneKey } from '../../../../platform/pure/phone-format.ts'
import type { EmailAddress, PartyType, Phone } from '../../contract.ts'
import { siteKey } from '../../identity/rules.ts'
import { readEmails, readPhones } from '../../rules.ts'
import type { Facts } from './rules.ts'

interface ClientRow {
  id: string
  isPerson: boolean
  name: string
  publicName: string | null
  phones: Phone[]
  emails: EmailAddress[]
  sites: string[]
  numbers: { inn: string | null; kpp: string | null; ogrn: string | null }[]
}

const clients = statement<ClientRow>(`
  select c.id, c.kind <> 'organisation' as "isPerson", c.name, c.public_name as "publicName", c.phones, c.emails, c.sites,
         (select coalesce(jsonb_agg(jsonb_build_object('inn', k.inn, 'kpp', k.kpp, 'ogrn', k.ogrn)), '[]')
            from contractor k where k.client_id = c.id) as numbers
    from client c where c.id = any($1::uuid[])`)
const contacts = statement<{ id: string; name: string; phones: Phone[]; emails: EmailAddress[] }>(
  'select id, full_name as name, phones, emails from contact where id = any($1::uuid[])',
)
const prospects = statement<{
  id: string
  fullName: string | null
  company: string | null
  phone: string | null
  email: string | null
}>('select id, full_name as "fullName", company, phone, email from prospect where id = any($1::uuid[])')

/** These records of one kind with everything that a comparison of stored ones asks for. */
export async function listFacts(db: Queryable, kind: PartyType, ids: readonly string[]): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map()
  const facts = await readFacts(db, kind, ids)
  return new Map(facts.map(each => [each.id, each]))
}

async function readFacts(db: Queryable, kind: PartyType, ids: readonly string[]): Promise<Facts[]> {
  if (kind === 'client') {
    return (await db.rows(clients, [ids])).map(
      ({ id, isPerson, name, publicName, phones, emails, sites, numbers }) => ({
        id,
        names: [name, publicName ?? ''].map(each => ({ name: each, isPerson })),
        numbers,
        domains: domainsOf(sites, emails),
        ...keysOf(phones, emails),
      }),
    )
  }
  if (kind === 'contact') {
    return (await db.rows(contacts, [ids])).map(({ id, name, phones, emails }) => ({
      id,
      names: [{ name, isPerson: true }],
      numbers: [],
      domains: [],
      ...keysOf(phones, emails),
    }))
  }
  return (await db.rows(prospects, [ids])).map(({ id, fullName, company, phone, email }) => ({
    id,
    names: [
      { name: fullName ?? '', isPerson: true },
      { name: company ?? '', isPerson: false },
    ],
    numbers: [],
    domains: [],
    ...keysOf(phone === null ? [] : readPhones([phone]), email === null ? [] : readEmails([email])),
  }))
}

function keysOf(phones: readonly Phone[], emails: readonly EmailAddress[]) {
  return {
    phones: phones.flatMap(phone => (phone.e164 === null ? [] : [phoneKey(phone)])),
    emails: emails.flatMap(mail => (mail.valid ? [mail.normalized] : [])),
  }
}

function domainsOf(sites: readonly string[], emails: readonly EmailAddress[]): string[] {
  const all = [
    ...sites.map(site => siteKey(site).split('/')[0] ?? ''),
    ...emails.flatMap(mail => (mail.valid ? [mail.normalized.split('@')[1] ?? ''] : [])),
  ]
  return [...new Set(all)].filter(domain => domain.includes('.') && !freeMailDomains.has(domain))
}
