import fc from 'fast-check'
import { newId } from '../../server/platform/pure/ids.ts'
import { brokenBodies, files, headers, values, wrongTypes } from './alphabet.ts'
import { alternativesOf, type Operation, type Schema } from './document.ts'
import type { Known } from './ground.ts'

export const callers = ['administrator', 'salesperson', 'key', 'stranger'] as const
export type CallerName = (typeof callers)[number]

/** A request as it goes over the wire, and what is known of its answer beforehand. */
export interface FuzzRequest {
  operation: Operation
  kind: string
  caller: CallerName
  /** Path and query string. */
  target: string
  /** Sent as they are, doubled names included. */
  headers: readonly string[]
  body: Buffer | null
  /** Why it must be refused, whoever asks; null when it may succeed. */
  refusedFor: string | null
}

/** What is asked before anything is spoilt. */
interface Draft {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
}

const DECLARED = 'as the document says'
const valueKinds = Object.keys(values)
const bodyKinds = Object.keys(brokenBodies).map(name => `body: ${name}`)
const fileKinds = Object.keys(files).map(name => `file: ${name}`)
const everywhere = [
  // What goes through leads further inside than what is refused.
  ...Array.from({ length: 8 }, () => DECLARED),
  ...valueKinds,
  'another record',
  'id in capitals',
  'id with spaces',
  'unknown parameter',
  'parameter twice',
  'parameter with a key',
  'header',
]
const ofBodies = [
  'unknown property',
  'property left out',
  'key twice',
  'wrong type of content',
  'type of content twice',
  ...bodyKinds,
]

/** Every way of spoiling that this operation knows. */
export function kindsOf({ body }: Operation): string[] {
  if (!body) return everywhere
  if (body.type !== 'application/json') return [...everywhere, 'wrong type of content', ...fileKinds]
  return [...everywhere, ...ofBodies]
}

/** A request for an operation, spoilt in one place in the way that is named. */
export function requestOf(operation: Operation, kind: string, known: Known): fc.Arbitrary<FuzzRequest> {
  const { body } = operation
  return fc
    .record({
      draft: draftOf(operation, known),
      pick: fc.nat(),
      other: fc.nat(),
      file: fc.constantFrom(...Object.keys(files)),
      caller: fc.oneof(
        { weight: 5, arbitrary: fc.constant('administrator' as const) },
        { weight: 3, arbitrary: fc.constant('salesperson' as const) },
        { weight: 2, arbitrary: fc.constant('key' as const) },
        { weight: 1, arbitrary: fc.constant('stranger' as const) },
      ),
    })
    .map(({ draft, pick, other, file, caller }) => {
      const spoilt = spoil(operation, kind, draft, pick, other, known)
      const isFile = body !== null && body.type !== 'application/json'
      const bytes = isFile
        ? (files[kind.startsWith('file: ') ? kind.slice(6) : file] ?? null)
        : (spoilt.bytes ?? (body ? Buffer.from(json(spoilt.draft.body)) : null))
      const own = spoilt.headers ?? (bytes && body ? ['content-type', body.type] : [])
      return {
        operation,
        kind,
        caller,
        target: targetOf(operation, spoilt.draft, spoilt.query ?? []),
        headers: own,
        body: bytes,
        refusedFor:
          spoilt.refusedFor ?? (body && !isFile && !spoilt.bytes ? whyRefused(operation, spoilt.draft.body) : null),
      }
    })
}

interface Spoilt {
  draft: Draft
  bytes?: Buffer
  headers?: string[]
  /** Pairs beside those of the draft. */
  query?: readonly (readonly [string, string])[]
  refusedFor?: string
}

