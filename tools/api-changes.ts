interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  anyOf?: Schema[]
}
interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
}
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
}

/**
 * Changes between two OpenAPI documents that would break a client which relies on the older one, each with its
 * operation in front: `PATCH /api/v1/clients/{id}: answer lost name`.
 */
export function findBreakingChanges(before: ApiDocument, after: ApiDocument): string[] {
  const found: string[] = []
  for (const [path, operations] of Object.entries(before.paths)) {
    for (const [method, old] of Object.entries(operations)) {
      const name = `${method.toUpperCase()} ${path}`
      const now = after.paths[path]?.[method]
      if (!now) found.push(`${name}: gone`)
      else found.push(...changesOf(old, now).map(change => `${name}: ${change}`))
    }
  }
  return found
}

function changesOf(old: Operation, now: Operation): string[] {
  const found: string[] = []
  const known = new Map((now.parameters ?? []).map(each => [`${each.in} ${each.name}`, each]))
  const before = new Map((old.parameters ?? []).map(each => [`${each.in} ${each.name}`, each]))
  for (const place of before.keys()) if (!known.has(place)) found.push(`parameter ${place} gone`)
  for (const [place, each] of known) {
    if (each.required && !before.get(place)?.required) found.push(`parameter ${place} became required`)
    narrowed(before.get(place)?.schema, each.schema, place, found)
  }
  input(bodyOf(old), bodyOf(now), 'body', found)
  for (const status of Object.keys(old.responses ?? {})) {
    if (!now.responses?.[status]) found.push(`answer ${status} gone`)
    else output(answerOf(old, status), answerOf(now, status), 'answer', found)
  }
  return found
}

const bodyOf = (operation: Operation) => operation.requestBody?.content?.['application/json']?.schema
const answerOf = (operation: Operation, status: string) =>
  operation.responses?.[status]?.content?.['application/json']?.schema

/** What may be sent: nothing known may be refused, nothing new may be demanded. */
function input(old: Schema | undefined, now: Schema | undefined, at: string, found: string[]): void {
  if (!old || !now) {
    if (old && !now) found.push(`${at} gone`)
    return
  }
  narrowed(old, now, at, found)
  for (const name of now.required ?? []) {
    if (!old.required?.includes(name)) found.push(`${at}.${name} became required`)
  }
  for (const [name, schema] of Object.entries(old.properties ?? {})) {
    if (now.properties && !now.properties[name]) found.push(`${at}.${name} is refused`)
    else input(schema, now.properties?.[name], `${at}.${name}`, found)
  }
  if (old.items && now.items) input(old.items, now.items, `${at}[]`, found)
}

/** What is answered: everything that was always there stays there. */
function output(old: Schema | undefined, now: Schema | undefined, at: string, found: string[]): void {
  if (!old || !now) return
  for (const [name, schema] of Object.entries(old.properties ?? {})) {
    const kept = now.properties?.[name]
    if (now.properties && !kept) found.push(`${at} lost ${name}`)
    else if (old.required?.includes(name) && now.required && !now.required.includes(name)) {
      found.push(`${at}.${name} may be absent`)
    } else output(schema, kept, `${at}.${name}`, found)
  }
  if (old.items && now.items) output(old.items, now.items, `${at}[]`, found)
}

function narrowed(old: Schema | undefined, now: Schema | undefined, at: string, found: string[]): void {
  const gone = old?.enum && now?.enum ? old.enum.filter(value => !now.enum?.includes(value)) : []
  for (const value of gone) found.push(`${at} no longer takes ${String(value)}`)
}
