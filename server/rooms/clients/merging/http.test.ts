import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../builders.ts'
import * as api from '../contract.ts'

const world = await aWorld()
const boss = world.as('administrator')
const me = world.as('salesperson')

const get = (id: string) => boss.ok(api.getClient, { params: { id } })
const register = async (change: object = {}) => get((await boss.ok(api.createClient, { body: aClient(change) })).id)
const mergeOf = (winnerId: string, loserId: string, more: object = {}) => ({
  body: { id: newId(), kind: 'client', winnerId, loserId, ...more },
})
const undo = (id: string) => boss.ok(api.undoMerge, { params: { id } })

describe('merging two clients', () => {
  test('the winner keeps its values, takes what it lacks and unites lists without doubles', async () => {
    const winner = await register({ phones: ['+7 913 000-00-01'], emails: [], sites: ['a.ru'], publicName: undefined })
    const loser = await register({
      phones: ['8 (913) 000 00 01', '+7 913 000-00-02'],
      emails: ['a@example.com'],
      publicName: 'Вывеска',
      inn: '7707083893',
      kpp: '773601001',
    })
    const merge = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    expect(merge).toMatchObject({ winnerId: winner.id, loserId: loser.id, kind: 'client', undoneAt: null })
    const merged = await get(winner.id)
    expect(merged.name).toBe(winner.name)
    expect(merged.publicName).toBe('Вывеска')
    expect(merged.phones.map(phone => phone.raw)).toEqual(['+7 913 000-00-01', '+7 913 000-00-02'])
    expect(merged.emails.map(mail => mail.raw)).toEqual(['a@example.com'])
    expect(merged).toMatchObject({ inn: '7707083893', kpp: '773601001', version: 2 })
    expect(merged.contractors).toHaveLength(1)
    const field = (name: string) => merge.fields.find(each => each.field === name)
    expect(field('publicName')).toMatchObject({ before: null, loser: 'Вывеска', after: 'Вывеска' })
    expect(field('name')).toMatchObject({ before: winner.name, loser: loser.name, after: winner.name })

    const undone = await undo(merge.id)
    expect(undone.conflicts).toEqual([])
    expect(undone.undoneAt).not.toBeNull()
    const bare = ({ version: _, updatedAt: __, contractors, ...rest }: api.Client) => ({
      ...rest,
      contractors: contractors.map(({ version: ___, ...each }) => each),
    })
    expect(bare(await get(winner.id))).toEqual(bare(winner))
    expect(bare(await get(loser.id))).toEqual(bare(loser))
  })

  test('values are chosen field by field', async () => {
    const winner = await register({
      phones: ['+7 913 100-00-01'],
      comment: 'один',
      inn: '5001007329',
      kpp: '500101001',
    })
    const loser = await register({ phones: ['+7 913 100-00-02'], comment: 'два', inn: '7736050003', kpp: '773601001' })
    const choices = { name: 'loser', phones: 'loser', comment: 'both', inn: 'loser' }
    await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id, { choices }))
    const merged = await get(winner.id)
    expect(merged).toMatchObject({ name: loser.name, comment: 'один\n\nдва', inn: '7736050003' })
    expect(merged.phones.map(phone => phone.raw)).toEqual(['+7 913 100-00-02'])
    expect(merged.contractors.map(each => [each.inn, each.main])).toEqual([
      ['7736050003', true],
      ['5001007329', false],
    ])
    const wrong = await boss.call(
      api.mergeParties,
      mergeOf(winner.id, newId(), { choices: { name: 'both', no: 'loser' } }),
    )
    expect(wrong.status).toBe(404)
    const other = await register()
    const faulty = await boss.call(
      api.mergeParties,
      mergeOf(winner.id, other.id, { choices: { name: 'both', no: 'loser' } }),
    )
    expect(faulty.problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'choices.name',
      'choices.no',
    ])
  })

  test('a preview says the same and writes nothing', async () => {
    const winner = await register()
    const loser = await register({ contacts: [aContact({ fullName: 'Переезжаев Иван' })] })
    const order = mergeOf(winner.id, loser.id, { dryRun: true })
    const answer = await boss.call(api.mergeParties, order)
    expect(answer.status).toBe(200)
    expect(answer.body.moved).toContainEqual({ kind: 'contact', count: 1, titles: ['Переезжаев Иван'] })
    expect(await get(loser.id)).toEqual(loser)
    expect(await get(winner.id)).toEqual(winner)
    expect((await boss.ok(api.listMerges, { query: { recordId: winner.id } })).items).toEqual([])
  })

  test('the same request again is the same merge; another body under its id is refused', async () => {
    const [winner, loser, third] = [await register(), await register(), await register()]
    const order = mergeOf(winner.id, loser.id)
    const first = await boss.call(api.mergeParties, order)
    expect(first.status).toBe(201)
    const again = await boss.call(api.mergeParties, order)
    expect([again.status, again.body]).toEqual([200, first.body])
    const other = await boss.call(api.mergeParties, { body: { ...order.body, loserId: third.id } })
    expect([other.status, other.problem.code]).toEqual([422, 'operation.reused'])
  })

  test('one person at both clients keeps one link, everybody else comes along', async () => {
    const shared = aContact({ fullName: 'Общая Мария', position: 'бухгалтер' })
    const loser = await register({ contacts: [shared, aContact({ fullName: 'Один Петр' })] })
    const winner = await register({ contacts: [aContact({ fullName: 'Свой Олег' })] })
    const sharedId = loser.contacts[0]?.id ?? ''
    await boss.ok(api.addContact, { params: { id: winner.id }, body: { id: newId(), contactId: sharedId } })
    const merge = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    const merged = await get(winner.id)
    expect(merged.contacts.map(each => each.fullName)).toEqual(['Свой Олег', 'Общая Мария', 'Один Петр'])
    expect(merged.contacts[1]?.position).toBe('бухгалтер')
    const card = await boss.ok(api.getContact, { params: { id: sharedId } })
    expect(card.clients).toMatchObject([{ id: winner.id, main: true }])
    await undo(merge.id)
    const back = await boss.ok(api.getContact, { params: { id: sharedId } })
    expect(back.clients.map(each => [each.id, each.main, each.position])).toEqual([
      [loser.id, true, 'бухгалтер'],
      [winner.id, false, null],
    ])
    expect((await get(loser.id)).contacts).toEqual(loser.contacts)
  })
})

