import { beforeAll, expect, it } from 'vitest'
import { newId } from '../platform/pure/ids.ts'
import { enterAbsence, getAbsence } from '../rooms/access/absences/contract.ts'
import { createApiKey, listApiKeys } from '../rooms/access/api-keys/contract.ts'
import {
  createSignInLink,
  deactivateUser,
  reactivateUser,
  readMe,
  signIn,
  signInByLink,
} from '../rooms/access/contract.ts'
import { hashPassword } from '../rooms/access/secrets/service.ts'
import { appOf } from '../rooms/access/second-factor/builders.ts'
import { beginSecondFactor, confirmSecondFactor, signInByCode } from '../rooms/access/second-factor/contract.ts'
import { checkSignInLink } from '../rooms/access/sessions/contract.ts'
import { aClient } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import * as interests from '../rooms/interests/contract.ts'
import { starInterest, watchInterest } from '../rooms/interests/marks/contract.ts'
import { addMember } from '../rooms/interests/members/contract.ts'
import { aWorld, people, type World } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await aWorld({ open: true })
})

const boss = () => world.as('administrator')
const anna = () => world.as('salesperson')
const gone = () => world.as('colleague')
const { id: userId } = people.colleague
const ofGone = { params: { id: userId } }
const password = 'три слона в лодке'
const cookieOf = (headers: Record<string, unknown>, name: string) =>
  [headers['set-cookie']]
    .flat()
    .map(each => String(each).split(';')[0] ?? '')
    .find(each => each.startsWith(`${name}=`)) ?? ''
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const count = async (text: string) => Number((await world.db.pool.query(text, [userId])).rows[0].count)

/** A stream of events, and a promise of its end. */
async function aStream(): Promise<{ ended: Promise<string> }> {
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const answer = await fetch(`${url}/api/v1/events`, { headers: { cookie: `sid=${people.colleague.token}` } })
  expect(answer.status).toBe(200)
  const reader = answer.body?.getReader()
  const ended = (async () => {
    while (!(await reader?.read())?.done);
    return 'ended'
  })()
  return { ended }
}

it('whoever is dismissed loses every way in and every place at once, gets none of it back by returning, and the history stays', async () => {
  const serviceTypeId = (await anna().ok(directories.service_type.list)).items[0]?.id ?? ''
  // What there is to lose.
  await world.db.q
    .updateTable('app_user')
    .set({ password_hash: await hashPassword(password) })
    .where('id', '=', userId)
    .execute()
  const { secret } = await gone().ok(createApiKey, { body: { id: newId(), name: 'Касса' } })
  const byKey = () => world.as(null).call(readMe, { headers: { authorization: `Bearer ${secret}` } })
  const client = await anna().ok(clients.createClient, { body: aClient() })
  await anna().ok(clients.grantClient, { params: { id: client.id, userId }, body: {} })
  const interest = await anna().ok(interests.createInterest, {
    body: anInterest({ serviceTypeId, clientId: client.id }),
  })
  await anna().ok(addMember, { params: { id: interest.id, userId }, body: { grantClient: true } })
  for (const mark of [starInterest, watchInterest]) {
    await gone().ok(mark, { params: { id: interest.id }, body: { on: true } })
  }
  const absence = await anna().ok(enterAbsence, {
    body: {
      id: newId(),
      userId: people.salesperson.id,
      kind: 'vacation',
      fromDay: inDays(30),
      toDay: inDays(40),
      work: true,
      rights: true,
      substitutes: [{ userId }, { userId: people.head.id }],
    },
  })
  const own = await gone().ok(clients.createClient, { body: aClient() })
  const { url } = await boss().ok(createSignInLink, ofGone)
  const token = url.split('#token=')[1] ?? ''
  // A sign-in that only waits for its code.
  const { key } = await gone().ok(beginSecondFactor)
  const app = appOf(key)
  await gone().ok(confirmSecondFactor, { body: { code: app(-1) } })
  const half = await world.as(null).call(signIn, { body: { email: people.colleague.email, password } })
  const waiting = cookieOf(half.headers, 'code')
  expect(waiting).not.toBe('')
  const stream = await aStream()
  expect((await byKey()).status).toBe(200)

  await boss().ok(deactivateUser, ofGone)

  const isOut = async () => {
    expect((await gone().call(readMe)).status, 'session').toBe(401)
    expect((await byKey()).status, 'key').toBe(401)
    const link = await world.as(null).call(checkSignInLink, { body: { token } })
    expect(link.status, 'link').toBe(410)
    expect((await world.as(null).call(signInByLink, { body: { token } })).status, 'link').toBe(410)
    const code = await world.as(null).call(signInByCode, { body: { code: app() }, headers: { cookie: waiting } })
    expect(code.problem.code, 'a sign-in that waits').toBe('sign_in.code_too_late')
  }
  await isOut()
  expect((await world.as(null).call(signIn, { body: { email: people.colleague.email, password } })).status).toBe(401)
  expect(await stream.ended, 'stream').toBe('ended')
  const hasNoPlace = async () => {
    const places = {
      grants: await count('select count(*) from record_access where principal_id = $1'),
      members: await count('select count(*) from interest_member where user_id = $1'),
      onRows: await count('select count(*) from interest where $1 = any(member_ids)'),
      marks: await count('select count(*) from interest_mark where user_id = $1'),
      substitutes: await count('select count(*) from absence_substitute where user_id = $1'),
    }
    expect(places).toEqual({ grants: 0, members: 0, onRows: 0, marks: 0, substitutes: 0 })
  }
  await hasNoPlace()
  const { substitutes } = await anna().ok(getAbsence, { params: { id: absence.id } })
  expect(substitutes.map(each => each.user.id)).toEqual([people.head.id])

  await boss().ok(reactivateUser, ofGone)
  await isOut()
  await hasNoPlace()
  expect((await boss().ok(listApiKeys, { query: {} })).items.filter(each => each.user.id === userId)).toEqual([])

  // The history stays: who made what, who was a co-executor, and who took that away.
  expect((await boss().ok(clients.getClient, { params: { id: own.id } })).responsible?.id).toBe(userId)
  const removed = `select count(*) from event where kind = 'interest.member_removed' and changes->'userId'->>'from' = $1::text`
  expect(await count(removed)).toBe(1)
  expect(await count('select count(*) from audit where actor_id = $1')).toBeGreaterThan(0)
})
