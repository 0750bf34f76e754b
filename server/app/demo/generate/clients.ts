import type { Email } from '../../../platform/pure/emails.ts'
import type { Phone } from '../../../platform/pure/phones.ts'
import {
  aCompanyName,
  aDomain,
  anOgrn,
  anOgrnip,
  type CompanyName,
  fullLegalName,
  innOfSlot,
  kppOf,
  legalName,
  officeOfSlot,
  plainName,
  writeCompany,
} from './companies.ts'
import {
  aHotline,
  aLandline,
  aMobile,
  anOfficeEmail,
  anUnreadablePhone,
  aPersonalEmail,
  aWorkEmail,
} from './contact-data.ts'
import { Dice, idAt, Weighted } from './dice.ts'
import { aPerson, fullNameOf, type Person, positions, writeName } from './people.ts'
import type { ClientKind, DemoClient, DemoContact, DemoContractor, DemoOptions } from './records.ts'
import type { Taken } from './taken.ts'
import { streets, type Town } from './towns.ts'

/** What Interests need to know of a client; cheap to make again from the number, so none is kept in memory. */
export interface ClientHead {
  index: number
  id: string
  createdAt: number
  kind: ClientKind
  responsibleId: string | null
  contacts: number
}

const year = 365 * 86_400_000
/** The base has grown over four years, a little faster towards the end. */
export const baseAge = 4 * year
const growth = 0.9
/** Places for legal entities of one client: holdings have up to four. */
const slotsOfClient = 4

const streams = { head: 1, body: 2, contact: 3 } as const

const kinds = new Weighted<ClientKind>([
  ['organisation', 68],
  ['entrepreneur', 14],
  ['person', 18],
])
const contactCounts = new Weighted<number>([
  [1, 36],
  [2, 28],
  [3, 18],
  [4, 18],
])
const relationTypes = new Weighted<DemoClient['relationType']>([
  ['customer', 88],
  ['supplier', 5],
  ['partner', 4],
  ['competitor', 1],
  ['other', 2],
])

export class ClientMaker {
  readonly #options: DemoOptions
  readonly #start: number
  readonly #responsible: Weighted<string> | null
  readonly #taken: Taken

  constructor(options: DemoOptions, taken: Taken) {
    this.#options = options
    this.#taken = taken
    this.#start = options.now.getTime() - baseAge
    this.#responsible = responsibleWeights(options)
  }

