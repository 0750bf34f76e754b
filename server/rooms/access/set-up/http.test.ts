import { beforeEach, describe, expect, it } from 'vitest'
import { aWorld, type World } from '../../../app/testing.ts'
import type { Platform } from '../../../platform/platform.ts'
import { checkSetUp, readSetUp, setUp, signIn } from '../contract.ts'
import { ensureSetUp } from './actions.ts'

let world: World

beforeEach(async () => {
  world ??= await aWorld()
  for (const table of ['session', 'sign_in_link', 'app_user', 'directory_item', 'company'] as const) {
    await world.db.q.deleteFrom(table).execute()
  }
})

const tokenOf = (path: string | undefined) => path?.split('#token=')[1] ?? ''
const input = (token: string) => ({
  token,
  administrator: { name: 'Ирина Вольская', email: 'irina@example.com', password: 'очень длинный пароль' },
  company: { name: 'Север', timeZone: 'Asia/Omsk', currency: 'RUB' },
})
const stranger = () => world.as(null)
const unattended = (): Platform => ({
  ...world.platform,
  config: { ...world.platform.config, adminEmail: 'boss@example.com', adminPassword: 'очень длинный пароль' },
})
const count = async (table: 'app_user' | 'company' | 'directory_item') =>
  Number((await world.db.pool.query(`select count(*) from ${table}`)).rows[0].count)

describe('set-up', () => {
  it('is open with the printed token until it is done, then closed for ever', async () => {
    const entry = await ensureSetUp(world.platform)
    const token = tokenOf(entry?.path)
    expect(entry?.kind).toBe('set_up')
    const before = await stranger().ok(checkSetUp, { body: { token } })
    expect(before).toMatchObject({ open: true, allowed: true })
    expect(before.checks.every(check => check.ok || check.name === 'durability')).toBe(true)

    const answer = await stranger().call(setUp, { body: input(token) })
    expect(answer.status).toBe(201)
    expect(answer.body.user.role).toBe('administrator')
    expect(answer.body.company).toEqual({ name: 'Север', timeZone: 'Asia/Omsk', currency: 'RUB' })
    expect(String(answer.headers['set-cookie'])).toContain('sid=')

    expect(await stranger().ok(checkSetUp, { body: { token } })).toEqual({ open: false, allowed: false, checks: [] })
    expect(await stranger().ok(readSetUp)).toEqual({ open: false, companyName: 'Север' })
    expect((await stranger().call(setUp, { body: input(token) })).problem.code).toBe('set_up.closed')
    expect(await ensureSetUp(world.platform)).toBe(null)
  })

  it('tells a stranger without the token nothing and lets that stranger do nothing', async () => {
    await ensureSetUp(world.platform)
    expect(await stranger().ok(readSetUp)).toEqual({ open: true, companyName: null })
    for (const body of [{}, { token: 'guess' }]) {
      expect(await stranger().ok(checkSetUp, { body })).toEqual({ open: true, allowed: false, checks: [] })
    }
    expect((await stranger().call(setUp, { body: input('guess') })).problem.code).toBe('link.spent')
    expect(await count('app_user')).toBe(0)
  })

  it('opens by the token of the last start only', async () => {
    const earlier = tokenOf((await ensureSetUp(world.platform))?.path)
    const later = tokenOf((await ensureSetUp(world.platform))?.path)
    expect((await stranger().call(setUp, { body: input(earlier) })).problem.code).toBe('link.spent')
    expect((await stranger().call(setUp, { body: input(later) })).status).toBe(201)
  })

  it('makes one administrator when two people send the form at the same moment', async () => {
    const token = tokenOf((await ensureSetUp(world.platform))?.path)
    const second = { ...input(token), administrator: { ...input(token).administrator, email: 'second@example.com' } }
    const answers = await Promise.all([
      stranger().call(setUp, { body: input(token) }),
      stranger().call(setUp, { body: second }),
    ])
    expect(answers.map(answer => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(await count('app_user')).toBe(1)
  })

  it('names everything that is wrong with the form', async () => {
    const administrator = { name: ' ', email: 'no', password: 'short' }
    const body = { token: 't', administrator, company: { name: 'С', timeZone: 'Asia/Nowhere' } }
    const { problem } = await stranger().call(setUp, { body })
    expect(problem.data.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      'administrator.email',
      'administrator.name',
      'administrator.password',
      'company.currency',
      'company.timeZone',
    ])
  })
})

describe('the first password', () => {
  it('is none of those that are tried first, nor the e-mail', async () => {
    const token = tokenOf((await ensureSetUp(world.platform))?.path)
    const faultsOf = async (password: string) => {
      const body = { ...input(token), administrator: { ...input(token).administrator, password } }
      const { status, problem } = await stranger().call(setUp, { body })
      expect(status).toBe(422)
      return problem.data.errors.map((each: { path: string; code: string }) => [each.path, each.code])
    }
    expect(await faultsOf('пароль123')).toEqual([['administrator.password', 'password.common']])
    expect(await faultsOf('irina@example.com')).toEqual([['administrator.password', 'password.own']])
    expect((await stranger().call(setUp, { body: input(token) })).status).toBe(201)
  })
})

describe('an unattended start', () => {
  it('makes the administrator and the company from the configuration, with everything that ships', async () => {
    expect(await ensureSetUp(unattended())).toBe(null)
    const body = { email: 'boss@example.com', password: 'очень длинный пароль' }
    expect((await stranger().ok(signIn, { body })).user.role).toBe('administrator')
    expect(await count('company')).toBe(1)
    expect(await count('directory_item')).toBeGreaterThan(10)
  })

  it('ignores the configuration once there is an administrator', async () => {
    await ensureSetUp(unattended())
    const { config } = unattended()
    await ensureSetUp({ ...world.platform, config: { ...config, adminEmail: 'other@example.com' } })
    expect(await count('app_user')).toBe(1)
  })

  it('makes one administrator when several nodes start at once', async () => {
    await Promise.all([ensureSetUp(unattended()), ensureSetUp(unattended()), ensureSetUp(unattended())])
    expect(await count('app_user')).toBe(1)
    expect(await count('company')).toBe(1)
  })
})
