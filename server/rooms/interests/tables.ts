/** An Interest as stored: what a write loads, changes and stores back. */
export interface StoredInterest {
  id: string
  version: number
  number: string
  /** As typed; the shown subject is derived. */
  subject: string | null
  content: string | null
  serviceTypeId: string
  scenarioId: string
  stateId: string
  stateEnteredAt: Date
  open: boolean
  clientId: string | null
  contactId: string | null
  prospectId: string | null
  responsibleId: string | null
  expectedRevenue: string | null
  currency: string
  expectedCloseDate: string | null
  closeDateMode: 'auto' | 'manual'
  channelId: string | null
  sourceId: string | null
  tags: string[]
  lossReasonId: string | null
  lossComment: string | null
  closedAt: Date | null
}

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
