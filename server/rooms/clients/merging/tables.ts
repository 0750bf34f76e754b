import type { Kept, MergedField, MovedRow, PartyKind } from './rules.ts'

export type { Kept, MergedField, MergeOrder, MovedRow, PartyKind } from './rules.ts'

export interface MergeDetail {
  winnerTitle: string
  loserTitle: string
  /** Whether the loser lay in the archive before. */
  loserArchivedAt: string | null
  fields: MergedField[]
  rows: MovedRow[]
  conflicts: Kept[]
}

export interface MergeRow {
  id: string
  seq: string
  kind: PartyKind
  winnerId: string
  loserId: string
  batchId: string | null
  byId: string | null
  byName: string | null
  at: Date
  undoneAt: Date | null
  undoneById: string | null
  undoneByName: string | null
  detail: MergeDetail | null
}
