import { describe, expect, it } from 'vitest'
import type { Transaction } from '../db/database.ts'
import { aDatabase } from '../db/testing.ts'
import { newId } from '../pure/ids.ts'
import { findHorizon, listEventsOf, readEventsAfter } from './reader.ts'
import { insert, type NewEvent } from './record.ts'

const db = await aDatabase()

const cause = { operation: newId(), verb: 'test', by: 'system' as const }
const record = (id: string, kind = 'thing.changed'): NewEvent => ({ kind, record: { kind: 'thing', id }, owners: null })
const write = (tx: Transaction, ...events: NewEvent[]) => insert(tx, events, { at: new Date(), actorId: null, cause })

/** A transaction that waits between its write and its commit. */
async function opened(...events: NewEvent[]): Promise<{ commit(): Promise<void> }> {
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  let written = () => {}
  const isWritten = new Promise<void>(done => {
    written = done
  })
  const finished = db.transaction(async tx => {
    await write(tx, ...events)
    written()
    await held
  })
  await isWritten
  return {
    async commit() {
      release()
      await finished
    },
  }
}

/** Transactions of other tests on the same server hold the horizon back as well: what is wanted comes, but not at once. */
async function eventually<T>(read: () => Promise<T[]>, wanted: number): Promise<T[]> {
  for (const until = Date.now() + 20_000; ; ) {
    const rows = await read()
    if (rows.length >= wanted || Date.now() > until) return rows
    await new Promise(done => setTimeout(done, 5))
  }
}

describe('the reader of events', () => {
  it('never passes an id while a transaction that began earlier is still open', async () => {
    const start = await findHorizon(db)
    const older = newId()
    const younger = newId()
    const first = await opened(record(older))
    await db.transaction(tx => write(tx, record(younger)))

    // the horizon lies below what other tests have written before, so only these two are looked at
    const readBoth = async () =>
      (await readEventsAfter(db, start)).map(event => event.recordId).filter(id => [older, younger].includes(id))
    expect(await readBoth()).toEqual([])

    await first.commit()
    expect(await eventually(readBoth, 2)).toEqual([older, younger])
  })

  it('gives every event exactly once to a reader that goes on from its last id', async () => {
    let position = await findHorizon(db)
    const seen: string[] = []
    const written: string[] = []
    const writer = async () => {
      for (let i = 0; i < 25; i++) {
        const id = newId()
        await db.transaction(async tx => {
          await write(tx, record(id))
          if (i % 5 === 0) await new Promise(done => setTimeout(done, 3))
        })
        written.push(id)
      }
    }
    const writers = Promise.all([writer(), writer(), writer()])
    let done = false
    void writers.then(() => {
      done = true
    })
    const isAllSeen = () => done && written.every(id => seen.includes(id))
    for (const until = Date.now() + 20_000; Date.now() < until && !isAllSeen(); ) {
      const events = await readEventsAfter(db, position, 7)
      seen.push(...events.map(event => event.recordId))
      position = events.at(-1)?.id ?? position
      await new Promise(resolve => setTimeout(resolve, 1))
    }
    await writers
    const mine = seen.filter(id => written.includes(id))
    expect([...mine].sort()).toEqual([...written].sort())
    expect(new Set(mine).size).toBe(75)
  })

  it('keeps ids growing after a restore on a server whose transaction ids begin anew', async () => {
    const [before] = await db.transaction(tx => write(tx, record(newId())))
    await db.transaction(async tx => {
      await tx.q
        .updateTable('event_epoch')
        .set(eb => ({ value: eb('value', '+', '1000000') }))
        .execute()
    })
    const [after] = await db.transaction(tx => write(tx, record(newId())))
    expect(BigInt(after as string) - BigInt(before as string)).toBeGreaterThan(1_000_000n << 20n)
  })

  it('shows the history of records newest first, page by page', async () => {
    const id = newId()
    await db.transaction(tx => write(tx, record(id, 'thing.created'), record(id, 'thing.changed')))
    await db.transaction(tx => write(tx, record(id, 'thing.archived')))
    const [newest] = await listEventsOf(db, [id], { limit: 1 })
    expect(newest?.kind).toBe('thing.archived')
    const rest = await listEventsOf(db, [id], { limit: 5, before: newest?.id as string })
    expect(rest.map(event => event.kind)).toEqual(['thing.changed', 'thing.created'])
  })
})
