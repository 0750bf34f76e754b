import type { z } from 'zod'
import { limitsOf, maskedValue, mayChange, unchangeable, unseen } from '../field-levels.ts'
import type { Fault } from '../problems.ts'
import { fieldMarks, fieldOfName, type LimitedField, type Mark } from '../pure/field-marks.ts'
import { isMasked } from '../pure/masking.ts'
import type { Actor } from '../scope.ts'
import { isPlain, type Schema } from './schemas.ts'

/** Everything in a body that may not be written, each at its place. `creates`: then a field that is not shown may be filled. */
export function findWriteFaults(schema: z.ZodType, body: unknown, actor: Actor, creates: boolean): Fault[] {
  const check = checkOf(schema as Schema)
  const faults: Fault[] = []
  if (check) check(body, '', { actor, creates, faults })
  return faults
}

/** What a query asks by that the caller does not get to see. */
export function findAskFaults(schema: z.ZodType, query: unknown, actor: Actor): Fault[] {
  const limits = limitsOf(actor)
  if (limits === null || !isPlain(query)) return []
  const { shape = {} } = (schema as Schema)._zod.def
  return Object.entries(shape).flatMap(([path, part]) => {
    const mark = markWithin(part)
    const value = query[path]
    if (mark === undefined || value === undefined) return []
    const asks = mark.kind === 'field' || (mark.kind === 'choice' && mark.choices.includes(String(value)))
    return asks && 'field' in mark && limits[mark.field] ? [unseen(path, mark.field)] : []
  })
}

function markWithin(schema: Schema): Mark | undefined {
  const own = fieldMarks.get(schema)
  const { innerType, in: from } = schema._zod.def
  return own ?? (innerType ? markWithin(innerType) : from ? markWithin(from) : undefined)
}

interface Writing {
  actor: Actor
  creates: boolean
  faults: Fault[]
}
type Check = (value: unknown, path: string, writing: Writing) => void

const checks = new WeakMap<z.ZodType, Check | null>()

function checkOf(schema: Schema): Check | null {
  let check = checks.get(schema)
  if (check === undefined) {
    check = compileCheck(schema)
    checks.set(schema, check)
  }
  return check
}

function compileCheck(schema: Schema): Check | null {
  const mark = fieldMarks.get(schema)
  if (mark?.kind === 'field') return (value, path, writing) => checkField(mark.field, value, path, writing)
  if (mark?.kind === 'text') return checkText
  if (mark?.kind === 'names') return checkNames
  if (mark?.kind === 'entry') {
    return (value, path, writing) => {
      const field = isPlain(value) ? fieldOfName(value[mark.name]) : undefined
      if (!isPlain(value) || field === undefined) return
      for (const key of mark.values) checkField(field, value[key], path === '' ? key : `${path}.${key}`, writing)
    }
  }
  const { def } = schema._zod
  const inner = def.innerType ?? def.in
  if (inner) return checkOf(inner)
  if (def.type === 'array' && def.element) {
    const each = checkOf(def.element)
    return (
      each &&
      ((value, path, writing) => {
        if (Array.isArray(value)) value.forEach((item, at) => each(item, `${path}[${at}]`, writing))
      })
    )
  }
  if (def.type !== 'object') return null
  const properties = Object.entries(def.shape ?? {}).flatMap(([name, part]) => {
    const check = checkOf(part)
    return check ? [[name, check] as const] : []
  })
  if (properties.length === 0) return null
  return (value, path, writing) => {
    if (!isPlain(value)) return
    for (const [name, check] of properties) check(value[name], path === '' ? name : `${path}.${name}`, writing)
  }
}

function checkField(field: LimitedField, value: unknown, path: string, { actor, creates, faults }: Writing): void {
  if (value === undefined) return
  if (holdsMask(value)) faults.push(maskedValue(path))
  else if (!creates && !mayChange(actor, field)) faults.push(unchangeable(path, field))
}

/** What may quote a phone is everybody's to change, but never to be overwritten by what stands for it. */
function checkText(value: unknown, path: string, { faults }: Writing): void {
  if (holdsMask(value)) faults.push(maskedValue(path))
}

/** Whoever chooses between two values of a field writes it, in whatever request. */
function checkNames(value: unknown, path: string, { actor, faults }: Writing): void {
  for (const name of isPlain(value) ? Object.keys(value) : []) {
    const field = fieldOfName(name)
    if (field && !mayChange(actor, field)) faults.push(unchangeable(`${path}.${name}`, field))
  }
}

function holdsMask(value: unknown): boolean {
  if (typeof value === 'string') return isMasked(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsMask)
}
