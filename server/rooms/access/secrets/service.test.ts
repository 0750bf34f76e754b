import { expect, it } from 'vitest'
import { hashPassword, hashToken, inTurn, newToken, verifyPassword } from './service.ts'

it('takes the password that was set and no other, however its characters are composed', async () => {
  const stored = await hashPassword('пароль й')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(stored, 'пароль и\u0306')).toBe(true)
  expect(await verifyPassword(stored, 'пароль Й')).toBe(false)
  expect(await hashPassword('пароль й')).not.toBe(stored)
})

it('lets nobody in where no password is set', async () => {
  expect(await verifyPassword(null, '')).toBe(false)
  expect(await verifyPassword('not a hash', 'x')).toBe(false)
})

it('hashes a few at once and never all at once', async () => {
  let running = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 12 }, () =>
      inTurn(async () => {
        most = Math.max(most, ++running)
        await new Promise(done => setTimeout(done, 2))
        running--
      }),
    ),
  )
  expect(most).toBeLessThanOrEqual(2)
  expect(running).toBe(0)
})

it('goes on after work that failed', async () => {
  await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await inTurn(async () => 'yes')).toBe('yes')
})

it('makes tokens of 256 bits and knows them by their digest', () => {
  expect(Buffer.from(newToken(), 'base64url').length).toBe(32)
  expect(hashToken('a')).toEqual(hashToken('a'))
})
