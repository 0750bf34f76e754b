import { beforeAll, expect, it } from 'vitest'
import { aWorld, type Name, people, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { changeUser, createUser, getUser, readMe, signInByLink } from '../contract.ts'
import { shippedId } from '../profiles/builders.ts'
import { copyProfile } from '../profiles/contract.ts'
import { createApiKey } from '../api-keys/contract.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  readSecondFactor,
  turnOffSecondFactor,
} from '../second-factor/contract.ts'
import { appOf } from '../second-factor/builders.ts'
import { replaceLink } from '../sessions/storage.ts'
import { changeSignInRules, readSignInRules } from './contract.ts'

let world: World

beforeAll(async () => {
  world = await aWorld({ open: true })
})

const admin = () => world.as('administrator')
async function force(secondFactorProfiles: string[], passwordLength = 8) {
  const { version } = await admin().ok(readSignInRules)
  return admin().ok(changeSignInRules, { body: { version, passwordLength, secondFactorProfiles } })
}
const salesperson = shippedId('salesperson')

async function turnOn(who: Name) {
  const { key } = await world.as(who).ok(beginSecondFactor)
  await world.as(who).ok(confirmSecondFactor, { body: { code: appOf(key)() } })
}

it('the rules are read and changed by administrators only', async () => {
  const body = { version: 1, passwordLength: 8, secondFactorProfiles: [] }
  for (const endpoint of [readSignInRules, changeSignInRules]) {
    expect((await world.as(null).call(endpoint, { body })).status).toBe(401)
    expect((await world.as('head').call(endpoint, { body })).status).toBe(403)
  }
  expect(await admin().ok(readSignInRules)).toEqual({
    version: 1,
    passwordLength: 8,
    secondFactorProfiles: [],
    without: 0,
    secretKey: 'unused',
  })
})

it('two administrators who change the same rule at once are told of each other', async () => {
  const { version } = await admin().ok(readSignInRules)
  const change = (passwordLength: number) =>
    admin().call(changeSignInRules, { body: { version, passwordLength, secondFactorProfiles: [] } })
  expect((await change(10)).body.passwordLength).toBe(10)
  const late = await change(12)
  expect([late.status, late.problem.data.fields[0].field]).toEqual([409, 'passwordLength'])
  expect((await change(7)).status).toBe(422)
  expect((await change(65)).status).toBe(422)
  await force([])
})

it('new passwords are as long as the company wants, in every place where one is chosen', async () => {
  await force([], 14)
  const body = { id: newId(), email: 'long@example.com', name: 'Лев', role: 'salesperson' }
  const short = await admin().call(createUser, { body: { ...body, password: 'три-слона-тут' } })
  expect(short.problem.data.errors[0]).toMatchObject({ path: 'password', code: 'password.short' })
  expect(short.problem.data.errors[0].message).toContain('14')
  expect(
    (await admin().call(createUser, { body: { ...body, password: 'я'.repeat(20) + 'б'.repeat(100) } })).status,
  ).toBe(201)
  const { token } = await replaceLink(world.db, { kind: 'sign_in', userId: body.id, createdBy: null }, new Date())
  const link = await world.as(null).call(signInByLink, { body: { token, password: 'три-слона-тут' } })
  expect(link.problem.data.errors[0].code).toBe('password.short')
  expect((await admin().ok(readMe)).passwordLength).toBe(14)
  await force([])
})

it('whoever must have a second factor and has none is told to set it up, and can do that', async () => {
  await force([salesperson])
  const { status, problem } = await world.as('salesperson').call(createApiKey, { body: {} })
  expect([status, problem.code]).toEqual([403, 'second_factor.due'])
  expect((await world.as('salesperson').ok(readMe)).secondFactor).toEqual({ on: false, due: true })
  expect((await world.as('head').ok(readMe)).secondFactor).toEqual({ on: false, due: false })
  expect((await admin().ok(readSignInRules)).without).toBe(4)
})

it('and everything again with the request after it is on; then it stays on', async () => {
  await turnOn('salesperson')
  expect((await world.as('salesperson').ok(readMe)).secondFactor).toEqual({ on: true, due: false })
  expect((await world.as('salesperson').call(createApiKey, { body: { id: newId(), name: 'сайт' } })).status).toBe(201)
  expect((await world.as('salesperson').ok(readSecondFactor)).forced).toBe(true)
  const off = await world.as('salesperson').call(turnOffSecondFactor, { body: { code: '000000' } })
  expect(off.problem.code).toBe('second_factor.forced')
})

it('a copied profile demands one by itself, and a copy of one that demands it demands it too', async () => {
  const copy = async (fromId: string, name: string) =>
    (await admin().ok(copyProfile, { body: { id: newId(), fromId, name } })).id
  const seniorId = await copy(salesperson, 'Старший менеджер')
  await force([seniorId])
  const dueOf = async () => (await world.as('colleague').ok(readMe)).secondFactor.due
  expect(await dueOf(), 'the shipped profile demands nothing').toBe(false)
  const give = async (profileId: string) => {
    const params = { id: people.colleague.id }
    const { version } = await admin().ok(getUser, { params })
    await admin().ok(changeUser, { params, body: { version, profileId } })
    // A change of profile ends the sessions of that person: this one is opened again.
    await world.db.q.updateTable('session').set({ ended_at: null }).where('id', '=', people.colleague.id).execute()
  }
  await give(seniorId)
  expect(await dueOf()).toBe(true)
  const copiedId = await copy(seniorId, 'Старший менеджер, копия')
  await give(copiedId)
  expect(await dueOf(), 'a copy is no way around it').toBe(true)
  expect((await admin().ok(readSignInRules)).secondFactorProfiles).toEqual([seniorId, copiedId].sort())
  await give(salesperson)
  const unknown = await admin().call(changeSignInRules, {
    body: {
      ...(await admin().ok(readSignInRules)),
      without: undefined,
      secretKey: undefined,
      secondFactorProfiles: [newId()],
    },
  })
  expect(unknown.problem.data.errors[0].path).toBe('secondFactorProfiles')
})

it('keys are not concerned', async () => {
  await force([])
  const { secret } = await world.as('colleague').ok(createApiKey, { body: { id: newId(), name: 'сайт' } })
  await force([salesperson])
  const headers = { authorization: `Bearer ${secret}` }
  expect((await world.as(null).call(readSecondFactor, { headers })).status).toBe(200)
  expect((await world.as('colleague').call(createApiKey, { body: {} })).problem.code).toBe('second_factor.due')
})

it('an open stream of somebody who must have one ends with the rule', async () => {
  await force([])
  await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const address = world.node.server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const headers = { cookie: `sid=${people.stranger.token}` }
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/events`, { headers })
  expect(answer.status).toBe(200)
  const ended = (async () => {
    const reader = answer.body?.getReader()
    while (!(await reader?.read())?.done);
    return 'ended'
  })()
  await force([salesperson])
  expect(await ended).toBe('ended')
})

it('both are in the audit log, with what changed', async () => {
  const rows = await world.db.q.selectFrom('audit').selectAll().where('kind', '=', 'sign_in_rules.changed').execute()
  expect(JSON.stringify(rows.map(row => row.detail))).toContain('"secondFactorProfiles"')
})
