import { beforeAll, expect, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { aClient } from '../../../clients/builders.ts'
import { createClient, getClient } from '../../../clients/contract.ts'
import { directories } from '../../../company/contract.ts'
import { createInterest } from '../../../interests/contract.ts'
import { search } from '../../contract.ts'

let time = Date.now()
const world = await aWorld({ now: () => new Date(time) })
const admin = world.as('administrator')
const anna = world.as('salesperson')
const head = world.as('head')

/** Sixty namesakes of others, then one for each way of being near. */
const crowd = Array.from({ length: 60 }, (_, n) => aClient({ kind: 'person', name: `Ледоколов Артем ${n + 10}` }))
const own = aClient({ kind: 'person', name: 'Ледоколов Яков Свой' })
const opened = aClient({ kind: 'person', name: 'Ледоколов Юлий Открытый' })
const asking = aClient({ kind: 'person', name: 'Ледоколов Эрик Спросивший' })
const exact = aClient({ kind: 'person', name: 'Ледоколо' })

/** A few seconds later. */
async function titles(who: typeof admin, q: string) {
  time += 5_000
  return (await who.ok(search, { query: { q, limit: 5 } })).items.map(item => item.title)
}

beforeAll(async () => {
  for (const body of [...crowd, opened, asking]) await anna.ok(createClient, { body })
  await head.ok(createClient, { body: own })
  await anna.ok(createClient, { body: exact })
})

test('one’s own records rise among equals, however many hold what was typed', async () => {
  expect((await titles(head, 'ледокол'))[0]).toBe(own.name)
  expect(await titles(admin, 'ледокол')).not.toContain(own.name)
})

test('what was opened last rises above them, and so does the client of one’s last Interest', async () => {
  await head.ok(getClient, { params: { id: opened.id } })
  expect((await titles(head, 'ледокол')).slice(0, 2)).toEqual([opened.name, own.name])
  const serviceTypeId = (await admin.ok(directories.service_type.list)).items[0]?.id
  const interest = { id: newId(), content: 'x', serviceTypeId, clientId: asking.id, responsibleId: people.head.id }
  await head.ok(createInterest, { body: interest })
  expect((await titles(head, 'ледокол')).slice(0, 3)).toEqual([asking.name, opened.name, own.name])
  expect((await titles(head, 'ледоколов артем'))[0]).toMatch(/Артем/)
})

test('a better match stays above what is familiar', async () => {
  expect((await titles(head, 'ледоколо'))[0]).toBe(exact.name)
})

test('what rises is what the person deals with, not what others do', async () => {
  expect(await titles(admin, 'ледокол')).not.toContain(opened.name)
})
