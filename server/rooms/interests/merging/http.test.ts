import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import * as clients from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import * as api from '../contract.ts'

describe('when two parties are one', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  let serviceTypeId = ''
  let sale: Scenario

  beforeAll(async () => {
    serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await boss.ok(listScenarios)).items[0] as Scenario
  })
  const client = (change: object = {}) => boss.ok(clients.createClient, { body: aClient(change) })
  const prospect = (change: object = {}) => boss.ok(clients.createProspect, { body: aProspect(change) })
  const interest = (party: object) => boss.ok(api.createInterest, { body: anInterest({ serviceTypeId, ...party }) })
  const read = (id: string) => boss.ok(api.getInterest, { params: { id } })
  const merge = (kind: 'client' | 'contact' | 'prospect', winnerId: string, loserId: string) =>
    boss.ok(clients.mergeParties, { body: { id: newId(), kind, winnerId, loserId } })
  const undo = (id: string) => boss.ok(clients.undoMerge, { params: { id } })
  const said = (merge: clients.Merge) => merge.conflicts.map(each => [each.code, each.record.id, each.field, each.now])

  test('their Interests follow, closed ones too, one event each with the merge as cause', async () => {
    const [winner, loser] = [await client(), await client()]
    const open = await interest({ clientId: loser.id })
    const lossReasonId = (await boss.ok(directories.loss_reason.list)).items[0]?.id
    const lost = await interest({ clientId: loser.id, stateId: sale.states[6]?.id, lossReasonId })
    const made = await merge('client', winner.id, loser.id)
    expect(made.moved).toContainEqual({ kind: 'interest', count: 2, titles: [open.number, lost.number] })
    for (const { id } of [open, lost]) expect(await read(id)).toMatchObject({ version: 2, clientId: winner.id })
    const { rows } = await world.db.pool.query(
      `select record_id, cause from event where kind = 'interest.party_changed' and record_id = any($1) order by id`,
      [[open.id, lost.id]],
    )
    expect(rows.map(row => row.record_id)).toEqual([open.id, lost.id])
    for (const { cause } of rows) expect(cause.through).toEqual({ kind: 'merge', id: made.id })
  })

  test('filters, lists and history of the loser are those of the winner, and a new Interest names it', async () => {
    const [winner, loser] = [await client(), await client({ name: 'ООО «Старая Вывеска»' })]
    const mine = await interest({ clientId: loser.id, content: 'Старое дело' })
    await merge('client', winner.id, loser.id)
    const fresh = await interest({ clientId: winner.id })
    const expected = [fresh.id, mine.id]
    const { items } = await boss.ok(api.listInterests, { query: { clientId: loser.id } })
    expect(items.map(each => each.id)).toEqual(expected)
    const params = { id: loser.id }
    const ofParty = await boss.ok(api.listClientInterests, { params })
    expect(ofParty.items.map(each => ('id' in each ? each.id : null))).toEqual(expected)
    for (const id of [loser.id, winner.id]) {
      const { items: history } = await boss.ok(api.readClientTimeline, { params: { id }, query: { limit: 100 } })
      const told = history.map(each => `${each.kind} ${each.record.id}`)
      expect(told).toEqual(
        expect.arrayContaining([
          `client.created ${loser.id}`,
          `client.created ${winner.id}`,
          `client.merged ${winner.id}`,
          `interest.created ${mine.id}`,
        ]),
      )
    }
    const refused = await boss.call(api.createInterest, { body: anInterest({ serviceTypeId, clientId: loser.id }) })
    expect([refused.status, refused.problem.code, refused.problem.data.winnerId]).toEqual([
      409,
      'client.merged',
      winner.id,
    ])
  })

  test('an Interest created since goes with the contact or the prospect for whom it was made', async () => {
    const contacts = () => [aContact()]
    const [winner, loser] = [await client({ contacts: contacts() }), await client({ contacts: contacts() })]
    const [own, theirs] = [winner.contacts[0]?.id ?? '', loser.contacts[0]?.id ?? '']
    const { id: prospectId } = await prospect()
    await boss.ok(clients.linkProspect, { params: { id: prospectId }, body: { clientId: loser.id } })
    const before = await interest({ clientId: winner.id })
    const made = await merge('client', winner.id, loser.id)
    const ofProspect = await interest({ prospectId })
    const ofContact = await interest({ clientId: winner.id, contactId: theirs })
    const ofWinner = await interest({ clientId: winner.id, contactId: own })
    const ofNobody = await interest({ clientId: winner.id })
    expect(await read(ofProspect.id)).toMatchObject({ clientId: winner.id, prospectId })
    // What stood at the winner before stays there, whoever was named since.
    const patch = { version: before.version, contactId: theirs }
    await boss.ok(api.changeInterest, { params: { id: before.id }, body: patch } as never)
    expect(said(await undo(made.id))).toEqual([['since', ofNobody.id, 'clientId', winner.id]])
    const party = async (id: string) => (await read(id)).clientId
    expect(await Promise.all([ofProspect, ofContact].map(each => party(each.id)))).toEqual([loser.id, loser.id])
    for (const { id } of [ofWinner, ofNobody, before]) expect(await party(id)).toBe(winner.id)
    const counted = await world.db.pool.query('select open_interests as n from client where id = $1', [loser.id])
    expect(counted.rows).toEqual([{ n: 2 }])
    const { rows } = await world.db.pool.query(
      `select cause->'through'->>'id' as through from event where kind = 'interest.party_changed' and record_id = $1`,
      [ofContact.id],
    )
    expect(rows).toEqual([{ through: made.id }])
  })

  test('of whom an Interest created since was made cannot be told where its contact stands with both: it stays', async () => {
    const [winner, loser] = [await client(), await client({ contacts: [aContact()] })]
    const contactId = loser.contacts[0]?.id ?? ''
    await boss.ok(clients.addContact, { params: { id: winner.id }, body: { id: newId(), contactId } })
    const made = await merge('client', winner.id, loser.id)
    const { id } = await interest({ clientId: winner.id, contactId })
    expect(said(await undo(made.id))).toEqual([['since', id, 'clientId', winner.id]])
    expect(await read(id)).toMatchObject({ clientId: winner.id, contactId })
  })

  test('an Interest created since for two contacts that were one names him who works at its client', async () => {
    const [one, two, both] = [
      await client({ contacts: [aContact()] }),
      await client({ contacts: [aContact()] }),
      await client(),
    ]
    const [winnerId, loserId] = [one.contacts[0]?.id ?? '', two.contacts[0]?.id ?? '']
    for (const contactId of [winnerId, loserId])
      await boss.ok(clients.addContact, { params: { id: both.id }, body: { id: newId(), contactId } })
    const made = await merge('contact', winnerId, loserId)
    const at = (clientId: string) => interest({ clientId, contactId: winnerId })
    const [ofOne, ofTwo, ofBoth] = [await at(one.id), await at(two.id), await at(both.id)]
    expect(said(await undo(made.id))).toEqual([['since', ofBoth.id, 'contactId', winnerId]])
    const contact = async (id: string) => (await read(id)).contactId
    expect(await contact(ofOne.id)).toBe(winnerId)
    expect(await contact(ofTwo.id)).toBe(loserId)
    expect(await contact(ofBoth.id)).toBe(winnerId)
  })

  test('an Interest created since for two prospects that were one stays and is named', async () => {
    const [winner, loser] = [await prospect(), await prospect()]
    const made = await merge('prospect', winner.id, loser.id)
    const { id } = await interest({ prospectId: winner.id })
    expect(said(await undo(made.id))).toEqual([['since', id, 'prospectId', winner.id]])
  })

  test('the contact that somebody chose since stays, also when it is again the one that the merge named', async () => {
    const { contacts, id: clientId } = await client({ contacts: [aContact(), aContact(), aContact()] })
    const [winnerId, loserId, third] = contacts.map(each => each.id) as [string, string, string]
    const [again, calm] = [
      await interest({ clientId, contactId: loserId }),
      await interest({ clientId, contactId: loserId }),
    ]
    const made = await merge('contact', winnerId, loserId)
    for (const contactId of [third, winnerId]) {
      const { version } = await read(again.id)
      await boss.ok(api.changeInterest, { params: { id: again.id }, body: { version, contactId } } as never)
    }
    expect(said(await undo(made.id))).toEqual([['moved_on', again.id, 'contactId', winnerId]])
    expect((await read(again.id)).contactId).toBe(winnerId)
    expect((await read(calm.id)).contactId).toBe(loserId)
  })

  test('an Interest that goes back to its client keeps the contact that was chosen since, and says so', async () => {
    const [winner, loser] = [await client({ contacts: [aContact()] }), await client({ contacts: [aContact()] })]
    const [own, theirs] = [winner.contacts[0]?.id ?? '', loser.contacts[0]?.id ?? '']
    const { id } = await interest({ clientId: loser.id, contactId: theirs })
    const made = await merge('client', winner.id, loser.id)
    const { version } = await read(id)
    await boss.ok(api.changeInterest, { params: { id }, body: { version, contactId: own } } as never)
    expect(said(await undo(made.id))).toEqual([['edited', id, 'contactId', own]])
    expect(await read(id)).toMatchObject({ clientId: loser.id, contactId: own })
  })

  test('who was shut out of the winner and let in again keeps seeing both', async () => {
    const [winner, loser] = [await client(), await client()]
    const userId = people.stranger.id
    await boss.ok(clients.grantClient, { params: { id: loser.id, userId }, body: {} })
    const made = await merge('client', winner.id, loser.id)
    await boss.ok(clients.revokeClient, { params: { id: winner.id, userId } })
    await boss.ok(clients.grantClient, { params: { id: winner.id, userId }, body: {} })
    expect((await undo(made.id)).conflicts).toMatchObject([
      { code: 'reopened', record: { kind: 'user', id: userId, title: people.stranger.name } },
    ])
    for (const { id } of [winner, loser])
      expect((await world.as('stranger').call(clients.getClient, { params: { id } })).status).toBe(200)
  })

  test('what was created since stays with the winner, what moved goes back with its later edits', async () => {
    const [winner, loser] = [await client(), await client({ contacts: [aContact({ fullName: 'Своя Ольга' })] })]
    const moved = await interest({ clientId: loser.id })
    const made = await merge('client', winner.id, loser.id)
    const since = await interest({ clientId: winner.id })
    await boss.ok(api.changeInterest, { params: { id: moved.id }, body: { version: 2, subject: 'Новая тема' } })
    const contactId = loser.contacts[0]?.id ?? ''
    await boss.ok(clients.changeContact, { params: { id: contactId }, body: { version: 1, comment: 'Важно' } })
    expect(said(await undo(made.id))).toEqual([['since', since.id, 'clientId', winner.id]])
    expect(await read(since.id)).toMatchObject({ clientId: winner.id })
    expect(await read(moved.id)).toMatchObject({ clientId: loser.id, subject: 'Новая тема' })
    expect(await boss.ok(clients.getContact, { params: { id: contactId } })).toMatchObject({
      comment: 'Важно',
      clients: [{ id: loser.id }],
    })
  })

  test('what people moved on since stays where it is and is named', async () => {
    const [winner, loser, elsewhere] = [await client(), await client(), await client()]
    const { id } = await prospect()
    await boss.ok(clients.linkProspect, { params: { id }, body: { clientId: loser.id } })
    const linked = await interest({ prospectId: id })
    const made = await merge('client', winner.id, loser.id)
    expect((await boss.ok(clients.getProspect, { params: { id } })).client?.id).toBe(winner.id)
    await boss.ok(clients.unlinkProspect, { params: { id } })
    await boss.ok(clients.linkProspect, { params: { id }, body: { clientId: elsewhere.id } })
    expect(said(await undo(made.id))).toEqual([
      ['moved_on', id, 'clientId', elsewhere.id],
      ['moved_on', linked.id, 'clientId', elsewhere.id],
    ])
    expect(await read(linked.id)).toMatchObject({ clientId: elsewhere.id, prospectId: id })
  })

  test('prospects share the link of one of them, and an Interest whose state demands the client stays', async () => {
    const target = await client()
    const [winner, loser] = [await prospect(), await prospect()]
    const [stays, goes] = [await interest({ prospectId: loser.id }), await interest({ prospectId: loser.id })]
    await boss.ok(clients.linkProspect, { params: { id: winner.id }, body: { clientId: target.id } })
    const made = await merge('prospect', winner.id, loser.id)
    for (const { id } of [stays, goes])
      expect(await read(id)).toMatchObject({ clientId: target.id, prospectId: winner.id })
    const stateId = sale.states.find(each => each.name === 'Подготовка предложения')?.id ?? ''
    const { version } = await read(stays.id)
    await boss.ok(api.moveInterest, { params: { id: stays.id }, body: { stateId, version } })
    expect(said(await undo(made.id))).toEqual([['demanded', stays.id, 'prospectId', winner.id]])
    expect(await read(stays.id)).toMatchObject({ clientId: target.id, prospectId: winner.id })
    expect(await read(goes.id)).toMatchObject({ clientId: null, prospectId: loser.id })
  })

  test('the winner of two prospects is looked after by whom its Interests say, and both are as before afterwards', async () => {
    const responsibleId = people.salesperson.id
    const [winner, loser] = [await prospect({ responsibleId: people.colleague.id }), await prospect({ responsibleId })]
    await interest({ prospectId: loser.id, responsibleId })
    const made = await merge('prospect', winner.id, loser.id)
    const now = (id: string) => boss.ok(clients.getProspect, { params: { id } })
    expect((await now(winner.id)).responsible?.id).toBe(responsibleId)
    expect((await undo(made.id)).conflicts).toEqual([])
    expect((await now(winner.id)).responsible?.id).toBe(people.colleague.id)
    expect((await now(loser.id)).responsible?.id).toBe(responsibleId)
  })

  test('whom the loser was opened to sees the winner, merges nothing, and whoever was shut out since stays out', async () => {
    const [winner, loser] = [await client(), await client()]
    const [guest, gone] = [people.stranger.id, people.colleague.id]
    for (const userId of [guest, gone])
      await boss.ok(clients.grantClient, { params: { id: loser.id, userId }, body: {} })
    const moved = await interest({ clientId: loser.id })
    const made = await merge('client', winner.id, loser.id)
    const names = made.moved.find(each => each.kind === 'access')?.titles.toSorted()
    expect(names).toEqual([people.stranger.name, people.colleague.name].sort())
    const stranger = world.as('stranger')
    expect(await stranger.ok(clients.getClient, { params: { id: loser.id } })).toMatchObject({ id: winner.id })
    expect(await stranger.ok(api.getInterest, { params: { id: moved.id } })).toMatchObject({ clientId: winner.id })
    const found = await stranger.ok(clients.listClients, { query: { q: loser.name } })
    expect(found.items.map(each => each.id)).toEqual([winner.id])
    const other = await boss.ok(clients.createClient, { body: aClient({ responsibleId: people.stranger.id }) })
    const order = { id: newId(), kind: 'client' as const, winnerId: other.id, loserId: winner.id }
    expect((await stranger.call(clients.mergeParties, { body: order })).status).toBe(403)
    expect((await stranger.call(clients.undoMerge, { params: { id: made.id } })).status).toBe(403)
    await boss.ok(clients.revokeClient, { params: { id: winner.id, userId: gone } })
    expect((await undo(made.id)).conflicts).toMatchObject([
      { code: 'revoked', record: { kind: 'user', id: gone, title: people.colleague.name } },
    ])
    const seen = (who: 'stranger' | 'colleague', id: string) =>
      world.as(who).call(clients.getClient, { params: { id } })
    expect((await seen('stranger', loser.id)).status).toBe(200)
    expect((await seen('stranger', winner.id)).status).toBe(404)
    expect((await seen('colleague', loser.id)).status).toBe(404)
  })

  test('pairs of look-alikes are settled by a merge and open again afterwards', async () => {
    const phones = ['+7 913 777-12-12']
    const [winner, loser, third] = [await client({ phones }), await client({ phones }), await client()]
    const pairs = async () =>
      (
        await world.db.pool.query(
          'select left_id, right_id, status from duplicate_pair where left_id = any($1) or right_id = any($1) order by 1, 2',
          [[winner.id, loser.id, third.id]],
        )
      ).rows
    const before = await pairs()
    expect(before.map(each => each.status)).toEqual(['open'])
    const made = await merge('client', winner.id, loser.id)
    expect((await pairs()).map(each => each.status)).toEqual(['merged'])
    await undo(made.id)
    expect(await pairs()).toEqual(before)
  })
})
