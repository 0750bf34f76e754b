import { expect, test } from 'vitest'
import { read } from './sqlmap.ts'

test('what was found is told by its place, and what was tried is counted', () => {
  const said = `
[10:00:01] [WARNING] URI parameter '#2*' does not seem to be injectable
sqlmap identified the following injection point(s) with a total of 40 HTTP(s) requests:
---
Parameter: #1* (URI)
    Type: boolean-based blind
---`
  expect(read(said)).toEqual({ found: ['#1* (URI)'], tried: 2, fault: null })
})

test('a clean target was tried at least in one place, and a search that broke off says nothing', () => {
  const clean = `[1] [WARNING] URI parameter '#1*' does not seem to be injectable
[1] [CRITICAL] all tested parameters do not appear to be injectable. Try to increase values`
  expect(read(clean)).toEqual({ found: [], tried: 1, fault: null })
  expect(read('').fault).toBe('nothing was tried')
  expect(read("[1] [CRITICAL] unable to connect to the target URL ('Connection refused')").fault).toContain('connect')
})
