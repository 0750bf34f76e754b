import type { Change } from '../../../../platform/events/record.ts'
import type { Work } from '../../../../platform/work.ts'
import { refuseChange } from '../../../access/refusals/actions.ts'
import { writeContractor } from '../../contractors/actions.ts'
import { fieldsOf } from '../../editing/rules.ts'
import { partyEvent } from '../../events.ts'
import { writePartyIdentities } from '../../identity/actions.ts'
import { shareOpenedClient } from '../../identity/storage.ts'
import { mayMerge } from '../../policy.ts'
import { findClient, findClientForUpdate } from '../../storage.ts'
import type { ClientRecord, ContractorRecord } from '../../tables.ts'
import { writeFields } from '../clients/actions.ts'
import { bringBack, recordUnmerged, rewriteContacts } from '../moves/actions.ts'
import { keep } from '../moves/rules.ts'
import { holdContractors, holdLinks, holdProspects, placeContractors, restoreContractorRow } from '../moves/storage.ts'
import { refuseAbsent } from '../redirects/queries.ts'
import { columnsBefore, type FieldChanges, isAsMerged, isTouched, same, type Touched } from '../rules.ts'
import { dropMergedIdentities, holdParties, setApart } from '../storage.ts'
import type { Kept, MergeDetail, MergedField, MergeRow, MovedRow } from '../tables.ts'
import { idsOf, idsOfRecords, linksBack, prospectsBack } from '../undoing/actions.ts'
import { readTouched } from '../undoing/queries.ts'
import { decideFieldsBack } from '../undoing/rules.ts'
import { listTakenNumbers } from './storage.ts'

const NUMBERS = new Set(['inn', 'kpp', 'ogrn'])

/** Two clients are two again. @returns what stays as people have made it since */
export async function undoClients(work: Work, merge: MergeRow & { detail: MergeDetail }): Promise<Kept[]> {
  const { winnerId, loserId, detail } = merge
  const { tx } = work
  await holdProspects(tx, 'id', idsOf(detail.rows, 'prospect'))
  await holdParties(tx, 'client', [winnerId, loserId])
  const winner =
    (await findClientForUpdate(tx, winnerId, work.scope.clients.sight)) ??
    (await refuseAbsent(work, 'client', winnerId))
  await setApart(tx, 'client', loserId, detail.loserArchivedAt, work.now)
  const loser = await findClient(tx, loserId, null)
  if (!loser) throw new Error('a client that was just set apart is gone')
  const foreign = [winner, loser].find(each => !mayMerge(work.scope.clients, [each]))
  if (foreign) refuseChange('clients', foreign.responsibleId)
  const record = { kind: 'client', id: winnerId, title: winner.name }
  const current = fieldsOf(winner)
  const touched = await readTouched(tx, merge.id, idsOfRecords(merge))
  const own = decideFieldsBack(
    detail.fields.filter(each => !NUMBERS.has(each.field)),
    current,
    record,
    touched(winnerId),
  )
  await writeFields(work, winner, own.fields.map(asField))
  const kept = [
    ...own.kept,
    ...editedNumbers(detail, current, record, touched(winnerId)),
    ...(await contractorsBack(work, winner, detail.rows, touched)),
    ...(await linksBack(work, detail.rows, [], touched)),
    ...(await prospectsBack(work, detail.rows, 'clientId', touched)),
    ...(await bringBack(work, merge, detail.rows)),
  ]
  await dropMergedIdentities(tx, merge.id)
  const owners = [winner.responsibleId, loser.responsibleId]
  await writeBack(work, merge, detail.rows, owners)
  for (const id of [winnerId, loserId]) await shareOpenedClient(tx, id)
  const taken = await listTakenNumbers(tx, loserId, winnerId, merge.at)
  kept.push(
    ...taken.map(each => keep('taken', { kind: 'contractor', id: each.id, title: each.name }, { field: 'inn' })),
  )
  recordUnmerged(
    work,
    'client',
    { winner, loser: { id: loserId, version: loser.version - 1 } },
    { ...own.changes, ...(await numbersChanged(work, winnerId, current)) },
    owners,
  )
  return kept
}

function asField({ field, after }: { field: string; after: unknown }): MergedField {
  return { field, before: null, loser: null, after }
}

/** Numbers of the card that somebody typed since; they lie with the main legal entity. */
function editedNumbers(detail: MergeDetail, now: object, record: Kept['record'], since: FieldChanges): Kept[] {
  return detail.fields.flatMap(({ field, before, after }) => {
    const value = (now as Record<string, unknown>)[field] ?? null
    if (!NUMBERS.has(field) || (!since.has(field) && same(value, after))) return []
    return [keep('edited', record, { field, before, merged: after, now: value })]
  })
}

