import { addWorkingDays, localDateOf } from '../../../platform/pure/working-time.ts'
import { type ClientHead, type ClientMaker, responsibleWeights } from './clients.ts'
import { aCompanyName, aDomain, legalName, plainName } from './companies.ts'
import { aLandline, aMobile, anOfficeEmail, anUnreadablePhone, aPersonalEmail } from './contact-data.ts'
import { Dice, idAt, Weighted } from './dice.ts'
import { anOffer, lineOf, usualTags } from './offers.ts'
import { pathOf } from './paths.ts'
import { aPerson, writeName } from './people.ts'
import type { DemoInterest, DemoOptions, DemoProspect, DemoRequest, DemoScenario, DemoState } from './records.ts'
import { StepMaker } from './steps.ts'
import type { Taken } from './taken.ts'
import { towns } from './towns.ts'

const day = 86_400_000
const interestsAge = 3 * 365 * day
const growth = 0.8
const streams = { interest: 11, prospect: 12, followUp: 13, path: 14 } as const
/** Share of first requests by people who are no clients yet. */
const newcomers = 0.167

interface Party {
  clientId: string | null
  contactId: string | null
  prospectId: string | null
  linkedByProspect: boolean
  responsibleId: string | null
}

interface Core extends Party {
  id: string
  createdAt: number
}

interface Found {
  party: Party
  clientIndex: number | null
}

interface ProspectHead {
  id: string
  createdAt: number
  responsibleId: string | null
  link: DemoProspect['link']
  clientIndex: number | null
}

export class InterestMaker {
  readonly #options: DemoOptions
  readonly #clients: ClientMaker
  readonly #taken: Taken
  readonly #start: number
  readonly #responsible: Weighted<string> | null
  readonly #scenarios: Weighted<DemoScenario>
  readonly #steps: StepMaker
  readonly #closeDates = new Map<string, string>()
  /** What is never closed, and how fast the rest is. */
  readonly #closing: { left: number; pace: number }

  constructor(options: DemoOptions, clients: ClientMaker, taken: Taken) {
    this.#options = options
    this.#clients = clients
    this.#steps = new StepMaker(options)
    this.#taken = taken
    this.#start = options.now.getTime() - interestsAge
    const size = Math.min(1, Math.max(0, Math.log10(options.interests / 30_000) / 2))
    this.#closing = { left: 0.06 - 0.04 * size, pace: 4 + 11 * size }
    this.#responsible = responsibleWeights(options)
    this.#scenarios = new Weighted(options.scenarios.map((scenario, place) => [scenario, place === 0 ? 3 : 1] as const))
  }

