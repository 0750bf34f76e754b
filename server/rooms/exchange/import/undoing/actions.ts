import type { Platform } from '../../../../platform/platform.ts'
import { Problem } from '../../../../platform/problems.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { archiveContact, changeContact } from '../../../clients/contacts/actions.ts'
import { getContact } from '../../../clients/contacts/queries.ts'
import { archiveClient, changeClient } from '../../../clients/editing/actions.ts'
import { getClient } from '../../../clients/queries.ts'
import { noteChange } from '../actions.ts'
import { findImportForUpdate, updateImport } from '../storage.ts'
import { decideRestoring } from './rules.ts'
import { listMadeClients, listUses, listWaiting, settleChanges, type StoredChange } from './storage.ts'

const CHUNK = 50

/** How far a job has come; a new one looks for it anew. */
export interface UndoPlace {
  before: string | null
}

/**
 * Takes back the next changes, the latest first: what the import made and nobody touched or uses goes into the archive,
 * fields go back where they stand as the import left them. @returns whether there are more
 */
export async function takeBack(
  platform: Platform,
  caller: Caller,
  job: { importId: string; pass: number },
  place: UndoPlace,
): Promise<boolean> {
  const operation = { verb: 'import.undo', through: { kind: 'import', id: job.importId } }
  const { result } = await perform<string | false>(platform, caller, operation, async work => {
    const stored = await findImportForUpdate(work.tx, job.importId)
    if (stored?.pass !== job.pass || stored.status !== 'undoing') return false
    const changes = await listWaiting(work.tx, stored.id, CHUNK, place.before)
    if (changes.length === 0) {
      await updateImport(work.tx, stored.id, { status: 'undone', finishedAt: work.now }, work.now)
      noteChange(work, stored, 'changed')
      return false
    }
    const ids = [...new Set(changes.flatMap(each => [each.recordId, each.clientId]))]
    const [uses, made] = await Promise.all([
      listUses(work.tx, ids, stored.id),
      listMadeClients(work.tx, ids, stored.id),
    ])
    const settled: { ord: string; conflict: string | null }[] = []
    for (const change of changes)
      settled.push({ ord: change.ord, conflict: await takeBackOne(work, change, uses, made) })
    await settleChanges(work.tx, stored.id, settled)
    const conflicts = settled.filter(each => each.conflict !== null).length
    const add = (key: string, by: number) => (stored.counts[key] ?? 0) + by
    const counts = {
      ...stored.counts,
      takenBack: add('takenBack', settled.length - conflicts),
      conflicts: add('conflicts', conflicts),
    }
    await updateImport(work.tx, stored.id, { position: stored.position + changes.length, counts }, work.now)
    return (changes.at(-1) as StoredChange).ord
  })
  if (result === false) return false
  place.before = result
  return true
}

/** @returns why it was left as it is, null when it was taken back */
async function takeBackOne(
  work: Work,
  change: StoredChange,
  uses: ReadonlyMap<string, string>,
  made: ReadonlySet<string>,
): Promise<string | null> {
  try {
    if (!change.made) return await restoreFields(work, change)
    const use = uses.get(change.recordId)
    if (use) return use
    if (change.kind === 'client') await archiveClient(work, change.recordId)
    else {
      // A client that the import made and that stays keeps its people.
      if (made.has(change.clientId) && uses.has(change.clientId)) return 'client_kept'
      await archiveContact(work, change.recordId)
    }
    return null
  } catch (error) {
    if (error instanceof Problem && error.declaration.status < 500) return 'gone'
    throw error
  }
}

async function restoreFields(work: Work, change: StoredChange): Promise<string | null> {
  const { tx, caller } = work
  const changes = change.changes ?? {}
  const raws = (list: readonly { raw: string }[]) => list.map(each => each.raw)
  if (change.kind === 'client') {
    const client = await getClient(tx, caller, change.recordId)
    const now = {
      ...client,
      phones: raws(client.phones),
      emails: raws(client.emails),
      responsibleId: client.responsible?.id ?? null,
      archived: client.archivedAt !== null,
    }
    const { restored, kept } = decideRestoring(changes, now)
    const { archived, ...fields } = restored
    if (Object.keys(fields).length > 0)
      await changeClient(work, change.recordId, { version: client.version, ...fields })
    if (archived === true) await archiveClient(work, change.recordId)
    return kept.length > 0 ? `fields:${kept.join(',')}` : null
  }
  const contact = await getContact(tx, caller, change.recordId)
  const position = contact.clients.find(each => each.id === change.clientId)?.position ?? null
  const isArchived = contact.archivedAt !== null
  const now = { ...contact, phones: raws(contact.phones), emails: raws(contact.emails), position, archived: isArchived }
  const { restored, kept } = decideRestoring(changes, now)
  const { archived, ...fields } = restored
  if (Object.keys(fields).length > 0) {
    await changeContact(work, change.recordId, { version: contact.version, clientId: change.clientId, ...fields })
  }
  if (archived === true) await archiveContact(work, change.recordId)
  return kept.length > 0 ? `fields:${kept.join(',')}` : null
}
