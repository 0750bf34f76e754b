import { newId } from '../../../server/platform/pure/ids.ts'
import { createImport, type ImportRecord, sendImportFile } from '../../../server/rooms/exchange/contract.ts'
import { call } from '../../lib/api.ts'

/** Parts small enough for a slow line and for whatever stands between; a lost answer costs one of them. */
const PART = 4 * 1024 * 1024

/** Begins an import and sends its file in parts. @param told bytes that have arrived */
export async function sendFile(file: File, told: (sent: number) => void): Promise<ImportRecord> {
  const id = newId()
  let record = await call(createImport, { body: { id, name: file.name.slice(0, 300) || 'file' } })
  for (let at = 0; at < Math.max(file.size, 1); at += PART) {
    const part = file.slice(at, at + PART)
    const last = at + PART >= file.size
    const query = { at, last: last ? ('true' as const) : ('false' as const) }
    record = await call(sendImportFile, { params: { id }, query }, { file: part })
    told(at + part.size)
  }
  return record
}
