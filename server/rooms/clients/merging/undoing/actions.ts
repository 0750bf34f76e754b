import { mayChangeProspect } from '../../policy.ts'
import type { Change } from '../../../../platform/events/record.ts'
import type { Work } from '../../../../platform/work.ts'
import { refuseChange } from '../../../access/refusals/actions.ts'
import { isOwnContact } from '../../contacts/queries.ts'
import { findContact } from '../../contacts/storage.ts'
import { partyEvent } from '../../events.ts'
import { titleOf } from '../../prospects/rules.ts'
import { findProspect } from '../../prospects/storage.ts'
import { contactFields, ownersOf, writeContactFields } from '../contacts/actions.ts'
import { bringBack, recordUnmerged, rewriteContacts, rewriteProspects } from '../moves/actions.ts'
import { decideLinksBack, keep } from '../moves/rules.ts'
import {
  holdLinks,
  holdProspects,
  placeProspects,
  putAccess,
  putLinks,
  settleMainLinks,
  writeLinks,
} from '../moves/storage.ts'
import { writeProspectFields } from '../prospects/actions.ts'
import { linkOf } from '../prospects/rules.ts'
import { setLink } from '../prospects/storage.ts'
import { refuseAbsent } from '../redirects/queries.ts'
import { isAsMerged, type Touched } from '../rules.ts'
import { dropMergedIdentities, holdParties, setApart } from '../storage.ts'
import type { Kept, MergeDetail, MergeRow, MovedRow } from '../tables.ts'
import { readTouched } from './queries.ts'
import { decideFieldsBack } from './rules.ts'

type Undone = MergeRow & { detail: MergeDetail }

/** Two contacts are two again. @returns what stays as people have made it since */
export async function undoContacts(work: Work, merge: Undone): Promise<Kept[]> {
  const { winnerId, loserId, detail } = merge
  const { tx } = work
  await holdProspects(tx, 'id', idsOf(detail.rows, 'prospect'))
  await holdParties(tx, 'contact', [winnerId, loserId])
  const winner =
    (await findContact(tx, winnerId, work.scope.clients.sight)) ?? (await refuseAbsent(work, 'contact', winnerId))
  if (!isOwnContact(winner, work.scope.clients)) refuseChange('clients', winner.clients[0]?.responsibleId)
  await setApart(tx, 'contact', loserId, detail.loserArchivedAt, work.now)
  const record = { kind: 'contact', id: winnerId, title: winner.fullName }
  const touched = await readTouched(tx, merge.id, idsOfRecords(merge))
  const back = decideFieldsBack(detail.fields, contactFields(winner), record, touched(winnerId))
  await writeContactFields(work, winner, back.fields)
  const kept = [
    ...back.kept,
    ...(await linksBack(work, detail.rows, [winnerId, loserId], touched)),
    ...(await prospectsBack(work, detail.rows, 'contactId', touched)),
    ...(await bringBack(work, merge, detail.rows)),
  ]
  await dropMergedIdentities(tx, merge.id)
  await rewriteContacts(tx, [winnerId, loserId])
  const loser = await findContact(tx, loserId, null)
  const sides = { winner, loser: { id: loserId, version: (loser?.version ?? 1) - 1 } }
  recordUnmerged(work, 'contact', sides, back.changes, ownersOf(winner, ...(loser ? [loser] : [])))
  return kept
}

