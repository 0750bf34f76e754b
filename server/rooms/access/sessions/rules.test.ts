import { expect, it } from 'vitest'
import { describeDevice, normaliseLogin } from './rules.ts'

it('names a browser and its system as their owner would', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
  expect(describeDevice(chrome)).toBe('Chrome, Windows')
  expect(describeDevice(chrome.replace('Safari/537.36', 'YaBrowser/25.8 Safari/537.36'))).toBe('Yandex, Windows')
  expect(describeDevice('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(
    'Firefox, Linux',
  )
  expect(describeDevice(undefined)).toBe('')
})

it('takes an e-mail in any letter case for the same login', () => {
  expect(normaliseLogin(' Anna@Example.COM ')).toBe('anna@example.com')
})
