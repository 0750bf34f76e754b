import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { perform } from '../../../../platform/work.ts'
import { findCallerOfUser, systemCaller } from '../../../access/gates/queries.ts'
import { holds } from '../../../access/rules.ts'
import { WordMemory } from '../../../clients/duplicates/names/rules.ts'
import { IMPORT_QUEUE, noteChange } from '../actions.ts'
import { checkRows } from '../checking/actions.ts'
import { findPeople } from '../queries.ts'
import { readFile } from '../reading/actions.ts'
import { RowsAhead, writeRows } from '../running/actions.ts'
import { findImport, findImportForUpdate, updateImport } from '../storage.ts'
import type { StoredImport } from '../tables.ts'
import { takeBack, type UndoPlace } from '../undoing/actions.ts'

type Job = { importId: string; pass: number }

/** A job ends after this time and goes on as a new one, so that none looks lost to the queue. */
const LONGEST_MS = 120_000

/** Does the work of an import, one short transaction after the other, in the name of who began it. */
export async function proceed(platform: Platform, job: Job, stopping: AbortSignal): Promise<void> {
  const stored = await findImport(platform.db, job.importId)
  if (stored?.pass !== job.pass) return
  const step = await stepOf(platform, stored, job, stopping)
  const until = Date.now() + LONGEST_MS
  for (;;) {
    // Before each step: with the right of who began it the work ends at once.
    const caller = await findCallerOfUser(platform.db, stored.authorId, platform.now())
    if (!caller || !holds(caller.actor, 'clients.import')) return stop(platform, job)
    if (!(await step(caller))) return
    stopping.throwIfAborted()
    if (Date.now() < until) continue
    await perform(platform, caller, { verb: 'import.proceed' }, async work => work.enqueue(IMPORT_QUEUE, job))
    return
  }
}

type Step = (caller: Caller) => Promise<boolean>

async function stepOf(platform: Platform, stored: StoredImport, job: Job, stopping: AbortSignal): Promise<Step> {
  switch (stored.status) {
    case 'reading':
      return async caller => {
        await readFile(platform, caller, stored, stopping)
        return false
      }
    case 'checking':
    case 'running': {
      const person = await findPeople(platform.db)
      const words = new WordMemory()
      if (stored.status === 'checking') return caller => checkRows(platform, caller, job, person, words)
      const ahead = new RowsAhead(platform, person, words)
      return caller => writeRows(platform, caller, job, ahead)
    }
    case 'undoing': {
      const place: UndoPlace = { before: null }
      return caller => takeBack(platform, caller, job, place)
    }
    default:
      return async () => false
  }
}

/** Who began it has left, or may not import any more: nobody writes in that name. */
async function stop(platform: Platform, job: Job): Promise<void> {
  await perform(platform, systemCaller(), { verb: 'import.stop' }, async work => {
    const stored = await findImportForUpdate(work.tx, job.importId)
    if (stored?.pass !== job.pass) return
    const { status, undoing } = standstillOf(stored.status)
    const counts = { ...stored.counts, undoing }
    await updateImport(work.tx, stored.id, { status, counts, failure: 'author_gone' }, work.now)
    noteChange(work, stored, 'changed')
  })
}

/** Writing and undoing go on from where they stand; what only looks is begun anew. */
function standstillOf(status: StoredImport['status']): { status: StoredImport['status']; undoing: number } {
  if (status === 'reading') return { status: 'failed', undoing: 0 }
  if (status === 'checking') return { status: 'mapping', undoing: 0 }
  return { status: 'paused', undoing: status === 'undoing' ? 1 : 0 }
}
