import type { StoredInterest } from './rules.ts'

export type { StoredInterest } from './rules.ts'

interface Names {
  clientName: string | null
  prospectName: string | null
  responsibleName: string | null
}

/** What lists read of an Interest. */
export interface RowRecord extends StoredInterest, Names {
  authorId: string | null
  createdAt: Date
  updatedAt: Date
  scenarioRevision: string
}

/** What the board reads: a hundred cards at once, so nothing that is not seen on them or asked for by a state. */
export type SeenRecord = Omit<StoredInterest, 'serviceTypeId' | 'prospectId' | 'open' | 'lossComment' | 'closedAt'> &
  Names

/** What its card reads. */
export interface CardRecord extends RowRecord {
  authorName: string | null
  client: {
    responsibleId: string | null
    inn: string | null
    kpp: string | null
    phones: []
    emails: []
  } | null
  contact: { id: string; fullName: string; position: string | null; phones: []; emails: [] } | null
  prospect: {
    id: string
    fullName: string | null
    company: string | null
    email: string | null
    phone: string | null
  } | null
}
