import type { Queryable } from '../../../../platform/db/database.ts'
import { shaded } from '../../../../platform/http/field-shades.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { importRow } from '../contract.ts'
import { getStored } from '../queries.ts'
import { textsOfFault } from '../rows/rules.ts'
import { listRowsShown } from '../rows/storage.ts'

const PAGE = 500

/**
 * Rows that were not written, and those that look like somebody out of sight, with the reasons before them, as a file
 * that can be mended and imported again.
 */
export async function readErrorLines(
  db: Queryable,
  caller: Caller,
  id: string,
): Promise<AsyncGenerator<readonly string[]>> {
  const { header } = await getStored(db, caller, id)
  const { language } = caller.actor
  const reasonName = { ru: 'Причина', en: 'Reason' }[language]
  const rowName = { ru: 'Строка', en: 'Row' }[language]
  return (async function* () {
    yield [reasonName, rowName, ...header]
    for (let after = 0; ; ) {
      const rows = await listRowsShown(db, id, 'told', after, PAGE)
      const last = rows.at(-1)
      if (!last) return
      after = last.n
      for (const { n, reason, cells } of rows) {
        const why = (reason ?? []).map(fault => textsOfFault(fault)[language]).join('; ')
        yield shaded(importRow.shape.cells, [why, String(n), ...cells], caller.actor) as string[]
      }
    }
  })()
}
