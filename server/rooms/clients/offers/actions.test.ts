import { describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { listNotices, type Notice } from '../../notices/contract.ts'
import { aClient, aContact, aProspect } from '../builders.ts'
import * as api from '../contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')

type Suggested = Extract<Notice, { kind: 'link.suggested' }>
async function offersOf(who: typeof anna, prospectId: string): Promise<Suggested[]> {
  const { items } = await who.ok(listNotices, { query: { limit: 200 } })
  return (items as Notice[]).filter(
    (each): each is Suggested => each.kind === 'link.suggested' && each.data.prospect.id === prospectId,
  )
}
const aLead = (more: object = {}) => anna.ok(api.createProspect, { body: { ...aProspect(), ...more } })
let number = 0
const phone = () => `+7 914 ${String(5_550_000 + ++number)}`

describe('a prospect that looks like a client is offered for linking to whoever looks after it', () => {
  test('when the client appears: one notice, linked by one click', async () => {
    const lead = await aLead({ phone: phone() })
    const contact = aContact({ phones: [lead.phone ?? ''] })
    const client = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const [offer] = await offersOf(anna, lead.id)
    expect(offer).toMatchObject({
      outcome: null,
      data: { client: { id: client.id, name: client.name }, contactId: contact.id, openInterests: 0 },
    })
    const body = { clientId: client.id, contactId: offer?.data.contactId }
    await anna.ok(api.linkProspect, { params: { id: lead.id }, body })
    expect((await offersOf(anna, lead.id)).map(each => each.outcome)).toEqual(['linked'])
  })

  test('when the client gets a new phone, or a contact that has it; never twice for one pair', async () => {
    const [one, other] = [await aLead({ phone: phone() }), await aLead({ phone: phone() })]
    const client = await anna.ok(api.createClient, { body: aClient() })
    const params = { id: client.id }
    const put = (version: number, phones: string[]) => anna.ok(api.changeClient, { params, body: { version, phones } })
    const changed = await put(client.version, [one.phone ?? ''])
    const away = await put(changed.version, [])
    await put(away.version, [one.phone ?? ''])
    expect(await offersOf(anna, one.id)).toHaveLength(1)
    await anna.ok(api.addContact, { params, body: { ...aContact(), phones: [other.phone ?? ''] } })
    expect((await offersOf(anna, other.id)).map(each => each.data.client?.id)).toEqual([client.id])
  })

  test('until somebody says that it is not that client', async () => {
    const lead = await aLead({ email: `lead${++number}@example.net` })
    const client = await anna.ok(api.createClient, { body: aClient({ emails: [lead.email ?? ''] }) })
    await anna.ok(api.dismissSuggestion, { params: { id: lead.id }, body: { clientId: client.id } })
    expect((await offersOf(anna, lead.id)).map(each => each.outcome)).toEqual(['dismissed'])
  })

  test('and of a client behind a wall only what is known of the prospect, the responsible and nothing else', async () => {
    const lead = await aLead({ phone: phone() })
    const client = await igor.ok(api.createClient, { body: aClient({ phones: [lead.phone ?? ''] }) })
    const [offer] = await offersOf(anna, lead.id)
    expect(offer?.data).toMatchObject({
      client: null,
      contactId: null,
      typed: lead.phone,
      responsible: { id: people.colleague.id },
    })
    expect(JSON.stringify(offer)).not.toContain(client.id)
    expect(JSON.stringify(offer)).not.toContain(client.name)
    const told = await world.db.q
      .selectFrom('audit')
      .select('actor_id')
      .where('kind', '=', 'wall.told')
      .where('record_id', '=', client.id)
      .execute()
    expect(told.map(row => row.actor_id)).toEqual([people.salesperson.id])
    expect(await offersOf(igor, lead.id)).toEqual([])
  })

  test('when a merge brings the number to another client', async () => {
    const lead = await aLead({ phone: phone() })
    const [winner, loser] = [
      await anna.ok(api.createClient, { body: aClient() }),
      await anna.ok(api.createClient, { body: aClient({ phones: [lead.phone ?? ''] }) }),
    ]
    const body = { id: newId(), kind: 'client', winnerId: winner.id, loserId: loser.id }
    await anna.ok(api.mergeParties, { body })
    const offered = (await offersOf(anna, lead.id)).map(each => each.data.client?.id)
    expect(offered.sort()).toEqual([winner.id, loser.id].sort())
  })

  test('but not of an archived one, of one that is linked, and not by a number that belongs to many', async () => {
    const [archived, linked] = [await aLead({ phone: phone() }), await aLead({ phone: phone() })]
    await anna.ok(api.archiveProspect, { params: { id: archived.id } })
    const own = await anna.ok(api.createClient, { body: aClient() })
    await anna.ok(api.linkProspect, { params: { id: linked.id }, body: { clientId: own.id } })
    const hotline = await aLead({ phone: '8-800-200-55-01' })
    const phones = [archived.phone ?? '', linked.phone ?? '', hotline.phone ?? '']
    await anna.ok(api.createClient, { body: aClient({ phones }) })
    for (const { id } of [archived, linked, hotline]) expect(await offersOf(anna, id)).toEqual([])
  })
})
