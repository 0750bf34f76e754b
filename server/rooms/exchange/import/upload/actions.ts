import type { Readable } from 'node:stream'
import type { Platform } from '../../../../platform/platform.ts'
import { refuse } from '../../../../platform/problems.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { perform } from '../../../../platform/work.ts'
import { readImport } from '../actions.ts'
import { importGap, type ImportRecord, importTooLarge, importWrongState } from '../contract.ts'
import { getImport, getStored } from '../queries.ts'
import { updateImport } from '../storage.ts'
import { deleteChunksFrom, insertChunk } from './storage.ts'

const LARGEST_FILE = 100 * 1024 * 1024
const CHUNK = 512 * 1024

/**
 * Takes a part of a file as it arrives, piece by piece: the file is never whole in memory. A part that is sent again
 * replaces what came of it before, so a lost answer costs nothing.
 */
export async function receiveFile(
  platform: Platform,
  caller: Caller,
  id: string,
  part: { at: number; last: boolean; body: Readable },
): Promise<ImportRecord> {
  const { db } = platform
  const stored = await getStored(db, caller, id)
  if (stored.status !== 'uploading') refuse(importWrongState, { status: stored.status })
  if (part.at > stored.size) refuse(importGap, { size: stored.size })
  await deleteChunksFrom(db, id, part.at)
  let at = part.at
  let waiting: Buffer[] = []
  let length = 0
  const flush = async () => {
    if (length === 0) return
    await insertChunk(db, id, at, Buffer.concat(waiting))
    at += length
    waiting = []
    length = 0
  }
  for await (const piece of part.body as AsyncIterable<Buffer>) {
    if (at + length + piece.length > LARGEST_FILE) refuse(importTooLarge)
    waiting.push(piece)
    length += piece.length
    if (length >= CHUNK) await flush()
  }
  await flush()
  await updateImport(db, id, { size: at }, platform.now())
  if (!part.last) return getImport(db, caller, id)
  return (await perform(platform, caller, { verb: 'import.file' }, work => readImport(work, id))).result
}
