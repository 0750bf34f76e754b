import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

/** How far the chain went at some time, kept where the database cannot reach. */
export interface Anchor {
  at: Date
  count: number
  hash: string
}

/** Longer than any line. */
const TAIL = 400

export const anchorFile = (dataDir: string) => join(dataDir, 'audit-anchors.jsonl')

/** Appends an anchor to the journal of this node, unless the last line says the same. */
export async function keepAnchor(dataDir: string, { at, count, hash }: Anchor): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = await open(anchorFile(dataDir), 'a+', 0o600)
  try {
    const tail = await tailOf(file)
    const last = lastOf(tail)
    if (last?.count === count && last.hash === hash) return
    // A line that was cut short by a kill must not spoil the next one.
    const begin = tail === '' || tail.endsWith('\n') ? '' : '\n'
    await file.appendFile(`${begin}${JSON.stringify({ at: at.toISOString(), count, hash })}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The newest anchor of this node. */
export async function findLastAnchor(dataDir: string): Promise<Anchor | null> {
  const file = await open(anchorFile(dataDir)).catch(refuseAllBut('ENOENT'))
  if (!file) return null
  try {
    return lastOf(await tailOf(file))
  } finally {
    await file.close()
  }
}

function refuseAllBut(code: string) {
  return (error: NodeJS.ErrnoException): null => {
    if (error.code !== code) throw error
    return null
  }
}

async function tailOf(file: FileHandle): Promise<string> {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, Math.max(0, size - TAIL))
  return buffer.toString('utf8', 0, bytesRead)
}

function lastOf(tail: string): Anchor | null {
  return (
    tail
      .split('\n')
      .map(parse)
      .findLast(each => each !== null) ?? null
  )
}

/** The anchors of this node, the oldest first, as many at a time as asked for. */
export async function* readAnchors(dataDir: string, size = 500): AsyncGenerator<Anchor[]> {
  const file = await open(anchorFile(dataDir)).catch(refuseAllBut('ENOENT'))
  if (!file) return
  let batch: Anchor[] = []
  for await (const line of file.readLines()) {
    const anchor = parse(line)
    if (anchor) batch.push(anchor)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Null for a line that was cut short. */
function parse(line: string): Anchor | null {
  try {
    const { at, count, hash } = JSON.parse(line) as { at: string; count: number; hash: string }
    return { at: new Date(at), count, hash }
  } catch {
    return null
  }
}

const FORM = /^([0-9a-f]{64}):(\d{1,15})$/

/** `<hash>:<count>`, as the page and the command print it; null for anything else. */
export function readPrinted(text: string): Pick<Anchor, 'count' | 'hash'> | null {
  const found = FORM.exec(text.trim().toLowerCase())
  return found ? { hash: found[1] as string, count: Number(found[2]) } : null
}
