import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, departments, people, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { inTurn } from '../secrets/service.ts'
import {
  changePassword,
  changeUser,
  createSignInLink,
  createUser,
  deactivateUser,
  getUser,
  listUsers,
  reactivateUser,
  readMe,
  signIn,
  signInByLink,
} from '../contract.ts'
import { createApiKey } from '../api-keys/contract.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const admin = () => world.as('administrator')
let count = 0
const anInput = (more: object = {}) => {
  count++
  return { id: newId(), email: `new${count}@example.com`, name: `Новый Человек ${count}`, role: 'salesperson', ...more }
}
const add = (more: object = {}) => admin().ok(createUser, { body: anInput(more) })
const password = 'очень длинный пароль'

async function cookieOf(email: string): Promise<Record<string, string>> {
  const answer = await world.as(null).call(signIn, { body: { email, password } })
  expect(answer.status).toBe(200)
  return { cookie: String([answer.headers['set-cookie']].flat()[0]).split(';')[0] ?? '' }
}

/** Takes every place in which passwords are hashed, until told to give them back. */
async function holdHashing(): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  for (let place = 0; place < 4; place++) void inTurn(() => held)
  return release
}

describe('users', () => {
  it('wait for the hash of a password before the transaction begins, not inside', async () => {
    const release = await holdHashing()
    const pending = [
      admin().call(createUser, { body: anInput({ password }) }),
      admin().call(changePassword, { body: { password: 'совсем другой пароль' } }),
    ]
    const left = await Promise.race([Promise.any(pending), sleep(300)])
    // Begun with its first statement, a transaction that waits is seen by the connection that it has taken.
    const taken = world.db.pool.totalCount - world.db.pool.idleCount
    release()
    expect(left, 'the password was hashed out of turn').toBe(undefined)
    expect(taken).toBe(0)
    expect((await Promise.all(pending)).map(answer => answer.status)).toEqual([201, 204])
  })

  it('get no password that is tried first; everything wrong is named at once', async () => {
    const input = anInput({ password: 'qwertyuiop', departmentId: newId() })
    const { status, problem } = await admin().call(createUser, { body: input })
    expect(status).toBe(422)
    expect(problem.data.errors.map((each: { code: string }) => each.code).sort()).toEqual([
      'password.common',
      'unknown_reference',
    ])
  })

  it('are closed to strangers and administered by administrators only', async () => {
    const params = { id: people.colleague.id }
    for (const endpoint of [listUsers, getUser, createUser, changeUser, deactivateUser, reactivateUser]) {
      expect((await world.as(null).call(endpoint as typeof getUser, { params })).status).toBe(401)
    }
    for (const endpoint of [createUser, changeUser, deactivateUser, reactivateUser, createSignInLink]) {
      const answer = await world.as('head').call(endpoint as typeof getUser, { params, body: { nonsense: 1 } })
      expect([answer.status, answer.problem.code], endpoint.path).toEqual([403, 'forbidden'])
    }
    const unknown = { id: newId() }
    for (const endpoint of [getUser, deactivateUser, reactivateUser, createSignInLink]) {
      expect((await admin().call(endpoint as typeof getUser, { params: unknown })).status, endpoint.path).toBe(404)
    }
    expect((await admin().call(changeUser, { params: unknown, body: { version: 1 } })).status).toBe(404)
  })

  it('are known to everybody by name; e-mail and last use are for administrators and for oneself', async () => {
    const { items } = await world.as('salesperson').ok(listUsers)
    const [me, colleague] = [people.salesperson, people.colleague].map(({ id }) => items.find(each => each.id === id))
    expect(colleague).toMatchObject({ name: people.colleague.name, email: '', lastSeenAt: null })
    expect(colleague?.department?.name).toBe(departments.sales.name)
    expect(me?.email).toBe(people.salesperson.email)
    expect((await admin().ok(getUser, { params: { id: people.colleague.id } })).email).toBe(people.colleague.email)
  })

  it('come page by page in the order of the alphabet, ё among е', async () => {
    for (const name of ['Ёлкина Вера', 'Едина Яна', 'Жукова Ия']) await add({ name })
    const names: string[] = []
    let cursor: string | undefined
    do {
      const answer = await world.as('head').ok(listUsers, { query: { limit: 2, cursor } })
      names.push(...answer.items.map(item => item.name))
      cursor = answer.nextCursor ?? undefined
    } while (cursor)
    const sorted = names.filter(name => ['Ёлкина Вера', 'Едина Яна', 'Жукова Ия'].includes(name))
    expect(sorted).toEqual(['Едина Яна', 'Ёлкина Вера', 'Жукова Ия'])
    expect(new Set(names).size).toBe(names.length)
    const broken = await world.as('head').call(listUsers, { query: { cursor: 'abc' } })
    expect([broken.status, broken.problem.code]).toEqual([400, 'broken_cursor'])
  })

  it('are found by a part of the name, е for ё; by a part of the e-mail only for administrators', async () => {
    const find = async (who: 'administrator' | 'salesperson', q: string) =>
      (await world.as(who).ok(listUsers, { query: { q } })).items.length
    expect(await find('salesperson', 'елкин')).toBe(1)
    expect(await find('salesperson', people.colleague.email)).toBe(0)
    expect(await find('administrator', people.colleague.email)).toBe(1)
  })
})

