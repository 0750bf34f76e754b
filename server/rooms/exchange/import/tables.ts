import type { ImportField, ImportLayout, ImportRules, ImportStatus } from './contract.ts'
import type { RowFault } from './rows/rules.ts'

export interface StoredImport {
  id: string
  name: string
  status: ImportStatus
  authorId: string
  authorName: string
  size: number
  layout: Partial<ImportLayout>
  header: string[]
  columns: (ImportField | null)[]
  rules: Partial<ImportRules>
  rowCount: number
  position: number
  pass: number
  counts: Record<string, number>
  findings: Record<string, number>
  failure: string | null
  version: number
  createdAt: Date
  updatedAt: Date
  finishedAt: Date | null
}

export interface RowMatch {
  clientId: string | null
  name: string | null
  reasons: string[]
  archived?: boolean
  /** The record behind a wall of which the person was told: for the audit, never for the answer. */
  walled?: string
  /** Who looks after it: all that a wall tells. */
  responsible?: string | null
}

export interface StoredRow {
  n: number
  cells: string[]
  key: string | null
  faults: RowFault[] | null
  matches: RowMatch[] | null
  decision: 'skip' | 'update' | 'create' | null
  outcome: 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed' | null
  clientId: string | null
  reason: RowFault[] | null
  /** The first row of the file with the same key, when it is another. */
  firstOfKey?: number | null
}

/** One record that an import made or changed. */
export interface RecordedChange {
  n: number
  kind: 'client' | 'contact'
  recordId: string
  clientId: string
  made: boolean
  /** Of a client that was made. */
  nameKey?: string
  hasInn?: boolean
  /** Fields with the values before and after, as an edit names them. */
  changes: Record<string, { from: unknown; to: unknown }> | null
}
