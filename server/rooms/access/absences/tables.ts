import type { Kind } from '../../../platform/scope.ts'
import type { AbsenceKind } from './contract.ts'

export interface Named {
  id: string
  name: string
}

export interface Substitute {
  user: Named
  kinds: Kind[]
}

export interface AbsenceRow {
  id: string
  version: number
  createdAt: Date
  updatedAt: Date
  user: Named
  userRole: string
  department: Named | null
  kind: AbsenceKind
  fromDay: string | null
  toDay: string | null
  startsAt: Date
  endsAt: Date
  work: boolean
  rights: boolean
  comment: string | null
  substitutes: Substitute[]
  author: Named | null
  cancelledAt: Date | null
  begunAt: Date | null
  endedAt: Date | null
}