function spoil(operation: Operation, kind: string, draft: Draft, pick: number, other: number, known: Known): Spoilt {
  const list = values[kind]
  if (list) return { draft: putSomewhere(draft, pick, list[other % list.length]) }
  if (kind.startsWith('body: ')) {
    const name = kind.slice(6)
    const bytes = brokenBodies[name] ?? Buffer.alloc(0)
    const isEmptyWanted = operation.bodyFault({}) === null || operation.bodyFault(undefined) === null
    const always = ['unfinished', 'not JSON', 'a list', 'a text', 'many levels', 'huge', 'a prototype', 'no UTF-8']
    return { draft, bytes, ...(always.includes(name) && !isEmptyWanted ? { refusedFor: kind } : {}) }
  }
  const names = Object.keys(draft.query)
  const name = names[pick % Math.max(1, names.length)] ?? 'q'
  switch (kind) {
    case 'another record':
      return { draft: putAnId(draft, pick, known.any(other)) }
    case 'id in capitals':
      return { draft: mapAnId(draft, pick, id => id.toUpperCase()) }
    case 'id with spaces':
      return { draft: mapAnId(draft, pick, id => ` ${id} `) }
    case 'unknown parameter': {
      const strange =
        ['limit[]', '__proto__', 'constructor', 'неведомое', 'where', '$where', 'a.b'][other % 7] ?? 'where'
      return { draft, query: [[strange, 'x']] }
    }
    case 'parameter twice':
      return { draft: { ...draft, query: { ...draft.query, [name]: draft.query[name] ?? '1' } }, query: [[name, '2']] }
    case 'parameter with a key':
      return { draft, query: [[`${name}[${['', 'b', '__proto__', '$ne'][other % 4]}]`, 'c']] }
    case 'header': {
      const [header, value] = headers[pick % headers.length] ?? ['x', 'y']
      const type = operation.body ? ['content-type', operation.body.type] : []
      // As bytes of one octet each, which is what a header is.
      return { draft, headers: [...type, header, Buffer.from(value).toString('latin1')] }
    }
    case 'unknown property': {
      const key = ['неведомое', 'role', 'isAdministrator', 'responsible_id', 'createdAt'][other % 5] ?? 'role'
      return { draft: { ...draft, body: isObject(draft.body) ? { ...draft.body, [key]: 1 } : draft.body } }
    }
    case 'property left out': {
      const keys = isObject(draft.body) ? Object.keys(draft.body) : []
      const left = keys[pick % Math.max(1, keys.length)]
      const rest = Object.fromEntries(
        Object.entries(isObject(draft.body) ? draft.body : {}).filter(([key]) => key !== left),
      )
      return { draft: { ...draft, body: rest } }
    }
    case 'key twice': {
      const text = json(draft.body)
      return { draft, bytes: Buffer.from(text.startsWith('{"') ? `{"id":[],${text.slice(1)}` : text) }
    }
    case 'wrong type of content': {
      const type = wrongTypes[other % wrongTypes.length] ?? 'text/plain'
      return { draft, headers: ['content-type', Buffer.from(type).toString('latin1')] }
    }
    case 'type of content twice':
      return { draft, headers: ['content-type', 'application/json', 'content-type', 'text/plain'] }
    default:
      return { draft }
  }
}

/** The product takes an empty text for nothing, so it must refuse only what is wrong in both readings. */
function whyRefused(operation: Operation, body: unknown): string | null {
  const sent: unknown = body === undefined ? undefined : JSON.parse(json(body))
  const fault = operation.bodyFault(sent)
  if (fault === null) return null
  const without = operation.bodyFault(withoutEmpty(sent, false))
  const empty = operation.bodyFault(withoutEmpty(sent, true))
  return without !== null && empty !== null ? fault : null
}

function withoutEmpty(value: unknown, keepNull: boolean): unknown {
  if (value === '' || value === null) return keepNull ? null : undefined
  if (Array.isArray(value)) return value.map(each => withoutEmpty(each, false)).filter(each => each !== undefined)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, each]) => [key, withoutEmpty(each, keepNull)] as const)
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined))
}

function targetOf({ path }: Operation, { params, query }: Draft, more: readonly (readonly [string, string])[]): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encode(params[name]) || '%20')
  const pairs = [...Object.entries(query).map(([name, value]) => [name, value] as const), ...more]
  const search = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  return search ? `${place}?${search}` : place
}

/** Half a surrogate cannot be written as UTF-8; its three bytes can, and reach the product as they would from anybody. */
function encode(value: unknown): string {
  if (Array.isArray(value) && value.every(each => typeof each === 'string')) return encode(value.join(','))
  const text = typeof value === 'string' ? value : (json(value) ?? '')
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80'
}

/** JSON has no −0 in `stringify`, and must be able to say it. */
function json(value: unknown): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value)
}

// ---- places ----

type Path = (string | number)[]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function placesOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each, at) => placesOf(each, [...path, at]))]
  if (!isObject(value)) return [path]
  return [path, ...Object.entries(value).flatMap(([key, each]) => placesOf(each, [...path, key]))]
}

/** Params, query and body as one tree, so that a place is picked among all of them alike. */
function placesIn(draft: Draft): Path[] {
  return placesOf(draft).filter(path => path.length > 1 || path[0] === 'body')
}

function putSomewhere(draft: Draft, pick: number, wanted: unknown): Draft {
  const places = placesIn(draft).filter(path => path[0] !== 'body' || draft.body !== undefined)
  const path = places[pick % Math.max(1, places.length)]
  return path ? (put(draft, path, wanted) as Draft) : { ...draft, query: { ...draft.query, q: wanted } }
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function mapAnId(draft: Draft, pick: number, map: (id: string) => string): Draft {
  const idAt = (path: Path) => {
    const value = at(draft, path)
    return typeof value === 'string' && ID.test(value) ? value : ''
  }
  const places = placesIn(draft).filter(path => idAt(path) !== '')
  const path = places[pick % Math.max(1, places.length)]
  return path ? (put(draft, path, map(idAt(path))) as Draft) : draft
}

const putAnId = (draft: Draft, pick: number, id: string) => mapAnId(draft, pick, () => id)

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], value)
}

