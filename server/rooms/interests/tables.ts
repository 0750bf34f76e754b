import type { StoredInterest } from './rules.ts'

export type { StoredInterest } from './rules.ts'

/** What lists and the board read of an Interest. */
export interface RowRecord extends StoredInterest {
  createdAt: Date
  updatedAt: Date
  scenarioRevision: string
  clientName: string | null
  prospectName: string | null
  responsibleName: string | null
}

/** What its card reads. */
export interface CardRecord extends RowRecord {
  authorId: string | null
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