describe('a merged record', () => {
  test('answers the winner, is no row of any list, and a write to it names the winner', async () => {
    const [a, b, c] = [await register({ name: 'ООО «Прежнее Имя Альфа»' }), await register(), await register()]
    await boss.ok(api.mergeParties, mergeOf(b.id, a.id))
    await boss.ok(api.mergeParties, mergeOf(c.id, b.id))
    expect(await get(a.id)).toMatchObject({ id: c.id, mergedFrom: a.id })
    expect((await get(c.id)).mergedFrom).toBeUndefined()
    for (const archived of ['true', 'false']) {
      const { items } = await boss.ok(api.listClients, { query: { archived, limit: 200 } })
      expect(items.map(each => each.id)).not.toContain(a.id)
      expect(items.map(each => each.id)).not.toContain(b.id)
    }
    const contactOf = { params: { id: a.id }, body: { ...aContact(), id: newId() } }
    const refused = await Promise.all([
      boss.call(api.changeClient, { params: { id: a.id }, body: { version: 1, name: 'Другое' } }),
      boss.call(api.archiveClient, { params: { id: a.id } }),
      boss.call(api.addContact, contactOf),
      boss.call(api.mergeParties, mergeOf(a.id, c.id)),
    ])
    for (const { status, problem } of refused) {
      expect([status, problem.code, problem.data]).toEqual([409, 'client.merged', { winnerId: c.id, title: c.name }])
    }
    const { items } = await boss.ok(api.listClients, { query: { q: 'прежнее имя' } })
    expect(items.map(each => each.id)).toEqual([c.id])
  })

  test('is told to nobody who may not see the winner', async () => {
    const loser = await register({ responsibleId: people.salesperson.id })
    const winner = await register({ responsibleId: people.stranger.id })
    await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    expect((await me.call(api.getClient, { params: { id: loser.id } })).status).toBe(404)
    const patch = { params: { id: loser.id }, body: { version: 1, name: 'Мое' } }
    expect((await me.call(api.changeClient, patch)).status).toBe(404)
  })

  test('only who may edit both may merge them, and only he may take them apart', async () => {
    const [own, mine] = [
      await register({ responsibleId: people.salesperson.id }),
      await register({ responsibleId: people.salesperson.id }),
    ]
    const other = await register({ responsibleId: people.stranger.id })
    for (const order of [mergeOf(own.id, other.id), mergeOf(other.id, own.id)])
      expect((await me.call(api.mergeParties, order)).status).toBe(404)
    expect((await world.as(null).call(api.mergeParties, mergeOf(own.id, mine.id))).status).toBe(401)
    const merge = await me.ok(api.mergeParties, mergeOf(own.id, mine.id))
    const stranger = world.as('stranger')
    expect((await stranger.call(api.undoMerge, { params: { id: merge.id } })).status).toBe(404)
    expect((await stranger.call(api.getMerge, { params: { id: merge.id } })).status).toBe(404)
    expect((await me.ok(api.undoMerge, { params: { id: merge.id } })).undoneAt).not.toBeNull()
  })
})