function put(value: unknown, [key, ...rest]: Path, wanted: unknown): unknown {
  if (key === undefined) return wanted
  if (Array.isArray(value)) return value.map((each, i) => (i === key ? put(each, rest, wanted) : each))
  const object = value as Record<string, unknown>
  return { ...object, [key]: put(object[key], rest, wanted) }
}

// ---- what the document asks for ----

function draftOf({ path, parameters, body }: Operation, known: Known): fc.Arbitrary<Draft> {
  const segments = path.split('/')
  const params = parameters
    .filter(each => each.in === 'path')
    .map(({ name, schema }) => {
      const folder = segments[segments.indexOf(`{${name}}`) - 1] ?? ''
      return [name, valueOf(schema, name === 'id' ? folder : name, known)] as const
    })
  // What stands in a cursor is known to the product alone; it is spoilt by the kinds that put something anywhere.
  const query = parameters.filter(each => each.in === 'query' && each.name !== 'cursor')
  const wanted = query.filter(each => each.required).map(each => each.name)
  return fc.record({
    params: fc.record(Object.fromEntries(params)),
    query: fewOf(Object.fromEntries(query.map(({ name, schema }) => [name, valueOf(schema, name, known)])), wanted),
    body: body && body.type === 'application/json' ? valueOf(body.schema, '', known) : fc.constant(undefined),
  })
}

/** The required ones and two or three of the rest: of all at once nothing is ever found. */
function fewOf(all: Record<string, fc.Arbitrary<unknown>>, required: string[]): fc.Arbitrary<Record<string, unknown>> {
  const rest = Object.keys(all).filter(name => !required.includes(name))
  return fc.subarray(rest, { maxLength: Math.min(3, rest.length) }).chain(names => {
    const chosen = [...required, ...names].map(name => [name, all[name] ?? fc.constant(null)] as const)
    return fc.record(Object.fromEntries(chosen))
  })
}

function valueOf(schema: Schema, name: string, known: Known): fc.Arbitrary<unknown> {
  const choices = alternativesOf(schema)
  if (choices && choices.length > 0) return fc.oneof(...choices.map(each => valueOf(each, name, known)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  switch ([schema.type].flat()[0]) {
    case 'string':
      return textOf(schema, name, known)
    case 'number':
    case 'integer':
      return numberOf(schema, name)
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, name, known), { maxLength: 3 })
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(
        ([key, each]) => [key, valueOf(each, key, known)] as const,
      )
      return fc.record(Object.fromEntries(properties), { requiredKeys: (schema.required ?? []) as never[] })
    }
    default:
      return fc.constant('x')
  }
}

function numberOf({ minimum = 1, maximum = 300 }: Schema, name: string): fc.Arbitrary<unknown> {
  // The version of most records is one, so that a change of it gets through.
  if (name === 'version')
    return fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 5 }) })
  return fc.integer({ min: Math.max(minimum, -1_000), max: Math.min(maximum, 1_000) })
}

function textOf(
  { format, pattern, minLength = 0, maxLength = 300 }: Schema,
  name: string,
  known: Known,
): fc.Arbitrary<unknown> {
  if (format === 'uuid') {
    // A new record brings an id of its own.
    if (name === 'id' || name === '') return fc.constant(null).map(() => newId())
    return fc.nat().map(pick => known.pick(name, pick))
  }
  if (format === 'date') return fc.constantFrom('2026-05-12', '2026-11-30', '2025-01-31', '2024-02-29')
  if (format === 'date-time') return fc.constantFrom('2026-05-12T10:00:00Z', '2027-12-01T08:30:00+03:00')
  if (format === 'email') return fc.nat().map(n => `mail${n}@example.com`)
  if (name === 'amount') return fc.constantFrom('1000.00', '0', '99.5')
  if (name === 'currency') return fc.constant('RUB')
  if (pattern?.includes('\\d{4}-')) return fc.constantFrom('2026-05', '2026-01')
  if (pattern) return fc.constantFrom('RUB', '12:30', '1', '2026-05', '#ff0000')
  const words = fc.constantFrom(
    'Ромашка',
    'Климат',
    'ООО «Вентиляция»',
    '+7 913 000-00-01',
    'kim@klimat.example',
    '7707083893',
    'монтаж',
  )
  return fc
    .oneof(
      { weight: 3, arbitrary: words },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }) },
    )
    .map(text => text.slice(0, maxLength).padEnd(minLength, 'о'))
}