/** Two prospects are two again. @returns what stays as people have made it since */
export async function undoProspects(work: Work, merge: Undone): Promise<Kept[]> {
  const { winnerId, loserId, detail } = merge
  const { tx } = work
  await holdParties(tx, 'prospect', [winnerId, loserId])
  const winner =
    (await findProspect(tx, winnerId, work.scope.clients.sight)) ?? (await refuseAbsent(work, 'prospect', winnerId))
  if (!mayChangeProspect(work.scope.clients, winner)) refuseChange('clients', winner.responsibleId)
  await setApart(tx, 'prospect', loserId, detail.loserArchivedAt, work.now)
  const loser = await findProspect(tx, loserId, null)
  const record = { kind: 'prospect', id: winnerId, title: titleOf(winner) }
  const since = (await readTouched(tx, merge.id, [winnerId]))(winnerId)
  const back = decideFieldsBack(detail.fields, winner, record, since)
  await writeProspectFields(work, winner, back.fields)
  const kept = [...back.kept]
  const linkBack: Record<string, Change> = {}
  const link = detail.rows.find(row => row.kind === 'prospect' && row.id === winnerId)
  if (link) {
    const current = { ...linkOf(winner) }
    if (isAsMerged(link, current, ['clientId', 'contactId'], since)) {
      const next = { ...current, ...link.before }
      await setLink(tx, winnerId, next)
      for (const field of ['clientId', 'contactId'] as const)
        if (next[field] !== current[field]) linkBack[field] = { from: current[field], to: next[field] }
    } else {
      const [before, merged] = [link.before?.['clientId'], link.after?.['clientId']]
      kept.push(keep('moved_on', record, { field: 'clientId', before, merged, now: current.clientId }))
    }
  }
  for (const row of detail.rows)
    if (row.kind === 'viewers') await putAccess(tx, row.id, (row.before?.['rows'] ?? []) as unknown[])
  kept.push(...(await bringBack(work, merge, detail.rows)))
  await dropMergedIdentities(tx, merge.id)
  await rewriteProspects(tx, [winnerId, loserId])
  const sides = { winner, loser: { id: loserId, version: (loser?.version ?? 1) - 1 } }
  recordUnmerged(work, 'prospect', sides, { ...back.changes, ...linkBack }, [
    winner.responsibleId,
    loser?.responsibleId ?? null,
  ])
  return kept
}

/** Of the rows that moved: the ids of those of one kind. */
export function idsOf(rows: readonly MovedRow[], kind: string): string[] {
  return rows.filter(row => row.kind === kind).map(row => row.id)
}

/** The winner and all that moved to it in this room: whatever people may have changed since. */
export function idsOfRecords({ winnerId, detail }: Undone): string[] {
  const own = detail.rows.filter(row => ['contractor', 'prospect', 'link'].includes(row.kind))
  return [...new Set([winnerId, ...own.map(row => row.of ?? row.id)])]
}

/** The links of contacts to clients go back, and everybody has one main place of work again. */
export async function linksBack(
  work: Work,
  rows: readonly MovedRow[],
  contactIds: readonly string[],
  touched: Touched,
): Promise<Kept[]> {
  const links = rows.filter(row => row.kind === 'link')
  const current = await holdLinks(
    work.tx,
    'id',
    links.map(row => row.id),
  )
  const { write, put, kept } = decideLinksBack(links, current, touched)
  await writeLinks(work.tx, write)
  await putLinks(work.tx, put)
  await settleMainLinks(work.tx, [...contactIds, ...links.flatMap(row => row.of ?? [])])
  return kept
}

/** The prospects that followed a client or a contact go back, unless somebody linked them elsewhere since. */
export async function prospectsBack(
  work: Work,
  rows: readonly MovedRow[],
  column: 'clientId' | 'contactId',
  touched: Touched,
): Promise<Kept[]> {
  const moved = new Map(rows.filter(row => row.kind === 'prospect').map(row => [row.id, row]))
  const held = await holdProspects(work.tx, 'id', [...moved.keys()])
  const kept: Kept[] = []
  const back = held.flatMap(prospect => {
    const row = moved.get(prospect.id)
    if (!row) return []
    if (isAsMerged(row, { ...prospect }, [column], touched(prospect.id))) return [{ ...prospect, ...row.before }]
    const record = { kind: 'prospect', id: prospect.id, title: prospect.title }
    const [before, merged, now] = [row.before?.[column], row.after?.[column], prospect[column]]
    kept.push(keep('moved_on', record, { field: column, before, merged, now }))
    return []
  })
  await placeProspects(work.tx, back, work.now)
  for (const { id, version, responsibleId } of back) {
    const row = moved.get(id)
    const change = { from: row?.after?.[column], to: row?.before?.[column] }
    work.record(
      partyEvent('prospect.moved', { kind: 'prospect', id }, version + 1, { [column]: change }, [responsibleId]),
    )
  }
  await rewriteProspects(
    work.tx,
    back.map(each => each.id),
  )
  return kept
}
