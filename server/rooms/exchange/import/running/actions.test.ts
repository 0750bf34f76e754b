import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { aWorld, type Name, people } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { makeInn10 } from '../../../../platform/pure/requisites.ts'
import * as clients from '../../../clients/contract.ts'
import { IMPORT_QUEUE } from '../actions.ts'
import { aCsv } from '../builders.ts'
import * as api from '../contract.ts'
import { proceed } from '../proceeding/actions.ts'

/** Nothing runs by itself here: the test is the node that does the work. */
const world = await aWorld()
const { platform, db } = world
await platform.jobs.open([{ queue: IMPORT_QUEUE, handle: async () => {} }])
const admin = world.as('administrator')
const goOn = async (id: string, pass?: number) => {
  const job = pass ?? (await db.pool.query('select pass from import where id = $1', [id])).rows[0].pass
  await proceed(platform, { importId: id, pass: job }, new AbortController().signal)
}
const read = (id: string) => admin.ok(api.getImport, { params: { id } })

/** A file that was read and is about to be written, or checked. */
async function anImport(rows: readonly string[][], who: Name = 'administrator', then = api.startImport) {
  const id = newId()
  const me = world.as(who)
  await me.ok(api.createImport, { body: { id, name: 'файл.csv' } })
  const headers = { 'content-type': 'application/octet-stream' }
  await me.ok(api.sendImportFile, { params: { id }, body: aCsv(rows), headers })
  await goOn(id)
  await me.ok(then, { params: { id } })
  return id
}

const HEADER = ['Название', 'Почта']
const aLot = (count: number, mark = newId().slice(-8)) =>
  Array.from({ length: count }, (_, n) => [`Много ${mark} ${n}`, `${mark}-${n}@example.org`])

async function expectWrittenOnce(id: string, count: number): Promise<void> {
  const { rows } = await db.pool.query(
    `select (select count(*)::int from import_row where import_id = $1 and outcome = 'created') as rows,
            count(distinct c.name)::int as names, count(*)::int as events
       from import_change m join client c on c.id = m.record_id
       join event e on e.record_id = c.id and e.kind = 'client.created'
      where m.import_id = $1 and m.made`,
    [id],
  )
  expect(rows[0]).toEqual({ rows: count, names: count, events: count })
  const { counts, status } = await read(id)
  expect([status, counts['created'], counts['unchanged'] ?? 0]).toEqual(['done', count, 0])
}

