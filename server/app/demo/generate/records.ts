import type { Email } from '../../../platform/pure/emails.ts'
import type { Phone } from '../../../platform/pure/phones.ts'

/** Neutral records of the demo base: what a believable company has, before any table. Moments are milliseconds. */

export type ClientKind = 'organisation' | 'entrepreneur' | 'person'

export interface DemoContractor {
  id: string
  kind: ClientKind
  name: string
  fullName: string | null
  inn: string | null
  kpp: string | null
  ogrn: string | null
  main: boolean
}

export interface DemoContact {
  id: string
  fullName: string
  position: string | null
  phones: Phone[]
  emails: Email[]
  messengers: string[]
}

export interface DemoClient {
  id: string
  kind: ClientKind
  name: string
  publicName: string | null
  relationType: 'customer' | 'supplier' | 'partner' | 'competitor' | 'other'
  phones: Phone[]
  emails: Email[]
  sites: string[]
  addresses: string[]
  messengers: string[]
  responsibleId: string | null
  createdAt: number
  /** Out of use, unless an open Interest speaks against it. */
  mayBeArchived: boolean
  contractors: DemoContractor[]
  contacts: DemoContact[]
  /** A person of an earlier client who works here as well. */
  alsoWorksHere: { contactId: string; position: string } | null
}

export interface DemoProspect {
  id: string
  fullName: string | null
  company: string | null
  email: string | null
  phone: string | null
  responsibleId: string | null
  createdAt: number
  /** Became this client; its Interests followed. */
  link: { clientId: string; contactId: string | null; at: number } | null
}

export interface DemoInterest {
  id: string
  subject: string | null
  content: string | null
  serviceTypeId: string
  scenarioId: string
  stateId: string
  stateKind: 'ordinary' | 'won' | 'lost'
  probability: number
  stateEnteredAt: number
  /** The first day on which its time in the state is over. */
  lateFrom: string | null
  /** The states it has been in, each with the moment of its entry; the last is where it stands. */
  path: { stateId: string; at: number }[]
  clientId: string | null
  contactId: string | null
  prospectId: string | null
  /** Client and contact came by the link of the prospect. */
  linkedByProspect: boolean
  responsibleId: string | null
  /** `150000.00`, without a currency: that of the company. */
  expectedRevenue: string | null
  expectedCloseDate: string | null
  channelId: string | null
  sourceId: string | null
  tags: string[]
  lossReasonId: string | null
  createdAt: number
  closedAt: number | null
  /** What is planned for it. */
  step: DemoStep | null
}

/** A task or an interaction that waits: with a time, for a day, or for no day at all. */
export interface DemoStep {
  id: string
  kind: 'interaction' | 'task'
  interactionKindId: string | null
  subject: string
  dueAt: number | null
  dueDay: string | null
  assigneeId: string
  plannedAt: number
}

/** What one request brings: the Interest, and the prospect that it made known. */
export interface DemoRequest {
  interest: DemoInterest
  prospect: DemoProspect | null
  /** Which client of this load the Interest belongs to; null while there is only a prospect. */
  clientIndex: number | null
}

export interface DemoState {
  id: string
  kind: 'ordinary' | 'won' | 'lost'
  probability: number
  expectedDays: number | null
  /** Keys of the fields that the state demands, `client` among them. */
  required: readonly string[]
}

export interface DemoScenario {
  id: string
  states: readonly DemoState[]
}

export interface DemoNamed {
  id: string
  name: string
}

export interface DemoOptions {
  clients: number
  interests: number
  seed: number
  /** Clients of earlier loads: their legal entities have the numbers before. */
  earlier: number
  /** Nothing is dated later. */
  now: Date
  timeZone: string
  users: readonly { id: string }[]
  serviceTypes: readonly DemoNamed[]
  scenarios: readonly DemoScenario[]
  channels: readonly DemoNamed[]
  sources: readonly DemoNamed[]
  lossReasons: readonly DemoNamed[]
  interactionKinds: readonly DemoNamed[]
}
