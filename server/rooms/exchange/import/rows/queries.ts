import { newId } from '../../../../platform/pure/ids.ts'
import { type ClientInput, clientInput } from '../../../clients/contract.ts'
import type { ImportRules, ImportValues } from '../contract.ts'
import type { StoredImport, StoredRow } from '../tables.ts'
import type { RowFault } from './rules.ts'
import { type FindPerson, isRefused, readRow } from './rules.ts'

/** A row that can be written, or what is in its way. */
export interface ReadyRow {
  row: StoredRow
  values: ImportValues
  input: ClientInput
  faults: RowFault[]
}

/** Reads stored rows as the import maps them; those that cannot be written come back with the reasons. */
export function readRows(
  stored: StoredImport,
  rules: ImportRules,
  rows: readonly StoredRow[],
  person: FindPerson,
): { ready: ReadyRow[]; refused: { row: StoredRow; faults: RowFault[]; isEmpty: boolean }[] } {
  const ready: ReadyRow[] = []
  const refused: { row: StoredRow; faults: RowFault[]; isEmpty: boolean }[] = []
  for (const row of rows) {
    const read = readRow(row.cells, stored.columns, stored.header, person)
    const { values, faults } = read
    if (values === null || isRefused(read)) {
      refused.push({ row, faults, isEmpty: faults.length === 0 })
      continue
    }
    const parsed = clientInput.safeParse(inputOf(values, rules))
    if (parsed.success) ready.push({ row, values, input: parsed.data, faults })
    else refused.push({ row, faults: [...faults, TOO_LONG], isEmpty: false })
  }
  return { ready, refused }
}

const TOO_LONG: RowFault = { column: null, code: 'value.too_long', effect: 'refused' }

/** The client as the door of clients takes it. */
function inputOf(values: ImportValues, rules: ImportRules): Record<string, unknown> {
  const { responsible, contact, publicName, inn, kpp, ogrn, comment, ...rest } = values
  return {
    id: newId(),
    ...rest,
    ...present({ publicName, inn, kpp, ogrn, comment }),
    ...present({ responsibleId: responsible?.id ?? rules.responsibleId ?? null }),
    ...(contact ? { contacts: [contactOf(contact)] } : {}),
  }
}

function contactOf({ position, ...rest }: NonNullable<ImportValues['contact']>): Record<string, unknown> {
  return { id: newId(), ...rest, ...present({ position }) }
}

function present(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Record<string, string>
}
