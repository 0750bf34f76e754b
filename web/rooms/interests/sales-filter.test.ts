import { expect, test } from 'vitest'
import { z } from 'zod'
import { endFilters, groupsSet, moreFilters, moreOf, withoutMore } from './sales-filter.ts'

const address = z.object({ ...moreFilters, ...endFilters })

test('an address that somebody cut or guessed narrows to nothing, and the rest of it holds', () => {
  const read = address.parse({ sourceId: 'x', createdFrom: '31.12', revenueFrom: 1000, tags: 'опт', starred: 'yes' })
  expect(JSON.parse(JSON.stringify(read))).toEqual({ revenueFrom: '1000', tags: 'опт' })
})

test('a period is one filter with two ends; all of it can be taken away', () => {
  const filter = { createdFrom: '2026-11-01', createdTo: '2026-11-30', watched: true as const }
  expect(groupsSet(filter).map(each => each.id)).toEqual(['created', 'watched'])
  expect(groupsSet(withoutMore(filter))).toEqual([])
})

test('how Interests ended narrows only where finished ones are shown', () => {
  const filter = { outcome: 'won', tags: 'опт' }
  expect(moreOf(filter, { ends: false })).toEqual({ tags: 'опт' })
  expect(moreOf(filter, { ends: true })).toEqual(filter)
})
