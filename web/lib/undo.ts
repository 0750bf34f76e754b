import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { undoAct, undoRefused } from '../../server/rooms/undoing/contract.ts'
import { type Answer, call, type CallInput } from './api.ts'
import { isProblem, Undecided } from './problem-error.ts'
import { refreshResources } from './queries.ts'

/** What a write is named by: the key it was sent with, an entry of a history, or a record in the version that it gave. */
export type Act = CallInput<typeof undoAct>['body']['change']
/** What goes back, and what does not, and why. */
export type UndoOutcome = Answer<typeof undoAct>
type Shown = { outcome: UndoOutcome; run: (only: string[]) => Promise<void> }

/** Everything on the screen that shows something of what can be taken back. */
const SHOWS = [
  'clients',
  'contractors',
  'contacts',
  'prospects',
  'interests',
  'interests-summary',
  'board',
  'search',
  'activities',
  'my-day',
  'my-day-summary',
  'notices',
  'notices-summary',
]

let refused: Shown | undefined
const watchers = new Set<() => void>()

/** The refusal that is on the screen, and who follows it; `undefined` puts it away. */
export const refusals = {
  shown: () => refused,
  show: (next: Shown | undefined) => {
    refused = next
    for (const tell of watchers) tell()
  },
  watch: (tell: () => void) => {
    watchers.add(tell)
    return () => void watchers.delete(tell)
  },
}

/** Tells what would come of it, and does nothing. */
export function foreseeUndo(change: Act): Promise<UndoOutcome> {
  return call(undoAct, { body: { change, dryRun: true } }, { reads: true })
}

/** Takes it back as a whole, or these of its records alone; what cannot go back is refused. */
async function undo(client: QueryClient, change: Act, only?: readonly string[]): Promise<void> {
  try {
    await call(undoAct, { body: { change, dryRun: false, ...(only ? { only: [...only] } : {}) } })
  } finally {
    void refreshResources(client, SHOWS)
  }
}

/** Takes an act back; where somebody changed something since, that is shown, and the rest offered. */
export function useUndo(): (change: Act) => Promise<void> {
  const client = useQueryClient()
  return async change => {
    try {
      await undo(client, change)
    } catch (error) {
      if (!isProblem(error, undoRefused)) throw error
      showUndo(client, change, await foreseeUndo(change))
      throw new Undecided()
    }
  }
}

/** Shows what would go back and what would not: the person decides. */
export function showUndo(client: QueryClient, change: Act, outcome: UndoOutcome, onDone?: () => void): void {
  const run = async (only: string[]) => {
    await undo(client, change, outcome.left.length > 0 ? only : undefined)
    onDone?.()
  }
  refusals.show({ outcome, run })
}
