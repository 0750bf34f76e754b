import { expect, it } from 'vitest'
import { decideWeakness } from './rules.ts'
import { commonPasswords } from './service.ts'

const decide = (password: string, email: string | null = 'irina.volskaya@example.com') =>
  decideWeakness(password, { common: commonPasswords, email })

it('knows the passwords that are tried first, in any letter case', () => {
  for (const password of ['password', 'Password1', 'QWERTYUIOP', '1q2w3e4r', 'iloveyou', 'zaq12wsx', 'admin123']) {
    expect(decide(password), password).toBe('common')
  }
})

it('knows Russian ones, typed in either layout or in Latin letters', () => {
  for (const password of ['йцукенгш', 'Пароль123', 'gfhjkm123', 'привет123', 'солнышко', 'cjkysirj', 'parol123']) {
    expect(decide(password), password).toBe('common')
  }
})

it('knows rows and repetitions of any length', () => {
  for (const password of ['aaaaaaaa', '121212121212', 'абвабвабвабв', '23456789', 'зжедгвба', 'qrstuvwxyz']) {
    expect(decide(password), password).toBe('common')
  }
})

it('knows the e-mail and the name of the product, with or without signs and digits around', () => {
  for (const password of ['irina.volskaya', 'IrinaVolskaya2026!', 'irina.volskaya@example.com', 'шкштфюмщдылфнф']) {
    expect(decide(password), password).toBe('own')
  }
  for (const password of ['Interes-2026', 'интерес1', 'bynthtc123'])
    expect(decide(password, null), password).toBe('own')
})

it('asks for nothing else: neither digits nor signs nor capitals', () => {
  for (const password of ['три слона в лодке', 'журнал-7-Облаков', 'correct horse battery', 'семьдесят', '80264719']) {
    expect(decide(password), password).toBe(null)
  }
  expect(decide('ab.example.com', 'ab@c.ru')).toBe(null)
})

it('knows at least the three thousand most common ones that are long enough', () => {
  expect([...commonPasswords].filter(password => password.length >= 8).length).toBeGreaterThan(3_000)
})

it('takes a password of any length and of any signs from the length on that the company wants', () => {
  const of = (password: string, length: number) =>
    decideWeakness(password, { common: commonPasswords, email: null, length })
  expect(of('облако-двадцать', 16)).toBe('short')
  expect(of('облако-двадцать!', 16)).toBe(null)
  // One sign of two code units counts once.
  expect(of('облака🌧🌧', 9)).toBe('short')
  expect(of('семь раз отмерь один раз отрежь, '.repeat(7), 64)).toBe(null)
})
