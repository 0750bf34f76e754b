import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Endpoint, platformProblems } from '../platform/contract.ts'
import { fieldMarks } from '../platform/pure/field-marks.ts'
import type { Platform } from '../platform/platform.ts'
import { FIELDS } from '../rooms/access/profiles/contract.ts'
import { fieldNames } from '../platform/pure/field-marks.ts'
import { routesOf } from './rooms.ts'

/** Names of properties behind which lies what a profile may mask or hide, or what may be called by it. */
const telling =
  /phone|e164|mail|^inns?$|^kpp$|^ogrn$|revenue|weighted|^sums?$|amount|messenger|^typed$|^titles?$|^subtitle$|^party$|^cells$|^mine$|^theirs$/i

/** Mails of colleagues, who are no clients. */
const ofColleagues =
  /^\/api\/v1\/(?:single-sign-on|ldap|users|session|sessions|sign-in|setup|invitations|resets|invites|departments)/

const gate = { identify: async () => null, holds: () => false, obstacle: () => undefined, problems: [] }
const endpoints = routesOf({} as Platform, gate).map(each => each.endpoint)

test('whatever in an answer or a refusal is called like a limited field is marked as one', () => {
  const unmarked = endpoints.flatMap(each => (ofColleagues.test(each.path) ? [] : unmarkedOf(each)))
  expect(unmarked).toEqual([])
})

test('what a body writes under such a name is marked too, so that no door stays open', () => {
  const unmarked = endpoints
    .filter(each => each.method !== 'GET' && !ofColleagues.test(each.path) && !asks.has(each.path))
    .flatMap(each =>
      each.body
        ? walk(each.body, `${each.method} ${each.path}`, /phone|email|^inn$|^kpp$|^ogrn$|revenue|responsibleId/i)
        : [],
    )
  expect(unmarked).toEqual([])
})

test('every field that a profile limits has a name in refusals', () => {
  expect(Object.keys(fieldNames)).toEqual(Object.keys(FIELDS))
})

test('a mark that is forgotten is found at any depth', () => {
  const hidden = z.object({ items: z.array(z.object({ a: z.union([z.null(), z.object({ phone: z.string() })]) })) })
  expect(walk(hidden, 'x', telling)).toEqual(['x.items[].a.phone'])
})

/** Bodies that only ask: whole values find, as in the search. */
const asks = new Set([
  '/api/v1/duplicates/check',
  '/api/v1/access-requests',
  '/api/v1/hand-overs',
  // Whose board is shown.
  '/api/v1/settings/me',
  // Of clients that the import makes; of known ones a row changes what its importer may.
  '/api/v1/imports/:id/mapping',
])

function unmarkedOf(endpoint: Endpoint): string[] {
  const at = `${endpoint.method} ${endpoint.path}`
  return [
    ...walk(endpoint.result, at, telling),
    ...[...endpoint.problems, ...platformProblems].flatMap(each => walk(each.data, `${at} ${each.code}`, telling)),
  ]
}

type Part = z.ZodType & { _zod: { def: Record<string, unknown> } }

function walk(schema: z.ZodType, at: string, names: RegExp): string[] {
  if (fieldMarks.has(schema) && fieldMarks.get(schema)?.kind !== 'unless') return []
  const { def } = (schema as Part)._zod
  const parts = (...of: unknown[]) => of.filter((each): each is Part => each instanceof z.ZodType)
  if (def['type'] === 'object') {
    return Object.entries(def['shape'] as Record<string, Part>).flatMap(([name, part]) => {
      const here = `${at}.${name}`
      const below = walk(part, here, names)
      const isUnknown = names === telling && !fieldMarks.has(part) && (part as Part)._zod.def['type'] === 'unknown'
      return isUnknown || (names.test(name) && isPlain(part)) ? [here] : below
    })
  }
  if (def['type'] === 'array') return walk(def['element'] as Part, `${at}[]`, names)
  return parts(
    def['innerType'],
    def['in'],
    def['out'],
    def['valueType'],
    ...((def['options'] as Part[]) ?? []),
  ).flatMap(part => walk(part, at, names))
}

/** A value of its own, and no object whose properties are looked at one by one, nor one of a closed list. */
function isPlain(schema: Part): boolean {
  if (fieldMarks.has(schema)) return false
  const { def } = schema._zod
  const inner = (def['innerType'] ?? def['element'] ?? def['in']) as Part | undefined
  if (inner) return isPlain(inner)
  return !['object', 'enum', 'literal', 'boolean', 'number'].includes(def['type'] as string) && def['type'] !== 'union'
}
