import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { UnreadableTable } from './unreadable.ts'

/** A file of which any part can be read; only the part under way is in memory. */
export interface FileSource {
  size: number
  /** The bytes from here to the end, in pieces. */
  read(from: number): AsyncIterable<Uint8Array>
}

export interface ZipEntry {
  name: string
  method: number
  packed: number
  size: number
  offset: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const MOST_ENTRIES = 5_000
const LARGEST_DIRECTORY = 4 * 1024 * 1024
/** Above this, what is packed more tightly than tables ever are is a bomb. */
const SUSPICIOUS = 30 * 1024 * 1024
const TIGHTEST = 150
const LARGEST_ENTRY = 1024 * 1024 * 1024

/** The entries of an archive by its directory; what could not be unpacked in a bounded time is refused before it is read. */
export async function listEntries(source: FileSource): Promise<Map<string, ZipEntry>> {
  const tail = await readBytes(source, Math.max(0, source.size - 66_000), 66_000)
  const end = findEnd(tail)
  const [count, length, from] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  if (count > MOST_ENTRIES || length > LARGEST_DIRECTORY) throw new UnreadableTable('too_large')
  if (from + length > source.size) throw new UnreadableTable('broken')
  const directory = await readBytes(source, from, length)
  const entries = new Map<string, ZipEntry>()
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY; ) {
    const names = directory.readUInt16LE(at + 28)
    const entry: ZipEntry = {
      name: directory.toString('utf8', at + 46, at + 46 + names).replaceAll('\\', '/'),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    }
    if ((directory.readUInt16LE(at + 8) & 1) === 1) throw new UnreadableTable('locked')
    entries.set(entry.name, entry)
    at += 46 + names + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at--) if (tail.readUInt32LE(at) === END) return at
  throw new UnreadableTable('broken')
}

async function readBytes(source: FileSource, from: number, length: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let have = 0
  for await (const piece of source.read(from)) {
    pieces.push(piece)
    have += piece.length
    if (have >= length) break
  }
  return Buffer.concat(pieces).subarray(0, length)
}

/** An entry unpacked piece by piece; never more than its directory promised. */
export async function* unpack(source: FileSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const isBomb = entry.size > SUSPICIOUS && entry.size > entry.packed * TIGHTEST
  if (isBomb || entry.size > LARGEST_ENTRY) throw new UnreadableTable('too_large')
  const local = await readBytes(source, entry.offset, 30)
  if (local.length < 30 || local.readUInt32LE(0) !== LOCAL) throw new UnreadableTable('broken')
  const begin = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  const packed = Readable.from(cut(source.read(begin), entry.packed))
  let size = 0
  try {
    for await (const piece of entry.method === 0 ? packed : inflate(packed, entry.method)) {
      size += (piece as Uint8Array).length
      if (size > entry.size) throw new UnreadableTable('too_large')
      yield piece as Uint8Array
    }
  } catch (error) {
    throw String((error as { code?: unknown }).code).startsWith('Z_') ? new UnreadableTable('broken') : error
  } finally {
    packed.destroy()
  }
  if (size < entry.size) throw new UnreadableTable('broken')
}

function inflate(packed: Readable, method: number): AsyncIterable<Uint8Array> {
  if (method !== 8) throw new UnreadableTable('unknown_format')
  const out = createInflateRaw()
  packed.on('error', error => out.destroy(error))
  return packed.pipe(out)
}

async function* cut(pieces: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let left = length
  if (left === 0) return
  for await (const piece of pieces) {
    const part = piece.length > left ? piece.subarray(0, left) : piece
    left -= part.length
    yield part
    if (left === 0) return
  }
  throw new UnreadableTable('broken')
}
