import type { DirectoryKind } from './contract.ts'

/** One entry of a plain directory. */
export interface ItemRow {
  id: string
  kind: DirectoryKind
  name: string
  order: number
  archivedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}

export interface CompanyRow {
  name: string
  timeZone: string
  currency: string
  numberPrefix: string
  regionId: string | null
  calendarRevision: string
  version: number
}
