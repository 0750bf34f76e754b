import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How far a chain went: so many rows, and the chain at the last of them. */
export interface Mark {
  count: number
  hash: string
}

/** How far both chains went at some time, kept where the database cannot reach. */
export interface Anchor extends Mark {
  at: Date
  /** Of the history of records; null in an anchor of a release that did not seal it. */
  history: Mark | null
}

/** What somebody kept on paper or in a letter. */
export type PrintedAnchor = Omit<Anchor, 'at'>

/** Longer than any line. */
const TAIL = 800
/** The journal gets a line this often at most; the newest anchor stands beside it, as new as the last seal. */
const JOURNAL_MS = 60_000

export const anchorFile = (dataDir: string) => join(dataDir, 'audit-anchors.jsonl')
export const newestAnchorFile = (dataDir: string) => join(dataDir, 'audit-anchor-newest.json')

/**
 * Keeps an anchor as the newest of this node, and in its journal once a minute.
 * @param always in the journal, whenever the last line was written
 */
export async function keepAnchor(dataDir: string, anchor: Anchor, always = false): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = await open(anchorFile(dataDir), 'a+', 0o600)
  try {
    const tail = await tailOf(file)
    const last = lastOf(tail)
    const isDue = !last || always || anchor.at.getTime() - last.at.getTime() >= JOURNAL_MS
    if (isDue && !(last && isSame(last, anchor))) {
      // A line that was cut short by a kill must not spoil the next one.
      const begin = tail === '' || tail.endsWith('\n') ? '' : '\n'
      await file.appendFile(`${begin}${lineOf(anchor)}\n`)
      await file.sync()
    }
  } finally {
    await file.close()
  }
  const newest = await readNewest(dataDir)
  if (!newest || !isSame(newest, anchor)) await replaceNewest(dataDir, lineOf(anchor))
}

const lineOf = ({ at, count, hash, history }: Anchor) =>
  JSON.stringify({ at: at.toISOString(), count, hash, ...(history ? { history } : {}) })

const isSame = (a: Anchor, b: Anchor) => a.hash === b.hash && a.history?.hash === b.history?.hash

/** Whoever reads meanwhile reads the old one or the new one whole. */
async function replaceNewest(dataDir: string, line: string): Promise<void> {
  const path = newestAnchorFile(dataDir)
  const beside = `${path}.${randomUUID()}`
  try {
    await writeFile(beside, `${line}\n`, { mode: 0o600, flush: true })
    await rename(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
}

async function readNewest(dataDir: string): Promise<Anchor | null> {
  const text = await readFile(newestAnchorFile(dataDir), 'utf8').catch(refuseAllBut('ENOENT'))
  return text === null ? null : parse(text)
}

/** The newest anchor of this node; null where the journal is gone, whatever stands beside it. */
export async function findLastAnchor(dataDir: string): Promise<Anchor | null> {
  const file = await open(anchorFile(dataDir)).catch(refuseAllBut('ENOENT'))
  if (!file) return null
  try {
    const last = lastOf(await tailOf(file))
    const newest = await readNewest(dataDir)
    return last && newest && newest.at > last.at ? newest : last
  } finally {
    await file.close()
  }
}

/** The oldest anchor of this node. */
export async function findFirstAnchor(dataDir: string): Promise<Anchor | null> {
  for await (const [first] of readAnchors(dataDir, 1)) return first ?? null
  return null
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

/** The anchors of this node, the oldest first, as many at a time as asked for; the newest one last. */
export async function* readAnchors(dataDir: string, size = 500): AsyncGenerator<Anchor[]> {
  const file = await open(anchorFile(dataDir)).catch(refuseAllBut('ENOENT'))
  let batch: Anchor[] = []
  try {
    for await (const line of file?.readLines() ?? []) {
      const anchor = parse(line)
      if (anchor) batch.push(anchor)
      if (batch.length < size) continue
      yield batch
      batch = []
    }
  } finally {
    await file?.close()
  }
  const newest = await readNewest(dataDir)
  if (newest) batch.push(newest)
  if (batch.length > 0) yield batch
}

/** Null for a line that was cut short. */
function parse(line: string): Anchor | null {
  try {
    const { at, count, hash, history = null } = JSON.parse(line) as Mark & { at: string; history?: Mark }
    return { at: new Date(at), count, hash, history }
  } catch {
    return null
  }
}

const FORM = /^([0-9a-f]{64}):(\d{1,15})(?::([0-9a-f]{64}):(\d{1,15}))?$/

/** `<hash>:<count>` of the log, and the same of the history behind it, as the page and the command print them; null for anything else. */
export function readPrinted(text: string): PrintedAnchor | null {
  const found = FORM.exec(text.trim().toLowerCase())
  if (!found) return null
  const [, hash = '', count, historyHash, historyCount] = found
  const history = historyHash === undefined ? null : { hash: historyHash, count: Number(historyCount) }
  return { hash, count: Number(count), history }
}
