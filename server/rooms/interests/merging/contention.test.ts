import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, together } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import * as clients from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest, getInterest } from '../contract.ts'

/** Somebody holds the door until all of them stand at it, as chance does not bring people together. */
describe('people who merge at the same moment', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  let serviceTypeId = ''

  beforeAll(async () => {
    serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
  })

  const register = (change: object = {}) => boss.ok(clients.createClient, { body: aClient(change) })
  const merge = (winnerId: string, loserId: string, kind: 'client' | 'contact' | 'prospect' = 'client') =>
    boss.call(clients.mergeParties, { body: { id: newId(), kind, winnerId, loserId } })
  const create = (party: object) => boss.call(createInterest, { body: anInterest({ serviceTypeId, ...party }) })
  const countOf = async (id: string) => {
    const { rows } = await world.db.pool.query(
      `select open_interests as kept, (select count(*)::int from interest i where i.client_id = c.id and i.open) as real
         from client c where id = $1`,
      [id],
    )
    return rows[0]
  }

  test('of two merges that share a record one wins, and the other is told of it', async () => {
    const [a, b, c] = [await register(), await register(), await register()]
    const answers = await together(world, 'client', b.id, [() => merge(a.id, b.id), () => merge(c.id, b.id)])
    expect(answers.map(each => each.status)).toEqual([201, 409])
    expect(answers[1]?.problem).toMatchObject({ code: 'client.merged', data: { winnerId: a.id } })
    const crossed = [await register(), await register()].map(each => each.id) as [string, string]
    const both = await together(world, 'client', crossed[0], [
      () => merge(crossed[0], crossed[1]),
      () => merge(crossed[1], crossed[0]),
    ])
    expect(both.map(each => each.status)).toEqual([201, 409])
  })

  test('an edit that waited for a merge of its record learns of it', async () => {
    const [a, b] = [await register(), await register()]
    const edit = () =>
      boss.call(clients.changeClient, { params: { id: b.id }, body: { version: 1, comment: 'потерялось бы' } })
    const answers = await together(world, 'client', b.id, [() => merge(a.id, b.id), edit] as (() => ReturnType<
      typeof edit
    >)[])
    expect(answers.map(each => each.status)).toEqual([201, 409])
    expect(answers[1]?.problem.code).toBe('client.merged')
  })

  test('a merge that waited for an edit keeps it', async () => {
    const [a, b] = [await register(), await register()]
    const edit = () =>
      boss.call(clients.changeClient, { params: { id: b.id }, body: { version: 1, publicName: 'Успели' } })
    const answers = await together(world, 'client', b.id, [edit, () => merge(a.id, b.id)] as (() => ReturnType<
      typeof edit
    >)[])
    expect(answers.map(each => each.status)).toEqual([200, 201])
    expect((await boss.ok(clients.getClient, { params: { id: a.id } })).publicName).toBe('Успели')
  })

  test('an Interest for a client that is being merged moves along or is refused, and never stays with the loser', async () => {
    for (const isFirst of [true, false]) {
      const [a, b] = [await register(), await register()]
      const starts: (() => Promise<{ status: number }>)[] = [() => merge(a.id, b.id), () => create({ clientId: b.id })]
      const answers = await together(world, 'client', b.id, isFirst ? starts : starts.toReversed())
      expect(answers.map(each => each.status)).toEqual(isFirst ? [201, 409] : [201, 201])
      const { rows } = await world.db.pool.query('select id from interest where client_id = $1', [b.id])
      expect(rows).toEqual([])
      expect(await countOf(a.id)).toEqual({ kept: isFirst ? 0 : 1, real: isFirst ? 0 : 1 })
    }
  })

  test('an Interest that names a contact who is being merged names the winner or is refused', async () => {
    for (const isFirst of [true, false]) {
      const client = await register({ contacts: [aContact(), aContact()] })
      const [winner, loser] = client.contacts.map(each => each.id) as [string, string]
      const known = await boss.ok(createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
      const starts: (() => Promise<{ status: number }>)[] = [
        () => merge(winner, loser, 'contact'),
        () => create({ clientId: client.id, contactId: loser }),
        () => boss.call(changeInterest, { params: { id: known.id }, body: { version: 1, contactId: loser } }),
      ]
      const answers = await together(world, 'contact', loser, isFirst ? starts : starts.toReversed())
      expect(answers.map(each => each.status)).toEqual(isFirst ? [201, 409, 409] : [200, 201, 201])
      const { rows } = await world.db.pool.query('select id from interest where contact_id = $1', [loser])
      expect(rows).toEqual([])
      const contactId = (await boss.ok(getInterest, { params: { id: known.id } })).contactId
      expect(contactId).toBe(isFirst ? null : winner)
    }
  })

  test('an Interest for a prospect that is being merged moves along or is refused', async () => {
    for (const isFirst of [true, false]) {
      const [a, b] = [
        await boss.ok(clients.createProspect, { body: aProspect() }),
        await boss.ok(clients.createProspect, { body: aProspect() }),
      ]
      const starts: (() => Promise<{ status: number }>)[] = [
        () => merge(a.id, b.id, 'prospect'),
        () => create({ prospectId: b.id }),
      ]
      const answers = await together(world, 'prospect', b.id, isFirst ? starts : starts.toReversed())
      expect(answers.map(each => each.status)).toEqual(isFirst ? [201, 409] : [201, 201])
      const { rows } = await world.db.pool.query('select id from interest where prospect_id = $1', [b.id])
      expect(rows).toEqual([])
    }
  })

  test('two who undo the same merge at one moment undo it once', async () => {
    const [a, b] = [await register(), await register()]
    const { body } = await merge(a.id, b.id)
    const undo = () => boss.call(clients.undoMerge, { params: { id: body.id } })
    const answers = await together(world, 'client', a.id, [undo, undo])
    expect(answers.map(each => each.status).sort()).toEqual([200, 409])
  })
})
