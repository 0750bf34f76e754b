import { readFileSync } from 'node:fs'
import { expect, inject, it } from 'vitest'
import { describeSchema } from '../../tools/schema.ts'
import { aDatabaseClone } from '../platform/db/testing.ts'

it('the row types are those of the migrated schema; `node tools/schema.ts` writes them anew', async () => {
  const { database } = await aDatabaseClone()
  const described = await describeSchema({ ...inject('cluster').owner, database })
  expect(described).toBe(readFileSync(new URL('../platform/schema.ts', import.meta.url), 'utf8'))
})
