import { mayChangeProspect } from '../../policy.ts'
import { refuse } from '../../../../platform/problems.ts'
import type { Work } from '../../../../platform/work.ts'
import { refuseChange } from '../../../access/refusals/actions.ts'
import { refuseFaults } from '../../actions.ts'
import { dropIdentities } from '../../identity/storage.ts'
import { decideProspectFaults, prospectKey, titleOf } from '../../prospects/rules.ts'
import { findProspect, sortProspectViewers, updateProspect } from '../../prospects/storage.ts'
import type { ProspectRecord } from '../../tables.ts'
import { mergeDifferentClients, mergeWinnerArchived } from '../contract.ts'
import { recordMerged, rewriteProspects, takeAlong } from '../moves/actions.ts'
import { listAccess } from '../moves/storage.ts'
import { refuseAbsent } from '../redirects/queries.ts'
import { inheritedOfProspect } from '../redirects/rules.ts'
import { decideFields, same } from '../rules.ts'
import { holdParties, keepMergedIdentities, raiseVersion, setMergedInto } from '../storage.ts'
import type { MergeDetail, MergedField, MergeOrder, MovedRow } from '../tables.ts'
import { decideLink, linkOf } from './rules.ts'
import { setLink } from './storage.ts'

/**
 * Two prospects are one: its Interests are those of both. A link of one of them is that of the winner, and all its
 * Interests follow it.
 * @throws not_found, prospect.merged, forbidden, merge.winner_archived, merge.different_clients, invalid
 */
export async function mergeProspects(work: Work, order: MergeOrder): Promise<MergeDetail> {
  const { winnerId, loserId, choices } = order
  const { tx } = work
  await holdParties(tx, 'prospect', [winnerId, loserId])
  const winner = await load(work, winnerId)
  const loser = await load(work, loserId)
  const foreign = [winner, loser].find(each => !mayChangeProspect(work.scope.clients, each))
  if (foreign) refuseChange('clients', foreign.responsibleId)
  if (winner.archivedAt !== null) refuse(mergeWinnerArchived)
  requireOneClient(work, winner, loser)
  const { fields, faults } = decideFields('prospect', winner, loser, choices)
  const next = { ...winner, ...Object.fromEntries(fields.map(({ field, after }) => [field, after])) } as ProspectRecord
  refuseFaults([...faults, ...decideProspectFaults(next)])

  const viewers: MovedRow[] = []
  for (const { id } of [winner, loser]) {
    const rows = await listAccess(tx, id, true)
    viewers.push({ kind: 'viewers', id, before: { rows: rows.map(row => row.image) }, after: {} })
  }
  await setMergedInto(tx, 'prospect', loserId, winnerId, work.now)
  await dropIdentities(tx, [loserId])
  await writeProspectFields(work, winner, fields)
  const link = decideLink(winner, loser)
  const rows: MovedRow[] = [...viewers]
  if (!same(link, linkOf(winner))) {
    await setLink(tx, winnerId, link)
    rows.push({ kind: 'prospect', id: winnerId, before: { ...linkOf(winner) }, after: { ...link } })
  }
  const party = link.clientId === null ? null : { clientId: link.clientId, contactId: link.contactId }
  rows.push(...(await takeAlong(work, { kind: 'prospect', winnerId, loserId, link: party })))
  await keepMergedIdentities(tx, order, inheritedOfProspect(loser))
  await rewriteProspects(tx, [winnerId])
  // Its Interests may have given it to somebody whom the caller does not cover.
  const merged = (await findProspect(tx, winnerId, null)) ?? winner
  // With Interests it is theirs that decides who looks after the prospect.
  const final = fields.map(each => (each.field === 'responsibleId' ? { ...each, after: merged.responsibleId } : each))
  const told = [
    ...fields,
    ...(['clientId', 'contactId'] as const).map(field => ({
      field,
      before: winner[field],
      loser: loser[field],
      after: link[field],
    })),
  ]
  recordMerged(work, 'prospect', { winner, loser }, told, [
    winner.responsibleId,
    loser.responsibleId,
    merged.responsibleId,
  ])
  return {
    winnerTitle: titleOf(merged),
    loserTitle: titleOf(loser),
    loserArchivedAt: loser.archivedAt?.toISOString() ?? null,
    fields: final,
    rows,
    conflicts: [],
  }
}

async function load(work: Work, id: string): Promise<ProspectRecord> {
  return (await findProspect(work.tx, id, work.scope.clients.sight)) ?? refuseAbsent(work, 'prospect', id)
}

function requireOneClient(work: Work, winner: ProspectRecord, loser: ProspectRecord): void {
  if (winner.clientId === null || loser.clientId === null || winner.clientId === loser.clientId) return
  const clients = [winner, loser].map(({ clientId, clientName, clientResponsibleId }) => {
    const isSeen = work.scope.clients.sees(clientId, clientResponsibleId)
    return { id: isSeen ? clientId : null, title: isSeen ? clientName : null }
  })
  refuse(mergeDifferentClients, { clients })
}

/** Writes the winner's fields as they are to be. */
export async function writeProspectFields(
  work: Work,
  record: ProspectRecord,
  fields: readonly Pick<MergedField, 'field' | 'after'>[],
): Promise<void> {
  const next = { ...record, ...Object.fromEntries(fields.map(({ field, after }) => [field, after])) } as ProspectRecord
  if (same(record, next)) {
    await raiseVersion(work.tx, 'prospect', record.id, work.now)
    return
  }
  await updateProspect(work.tx, { ...next, nameKey: prospectKey(next) }, work.now)
  if (next.responsibleId !== record.responsibleId) await sortProspectViewers(work.tx, [record.id])
}
