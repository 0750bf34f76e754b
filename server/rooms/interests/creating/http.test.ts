import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, departments, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import { createClient, createProspect, getClient, getProspect, linkProspect } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { changeMySettings } from '../../fields/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest, getInterest } from '../contract.ts'

describe('registering an Interest', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  let serviceTypeId = ''
  let scenarios: Scenario[] = []

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    scenarios = (await me.ok(listScenarios)).items
  })

  test('a prospect suffices, and everything else has a default', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    expect(interest).toMatchObject({
      version: 1,
      scenarioId: scenarios[0]?.id,
      stateId: scenarios[0]?.states[0]?.id,
      open: true,
      clientId: null,
      responsible: { id: people.salesperson.id },
      author: { id: people.salesperson.id },
      subject: 'Нужен расчет кондиционирования офиса',
      typedSubject: null,
      probability: 10,
      closeDateMode: 'auto',
      party: { kind: 'prospect' },
      can: { move: true, registerClient: true },
    })
    expect(interest.number).toMatch(/^И-\d{6}$/)
    expect(interest.expectedCloseDate).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(await me.ok(getInterest, { params: { id: interest.id } })).toEqual(interest)
    const prospect = await me.ok(getProspect, { params: { id: interest.prospectId ?? '' } })
    expect(prospect).toMatchObject({ responsible: { id: people.salesperson.id }, client: null })
  })

  test('any one of the four makes a prospect, none is refused at its place', async () => {
    for (const prospect of [
      { fullName: 'Ли' },
      { company: 'ООО «Ли»' },
      { email: 'li@example.com' },
      { phone: '112' },
    ]) {
      await me.ok(createInterest, { body: anInterest({ serviceTypeId, prospect }) })
    }
    const { status, problem } = await me.call(createInterest, { body: anInterest({ serviceTypeId, prospect: {} }) })
    expect(status).toBe(422)
    expect(problem.data.errors).toMatchObject([{ path: 'prospect', code: 'one_of_four' }])
  })

  test('a client, its contact and the Interest are made in one transaction, or none of them', async () => {
    const newClient = aClient({ contacts: [aContact({ id: newId() })] })
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId, newClient }) })
    expect(interest).toMatchObject({ clientId: newClient.id, party: { kind: 'client', name: newClient.name } })
    expect(interest.contactId).toBe(newClient.contacts?.[0]?.id)

    const wrong = aClient({ inn: '7707083890' })
    const answer = await me.call(createInterest, { body: anInterest({ serviceTypeId, newClient: wrong }) })
    expect(answer.problem.data.errors).toMatchObject([{ path: 'newClient.inn' }])
    const orphan = aClient()
    const stateId = newId()
    const refused = await me.call(createInterest, { body: anInterest({ serviceTypeId, newClient: orphan, stateId }) })
    expect(refused.problem.code).toBe('interest.state_unknown')
    for (const { id } of [wrong, orphan]) expect((await me.call(getClient, { params: { id } })).status).toBe(404)
  })

  test('exactly one party is taken', async () => {
    const prospect = { fullName: 'Ли' }
    const both = anInterest({ serviceTypeId, prospect, newClient: aClient() })
    const { prospect: _, ...none } = anInterest({ serviceTypeId })
    for (const body of [both, none]) {
      const { status, problem } = await me.call(createInterest, { body })
      expect([status, problem.code]).toEqual([422, 'interest.party'])
    }
  })

  test('the Interest of a linked prospect belongs to its client at once', async () => {
    const prospect = await me.ok(createProspect, { body: aProspect() })
    const client = await me.ok(createClient, { body: aClient({ contacts: [aContact()] }) })
    const contactId = client.contacts[0]?.id
    await me.ok(linkProspect, { params: { id: prospect.id }, body: { clientId: client.id, contactId } })
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId, prospectId: prospect.id }) })
    expect(interest).toMatchObject({ clientId: client.id, contactId, prospectId: prospect.id })
  })

  test('the client’s responsible is taken over by the personal setting only', async () => {
    const boss = world.as('administrator')
    const client = await boss.ok(createClient, { body: aClient({ responsibleId: people.colleague.id }) })
    const make = () => boss.ok(createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
    expect((await make()).responsible?.id).toBe(people.colleague.id)
    await boss.ok(changeMySettings, { body: { takeClientResponsible: false } })
    expect((await make()).responsible?.id).toBe(people.administrator.id)
  })

  test('what is named and may not be taken is refused at its place, all at once', async () => {
    const hidden = await world.as('stranger').ok(createClient, { body: aClient() })
    const channelId = serviceTypeId
    const body = anInterest({ serviceTypeId: newId(), clientId: hidden.id, channelId, responsibleId: newId() })
    const { status, problem } = await me.call(createInterest, { body })
    expect(status).toBe(422)
    expect(problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'clientId',
      'serviceTypeId',
      'channelId',
      'responsibleId',
    ])
  })

  test('a wrong client inside is named together with what else is wrong, by form or in the base', async () => {
    const newClient = { ...aClient(), inn: '7707083894', responsibleId: newId() }
    const pathsOf = async (more: object) => {
      const { status, problem } = await me.call(createInterest, {
        body: { ...anInterest({ serviceTypeId, newClient }), ...more },
      })
      expect(status).toBe(422)
      return problem.data.errors.map((each: { path: string }) => each.path).sort()
    }
    const unknown = await pathsOf({ serviceTypeId: newId(), channelId: newId() })
    expect(unknown).toEqual(['channelId', 'newClient.inn', 'newClient.responsibleId', 'serviceTypeId'])
    const form = await pathsOf({ subject: 'я'.repeat(400), colour: 'red' })
    expect(form).toEqual(['colour', 'newClient.inn', 'subject'])
  })

  test('its basis is another Interest in sight, told to those only who see that one', async () => {
    const basis = await me.ok(createInterest, { body: anInterest({ serviceTypeId, subject: 'Монтаж' }) })
    const body = anInterest({ serviceTypeId, basisId: basis.id, responsibleId: people.stranger.id })
    const made = await me.ok(createInterest, { body })
    expect(made.basis).toEqual({ id: basis.id, number: basis.number, subject: 'Монтаж' })
    const params = { id: made.id }
    expect((await world.as('administrator').ok(getInterest, { params })).basis).toEqual(made.basis)
    expect((await world.as('stranger').ok(getInterest, { params })).basis).toEqual({ walled: true })
    expect(basis.basis).toBe(null)
  })

  test('a basis out of sight is refused as one that does not exist', async () => {
    const hidden = await world.as('stranger').ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const own = newId()
    for (const basisId of [hidden.id, newId(), own]) {
      const { status, problem } = await me.call(createInterest, {
        body: anInterest({ id: own, serviceTypeId, basisId }),
      })
      expect(status).toBe(422)
      expect(problem.data.errors).toMatchObject([{ path: 'basisId', code: 'unknown_reference' }])
    }
  })

  test('a basis is said at the registration only', async () => {
    const [first, second] = [anInterest({ serviceTypeId }), anInterest({ serviceTypeId })]
    for (const body of [first, second]) await me.ok(createInterest, { body })
    const body = { version: 1, basisId: first.id } as object as { version: number }
    const { status, problem } = await me.call(changeInterest, { params: { id: second.id }, body })
    expect(status).toBe(422)
    expect(problem.data.errors).toMatchObject([{ path: 'basisId', code: 'unknown_property' }])
  })

  test('its department is that of whoever is responsible', async () => {
    const boss = world.as('administrator')
    const make = (who: 'salesperson' | 'stranger') =>
      boss.ok(createInterest, { body: anInterest({ serviceTypeId, responsibleId: people[who].id }) })
    expect((await make('salesperson')).department).toEqual(departments.sales)
    const { id, version, department } = await make('stranger')
    expect(department).toEqual(departments.service)
    const orphan = await boss.ok(changeInterest, { params: { id }, body: { version, responsibleId: null } })
    expect(orphan.department).toBe(null)
  })

  test('the same request again is the same Interest, another body under the same id is refused', async () => {
    const body = anInterest({ serviceTypeId })
    const first = await me.call(createInterest, { body })
    const again = await me.call(createInterest, { body })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    const other = await me.call(createInterest, { body: { ...body, content: 'Другое' } })
    expect([other.status, other.problem.code]).toEqual([422, 'operation.reused'])
    const stranger = await world.as('stranger').call(createInterest, { body })
    expect([stranger.status, stranger.problem.code, stranger.problem.data]).toEqual([409, 'id_taken', undefined])
  })

  test('who registered for a colleague beyond the own scope gets a lost answer again', async () => {
    const body = anInterest({ serviceTypeId, responsibleId: people.stranger.id })
    const first = await me.call(createInterest, { body })
    expect([first.status, (await me.call(getInterest, { params: { id: body.id } })).status]).toEqual([201, 404])
    const again = await me.call(createInterest, { body })
    expect([again.status, again.body.number]).toEqual([200, first.body.number])
    const other = await me.call(createInterest, { body: { ...body, content: 'Другое' } })
    expect([other.status, other.problem.code]).toEqual([409, 'id_taken'])
  })

  test('a new client needs no id of its own and is asked about as the Interest says', async () => {
    const { id: _, onSimilar: __, ...newClient } = aClient()
    const body = { ...anInterest({ serviceTypeId, newClient: aClient() }), newClient }
    const made = await me.call(createInterest, { body })
    expect([made.status, made.body.client?.name]).toEqual([201, newClient.name])
    expect((await me.call(createInterest, { body })).status).toBe(200)
    const again = { ...body, id: newId(), onSimilar: 'ask' }
    const { status, problem } = await me.call(createInterest, { body: again })
    expect([status, problem.code]).toEqual([409, 'similar_found'])
  })

  test('a double click makes one Interest and one prospect', async () => {
    const prospect = { fullName: `Дважды ${newId()}` }
    const body = anInterest({ serviceTypeId, prospect })
    const answers = await Promise.all([1, 2, 3].map(() => me.call(createInterest, { body })))
    expect(answers.map(each => each.status).toSorted((a, b) => a - b)).toEqual([200, 200, 201])
    const found = await world.db.q
      .selectFrom('prospect')
      .select('id')
      .where('full_name', '=', prospect.fullName)
      .execute()
    expect(found).toHaveLength(1)
  })

  test('nobody unknown gets in', async () => {
    const body = anInterest({ serviceTypeId })
    expect((await world.as(null).call(createInterest, { body })).status).toBe(401)
  })

  test('an unknown property is named', async () => {
    const body = { ...anInterest({ serviceTypeId }), number: 'И-1' }
    const { status, problem } = await me.call(createInterest, { body })
    expect(status).toBe(422)
    expect(problem.data.errors).toMatchObject([{ path: 'number', code: 'unknown_property' }])
  })
})
