import type { ActivityItem, ActivityKind, RepeatRule } from '../interests/steps/contract.ts'
import type { Outcome } from './contract.ts'

/** What a write loads, changes and stores back. */
export interface StoredActivity {
  id: string
  version: number
  kind: ActivityKind
  interactionKindId: string | null
  subject: string | null
  content: string | null
  interestId: string | null
  assigneeId: string
  authorId: string | null
  dueAt: Date | null
  dueDay: string | null
  minutes: number | null
  place: string | null
  contactIds: string[]
  userIds: string[]
  checklist: ActivityItem[]
  remindBefore: number | null
  repeat: RepeatRule | null
  outcome: Outcome | null
  result: string | null
  closedAt: Date | null
  closedById: string | null
  /** What was repeated by this one. */
  followsId: string | null
}

/** What screens read. */
export interface ActivityRow extends StoredActivity {
  createdAt: Date
  updatedAt: Date
  assigneeName: string
  authorName: string | null
  closedByName: string | null
  contacts: { id: string; fullName: string }[]
  people: { id: string; name: string }[]
  interest: {
    id: string
    number: string
    subject: string | null
    content: string | null
    clientId: string | null
    responsibleId: string | null
    authorId: string | null
    memberIds: string[]
    stateId: string
    clientName: string | null
    prospectName: string | null
    phone: string | null
    whereabouts: { region: string | null; kpp: string | null; inn: string | null; phones: (string | null)[] }
    prospectPhone: string | null
  } | null
}
