import { expect, it } from 'vitest'
import type { Gate } from '../platform/http/server.ts'
import type { Platform } from '../platform/platform.ts'
import { RIGHTS } from '../rooms/access/profiles/contract.ts'
import { routesOf } from './rooms.ts'

it('every right that an operation asks for is declared', () => {
  const gate: Gate = { identify: async () => null, holds: () => false }
  const asked = routesOf({} as Platform, gate).flatMap(({ endpoint: { access, method, path } }) =>
    typeof access === 'object' ? [[access.right, `${method} ${path}`] as const] : [],
  )
  expect(asked.length).toBeGreaterThan(10)
  const declared = new Set<string>(RIGHTS)
  expect(asked.filter(([right]) => !declared.has(right))).toEqual([])
})
