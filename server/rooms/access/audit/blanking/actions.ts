import type { Work } from '../../../../platform/work.ts'
import { audit } from '../actions.ts'
import { unsaltEvents } from '../history/actions.ts'
import { lockHistory } from '../history/storage.ts'
import { lockSeals } from '../sealing/storage.ts'
import { blankEventsOf, blankRowsOf } from './storage.ts'

export interface Blanked {
  /** Rows of the audit log, and how many of them were sealed. */
  rows: number
  sealed: number
  /** Events of the history, and how many of them were sealed. */
  events: number
  sealedEvents: number
}

/**
 * Blanks what says something of a person in the rows and events about a record; of a user also in what the user did. What
 * happened, when and by which id stays, and so does the chain. The log keeps how many were blanked: whoever blanks past this
 * door is found out by the count.
 */
export async function blankPersonal(work: Work, record: { kind: string; id: string }): Promise<Blanked> {
  // Nothing is sealed meanwhile: a seal made of the old value would keep its salt.
  await lockSeals(work.tx)
  await lockHistory(work.tx)
  const { rows, sealed } = await blankRowsOf(work.tx, record.id, record.kind === 'user')
  const events = await blankEventsOf(work.tx, record.id)
  const blanked = { rows, sealed, events: events.length, sealedEvents: await unsaltEvents(work.tx, events) }
  await audit(work, { kind: 'audit.blanked', record, detail: { ...blanked } })
  return blanked
}