  /**
   * Interests come in the order of their moments, so that their numbers grow with time; to be made in it, as what an
   * earlier prospect has no later one gets.
   */
  request(index: number): DemoRequest {
    const { dice, core, clientIndex } = this.#begin(index)
    const isFirst = core.prospectId !== null && core.prospectId === this.#prospectHead(index).id
    return { interest: this.#fill(dice, core, index), prospect: isFirst ? this.#prospect(index) : null, clientIndex }
  }

  /** The client of an Interest that is open, without making the rest of it; null where there is none. */
  clientOfOpen(index: number): number | null {
    const { dice, core, clientIndex } = this.#begin(index)
    return clientIndex === null || this.#course(dice, core).closed !== null ? null : clientIndex
  }

  #begin(index: number): { dice: Dice; core: Core; clientIndex: number | null } {
    const dice = new Dice(this.#options.seed, streams.interest, index)
    const createdAt = this.#momentOf(index)
    const id = idAt(createdAt, dice)
    const { party, clientIndex } = this.#isNewcomer(index)
      ? partyOfProspect(this.#prospectHead(index))
      : this.#partyOf(index, dice, createdAt)
    return { dice, core: { id, createdAt, ...party }, clientIndex }
  }

  /** What it is about, and whether it has come to an end. */
  #course(dice: Dice, core: Core) {
    const serviceType = dice.pick(this.#options.serviceTypes)
    const scenario = this.#scenarios.pick(dice)
    const age = this.#options.now.getTime() - core.createdAt
    return { serviceType, scenario, age, closed: this.#closingOf(dice, scenario, core, age) }
  }

  #momentOf(index: number): number {
    const share = (index + new Dice(this.#options.seed, streams.followUp, index).next()) / this.#options.interests
    return Math.floor(this.#start + interestsAge * Math.min(1, share) ** growth) - 60_000
  }

  #isNewcomer(index: number): boolean {
    return this.#options.clients === 0 || new Dice(this.#options.seed, streams.prospect, index).chance(newcomers)
  }

  #partyOf(index: number, dice: Dice, createdAt: number): Found {
    const earlier = index - dice.between(1, 300)
    if (earlier >= 0 && dice.chance(0.03) && this.#isNewcomer(earlier)) {
      return partyOfProspect(this.#prospectHead(earlier))
    }
    const head = this.#someClient(dice, createdAt)
    if (head === null) return partyOfProspect(this.#prospectHead(index))
    const contactId =
      head.contacts > 0 && dice.chance(0.8) ? this.#clients.contactId(head, dice.below(head.contacts)) : null
    const own = dice.chance(0.8) ? head.responsibleId : null
    const responsibleId = own ?? this.#aResponsible(dice, createdAt)
    const party = { clientId: head.id, contactId, prospectId: null, linkedByProspect: false, responsibleId }
    return { party, clientIndex: head.index }
  }

  /** A third are new clients, the rest come back; old clients have more Interests. */
  #someClient(dice: Dice, at: number): ClientHead | null {
    const known = this.#clients.countAt(at - 3_600_000)
    if (known === 0) return null
    const isNew = dice.chance(0.35)
    const place = isNew ? known - 1 - dice.below(Math.ceil(known / 50)) : Math.floor(known * dice.next() ** 1.4)
    return this.#clients.head(Math.max(0, place))
  }

  /** What came in lately may wait for somebody; whatever is older is looked after. */
  #aResponsible(dice: Dice, createdAt: number): string | null {
    const isNew = this.#options.now.getTime() - createdAt < 4 * day
    return dice.chance(0.3) && isNew ? null : (this.#responsible?.pick(dice) ?? null)
  }

  #prospectHead(index: number): ProspectHead {
    const dice = new Dice(this.#options.seed, streams.prospect, index)
    dice.next()
    const createdAt = this.#momentOf(index) - 1
    const id = idAt(createdAt, dice)
    const responsibleId = this.#aResponsible(dice, createdAt)
    const linkedAt = createdAt + dice.between(1, 20) * day
    const isLinked = dice.chance(0.4) && linkedAt < this.#options.now.getTime()
    const client = isLinked ? this.#someClient(dice, createdAt) : null
    if (client === null) return { id, createdAt, responsibleId, link: null, clientIndex: null }
    const contactId = client.contacts > 0 ? this.#clients.contactId(client, 0) : null
    const link = { clientId: client.id, contactId, at: linkedAt }
    return { id, createdAt, responsibleId, link, clientIndex: client.index }
  }

  #prospect(index: number): DemoProspect {
    const dice = new Dice(this.#options.seed, streams.prospect + 100, index)
    const taken = this.#taken
    const { id, createdAt, responsibleId, link } = this.#prospectHead(index)
    const person = aPerson(dice)
    const town = dice.pick(towns)
    const company = dice.chance(0.55) ? aCompanyName(dice) : null
    const phone = dice.chance(0.82)
      ? dice.chance(0.02)
        ? anUnreadablePhone(dice)
        : company !== null && dice.chance(0.25)
          ? aLandline(dice, town, taken)
          : aMobile(dice, taken)
      : null
    const email =
      phone === null || dice.chance(0.35)
        ? company !== null && dice.chance(0.4)
          ? anOfficeEmail(dice, aDomain(dice, company, town, taken), taken)
          : aPersonalEmail(dice, person, taken)
        : null
    return {
      id,
      createdAt,
      responsibleId,
      link,
      fullName: dice.chance(0.8) ? writeName(person, dice) : null,
      company: company === null ? null : dice.chance(0.5) ? legalName(company) : plainName(company),
      email: email?.raw ?? null,
      phone: phone?.raw ?? null,
    }
  }

  #fill(dice: Dice, core: Core, index: number): DemoInterest {
    const options = this.#options
    const { serviceType, scenario, age, closed } = this.#course(dice, core)
    const state = closed?.state ?? anOpenState(dice, scenario, core.clientId !== null, age)
    const stateEnteredAt = closed?.at ?? core.createdAt + Math.floor(age * dice.next() * (state.isFirst ? 0 : 0.9))
    const offer = anOffer(dice, lineOf(serviceType.name))
    const hasRevenue = state.required.includes('expectedRevenue') || dice.chance(0.82)
    const hasSubject = dice.chance(0.85)
    const standing = { stateId: state.id, stateKind: state.kind, stateEnteredAt, createdAt: core.createdAt }
    const chance = new Dice(options.seed, streams.path, index)
    const interest = {
      ...core,
      ...standing,
      path: pathOf(chance, standing, scenario.states, options.now.getTime()),
      subject: hasSubject ? offer.subject : null,
      content: !hasSubject || dice.chance(0.8) ? offer.content : null,
      serviceTypeId: serviceType.id,
      scenarioId: scenario.id,
      probability: state.probability,
      expectedRevenue: hasRevenue ? roundedSum(offer.sum) : null,
      expectedCloseDate: this.#expectedDate(stateEnteredAt, state.daysLeft),
      lateFrom:
        state.kind === 'ordinary' && state.expectedDays !== null
          ? this.#expectedDate(stateEnteredAt, state.expectedDays)
          : null,
      channelId: dice.chance(0.8) && options.channels.length > 0 ? dice.pick(options.channels).id : null,
      sourceId: dice.chance(0.6) && options.sources.length > 0 ? dice.pick(options.sources).id : null,
      tags: dice.chance(0.12) ? [dice.pick(usualTags)] : [],
      lossReasonId: state.kind === 'lost' && options.lossReasons.length > 0 ? dice.pick(options.lossReasons).id : null,
      closedAt: closed?.at ?? null,
    }
    return { ...interest, step: this.#steps.stepOf(interest) }
  }

  /**
   * Young ones are open, old ones mostly closed: of a few thousand about a third, of millions a tenth, as more is
   * looked after by people who each have some thousands at most.
   */
  #closingOf(dice: Dice, scenario: DemoScenario, party: Party, age: number): { state: Standing; at: number } | null {
    const { left, pace } = this.#closing
    if (dice.chance(left + (1 - left) * Math.exp((-pace * age) / interestsAge))) return null
    const closesAfter = Math.max(3_600_000, Math.min(age * 0.95, (2 + 90 * dice.next() ** 2) * day))
    const mayWin = party.clientId !== null
    const outcomes = scenario.states.filter(state => state.kind === (mayWin && dice.chance(0.55) ? 'won' : 'lost'))
    const state = outcomes[0] ?? scenario.states.find(each => each.kind === 'lost')
    if (state === undefined) return null
    const at = this.#options.now.getTime() - age + Math.floor(closesAfter)
    return { state: { ...state, isFirst: false, daysLeft: 0 }, at }
  }

  #expectedDate(from: number, workingDays: number): string {
    const date = localDateOf(new Date(from), this.#options.timeZone)
    const key = `${date} ${workingDays}`
    const known = this.#closeDates.get(key)
    if (known !== undefined) return known
    const expected = addWorkingDays(date, workingDays).date
    this.#closeDates.set(key, expected)
    return expected
  }
}

function partyOfProspect({ id, link, responsibleId, clientIndex }: ProspectHead): Found {
  const party = {
    clientId: link?.clientId ?? null,
    contactId: link?.contactId ?? null,
    prospectId: id,
    linkedByProspect: link !== null,
    responsibleId,
  }
  return { party, clientIndex }
}

interface Standing extends DemoState {
  isFirst: boolean
  /** Expected working days from the entry into this state to the end. */
  daysLeft: number
}

/** Earlier states hold more; a prospect stands only where no registered client is demanded. */
function anOpenState(dice: Dice, scenario: DemoScenario, isClient: boolean, age: number): Standing {
  const ordinary = scenario.states.filter(state => state.kind === 'ordinary')
  const allowed = ordinary.filter(state => isClient || !state.required.includes('client'))
  // What came in today has not moved yet.
  const reach = Math.min(allowed.length, 1 + Math.floor(age / (2 * day)))
  const place = Math.floor(reach * dice.next() ** 1.3)
  const state = allowed[place] ?? ordinary[0]
  if (state === undefined) throw new RangeError('a scenario has at least one ordinary state')
  const rest = ordinary.slice(ordinary.indexOf(state))
  return { ...state, isFirst: place === 0, daysLeft: rest.reduce((sum, each) => sum + (each.expectedDays ?? 0), 0) }
}

/** People write round sums: to a thousand above fifty thousand, to a hundred below; some with kopecks. */
function roundedSum(sum: number): string {
  const step = sum > 1_000_000 ? 10_000 : sum > 50_000 ? 1_000 : 100
  return `${Math.max(step, Math.round(sum / step) * step)}.00`
}