async function numbersChanged(work: Work, winnerId: string, before: ReturnType<typeof fieldsOf>) {
  const now = await findClient(work.tx, winnerId, null)
  const after = now ? fieldsOf(now) : before
  const changed = (['inn', 'kpp', 'ogrn'] as const).filter(field => before[field] !== after[field])
  return Object.fromEntries(changed.map(field => [field, { from: before[field], to: after[field] }]))
}

async function contractorsBack(
  work: Work,
  winner: ClientRecord,
  rows: readonly MovedRow[],
  touched: Touched,
): Promise<Kept[]> {
  const kept: Kept[] = []
  const mine = rows.filter(row => row.kind === 'contractor')
  const placed = new Map((await holdContractors(work.tx, idsOf(mine, 'contractor'))).map(each => [each.id, each]))
  const places: { id: string; clientId: string; main: boolean; changes: Record<string, Change> }[] = []
  const next = new Map<string, ContractorRecord>()
  for (const row of mine) {
    const now = placed.get(row.id)
    if (!now) continue
    if (row.after && 'clientId' in row.after) {
      const record = { kind: 'contractor', id: row.id, title: row.title ?? '' }
      if (!isAsMerged(row, { ...now }, ['clientId'])) {
        kept.push(keep('moved_on', record, { field: 'clientId', before: row.before?.['clientId'], now: now.clientId }))
        continue
      }
      // Its place at its own client is what it was: what became of it at the other says nothing about that.
      const main = row.before?.['main'] === true
      if (isTouched(row, { ...now }, 'main', touched(row.id)))
        kept.push(keep('edited', record, { field: 'main', now: now.main }))
      if (main && now.archived) {
        await restoreContractorRow(work.tx, row.id)
        kept.push(keep('edited', record, { field: 'archived', before: false, merged: false, now: true }))
      }
      const clientId = String(row.before?.['clientId'])
      const changes = {
        clientId: { from: winner.id, to: clientId },
        ...(main === now.main ? {} : { main: { from: now.main, to: main } }),
        ...(main && now.archived ? { archived: { from: true, to: false } } : {}),
      }
      places.push({ id: row.id, clientId, main, changes })
      continue
    }
    const entity = winner.contractors.find(each => each.id === row.id)
    if (!entity) continue
    const columns = columnsBefore(row, { ...entity }, touched(row.id))
    const edited = Object.keys(row.before ?? {}).filter(
      column => column !== 'version' && !same(columns[column], row.before?.[column]) && !NUMBERS.has(column),
    )
    for (const field of edited)
      kept.push(
        keep(
          'edited',
          { kind: 'contractor', id: entity.id, title: entity.name },
          {
            field,
            before: row.before?.[field],
            merged: row.after?.[field],
            now: columns[field],
          },
        ),
      )
    next.set(entity.id, { ...entity, ...columns })
  }
  const versions = await placeContractors(work.tx, places, work.now)
  for (const { id, changes } of places) {
    work.record(
      partyEvent('contractor.moved', { kind: 'contractor', id }, versions.get(id) ?? 1, changes, [
        winner.responsibleId,
      ]),
    )
  }
  const left = winner.contractors.filter(each => !places.some(place => place.id === each.id))
  for (const { before, after } of withOneMain(left, next)) await writeContractor(work, winner, before, after)
  return kept
}

/** A client has exactly one main legal entity. */
function withOneMain(
  entities: readonly ContractorRecord[],
  next: ReadonlyMap<string, ContractorRecord>,
): { before: ContractorRecord; after: ContractorRecord }[] {
  const planned = entities.map(before => ({ before, after: next.get(before.id) ?? before }))
  const wanted = planned.filter(each => each.after.main)
  const main =
    wanted.find(each => !each.after.archived) ?? wanted[0] ?? planned.find(each => !each.after.archived) ?? planned[0]
  return planned.map(({ before, after }) => ({ before, after: { ...after, main: before.id === main?.before.id } }))
}

/** By what both and their people are found. */
async function writeBack(
  work: Work,
  { winnerId, loserId }: MergeRow,
  rows: readonly MovedRow[],
  owners: readonly (string | null)[],
): Promise<void> {
  for (const id of [winnerId, loserId]) {
    const client = await findClient(work.tx, id, null)
    if (client) await writePartyIdentities(work.tx, client)
  }
  const links = await holdLinks(work.tx, 'id', idsOf(rows, 'link'))
  const moved = new Set(rows.flatMap(row => (row.kind === 'link' && row.title !== undefined ? [row.id] : [])))
  for (const link of links) {
    if (!moved.has(link.id) || link.clientId !== loserId) continue
    const clientId = { from: winnerId, to: loserId }
    const contact = { kind: 'contact', id: link.contactId }
    work.record(partyEvent('contact.moved', contact, link.contactVersion, { clientId }, owners))
  }
  await rewriteContacts(work.tx, [...new Set(links.map(link => link.contactId))])
}