/** Holds a mail as somebody does who registers it, and says which server process waits for it. */
async function holdMail(mail: string): Promise<{ waiting: () => Promise<number>; release: () => Promise<void> }> {
  const holder = await db.pool.connect()
  await holder.query('select pg_advisory_lock(hashtextextended($1, 0))', [`email:${mail}`])
  return {
    async waiting() {
      for (;;) {
        const { rows } = await holder.query(
          `select pid from pg_locks where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())`,
        )
        if (rows[0]) return rows[0].pid
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    },
    async release() {
      await holder.query('select pg_advisory_unlock_all()')
      holder.release()
    },
  }
}

test('two nodes that are given the same work write every row once', async () => {
  const id = await anImport([HEADER, ...aLot(600)])
  await Promise.all([goOn(id), goOn(id)])
  await expectWrittenOnce(id, 600)
})

test('a transaction that is killed in the middle is written again as a whole: no row twice, none left out', async () => {
  const rows = aLot(600)
  const id = await anImport([HEADER, ...rows])
  const held = await holdMail(rows[400]?.[1] ?? '')
  const killed = goOn(id).catch((error: unknown) => error)
  await db.pool.query('select pg_terminate_backend($1)', [await held.waiting()])
  expect(await killed).toBeInstanceOf(Error)
  await held.release()
  expect((await read(id)).status).toBe('running')
  await goOn(id)
  await expectWrittenOnce(id, 600)
})

test('a row that the database refuses is told, and the others beside it are written once', async () => {
  const rows = aLot(300)
  const bad = rows[40]?.[0] ?? ''
  const owner = new pg.Client({ ...inject('cluster').owner, database: world.connection.database })
  await owner.connect()
  await owner.query(`create function refuse_name() returns trigger language plpgsql as
    $$ begin if new.name = '${bad}' then raise exception 'no'; end if; return new; end $$`)
  await owner.query('create trigger refuse_name before insert on client for each row execute function refuse_name()')
  const id = await anImport([HEADER, ...rows])
  await goOn(id)
  await owner.query('drop trigger refuse_name on client')
  await owner.end()
  await expectWrittenOnce(id, 299)
  const { items } = await admin.ok(api.listImportRows, { params: { id }, query: { show: 'failed' } })
  expect(items.map(each => [each.n, each.reason])).toEqual([[41, 'Строку не удалось записать']])
})

test('a job that is left over from an earlier piece of work does nothing', async () => {
  const id = await anImport([HEADER, ...aLot(3)])
  await goOn(id, 1)
  expect(await read(id)).toMatchObject({ status: 'running', position: 0 })
  await goOn(id)
  await expectWrittenOnce(id, 3)
})

test('the work ends with the right of who began it, wherever it stands, and goes on from there', async () => {
  const rows = aLot(600)
  const id = await anImport([HEADER, ...rows], 'head')
  const held = await holdMail(rows[100]?.[1] ?? '')
  const work = goOn(id)
  await held.waiting()
  await db.pool.query(`update app_user set role = 'salesperson' where id = $1`, [people.head.id])
  await held.release()
  await work
  expect(await read(id)).toMatchObject({ status: 'paused', failure: expect.stringContaining('потерял право') })
  expect((await read(id)).counts['created']).toBeLessThan(600)
  await db.pool.query(`update app_user set role = 'head' where id = $1`, [people.head.id])
  await admin.ok(api.resumeImport, { params: { id } })
  await goOn(id)
  await expectWrittenOnce(id, 600)
})

test('a check and an undo that ended with the right of who began them never begin to write', async () => {
  const take = (role: string) => db.pool.query('update app_user set role = $2 where id = $1', [people.head.id, role])
  const id = await anImport([HEADER, ...aLot(3)], 'head', api.checkImport)
  await take('salesperson')
  await goOn(id)
  expect(await read(id)).toMatchObject({ status: 'mapping', failure: expect.stringContaining('потерял право') })
  await take('head')
  await admin.ok(api.startImport, { params: { id } })
  await goOn(id)
  await admin.ok(api.undoImport, { params: { id } })
  await take('salesperson')
  await goOn(id)
  await take('head')
  expect(await admin.ok(api.resumeImport, { params: { id } })).toMatchObject({ status: 'undoing', failure: null })
  await goOn(id)
  expect(await read(id)).toMatchObject({ status: 'undone', counts: { takenBack: 3 } })
})

test('two rows with the same INN and KPP are one client, whatever they are called', async () => {
  const inn = makeInn10(Math.random)
  const id = await anImport([
    ['Название', 'ИНН', 'КПП'],
    [`Восход ${newId()}`, inn, '770101001'],
    [`Закат ${newId()}`, inn, '770101001'],
  ])
  await goOn(id)
  const { rows } = await db.pool.query('select client_id from contractor where inn = $1', [inn])
  expect(rows).toHaveLength(1)
  expect((await read(id)).counts).toMatchObject({ created: 1 })
})

test('an undo leaves a new client that somebody has changed since', async () => {
  const id = await anImport([HEADER, ...aLot(2)])
  await goOn(id)
  const { items } = await admin.ok(api.listImportRows, { params: { id } })
  const [changed, untouched] = items.map(each => each.clientId ?? '')
  const params = { id: changed ?? '' }
  await admin.ok(clients.changeClient, { params, body: { version: 1, comment: 'Звонили, ждут предложение' } })
  await admin.ok(api.undoImport, { params: { id } })
  await goOn(id)
  expect((await read(id)).counts).toMatchObject({ takenBack: 1, conflicts: 1 })
  const archivedAt = async (each = '') => (await admin.ok(clients.getClient, { params: { id: each } })).archivedAt
  expect([await archivedAt(changed), await archivedAt(untouched)]).toEqual([null, expect.any(String)])
})

test('an undo of more than one piece takes back everything, and goes on after a pause where it stood', async () => {
  const count = 130
  const id = await anImport([HEADER, ...aLot(count)])
  await goOn(id)
  await admin.ok(api.undoImport, { params: { id } })
  await admin.ok(api.pauseImport, { params: { id } })
  await admin.ok(api.resumeImport, { params: { id } })
  await goOn(id)
  expect(await read(id)).toMatchObject({ status: 'undone', counts: { takenBack: count, conflicts: 0 } })
})
