import type { BodyOf } from '../../../../platform/contract.ts'
import { refuse } from '../../../../platform/problems.ts'
import { creationOf, isRepeat, type Work } from '../../../../platform/work.ts'
import { audit } from '../../../access/audit/actions.ts'
import { authorOf } from '../../actions.ts'
import { type DuplicateSearch, searchNotOpen, searchUnderWay, type steerDuplicateSearch } from './contract.ts'
import { getSearch } from './queries.ts'
import { insertRun, setOpenRunState } from './storage.ts'

/** The queue of the job that searches. */
export const SEARCH_QUEUE = 'clients.duplicates'

const creation = creationOf('duplicate_run', { owned: false })

/**
 * Starts a search of the whole base; one at a time.
 * @throws duplicate_search.under_way
 */
export async function startSearch(work: Work, id: string): Promise<DuplicateSearch> {
  if (!(await isRepeat(work, creation, id))) {
    const started = await insertRun(work.tx, id, { userId: authorOf(work), at: work.now }, work.creationHash)
    if (!started) refuse(searchUnderWay)
    work.enqueue(SEARCH_QUEUE, { runId: id })
    await note(work, id, 'started')
  }
  return read(work)
}

/**
 * Pauses, resumes or cancels the search under way; the piece being done is done to its end.
 * @throws duplicate_search.not_open
 */
export async function steerSearch(
  work: Work,
  { state }: BodyOf<typeof steerDuplicateSearch>,
): Promise<DuplicateSearch> {
  const id = (await setOpenRunState(work.tx, state, work.now)) ?? refuse(searchNotOpen)
  if (state === 'running') work.enqueue(SEARCH_QUEUE, { runId: id })
  await note(work, id, ({ paused: 'paused', running: 'resumed', cancelled: 'cancelled' } as const)[state])
  return read(work)
}

async function note(work: Work, id: string, verb: 'started' | 'paused' | 'resumed' | 'cancelled'): Promise<void> {
  const record = { kind: 'duplicate_search', id }
  work.record({ kind: `duplicate_search.${verb}`, record, owners: null })
  await audit(work, { kind: `duplicates.search_${verb}`, record })
}

async function read(work: Work): Promise<DuplicateSearch> {
  return (await getSearch(work.tx, work.caller)) ?? refuse(searchNotOpen)
}