  /** How many clients were there at that moment? */
  countAt(time: number): number {
    const share = (time - this.#start) / baseAge
    return share <= 0 ? 0 : Math.min(this.#options.clients, Math.floor(this.#options.clients * share ** (1 / growth)))
  }

  head(index: number): ClientHead {
    const dice = new Dice(this.#options.seed, streams.head, index)
    const createdAt =
      Math.floor(this.#start + baseAge * ((index + dice.next()) / this.#options.clients) ** growth) - 60_000
    const id = idAt(createdAt, dice)
    const kind = kinds.pick(dice)
    const hasResponsible = dice.chance(0.94)
    const responsibleId = hasResponsible ? (this.#responsible?.pick(dice) ?? null) : null
    const contacts =
      kind === 'organisation' ? contactCounts.pick(dice) : kind === 'entrepreneur' && dice.chance(0.3) ? 1 : 0
    return { index, id, createdAt, kind, responsibleId, contacts }
  }

  contactId(head: ClientHead, place: number): string {
    return idAt(head.createdAt + place, new Dice(this.#options.seed, streams.contact, head.index * 8 + place))
  }

  /** To be made in their order: what an earlier one has no later one gets. */
  client(index: number): DemoClient {
    const taken = this.#taken
    const head = this.head(index)
    const dice = new Dice(this.#options.seed, streams.body, index)
    const slot = (this.#options.earlier + index) * slotsOfClient
    const { town } = officeOfSlot(slot)
    const base = {
      id: head.id,
      kind: head.kind,
      relationType: relationTypes.pick(dice),
      responsibleId: head.responsibleId,
      createdAt: head.createdAt,
      mayBeArchived: dice.chance(0.015),
    }
    if (head.kind === 'organisation') {
      const company = aCompanyName(dice)
      const domain = aDomain(dice, company, town, taken)
      return {
        ...base,
        name: writeCompany(company, dice),
        publicName: dice.chance(0.6) ? plainName(company) : null,
        phones: officePhones(dice, town, taken),
        emails: dice.chance(0.85) ? [anOfficeEmail(dice, domain, taken)] : [],
        sites: dice.chance(0.5) ? [dice.chance(0.5) ? domain : `https://${domain}`] : [],
        addresses: dice.chance(0.45) ? [anAddress(dice, town)] : [],
        messengers: dice.chance(0.08) ? [aNickname(domain, taken)] : [],
        contractors: this.#legalEntities(dice, company, head, slot),
        contacts: Array.from({ length: head.contacts }, (_, place) => this.#contact(dice, head, place, domain, town)),
        alsoWorksHere: dice.chance(0.02) ? this.#neighbour(dice, index) : null,
      }
    }
    const person = aPerson(dice)
    const isTrader = head.kind === 'entrepreneur'
    const name = isTrader ? `ИП ${fullNameOf(person)}` : writeName(person, dice)
    return {
      ...base,
      name,
      publicName: null,
      phones: personPhones(dice, town, taken),
      emails: dice.chance(isTrader ? 0.85 : 0.6) ? personEmails(dice, person, taken) : [],
      sites: isTrader && dice.chance(0.15) ? [aDomain(dice, aCompanyName(dice), town, taken)] : [],
      addresses: dice.chance(0.2) ? [anAddress(dice, town)] : [],
      messengers: dice.chance(0.2) ? [aUserName(dice, taken)] : [],
      contractors: [personEntity(dice, this.#entityId(head, 0), person, isTrader, slot, taken)],
      contacts: Array.from({ length: head.contacts }, (_, place) => this.#contact(dice, head, place, null, town)),
      alsoWorksHere: null,
    }
  }

  /** A holding has several legal entities; a branch has the INN of the head company and a KPP of its own. */
  #legalEntities(dice: Dice, company: CompanyName, head: ClientHead, slot: number): DemoContractor[] {
    const count = dice.chance(0.04) ? dice.between(2, slotsOfClient) : 1
    const hasNumbers = dice.chance(0.88)
    return Array.from({ length: count }, (_, place) => {
      const isBranch = place > 0 && dice.chance(0.3)
      const own = place === 0 ? company : isBranch ? company : aCompanyName(dice)
      const office = officeOfSlot(slot + place)
      return {
        id: this.#entityId(head, place),
        kind: 'organisation',
        name: isBranch ? `Филиал ${legalName(own)} ${office.town.at}` : legalName(own),
        fullName: dice.chance(0.75) ? fullLegalName(own, dice) : null,
        inn: hasNumbers ? innOfSlot(isBranch ? slot : slot + place, 'organisation') : null,
        // The KPP of a branch is told apart by its place: two branches may be at one office.
        kpp: !hasNumbers ? null : isBranch ? `${office.code}4300${place}` : dice.chance(0.95) ? kppOf(office) : null,
        ogrn:
          hasNumbers && dice.chance(0.8)
            ? anOgrn(dice, officeOfSlot(isBranch ? slot : slot + place), this.#taken)
            : null,
        main: place === 0,
      }
    })
  }

  #entityId(head: ClientHead, place: number): string {
    return idAt(head.createdAt + place, new Dice(this.#options.seed, streams.contact, head.index * 8 + 4 + place))
  }

  #contact(dice: Dice, head: ClientHead, place: number, domain: string | null, town: Town): DemoContact {
    const taken = this.#taken
    const person = aPerson(dice)
    const phones: Phone[] = []
    if (dice.chance(0.82)) phones.push(aMobile(dice, taken))
    if (dice.chance(0.25)) phones.push(aLandline(dice, town, taken))
    if (dice.chance(0.08)) phones.push(aMobile(dice, taken))
    if (dice.chance(0.012)) phones.push(anUnreadablePhone(dice))
    const emails: Email[] = []
    if (domain !== null && dice.chance(0.65)) emails.push(aWorkEmail(dice, person, domain, taken))
    if (dice.chance(0.25)) emails.push(aPersonalEmail(dice, person, taken))
    return {
      id: this.contactId(head, place),
      fullName: writeName(person, dice),
      position: dice.chance(0.85) ? positions.pick(dice) : null,
      phones,
      emails,
      messengers: dice.chance(0.15) ? [aUserName(dice, taken)] : [],
    }
  }

  #neighbour(dice: Dice, index: number): DemoClient['alsoWorksHere'] {
    const head = this.head(Math.max(0, index - 1 - dice.below(50)))
    if (head.index === index || head.contacts === 0) return null
    return { contactId: this.contactId(head, 0), position: positions.pick(dice) }
  }
}

/** Unevenly: some salespeople have several times as many clients as others. */
export function responsibleWeights(options: DemoOptions): Weighted<string> | null {
  if (options.users.length === 0) return null
  return new Weighted(options.users.map((user, place) => [user.id, 1 / Math.sqrt(place + 1)] as const))
}

function officePhones(dice: Dice, town: Town, taken: Taken): Phone[] {
  const phones: Phone[] = []
  if (dice.chance(0.9)) phones.push(aLandline(dice, town, taken))
  if (dice.chance(0.3)) phones.push(aMobile(dice, taken))
  if (dice.chance(0.12)) phones.push(aLandline(dice, town, taken))
  if (dice.chance(0.04)) phones.push(aHotline(dice))
  if (dice.chance(0.015)) phones.push(anUnreadablePhone(dice))
  return phones
}

function personPhones(dice: Dice, town: Town, taken: Taken): Phone[] {
  const phones = dice.chance(0.97) ? [aMobile(dice, taken)] : []
  if (dice.chance(0.12)) phones.push(aMobile(dice, taken))
  if (dice.chance(0.05)) phones.push(aLandline(dice, town, taken))
  if (dice.chance(0.01)) phones.push(anUnreadablePhone(dice))
  return phones
}

function personEmails(dice: Dice, person: Person, taken: Taken): Email[] {
  const emails = [aPersonalEmail(dice, person, taken)]
  if (dice.chance(0.06)) emails.push(aPersonalEmail(dice, person, taken))
  return emails
}

function personEntity(
  dice: Dice,
  id: string,
  person: Person,
  isTrader: boolean,
  slot: number,
  taken: Taken,
): DemoContractor {
  const office = officeOfSlot(slot)
  const name = fullNameOf(person)
  return {
    id,
    kind: isTrader ? 'entrepreneur' : 'person',
    name: isTrader ? `ИП ${name}` : name,
    fullName: isTrader ? `Индивидуальный предприниматель ${name}` : null,
    inn: dice.chance(isTrader ? 0.85 : 0.08) ? innOfSlot(slot, 'person') : null,
    kpp: null,
    ogrn: isTrader && dice.chance(0.7) ? anOgrnip(dice, office, taken) : null,
    main: true,
  }
}

function aNickname(domain: string, taken: Taken): string {
  const nickname = domain.split('.')[0]?.replaceAll('-', '_') ?? ''
  return taken.first(attempt => `@${nickname}${attempt > 0 ? `_${attempt}` : ''}`)
}

function aUserName(dice: Dice, taken: Taken): string {
  return taken.first(() => `t.me/user${dice.digits(7)}`)
}

function anAddress(dice: Dice, town: Town): string {
  const house = `${dice.between(1, 180)}${dice.chance(0.1) ? 'А' : ''}`
  const room = dice.chance(0.6) ? `, офис ${dice.between(1, 700)}` : ''
  return `г. ${town.name}, ул. ${dice.pick(streets)}, д. ${house}${room}`
}
