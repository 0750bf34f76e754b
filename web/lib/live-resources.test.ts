import { describe, expect, it } from 'vitest'
import { concerns, resourcesOf } from './live-resources.ts'

const event = (type: string, id: string) => ({ id: '1', kind: `${type}.changed`, record: { type, id }, actorId: null })

describe('what others changed', () => {
  it('an Interest is read again on its board, in its client and in the search', () => {
    const found = resourcesOf([event('interest', 'a'), event('interest', 'b')])
    expect(found.get('board')).toEqual(new Set(['a', 'b']))
    expect([...found.keys()]).toEqual(expect.arrayContaining(['interests', 'clients', 'search']))
  })

  it('a kind of record that nobody named is read again by its plural', () => {
    expect([...resourcesOf([event('loss_reason', 'a')]).keys()]).toEqual(['loss-reasons'])
  })

  it('a mark on a phone of a record is read again with that record only', () => {
    const key = ['shared-identifiers', '/api/v1/shared-identifiers', { query: { ownerId: 'a' } }]
    expect(resourcesOf([event('contact', 'a')]).get('shared-identifiers')).toEqual(new Set(['a']))
    expect([concerns(key, [event('contact', 'a')]), concerns(key, [event('contact', 'b')])]).toEqual([true, false])
  })

  it('what is planned is read again in the day, the rail and the lists; a card hears of it from its own Interest', () => {
    const found = [...resourcesOf([event('activity', 'a')]).keys()]
    expect(found).toEqual(expect.arrayContaining(['my-day', 'my-day-summary', 'activities', 'interests']))
    const card = ['interests', '/api/v1/interests/:id', { params: { id: 'i' } }]
    expect([concerns(card, [event('activity', 'a')]), concerns(card, [event('interest', 'i')])]).toEqual([false, true])
    expect(concerns(['interests', '/api/v1/interests', {}], [event('activity', 'a')])).toBe(true)
  })
})
