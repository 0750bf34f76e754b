import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faults } from './faults.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe.for(faults)('the fault «$name»', ({ file, find, test, only }) => {
  it('can be built in: what it replaces stands in its file exactly once', () => {
    expect(read(file).split(find).length - 1).toBe(1)
  })

  it('names a test that exists', () => {
    expect(read(test)).toContain(only ?? '(')
  })
})
