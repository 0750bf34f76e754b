import { expect, test } from 'vitest'
import { followContractor } from './rules.ts'

const main = { kind: 'organisation' as const, name: 'ООО А', inn: null, kpp: null, ogrn: null, main: true }
const after = { kind: 'entrepreneur' as const, name: 'ИП Б', inn: '1', kpp: null, ogrn: null }

test('the only legal entity follows name and kind as long as they were equal', () => {
  const before = { kind: 'organisation' as const, name: 'ООО А', contractors: [main] }
  expect(followContractor(main, before, after)).toMatchObject({ kind: 'entrepreneur', name: 'ИП Б', inn: '1' })
})

test('a legal entity with a name of its own, or one of several, keeps it and takes the numbers only', () => {
  const own = { ...main, name: 'ООО А-Торг' }
  const before = { kind: 'person' as const, name: 'ООО А', contractors: [own] }
  expect(followContractor(own, before, after)).toMatchObject({ kind: 'organisation', name: 'ООО А-Торг', inn: '1' })
  const several = { kind: 'organisation' as const, name: 'ООО А', contractors: [main, own] }
  expect(followContractor(main, several, after)).toMatchObject({ kind: 'organisation', name: 'ООО А', inn: '1' })
})
