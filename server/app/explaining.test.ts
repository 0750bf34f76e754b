import { expect, test } from 'vitest'
import { newId } from '../platform/pure/ids.ts'
import { enterAbsence } from '../rooms/access/absences/contract.ts'
import type { Viewer } from '../rooms/access/explaining/contract.ts'
import { aClient } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import * as interests from '../rooms/interests/contract.ts'
import { addMember } from '../rooms/interests/members/contract.ts'
import { listInterestViewers } from '../rooms/interests/viewers/contract.ts'
import { aScenario, aState } from '../rooms/scenarios/builders.ts'
import { createScenario } from '../rooms/scenarios/contract.ts'
import { aWorld, departments, people } from './testing.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const boss = world.as('administrator')
const serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
const at = (id: string) => ({ params: { id } })
const reasonsOf = (items: Viewer[], userId: string) =>
  items
    .find(each => each.user.id === userId)
    ?.reasons.map(({ rule, of, department, until }) => ({
      rule,
      of: of?.id ?? null,
      department: department?.id ?? null,
      until,
    }))

async function make() {
  const client = await anna.ok(clients.createClient, { body: aClient() })
  const body = { id: newId(), serviceTypeId, clientId: client.id, content: 'Счет' }
  return { clientId: client.id, interestId: (await anna.ok(interests.createInterest, { body })).id }
}

test('who sees this names a co-executor of an Interest, and a department to which its client is open with the end', async () => {
  const { clientId, interestId } = await make()
  await anna.ok(addMember, { params: { id: interestId, userId: people.colleague.id }, body: { grantClient: true } })
  const shared = { id: clientId, departmentId: departments.service.id }
  await anna.ok(clients.grantClientToDepartment, { params: shared, body: { until: '2100-01-01' } })
  const { items } = await anna.ok(listInterestViewers, at(interestId))
  expect(reasonsOf(items, people.colleague.id)?.map(each => each.rule)).toEqual(['member', 'grant'])
  expect(reasonsOf(items, people.stranger.id)).toEqual([
    { rule: 'department_grant', of: null, department: departments.service.id, until: '2100-01-01T19:00:00.000Z' },
  ])
})

test('who sees this names the role to which the state of an Interest is addressed', async () => {
  const queue = aState({ name: 'Очередь', queueRole: 'salesperson' })
  const { won: _, lost: __, ...body } = aScenario([queue])
  await boss.ok(createScenario, { body })
  const { clientId } = await make()
  const made = await anna.ok(interests.createInterest, {
    body: { id: newId(), serviceTypeId, clientId, scenarioId: body.id, content: 'Счет' },
  })
  const { items } = await anna.ok(listInterestViewers, at(made.id))
  expect(reasonsOf(items, people.stranger.id)?.map(each => each.rule)).toEqual(['queue'])
})

test('who sees this names a substitute with the absent person and the end, only while and as far as that was handed over', async () => {
  const { clientId, interestId } = await make()
  const [startsAt, endsAt] = [Date.now() - 60_000, Date.now() + 86_400_000].map(each => new Date(each).toISOString())
  const body = {
    id: newId(),
    userId: people.salesperson.id,
    kind: 'vacation' as const,
    startsAt,
    endsAt,
    rights: true,
    work: true,
    substitutes: [{ userId: people.colleague.id, kinds: ['clients' as const] }],
  }
  await anna.ok(enterAbsence, { body })
  const viewers = async () => [
    reasonsOf((await anna.ok(clients.listClientViewers, at(clientId))).items, people.colleague.id),
    reasonsOf((await anna.ok(listInterestViewers, at(interestId))).items, people.colleague.id),
  ]
  expect(await viewers()).toEqual([
    [{ rule: 'substitute', of: people.salesperson.id, department: null, until: endsAt }],
    undefined,
  ])
})
