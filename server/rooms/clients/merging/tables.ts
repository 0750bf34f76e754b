import type { Kept, MergedField, MovedKind, MovedRow, PartyKind } from './rules.ts'

export type { Kept, MergedField, MergeOrder, MovedRow, PartyKind } from './rules.ts'

export interface MergeDetail {
  /** What they were called then; of records that are two again nobody is told the name of today. */
  winnerTitle: string
  loserTitle: string
  /** Whether the loser lay in the archive before. */
  loserArchivedAt: string | null
  fields: MergedField[]
  rows: MovedRow[]
  conflicts: Kept[]
  /** Once undone: what had moved, in place of fields and rows that nobody needs any more. */
  moved?: MovedKind[]
}

/** A merge as a list names it: of the detail only what is shown, which is small. */
export interface MergeHead {
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
  winnerTitle: string | null
  loserTitle: string | null
  conflicts: Kept[] | null
  hasDetail: boolean
}

export interface MergeRow extends MergeHead {
  detail: MergeDetail | null
}