describe('undoing', () => {
  test('an inner merge is undone after the outer ones', async () => {
    const [a, b, c, d] = [await register(), await register(), await register(), await register()]
    const inner = await boss.ok(api.mergeParties, mergeOf(b.id, a.id))
    const outer = await boss.ok(api.mergeParties, mergeOf(c.id, b.id))
    const later = await boss.ok(api.mergeParties, mergeOf(c.id, d.id))
    for (const [merge, named] of [
      [inner, [outer.id]],
      [outer, [later.id]],
    ] as const) {
      const refused = await boss.call(api.undoMerge, { params: { id: merge.id } })
      expect([refused.status, refused.problem.code]).toEqual([409, 'merge.outer'])
      expect(refused.problem.data.merges.map((each: { id: string }) => each.id)).toEqual(named)
    }
    for (const merge of [later, outer, inner]) await undo(merge.id)
    expect((await get(a.id)).mergedFrom).toBeUndefined()
    const twice = await boss.call(api.undoMerge, { params: { id: inner.id } })
    expect([twice.status, twice.problem.code]).toEqual([409, 'merge.undone'])
  })

  test('what was edited since stays and is named; of a list only what the merge brought goes', async () => {
    const winner = await register({ phones: ['+7 913 200-00-01'] })
    const loser = await register({ phones: ['+7 913 200-00-02'], publicName: 'Вывеска' })
    const merge = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    await boss.ok(api.changeClient, {
      params: { id: winner.id },
      body: {
        version: 2,
        publicName: 'Новая вывеска',
        phones: ['+7 913 200-00-01', '+7 913 200-00-02', '+7 913 200-00-03'],
      },
    })
    const undone = await undo(merge.id)
    expect(undone.conflicts.map(({ code, field, before, merged, now }) => [code, field, before, merged, now])).toEqual([
      ['edited', 'publicName', null, 'Вывеска', 'Новая вывеска'],
      [
        'edited',
        'phones',
        ['+7 913 200-00-01'],
        ['+7 913 200-00-01', '+7 913 200-00-02'],
        ['+7 913 200-00-01', '+7 913 200-00-02', '+7 913 200-00-03'],
      ],
    ])
    const after = await get(winner.id)
    expect(after.publicName).toBe('Новая вывеска')
    expect(after.phones.map(phone => phone.raw)).toEqual(['+7 913 200-00-01', '+7 913 200-00-03'])
    expect((await get(loser.id)).publicName).toBe('Вывеска')
  })

  test('what people changed since and changed back to what the merge wrote is theirs: it stays and is named', async () => {
    const winner = await register({ phones: ['+7 913 210-00-01'] })
    const loser = await register({ phones: ['+7 913 210-00-02'], publicName: 'Вывеска', comment: 'Заметка' })
    const merge = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    const change = async (body: object) => {
      const { version } = await get(winner.id)
      await boss.ok(api.changeClient, { params: { id: winner.id }, body: { version, ...body } })
    }
    await change({ publicName: 'Другая', phones: ['+7 913 210-00-01'] })
    await change({ publicName: 'Вывеска', phones: ['+7 913 210-00-01', '+7 913 210-00-02'] })
    // A later merge that was undone in between is no work of people.
    const later = await boss.ok(
      api.mergeParties,
      mergeOf(winner.id, (await register()).id, { choices: { comment: 'loser' } }),
    )
    expect((await undo(later.id)).conflicts).toEqual([])
    const { conflicts } = await undo(merge.id)
    const told = conflicts.map(each => [each.code, each.field, each.record.id, each.now])
    expect(told).toEqual([
      ['edited', 'publicName', winner.id, 'Вывеска'],
      ['edited', 'phones', winner.id, ['+7 913 210-00-01', '+7 913 210-00-02']],
    ])
    const after = await get(winner.id)
    expect(after).toMatchObject({ publicName: 'Вывеска', comment: winner.comment })
    expect(after.phones.map(phone => phone.raw)).toEqual(['+7 913 210-00-01', '+7 913 210-00-02'])
    expect((await get(loser.id)).publicName).toBe('Вывеска')
  })

  test('a prospect that was linked to the winner anew, and a contact that came to it anew, stay and are named', async () => {
    const winner = await register()
    const loser = await register({ contacts: [aContact(), aContact()] })
    const elsewhere = await register()
    const [contactId, otherId] = loser.contacts.map(each => each.id) as [string, string]
    const [{ id }, { id: calm }] = [
      await boss.ok(api.createProspect, { body: aProspect() }),
      await boss.ok(api.createProspect, { body: aProspect() }),
    ]
    for (const each of [id, calm])
      await boss.ok(api.linkProspect, { params: { id: each }, body: { clientId: loser.id } })
    const merge = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    await boss.ok(api.unlinkProspect, { params: { id } })
    await boss.ok(api.linkProspect, { params: { id }, body: { clientId: winner.id } })
    const place = (at: string) => ({ params: { id: at }, body: { id: newId(), contactId } })
    await boss.ok(api.addContact, place(elsewhere.id))
    await boss.ok(api.endContact, { params: { id: winner.id, contactId } })
    await boss.ok(api.addContact, place(winner.id))
    const { conflicts } = await undo(merge.id)
    expect(conflicts.map(each => [each.code, each.record.id, each.field, each.now])).toEqual([
      ['moved_on', contactId, 'clientId', winner.id],
      ['moved_on', id, 'clientId', winner.id],
    ])
    expect((await boss.ok(api.getProspect, { params: { id } })).client?.id).toBe(winner.id)
    expect((await boss.ok(api.getProspect, { params: { id: calm } })).client?.id).toBe(loser.id)
    expect((await get(winner.id)).contacts.map(each => each.id)).toContain(contactId)
    expect((await get(loser.id)).contacts.map(each => each.id)).toEqual([otherId])
  })

  test('numbers that somebody else took meanwhile are named, and an edited legal entity keeps its edit', async () => {
    const numbers = { inn: '5406100005', kpp: '540601001' }
    const [winner, loser] = [await register(), await register(numbers)]
    const merge = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    const taken = await boss.call(api.createClient, { body: aClient(numbers) })
    expect([taken.status, taken.problem.data.client.id]).toEqual([409, winner.id])
    const other = { inn: '3808123457', kpp: '380801001' }
    await boss.ok(api.changeClient, { params: { id: winner.id }, body: { version: 2, ...other } })
    const third = await boss.ok(api.createClient, { body: aClient(numbers) })
    const { conflicts } = await undo(merge.id)
    expect(conflicts.map(each => [each.code, each.field, each.record.id])).toEqual([
      ['edited', 'inn', winner.id],
      ['edited', 'kpp', winner.id],
      ['taken', 'inn', third.contractors[0]?.id],
    ])
    expect(await get(winner.id)).toMatchObject(other)
    expect(await get(loser.id)).toMatchObject(numbers)
  })

  test('a batch of which one merge stands under a later one is not undone at all, and the later one is named', async () => {
    const [a, b, c, d] = [await register(), await register(), await register(), await register()]
    const batchId = newId()
    const first = await boss.ok(api.mergeParties, mergeOf(a.id, b.id, { batchId }))
    await boss.ok(api.mergeParties, mergeOf(c.id, d.id, { batchId }))
    const later = await boss.ok(api.mergeParties, mergeOf(c.id, a.id))
    const refused = await boss.call(api.undoMergeBatch, { params: { id: batchId } })
    expect([refused.status, refused.problem.code]).toEqual([409, 'merge.outer'])
    expect(refused.problem.data.merges.map((each: { id: string }) => each.id)).toEqual([later.id])
    expect((await boss.ok(api.getMerge, { params: { id: first.id } })).undoneAt).toBeNull()
  })

  test('whoever presses again with the same key is told how it ended', async () => {
    const merge = await boss.ok(api.mergeParties, mergeOf((await register()).id, (await register()).id))
    const again = { params: { id: merge.id }, headers: { 'idempotency-key': newId() } }
    const answers = [await boss.call(api.undoMerge, again), await boss.call(api.undoMerge, again)]
    expect(answers.map(each => [each.status, each.body.undoneAt])).toEqual([
      [200, answers[0]?.body.undoneAt],
      [200, answers[0]?.body.undoneAt],
    ])
  })

  test('a batch is undone as a whole', async () => {
    const clients = [await register(), await register(), await register()]
    const [winner, ...losers] = clients
    const batchId = newId()
    for (const loser of losers) await boss.ok(api.mergeParties, mergeOf(winner?.id ?? '', loser.id, { batchId }))
    expect((await boss.ok(api.listMerges, { query: { batchId } })).items).toHaveLength(2)
    const { items } = await boss.ok(api.undoMergeBatch, { params: { id: batchId } })
    expect(items.map(each => each.conflicts)).toEqual([[], []])
    for (const client of clients) expect(await get(client.id)).toMatchObject({ id: client.id, name: client.name })
    const twice = await boss.call(api.undoMergeBatch, { params: { id: batchId } })
    expect([twice.status, twice.problem.code]).toEqual([409, 'merge.undone'])
    const unknown = await boss.call(api.undoMergeBatch, { params: { id: newId() } })
    expect(unknown.status).toBe(404)
  })
})

