import type { Endpoint } from '../../platform/contract.ts'
import type { Input } from '../testing.ts'
import {
  type Area,
  changes,
  holds,
  isOpened,
  type Profile,
  type Relation,
  RELATIONS,
  type Right,
  sees,
} from './policy.ts'
import type { Family, Stage } from './world.ts'

/** What one call says beside the id of its record. */
export interface Asked {
  params?: Record<string, string | number>
  query?: Record<string, unknown>
  body?: unknown
  headers?: Record<string, string>
}

export interface Scene {
  family: Family
  stage: Stage
  profile: Profile
  relation: Relation
}

/**
 * `ok` passes; `unseen`: the record is not there; `seen`: it is there, and not this caller's to change; else what is
 * answered, word for word.
 */
export type Verdict = 'ok' | 'unseen' | 'seen' | `${number} ${string}`
interface Judge {
  (profile: Profile, relation: Relation): Verdict
  /** How such a record can stand to somebody; left out: in every way. */
  relations?: readonly Relation[]
}

export interface Entry {
  /** Who may ask at all: strangers too, everybody who is signed in, or whoever holds the right. */
  who: 'public' | 'signed in' | Right
  /** Which record of the family the `:id` names. */
  of?: keyof Family
  /** How far the record is the caller's; absent: it is the same for everybody. */
  judge?: Judge
  ask?: (scene: Scene) => Asked
  /** What is answered where nothing stands in the way: a success, or a problem behind the door. */
  passes?: string
  /** Where the record is out of sight or not there. */
  unseen?: string
}

export type Table = Record<string, Entry | readonly Entry[]>

type Ask = NonNullable<Entry['ask']>
type More = Partial<Omit<Entry, 'judge'>> & { judge?: Judge }

const entry = (who: Entry['who'], ask: Ask | undefined, more: More): Entry => ({ who, ...(ask && { ask }), ...more })

/** Nothing that belongs to somebody is named. */
export const open = (ask?: Ask, more: More = {}) => entry('public', ask, more)
export const signedIn = (ask?: Ask, more: More = {}) => entry('signed in', ask, more)
export const needs = (right: Right, ask?: Ask, more: More = {}) => entry(right, ask, more)

const judgeOf =
  (area: Area, isChange: boolean): Judge =>
  (profile, relation) => {
    if (!sees(profile, area, relation)) return 'unseen'
    return isChange && !changes(profile, area, relation) ? 'seen' : 'ok'
  }

/** The record is read as far as the profile sees its area. */
export const reads = (area: Area, of: keyof Family, ask?: Ask, more: More = {}) =>
  entry('signed in', ask, { of, judge: judgeOf(area, false), ...more })
/** It is changed as far as the profile lets change that area. */
export const writes = (area: Area, of: keyof Family, ask?: Ask, more: More = {}) =>
  entry('signed in', ask, { of, judge: judgeOf(area, true), ...more })

/** Nothing was opened of it: the client is what is granted. */
export const notGranted =
  (judge: Judge): Judge =>
  (profile, relation) =>
    judge(profile, isOpened(relation) ? 'foreign' : relation)
export const byClients = judgeOf('clients', true)
export const byInterests = judgeOf('interests', true)
export const seenClients = judgeOf('clients', false)

/** Of a person, not of a client: no grant opens it. */
const PERSONAL = ['own', 'department', 'foreign', 'absent'] as const
export const ofPerson = (judge: Judge): Judge => Object.assign(judge, { relations: PERSONAL })
/** The own one and nobody else's. */
export const mine = ofPerson((_, relation) => (relation === 'own' ? 'ok' : 'unseen'))
/** Whoever it belongs to. */
export const anybodys = ofPerson((_, relation) => (relation === 'absent' ? 'unseen' : 'ok'))
/** It belongs to nobody: it is there or it is not. */
export const common: Judge = Object.assign((_: Profile, relation: Relation) => anybodys(_, relation), {
  relations: ['own', 'absent'] as const,
})

/** In which relations the entry is asked; where no record is named there is but one. */
export function relationsOf({ judge }: Entry): readonly Relation[] {
  return judge ? (judge.relations ?? RELATIONS) : ['own']
}

/** What the policy lets expect of one cell: `200`, `403 forbidden`, `422 invalid clientId`. */
export function expected(endpoint: Endpoint, each: Entry, profile: Profile, relation: Relation): string {
  const { who, judge = () => 'ok' as const, passes = String(endpoint.status) } = each
  if (who !== 'public' && who !== 'signed in' && !holds(profile, who)) return `403 forbidden ${who}`
  const verdict = judge(profile, relation)
  if (verdict === 'unseen') return each.unseen ?? '404 not_found'
  if (verdict === 'seen') return '403 forbidden'
  return verdict === 'ok' ? passes : verdict
}

/** Is the record not there for this caller? */
export function isHidden({ judge }: Entry, profile: Profile, relation: Relation): boolean {
  return judge?.(profile, relation) === 'unseen'
}

/** What is sent: the id of the record, and what the entry says beside it. */
export function inputOf({ path }: Endpoint, { of, ask }: Entry, scene: Scene): Input<Endpoint> {
  const { params, ...rest } = ask?.(scene) ?? {}
  const id = of && path.includes(':id') ? { id: scene.family[of] } : {}
  return { ...rest, params: { ...id, ...params } } as Input<Endpoint>
}
