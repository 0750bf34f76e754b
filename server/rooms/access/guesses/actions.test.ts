import { expect, it } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { countGuess } from './actions.ts'
import { OF_ACCOUNT } from './rules.ts'

const world = await aWorld()
const now = new Date('2026-03-02T09:00:00Z')
const count = { key: 'test:one', patience: OF_ACCOUNT, clears: true }

it('counts every one of many guesses at the same moment', async () => {
  const guesses = await Promise.all(Array.from({ length: 25 }, () => countGuess(world.db, [count], now)))
  expect(guesses.filter(each => each.allowed).length).toBe(10)
})

it('gives back what was counted for one limit when another one refuses', async () => {
  const other = { ...count, key: 'test:other' }
  for (let n = 0; n < 5; n++) expect((await countGuess(world.db, [other, count], now)).allowed).toBe(false)
  expect(await countGuess(world.db, [other], now)).toMatchObject({ allowed: true, left: 9 })
})
