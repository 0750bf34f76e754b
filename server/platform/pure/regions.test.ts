import { describe, expect, test } from 'vitest'
import { findRegion, guessRegion, guessZone, isNightAt, regions } from './regions.ts'

const nothing = { region: null, kpp: null, inn: null, phones: [] }

describe('where a client is', () => {
  test('a choice goes before the KPP, that before a landline, that before the INN', () => {
    const all = { region: '25', kpp: '540601001', inn: '6671184526', phones: ['+79125554418', '+73812240000'] }
    expect(guessRegion(all)?.code).toBe('25')
    expect(guessRegion({ ...all, region: null })?.code).toBe('54')
    expect(guessRegion({ ...all, region: null, kpp: null })?.code).toBe('55')
    expect(guessRegion({ ...all, region: null, kpp: null, phones: ['+79125554418'] })?.code).toBe('66')
  })

  test('a mobile number, a hotline and an office of no region tell nothing', () => {
    expect(guessZone(nothing)).toBeNull()
    expect(guessZone({ ...nothing, phones: ['+79125554418', '+78005553535', null] })).toBeNull()
    expect(guessZone({ ...nothing, kpp: '997950001' })).toBeNull()
  })

  test('a neighbouring country is told by its number', () => {
    expect(guessZone({ ...nothing, phones: ['+77272501234'] })).toBe('Asia/Almaty')
    expect(guessZone({ ...nothing, phones: ['+375172000000'] })).toBe('Europe/Minsk')
  })

  test('codes of regions that were united lead to the new ones', () => {
    expect(findRegion('97')?.ru).toBe('Москва')
    expect(findRegion('81')?.code).toBe('59')
    expect(findRegion('00')).toBeUndefined()
  })

  test('every zone exists, and no code or dialling code is told twice', () => {
    for (const { zone } of regions) expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow()
    const dials = regions.flatMap(region => region.dials)
    expect(new Set(dials).size).toBe(dials.length)
    expect(new Set(regions.map(region => region.code)).size).toBe(regions.length)
  })
})

test('it is night from nine in the evening until eight', () => {
  expect(['07:59', '08:00', '20:59', '21:00', '00:00'].map(isNightAt)).toEqual([true, false, false, true, true])
})
