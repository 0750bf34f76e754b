import { describe, expect, it } from 'vitest'
import { keysOfDraft, keysOfText } from './rules.ts'

describe('identifiers of a draft', () => {
  it('are found at any depth and in any notation', () => {
    const keys = keysOfDraft({
      search: '8 (912) 555-44-90',
      prospect: { email: ' Rudin@Vektor-S.ru ' },
      newClient: { inn: '7707083893', contacts: [{ phones: ['+7 916 222 33 33'] }] },
    })
    expect(keys).toContain('email:rudin@vektor-s.ru')
    expect(keys).toContain('inn:7707083893')
    expect(keys).toContain('phone:9125554490')
    expect(keys).toContain('phone:9162223333')
  })

  it('are both an INN and a phone when ten digits may be either', () => {
    expect(keysOfText('7707083893')).toEqual(['inn:7707083893', 'phone:7707083893'])
  })

  it('are the same for the same phone typed in two ways', () => {
    expect(keysOfText('89125554490')).toEqual(keysOfText('+7 912 555-44-90'))
  })

  it('are not made of names, short numbers or long texts', () => {
    expect(keysOfText('Иванов 118')).toEqual([])
    expect(keysOfDraft({ content: `${'очень длинно '.repeat(40)} 8 912 555-44-90` })).toEqual([])
  })
})
