import { expect, it } from 'vitest'
import { mySettings } from './contract.ts'
import { changedOf, settle } from './rules.ts'

it('has a value for every setting before anybody chose one', () => {
  expect(settle(mySettings, {})).toMatchObject({ theme: 'auto', matchMode: 'any', defaultServiceTypeId: null })
})

it('takes what was chosen, and the default where a stored value means nothing today', () => {
  expect(settle(mySettings, { theme: 'dark', density: 'gigantic', gone: 1 })).toMatchObject({
    theme: 'dark',
    density: 'compact',
  })
})

it('changes only what was named and differs', () => {
  const present = settle(mySettings, {})
  expect(changedOf(present, { theme: 'auto', matchMode: 'start', density: undefined })).toEqual({ matchMode: 'start' })
})