describe('the list of merges', () => {
  test('names each merge page by page, newest first, without what moved and without values of fields', async () => {
    const winner = await register()
    const made: string[] = []
    for (const loser of [await register(), await register({ phones: ['+7 913 220-00-01'] }), await register()])
      made.unshift((await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))).id)
    const read = (cursor?: string) => boss.ok(api.listMerges, { query: { recordId: winner.id, limit: 2, cursor } })
    const first = await read()
    const second = await read(first.nextCursor ?? '')
    expect([...first.items, ...second.items].map(each => each.id)).toEqual(made)
    expect(second.nextCursor).toBeNull()
    for (const each of first.items) {
      const { moved: _, fields, ...rest } = await boss.ok(api.getMerge, { params: { id: each.id } })
      expect(fields.length).toBeGreaterThan(0)
      expect(each).toEqual(rest)
    }
  })

  test('tells what was undone and why something was left, but no name that the other record got since', async () => {
    const winner = await register()
    const loser = await register({ contacts: [aContact({ fullName: 'Мигунов Олег' })], comment: 'Б' })
    const { id } = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id, { choices: { comment: 'loser' } }))
    await boss.ok(api.changeClient, { params: { id: winner.id }, body: { version: 2, comment: 'В' } })
    const undone = await undo(id)
    expect(undone.moved).toContainEqual({ kind: 'contact', count: 1, titles: ['Мигунов Олег'] })
    const { version } = await get(loser.id)
    await boss.ok(api.changeClient, { params: { id: loser.id }, body: { version, name: 'Совсем Другое' } })
    const [item] = (await boss.ok(api.listMerges, { query: { recordId: winner.id } })).items
    expect(item).toMatchObject({ id, loser: { title: loser.name }, can: { undo: false }, conflicts: undone.conflicts })
    expect(item?.conflicts).toHaveLength(1)
    expect(await boss.ok(api.getMerge, { params: { id } })).toEqual(undone)
    const { rows } = await world.db.pool.query(
      `select detail->'rows' as rows, detail->'fields' as fields from merge where id = $1`,
      [id],
    )
    expect(rows).toEqual([{ rows: [], fields: [] }])
  })

  test('names a merge of which the values were destroyed, and that it is final', async () => {
    const [winner, loser] = [await register(), await register()]
    const { id } = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    await world.db.pool.query('update merge set detail = null where id = $1', [id])
    const [item] = (await boss.ok(api.listMerges, { query: { recordId: loser.id } })).items
    expect(item).toMatchObject({
      id,
      winner: { title: winner.name },
      loser: { title: loser.name },
      can: { undo: false },
    })
    expect((await boss.call(api.undoMerge, { params: { id } })).problem.code).toBe('merge.final')
  })

  test('shows a person the merges of the records that he may see, and no others', async () => {
    const mine = { responsibleId: people.salesperson.id }
    const [own, other] = [await register(mine), await register({ responsibleId: people.stranger.id })]
    const ids: string[] = []
    for (const winner of [own, other])
      ids.push((await boss.ok(api.mergeParties, mergeOf(winner.id, (await register(mine)).id))).id)
    const seen = (await me.ok(api.listMerges, { query: { limit: 50 } })).items.map(each => each.id)
    expect(ids.map(id => seen.includes(id))).toEqual([true, false])
  })
})

