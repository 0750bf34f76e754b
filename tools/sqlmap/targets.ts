import type { Operation, Schema } from '../fuzz/document.ts'
import { alternativesOf } from '../fuzz/document.ts'
import type { Known } from '../fuzz/ground.ts'

/** What sqlmap is pointed at: a star marks each place that it tries. */
export interface Target {
  name: string
  method: string
  /** From the root, stars included. */
  path: string
  body: string | null
}

/** Searches that come as POST, and read only. */
const READING = ['/api/v1/duplicates/check', '/api/v1/intake/parse', '/api/v1/duplicate-rules/preview']
/** Endless, or files. */
const LEFT = ['/api/v1/events']

/** Every list and search, every id in a path that is read, and the bodies of those searches that come as POST. */
export function targetsOf(operations: readonly Operation[], known: Known): Target[] {
  return operations.flatMap(operation => {
    const { method, path, body } = operation
    const isRead = method === 'GET' && !LEFT.includes(path)
    if (!isRead && !READING.includes(path)) return []
    const query = operation.parameters.filter(each => each.in === 'query')
    if (!path.includes('{') && query.length === 0 && !body) return []
    return [
      {
        name: `${method} ${path}`,
        method,
        path:
          placeOf(operation, known) + (query.length > 0 ? `?${query.map(each => pair(each, known)).join('&')}` : ''),
        body: body ? JSON.stringify(starred(sampleOf(body.schema, '', known))) : null,
      },
    ]
  })
}

function placeOf({ path, parameters }: Operation, known: Known): string {
  const segments = path.split('/')
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const folder = segments[segments.indexOf(`{${name}}`) - 1] ?? ''
    const schema = parameters.find(each => each.in === 'path' && each.name === name)?.schema ?? {}
    return `${String(sampleOf(schema, name === 'id' ? folder : name, known))}*`
  })
}

/** A value as it is asked for: a filter that finds nobody hides what it does. */
function pair({ name, schema }: { name: string; schema: Schema }, known: Known): string {
  return `${name}=${encodeURIComponent(String(sampleOf(schema, name, known)))}*`
}

function starred(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(starred)
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, starred(each)]))
  }
  return typeof value === 'string' ? `${value}*` : value
}

function sampleOf(schema: Schema, name: string, known: Known): unknown {
  const first = alternativesOf(schema)?.[0]
  if (first) return sampleOf(first, name, known)
  if (schema.enum) return schema.enum[0]
  if (schema.const !== undefined) return schema.const
  switch ([schema.type].flat()[0]) {
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1)
    case 'boolean':
      return true
    case 'array':
      return [sampleOf(schema.items ?? {}, name, known)]
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, each]) => [key, sampleOf(each, key, known)]),
      )
    default:
      return textOf(schema, name, known)
  }
}

function textOf({ format, pattern }: Schema, name: string, known: Known): string {
  if (format === 'uuid') return known.pick(name, 0)
  if (format === 'date') return '2026-05-12'
  if (format === 'date-time') return '2026-05-12T10:00:00Z'
  if (pattern?.includes('\\d{4}-')) return '2026-05'
  return 'климат'
}
