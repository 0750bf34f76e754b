import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { lookAtClients } from '../../../clients/bulk/actions.ts'
import type { WordMemory } from '../../../clients/duplicates/names/rules.ts'
import { noteChange } from '../actions.ts'
import { importRules } from '../contract.ts'
import { findMatches, findWalled } from '../matching/queries.ts'
import { rankCandidates } from '../matching/rules.ts'
import { type ReadyRow, readRows } from '../rows/queries.ts'
import { type FindPerson, rowKey } from '../rows/rules.ts'
import { countDoubles, listRowsAfter, noteFindings } from '../rows/storage.ts'
import { findImportForUpdate, updateImport } from '../storage.ts'
import type { RowMatch, StoredImport } from '../tables.ts'
import type { RowFault } from '../rows/rules.ts'

const CHUNK = 250
const MOST_MATCHES = 3

/** Looks at the next rows without writing a client. @returns whether there is more to look at */
export async function checkRows(
  platform: Platform,
  caller: Caller,
  job: { importId: string; pass: number },
  person: FindPerson,
  words: WordMemory,
): Promise<boolean> {
  const { result } = await perform(platform, caller, { verb: 'import.check' }, async work => {
    const stored = await findImportForUpdate(work.tx, job.importId)
    if (stored?.pass !== job.pass || stored.status !== 'checking') return false
    const rows = await listRowsAfter(work.tx, stored.id, stored.position, CHUNK)
    const last = rows.at(-1)
    if (!last) return finish(work, stored)
    const rules = importRules.parse(stored.rules)
    const { ready, refused } = readRows(stored, rules, rows, person)
    const matches = await matchesOf(work, stored, ready, words)
    const told = [
      ...ready.map(({ row, values, faults }, at) => ({
        n: row.n,
        key: rowKey(values),
        faults: faults.length > 0 ? faults : null,
        matches: matches[at] ?? null,
      })),
      ...refused.map(({ row, faults }) => ({
        n: row.n,
        key: null,
        faults: faults.length > 0 ? faults : null,
        matches: null,
      })),
    ]
    await noteFindings(work.tx, stored.id, told)
    const findings = countFindings(stored.findings, told, refused.length)
    await updateImport(work.tx, stored.id, { position: last.n, findings }, work.now)
    return true
  })
  return result
}

async function finish(work: Work, stored: StoredImport): Promise<false> {
  const findings = { ...stored.findings, doubles: await countDoubles(work.tx, stored.id) }
  await updateImport(work.tx, stored.id, { status: 'checked', findings, position: 0 }, work.now)
  noteChange(work, stored, 'changed')
  return false
}

/** The same look as before writing, with nobody chosen. */
async function matchesOf(
  work: Work,
  stored: StoredImport,
  ready: readonly ReadyRow[],
  words: WordMemory,
): Promise<(RowMatch[] | null)[]> {
  const inputs = ready.map(each => each.input)
  const matched = await findMatches(work, await lookAtClients(work, inputs, words), stored.id)
  const rows = ready.map(({ values }) => ({ values, known: null }))
  const walled = await findWalled(work, rows, matched)
  return ready.map(({ values }, at) => {
    const { same, candidates } = matched[at] ?? { same: null, candidates: [] }
    const ranked = rankCandidates(values, candidates).slice(0, MOST_MATCHES)
    if (same && !same.visible) return [{ clientId: null, name: null, reasons: ['same'] }]
    const wall = walled[at]
    if (wall) return [wall]
    if (ranked.length === 0) return null
    return ranked.map(({ client, reasons }) => ({
      clientId: client.id,
      name: client.name,
      reasons: [...reasons],
      ...(client.archived ? { archived: true } : {}),
    }))
  })
}

function countFindings(
  before: Record<string, number>,
  told: readonly { faults: RowFault[] | null; matches: RowMatch[] | null }[],
  refused: number,
): Record<string, number> {
  const counts = { ...before }
  const add = (key: string, by = 1) => (counts[key] = (counts[key] ?? 0) + by)
  add('refused', refused)
  for (const { faults, matches } of told) {
    if (faults) add('faulty')
    for (const fault of faults ?? []) add(fault.code)
    if (matches) add(matches[0]?.walled ? 'walled' : matches[0]?.reasons.includes('same') ? 'same' : 'similar')
  }
  return counts
}
