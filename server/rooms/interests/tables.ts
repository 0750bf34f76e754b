import type { Phone } from '../../platform/pure/phones.ts'
import type { StoredInterest } from './rules.ts'

export type { StoredInterest } from './rules.ts'

interface Names {
  clientName: string | null
  prospectName: string | null
  responsibleName: string | null
  /** The reader's own marks. */
  starred: boolean
  watched: boolean
}

interface Standing {
  /** The first day, where the company is, on which it is stuck; null where its state has no term. */
  stuckFrom: string | null
}

/** What lists read of an Interest. */
export interface RowRecord extends StoredInterest, Names, Standing {
  authorId: string | null
  createdAt: Date
  updatedAt: Date
  scenarioRevision: string
  awaited: { id: string; name: string }[]
}

/** What the board reads: a hundred cards at once, so nothing that is not seen on them or asked for by a state. */
export type SeenRecord = Omit<
  StoredInterest,
  'prospectId' | 'basisId' | 'open' | 'lossComment' | 'lossCompetitor' | 'awaitedIds' | 'closedAt' | 'lateFrom'
> &
  Names &
  Standing

/** What its card reads. */
export interface CardRecord extends RowRecord {
  authorName: string | null
  departmentName: string | null
  basis: {
    id: string
    number: string
    subject: string | null
    content: string | null
    responsibleId: string | null
    clientId: string | null
    memberIds: string[]
    stateId: string
  } | null
  /** How often it was closed so far. */
  closings: number
  /** Somebody at the client was given a part in the deal. */
  hasDealContacts: boolean
  client: {
    kind: 'organisation' | 'entrepreneur' | 'person'
    responsibleId: string | null
    inn: string | null
    kpp: string | null
    region: string | null
    phones: Phone[]
    emails: []
  } | null
  contact: {
    id: string
    fullName: string
    position: string | null
    phones: Phone[]
    emails: []
  } | null
  prospect: {
    id: string
    fullName: string | null
    company: string | null
    email: string | null
    phone: string | null
  } | null
}
