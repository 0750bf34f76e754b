import type { z } from 'zod'
import type { ProblemDeclaration } from '../contract.ts'
import { isLimited, limitsOf } from '../field-levels.ts'
import { Localised } from '../problems.ts'
import { fieldMarks, fieldNames, fieldOfName, type Limits, type Mark } from '../pure/field-marks.ts'
import { maskEmail, maskPhone, maskText } from '../pure/masking.ts'
import type { Actor } from '../scope.ts'
import { type Schema, isPlain } from './schemas.ts'

/**
 * The levels of the caller, applied by what contracts are marked with: to every answer when it is
 * written (here), to every body and query before it is acted upon (`field-faults.ts`). Compiled once for each contract; who has no limits pays nothing.
 */

/** Nothing is left of the value: in a list it leaves, elsewhere it is null. */
const GONE = Symbol('gone')

/** Makes of a value what this caller may see of it; the value itself stays as it is. */
type Shade = (value: unknown, limits: Limits, actor: Pick<Actor, 'fields'>) => unknown
const shades = new WeakMap<z.ZodType, Shade | null>()

/** The shade of a schema; null where nothing in it is marked. */
export function shadeOf(schema: z.ZodType): Shade | null {
  let shade = shades.get(schema)
  if (shade === undefined) {
    shade = compile(schema as Schema)
    shades.set(schema, shade)
  }
  return shade
}

/** An answer as this caller may see it. */
export function shaded(schema: z.ZodType, value: unknown, actor: Actor): unknown {
  if (!isLimited(actor)) return value
  const shade = shadeOf(schema)
  if (shade === null) return value
  const left = shade(value, limitsOf(actor) ?? NONE, actor)
  return left === GONE ? null : left
}

const NONE: Limits = {}

/** The data of a refusal, which quotes records as well. */
export function shadedData(declaration: ProblemDeclaration, data: unknown, actor: Actor): unknown {
  return data === undefined ? data : shaded(declaration.data, data, actor)
}

function compile(schema: Schema): Shade | null {
  const mark = fieldMarks.get(schema)
  const inner = mark?.kind === 'unless' ? unlessFlagged(mark.flag, compileInside(schema)) : compileInside(schema)
  const own = mark ? shadeOfMark(mark) : null
  if (own === null || inner === null) return own ?? inner
  return (value, limits, actor) => {
    const left = own(value, limits, actor)
    return left === GONE ? GONE : inner(left, limits, actor)
  }
}

function unlessFlagged(flag: string, inside: Shade | null): Shade | null {
  return inside && ((value, ...by) => (isPlain(value) && value[flag] === true ? value : inside(value, ...by)))
}

function compileInside(schema: Schema): Shade | null {
  const { def } = schema._zod
  switch (def.type) {
    case 'object':
      return ofObject(def.shape ?? {}, def.catchall === undefined || def.catchall._zod.def.type === 'never')
    case 'array': {
      const each = def.element ? shadeOf(def.element) : null
      return each && ((value, ...by) => (Array.isArray(value) ? ofItems(value, each, by) : value))
    }
    case 'record': {
      const each = def.valueType ? shadeOf(def.valueType) : null
      return each && ((value, ...by) => (isPlain(value) ? ofEntries(value, () => each, by) : value))
    }
    case 'union':
      return ofUnion(def)
    case 'pipe':
      return def.out && shadeOf(def.out) ? shadeOf(def.out) : def.in ? shadeOf(def.in) : null
    default:
      return def.innerType ? shadeOf(def.innerType) : null
  }
}

type By = [limits: Limits, actor: Pick<Actor, 'fields'>]

/** Of a closed object what is declared, and nothing else: what no contract names, no mark protects. */
function ofObject(shape: Record<string, Schema>, isClosed: boolean): Shade {
  const properties = new Map<string, Shade>()
  for (const [name, schema] of Object.entries(shape)) {
    const shade = shadeOf(schema)
    if (shade) properties.set(name, shade)
  }
  const declared = new Set(Object.keys(shape))
  return (value, ...by) => {
    if (!isPlain(value)) return value
    const isMore = isClosed && Object.keys(value).some(name => !declared.has(name))
    const known = isMore ? Object.fromEntries(Object.entries(value).filter(([name]) => declared.has(name))) : value
    return ofEntries(known, name => properties.get(name), by)
  }
}

function ofEntries(value: Record<string, unknown>, shadeFor: (name: string) => Shade | undefined, by: By) {
  let copy: Record<string, unknown> | null = null
  for (const [name, item] of Object.entries(value)) {
    if (item === null || item === undefined) continue
    const left = shadeFor(name)?.(item, ...by)
    if (left === undefined || left === item) continue
    copy ??= { ...value }
    copy[name] = left === GONE ? (Array.isArray(item) ? [] : null) : left
  }
  return copy ?? value
}