describe('a new user', () => {
  it('is made once, however often the request arrives', async () => {
    const body = anInput({ departmentId: departments.sales.id })
    const first = await admin().call(createUser, { body })
    const again = await admin().call(createUser, { body })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(first.body).toMatchObject({ version: 1, role: 'salesperson', departmentId: departments.sales.id })
    expect((await admin().call(createUser, { body: { ...body, name: 'Другой' } })).problem.code).toBe(
      'operation.reused',
    )
  })

  it('needs an e-mail that nobody has, and a department that exists', async () => {
    const taken = await admin().call(createUser, { body: anInput({ email: people.head.email.toUpperCase() }) })
    expect([taken.status, taken.problem.code]).toEqual([409, 'user.email_taken'])
    const nowhere = await admin().call(createUser, { body: anInput({ departmentId: newId() }) })
    expect(nowhere.problem.data.errors[0]).toMatchObject({ path: 'departmentId', code: 'unknown_reference' })
  })

  it('comes in by a one-time link and has a password afterwards', async () => {
    const { id, email } = await add()
    const { url } = await admin().ok(createSignInLink, { params: { id } })
    const [page, token] = url.split('#token=')
    expect(page).toBe('/sign-in')
    await world.as(null).ok(signInByLink, { body: { token, password } })
    expect(await cookieOf(email)).toBeTruthy()
  })
})

describe('a change of a user', () => {
  it('merges with changes of other fields and conflicts in the same one', async () => {
    const { id, version } = await add()
    const params = { id }
    await admin().ok(changeUser, { params, body: { version, name: 'Первая Правка' } })
    const merged = await admin().ok(changeUser, { params, body: { version, departmentId: departments.service.id } })
    expect(merged).toMatchObject({ name: 'Первая Правка', departmentId: departments.service.id, version: 3 })
    const late = await admin().call(changeUser, { params, body: { version, name: 'Вторая Правка' } })
    expect(late.problem.data.fields[0]).toMatchObject({ field: 'name', theirs: 'Первая Правка' })
  })

  it('refuses an e-mail in use', async () => {
    const { id, version } = await add()
    const body = { version, email: people.head.email }
    expect((await admin().call(changeUser, { params: { id }, body })).problem.code).toBe('user.email_taken')
  })

  it('of role ends the sessions, and the new role counts at once', async () => {
    const { id, version, email } = await add({ password })
    const headers = await cookieOf(email)
    await admin().ok(changeUser, { params: { id }, body: { version, role: 'administrator' } })
    expect((await world.as(null).call(readMe, { headers })).status).toBe(401)
    const anew = await cookieOf(email)
    expect((await world.as(null).ok(readMe, { headers: anew })).can['users.administer']).toBe(true)
    await admin().ok(deactivateUser, { params: { id } })
  })

  it('never takes away the last administrator, not even two at the same moment', async () => {
    const { id, version } = await admin().ok(getUser, { params: { id: people.administrator.id } })
    const demote = (params: { id: string }, seen: number) =>
      admin().call(changeUser, { params, body: { version: seen, role: 'head' } })
    expect((await demote({ id }, version)).problem.code).toBe('user.last_administrator')
    expect((await admin().call(deactivateUser, { params: { id } })).problem.code).toBe('user.last_administrator')
    const second = await add({ role: 'administrator' })
    const answers = await Promise.all([demote({ id: second.id }, 1), demote({ id }, version)])
    expect(answers.filter(answer => answer.status === 200).length).toBe(1)
    await world.db.q
      .updateTable('app_user')
      .set({ role: 'administrator', deactivated_at: null })
      .where('id', '=', id)
      .execute()
  })
})

describe('a deactivated user', () => {
  it('is out at once: session, key and link; the record and its name stay', async () => {
    const { id, email } = await add({ password })
    const headers = await cookieOf(email)
    const key = await admin().ok(createApiKey, { body: { id: newId(), name: 'обмен', userId: id } })
    const bearer = { authorization: `Bearer ${key.secret}` }
    expect((await world.as(null).call(readMe, { headers: bearer })).status).toBe(200)
    const link = await admin().ok(createSignInLink, { params: { id } })

    const gone = await admin().ok(deactivateUser, { params: { id } })
    expect(gone.deactivatedAt).not.toBe(null)
    expect((await world.as(null).call(readMe, { headers })).status).toBe(401)
    expect((await world.as(null).call(readMe, { headers: bearer })).status).toBe(401)
    expect((await world.as(null).call(signIn, { body: { email, password } })).status).toBe(401)
    const token = link.url.split('#token=')[1]
    expect((await world.as(null).call(signInByLink, { body: { token } })).status).toBe(410)
    expect((await admin().call(createSignInLink, { params: { id } })).status).toBe(403)
    expect((await world.as('head').ok(getUser, { params: { id } })).name).toBe(gone.name)
    const { items } = await admin().ok(listUsers, { query: { active: true, limit: 200 } })
    expect(items.map(item => item.id)).not.toContain(id)
  })

  it('comes back with the old password, without the old sessions and keys', async () => {
    const { id, email } = await add({ password })
    const headers = await cookieOf(email)
    await admin().ok(deactivateUser, { params: { id } })
    await admin().ok(reactivateUser, { params: { id } })
    expect((await world.as(null).call(readMe, { headers })).status).toBe(401)
    await cookieOf(email)
  })

  it('is told to the open streams by an event that everybody may see, without personal values', async () => {
    const events = await world.db.q.selectFrom('event').selectAll().where('record_kind', '=', 'user').execute()
    expect(events.map(event => event.kind)).toContain('user.deactivated')
    expect(JSON.stringify(events.map(event => event.changes))).not.toContain('@')
  })
})
