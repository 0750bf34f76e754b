import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { perform } from '../../../platform/work.ts'
import { writeAudit } from './actions.ts'
import { sealLog } from './sealing/actions.ts'

const world = await aWorld()
const owner = new pg.Client({ ...inject('cluster').owner, database: String(world.connection.database) })
await owner.connect()
afterAll(() => owner.end())

const id = newId()
await writeAudit(
  world.db,
  { now: new Date(), actorId: null },
  { kind: 'client.viewed', record: { kind: 'client', id }, detail: { n: 1 }, personal: { address: '10.0.0.1' } },
)
await perform(world.platform, world.caller('salesperson'), { verb: 'test' }, async work =>
  work.record({
    kind: 'client.changed',
    record: { kind: 'client', id },
    changes: { segmentId: { to: 1 } },
    personal: { email: { from: 'a@example.com', to: 'b@example.com' } },
    owners: null,
  }),
)
await sealLog(world.platform)

const attempts = [
  `update audit set kind = 'client.printed' where record_id = '${id}'`,
  `update audit set detail = '{}' where record_id = '${id}'`,
  `update audit set at = now() where record_id = '${id}'`,
  `update audit set place = 0 where record_id = '${id}'`,
  `update audit set personal = '{"address": "10.0.0.2"}' where record_id = '${id}'`,
  `delete from audit where record_id = '${id}'`,
  'truncate audit',
  'update audit_seal set chain = digest',
  'delete from audit_seal',
  'truncate audit_seal',
  `update event set changes = '{}' where record_id = '${id}'`,
  `update event set version = 7 where record_id = '${id}'`,
  `update event set personal = '{"email": {"to": "c@example.com"}}' where record_id = '${id}'`,
  'truncate event',
  'update event_seal set chain = digests',
  'delete from event_seal',
  'truncate event_seal',
]

test.for(attempts)('the product cannot do: %s', async text => {
  await expect(world.db.pool.query(text)).rejects.toMatchObject({ code: '42501' })
})

// Where the database is somebody's own server the product may own the tables: then the triggers refuse.
test.for(attempts.filter(text => !text.includes('_seal')))('nor can the owner of the tables do: %s', async text => {
  await expect(owner.query(text)).rejects.toMatchObject({ code: '42501' })
  expect((await owner.query('select detail, personal from audit where record_id = $1', [id])).rows).toEqual([
    { detail: { n: 1 }, personal: { address: '10.0.0.1' } },
  ])
})