function ofItems(value: readonly unknown[], each: Shade, by: By): unknown[] {
  return value.map(item => each(item, ...by)).filter(item => item !== GONE)
}

/** Of several shapes the one that names most of what there is. */
function mostAlike(value: Record<string, unknown>, options: readonly Schema[]): Schema | null {
  const named = ({ _zod: { def } }: Schema) => Object.keys(value).filter(name => def.shape && name in def.shape).length
  const objects = options.filter(option => option._zod.def.type === 'object')
  return objects.toSorted((a, b) => named(b) - named(a))[0] ?? null
}

/** By the discriminator where there is one, else by the shape. */
function ofUnion({ options = [], discriminator }: Schema['_zod']['def']): Shade | null {
  const each = options.map(option => ({ option, shade: shadeOf(option) })).filter(({ shade }) => shade !== null)
  if (each.length === 0) return null
  if (discriminator === undefined) {
    return (value, ...by) => {
      const fitting = isPlain(value) ? mostAlike(value, options) : null
      return fitting
        ? (shadeOf(fitting)?.(value, ...by) ?? value)
        : each.reduce((left, { shade }) => shade?.(left, ...by) ?? left, value)
    }
  }
  const byValue = new Map<unknown, Shade>()
  for (const { option, shade } of each) {
    for (const one of option._zod.def.shape?.[discriminator]?._zod.def.values ?? []) byValue.set(one, shade as Shade)
  }
  return (value, ...by) => (isPlain(value) ? (byValue.get(value[discriminator])?.(value, ...by) ?? value) : value)
}

function shadeOfMark(mark: Mark): Shade | null {
  switch (mark.kind) {
    case 'field': {
      const { field, as } = mark
      return (value, limits) => {
        const level = limits[field]
        return level === undefined ? value : level === 'hidden' ? GONE : masked(value, as ?? field)
      }
    }
    case 'text':
      return (value, limits) => textLeft(value, limits)
    case 'entry': {
      return (value, limits) => (isPlain(value) ? entryLeft(value, mark, limits) : value)
    }
    case 'obstacle':
      return (value, _, actor) => (isPlain(value) ? obstacleLeft(value, actor) : value)
    default:
      return null
  }
}

type EntryMark = Extract<Mark, { kind: 'entry' }>

/** A phone and a mail as they are kept: what lies beside the typed text tells as much as the text. */
function masked(value: unknown, as: string): unknown {
  const mask = as === 'email' ? maskEmail : maskPhone
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map(each => masked(each, as))
  if (!isPlain(value)) return value
  const copy = { ...value }
  for (const [name, item] of Object.entries(value)) {
    if (name === 'raw' || name === 'normalized') copy[name] = typeof item === 'string' ? mask(item) : item
    else if (name === 'e164' || name === 'extension' || name === 'national') copy[name] = null
  }
  return copy
}

/** Texts at any depth: what a title, a typed line or a draft may quote. */
function textLeft(value: unknown, limits: Limits): unknown {
  if (typeof value === 'string') return maskText(value, limits)
  if (value instanceof Localised) {
    const { ru, en } = value.texts
    return new Localised({ ru: maskText(ru, limits), en: maskText(en, limits) })
  }
  if (Array.isArray(value)) return value.map(each => textLeft(each, limits))
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, textLeft(item, limits)]))
}

function entryLeft(value: Record<string, unknown>, { name, values, whole }: EntryMark, limits: Limits): unknown {
  const field = fieldOfName(value[name])
  const level = field === undefined ? undefined : limits[field]
  if (level === 'hidden' && whole) return GONE
  // A sum is long enough for a phone.
  if (level === undefined && (field === 'revenue' || field === 'responsible')) return value
  const copy = { ...value }
  for (const key of values) {
    const quoted = copy[key]
    if (quoted === undefined || quoted === null) continue
    copy[key] = level === 'hidden' ? null : level === 'masked' ? masked(quoted, field ?? '') : textLeft(quoted, limits)
  }
  // Places of what was typed are places in the text that is not shown.
  if (Array.isArray(copy['ranges']) && copy['text'] !== value['text']) copy['ranges'] = []
  return copy
}

function obstacleLeft(value: Record<string, unknown>, { fields }: Pick<Actor, 'fields'>): unknown {
  const field = fieldOfName(value['field'])
  const level = field === undefined ? undefined : fields[field]
  if (field === undefined || level === undefined || level === 'edit') return value
  const { message } = value
  const said = (language: 'ru' | 'en') => (message instanceof Localised ? message.texts[language] : String(message))
  return {
    ...value,
    message: new Localised({
      ru: `${said('ru')}. Ваш профиль не дает менять ${fieldNames[field].ru}: попросите того, чей профиль это разрешает, или администратора`,
      en: `${said('en')}. Your profile does not let you change ${fieldNames[field].en}: ask somebody whose profile does, or an administrator`,
    }),
  }
}