describe('contacts and prospects', () => {
  test('two contacts are one: he works wherever one of them did', async () => {
    const one = await register({ contacts: [aContact({ fullName: 'Иванов Иван', phones: ['+7 913 300-00-01'] })] })
    const two = await register({ contacts: [aContact({ fullName: 'Иванов И.И.', phones: ['+7 913 300-00-02'] })] })
    const [winnerId, loserId] = [one.contacts[0]?.id ?? '', two.contacts[0]?.id ?? '']
    const merge = await boss.ok(api.mergeParties, { body: { id: newId(), kind: 'contact', winnerId, loserId } })
    const merged = await boss.ok(api.getContact, { params: { id: loserId } })
    expect(merged).toMatchObject({ id: winnerId, mergedFrom: loserId })
    expect(merged.clients.map(each => each.id)).toEqual([one.id, two.id])
    expect(merged.phones).toHaveLength(2)
    expect((await get(two.id)).contacts.map(each => each.id)).toEqual([winnerId])
    const patch = { params: { id: loserId }, body: { version: 1, fullName: 'Кто-то' } }
    expect((await boss.call(api.changeContact, patch)).problem.code).toBe('contact.merged')
    expect((await undo(merge.id)).conflicts).toEqual([])
    expect((await get(two.id)).contacts).toEqual(two.contacts)
    expect((await get(one.id)).contacts).toEqual(one.contacts)
  })

  test('prospects of two different clients are refused, one link is that of both', async () => {
    const [clientA, clientB] = [await register(), await register()]
    const prospects = await Promise.all([1, 2, 3].map(() => boss.ok(api.createProspect, { body: aProspect() })))
    const [p, q, r] = prospects.map(each => each.id) as [string, string, string]
    await boss.ok(api.linkProspect, { params: { id: p }, body: { clientId: clientA.id } })
    await boss.ok(api.linkProspect, { params: { id: q }, body: { clientId: clientB.id } })
    const order = (winnerId: string, loserId: string) => ({
      body: { id: newId(), kind: 'prospect', winnerId, loserId },
    })
    const refused = await boss.call(api.mergeParties, order(p, q))
    expect([refused.status, refused.problem.code]).toEqual([409, 'merge.different_clients'])
    expect(refused.problem.data.clients.map((each: { id: string }) => each.id)).toEqual([clientA.id, clientB.id])
    const merge = await boss.ok(api.mergeParties, order(r, p))
    const merged = await boss.ok(api.getProspect, { params: { id: p } })
    expect(merged).toMatchObject({ id: r, mergedFrom: p, client: { id: clientA.id } })
    expect((await undo(merge.id)).conflicts).toEqual([])
    expect((await boss.ok(api.getProspect, { params: { id: r } })).client).toBeNull()
    expect((await boss.ok(api.getProspect, { params: { id: p } })).client?.id).toBe(clientA.id)
  })

  beforeAll(async () => {
    expect((await boss.call(api.mergeParties, mergeOf(newId(), newId()))).status).toBe(404)
  })
})

describe('two records of which somebody said that they are none', () => {
  const isApart = async (one: string, other: string) => {
    const text =
      'select from not_duplicate where left_id = least($1::uuid, $2::uuid) and right_id = greatest($1::uuid, $2::uuid)'
    return (await world.db.pool.query(text, [one, other])).rows.length > 0
  }
  const pairOf = async (one: string, other: string, status: api.DuplicatePair['status']) => {
    const { items } = await boss.ok(api.listDuplicates, { query: { limit: 200, status } })
    return items.find(each => [each.left.id, each.right.id].every(id => id === one || id === other))
  }
  async function three() {
    const phones = [`+7 913 77${Math.floor(10_000 + Math.random() * 89_999)}`]
    const third = await register({ phones, name: 'Один и тот же номер' })
    const loser = await register({ phones, name: 'Один и тот же номер' })
    const winner = await register({ phones, name: 'Один и тот же номер' })
    const known = await pairOf(loser.id, third.id, 'open')
    await boss.ok(api.dismissDuplicate, { params: { id: known?.id ?? '' } })
    return { third, loser, winner }
  }

  test('are listed no more of the one into which one of them was merged, and again once that is undone', async () => {
    const { third, loser, winner } = await three()
    expect(await pairOf(winner.id, third.id, 'open')).toBeDefined()
    const { id } = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    expect(await pairOf(winner.id, third.id, 'open')).toBeUndefined()
    await undo(id)
    expect(await pairOf(winner.id, third.id, 'open')).toBeDefined()
    expect([await isApart(winner.id, third.id), await isApart(loser.id, third.id)]).toEqual([false, true])
  })

  test('name, once merged, the merge of the pair, until it is undone', async () => {
    const { loser, winner } = await three()
    expect((await pairOf(winner.id, loser.id, 'open'))?.mergeId).toBeNull()
    const { id } = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    expect((await pairOf(winner.id, loser.id, 'merged'))?.mergeId).toBe(id)
    await undo(id)
    expect(await pairOf(winner.id, loser.id, 'merged')).toBeUndefined()
    expect((await pairOf(winner.id, loser.id, 'open'))?.mergeId).toBeNull()
  })

  test('stay so when that was said once more while they were merged', async () => {
    const { third, loser, winner } = await three()
    const { id } = await boss.ok(api.mergeParties, mergeOf(winner.id, loser.id))
    const pair = await pairOf(winner.id, third.id, 'dismissed')
    await boss.ok(api.reopenDuplicate, { params: { id: pair?.id ?? '' } })
    await boss.ok(api.dismissDuplicate, { params: { id: pair?.id ?? '' } })
    await undo(id)
    expect(await pairOf(winner.id, third.id, 'open')).toBeUndefined()
    expect(await isApart(winner.id, third.id)).toBe(true)
  })
})
