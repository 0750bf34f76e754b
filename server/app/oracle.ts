import { createHash } from 'node:crypto'
import { newId } from '../platform/pure/ids.ts'
import type { Endpoint, ResultOf } from '../platform/contract.ts'
import { widestOf } from '../rooms/access/profiles/rules.ts'
import { type Grounds, KINDS, type Kind, type Level, LEVELS } from '../rooms/access/profiles/contract.ts'
import type { Answer, Input, World } from './testing.ts'

/** Random, and the same again for the same seed: a failure names it. */
export class Dice {
  readonly seed: number
  #state: number
  constructor(seed = Math.floor(Math.random() * 1e9)) {
    this.seed = seed
    this.#state = seed
  }
  next(): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) & 0x7fffffff
    return this.#state / 0x80000000
  }
  chance(of: number): boolean {
    return this.next() < of
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T
  }
  digits(): string {
    return String(Math.floor(this.next() * 1e7)).padStart(7, '0')
  }
  letters(): string {
    return (this.digits() + this.digits()).replace(/\d/g, each => 'абвгдежзик'[Number(each)] ?? '')
  }
}

export interface Department {
  id: string
  parent: Department | null
}

/** Somebody with a profile of their own, who may call. */
export interface Being {
  id: string
  name: string
  role: 'head' | 'salesperson' | 'marketer' | 'observer'
  department: Department | null
  grounds: Grounds
  call<E extends Endpoint>(endpoint: E, input?: Input<E>): Promise<Answer<ResultOf<E>>>
  ok<E extends Endpoint>(endpoint: E, input?: Input<E>): Promise<ResultOf<E>>
}

/** The rights without which a door is closed altogether; what is behind it is a matter of the scope. */
const RIGHTS = ['clients.create', 'clients.export', 'interests.create', 'activities.create', 'clients.grant'] as const

export function randomGrounds(dice: Dice): Grounds {
  const levels = () => Object.fromEntries(KINDS.map(kind => [kind, dice.pick(LEVELS)])) as Record<Kind, Level>
  const see = levels()
  const edit = Object.fromEntries(
    KINDS.map(kind => [kind, dice.pick(LEVELS.slice(0, LEVELS.indexOf(see[kind]) + 1))]),
  ) as Record<Kind, Level>
  return { see, edit, unowned: dice.chance(0.5), editOpened: dice.chance(0.5), rights: [...RIGHTS], fields: {} }
}

/** Does the profile reach below the own department at all? */
const leads = ({ see, edit }: Grounds) => KINDS.some(kind => see[kind] === 'below' || edit[kind] === 'below')

/** A random tree: parents before children. */
export async function makeDepartments({ db }: World, dice: Dice, count: number): Promise<Department[]> {
  const made: Department[] = []
  for (let n = 0; n < count; n++) {
    const parent = n === 0 || dice.chance(0.2) ? null : dice.pick(made)
    const department: Department = { id: newId(), parent }
    const row = { id: department.id, name: `Отдел ${n} ${dice.letters()}`, parent_id: parent?.id ?? null, ord: n }
    await db.q.insertInto('department').values(row).execute()
    made.push(department)
  }
  return made
}

export async function makeBeing(world: World, dice: Dice, departments: readonly Department[]): Promise<Being> {
  const id = newId()
  const token = `oracle-${id}`
  const role = dice.pick(['head', 'salesperson', 'salesperson', 'marketer', 'observer'] as const)
  const department = dice.chance(0.1) ? null : dice.pick(departments)
  const grounds = randomGrounds(dice)
  const profileId = newId()
  const name = `Некто ${dice.letters()}`
  const now = world.platform.now()
  const { q } = world.db
  const profile = { id: profileId, role, name, grounds: JSON.stringify(grounds), widest: widestOf(grounds) }
  await q.insertInto('profile').values(profile).execute()
  await q
    .insertInto('app_user')
    .values({
      id,
      name,
      email: `${id}@example.com`,
      role,
      department_id: department?.id ?? null,
      profile_id: profileId,
    })
    .execute()
  const session = {
    id,
    user_id: id,
    token_hash: createHash('sha256').update(token).digest(),
    created_at: now,
    seen_at: now,
    expires_at: new Date(now.getTime() + 86_400_000),
  }
  await q.insertInto('session').values(session).execute()
  const nobody = world.as(null)
  const headers = { cookie: `sid=${token}` }
  return {
    id,
    name,
    role,
    department,
    grounds,
    call: (endpoint, input) => nobody.call(endpoint, { ...input, headers } as never),
    ok: (endpoint, input) => nobody.ok(endpoint, { ...input, headers } as never),
  }
}

export interface Opened {
  /** A person or a department. */
  to: Being | Department
  until: number | null
  /** For change, not only to look. */
  changes: boolean
}

export interface KnownClient {
  id: string
  name: string
  phone: string
  mobile: string
  contactId: string
  responsible: Being | null
  opened: Opened[]
}

export interface KnownProspect {
  id: string
  name: string
  phone: string
  responsible: Being | null
  client: KnownClient | null
}

export interface KnownInterest {
  id: string
  number: string
  subject: string
  amount: number
  stateId: string
  queue: 'salesperson' | 'head' | null
  responsible: Being | null
  members: Being[]
  client: KnownClient | null
  prospect: KnownProspect | null
}

export interface KnownActivity {
  id: string
  assignee: Being
  author: Being | null
  interest: KnownInterest | null
}

/** Does one department stand inside the other, or is it that one? */
const isWithin = (inner: Department | null, outer: Department | null): boolean =>
  inner !== null && outer !== null && (inner === outer || isWithin(inner.parent, outer))

/** What the levels of a profile say in words, record by record; knows no query and no list of principals. */
export class Oracle {
  readonly interests: KnownInterest[] = []
  now = 0

  #reaches(who: Being, level: Level, owner: Being | null): boolean {
    if (level === 'none') return false
    if (level === 'all') return true
    if (owner === null) return who.grounds.unowned
    if (owner === who) return true
    if (level === 'department') return who.department !== null && owner.department === who.department
    return level === 'below' && isWithin(owner.department, who.department)
  }

  covers(who: Being, kind: Kind, owner: Being | null): boolean {
    return this.#reaches(who, who.grounds.see[kind], owner)
  }

  /** Opened to the person, to a department above, or to one below which the person leads. */
  isOpened(who: Being, kind: Kind, client: KnownClient | null, forChange = false): boolean {
    if (client === null || who.grounds.see[kind] === 'none') return false
    return client.opened.some(({ to, until, changes }) => {
      if (forChange && !changes) return false
      if (until !== null && until <= this.now) return false
      if ('grounds' in to) return to === who
      return isWithin(who.department, to) || (leads(who.grounds) && isWithin(to, who.department))
    })
  }

  seesClient(who: Being, client: KnownClient): boolean {
    return this.covers(who, 'clients', client.responsible) || this.isOpened(who, 'clients', client)
  }

  changesClient(who: Being, client: KnownClient): boolean {
    const { see, edit, editOpened } = who.grounds
    const level = LEVELS.indexOf(edit.clients) < LEVELS.indexOf(see.clients) ? edit.clients : see.clients
    if (this.#reaches(who, level, client.responsible)) return true
    return edit.clients !== 'none' && this.isOpened(who, 'clients', client, !editOpened)
  }

  seesProspect(who: Being, prospect: KnownProspect): boolean {
    if (this.covers(who, 'clients', prospect.responsible) || this.isOpened(who, 'clients', prospect.client)) return true
    const own = this.interests.filter(each => each.prospect === prospect)
    return own.some(each => [each.responsible, ...each.members].some(owner => this.covers(who, 'clients', owner)))
  }

  seesInterest(who: Being, interest: KnownInterest): boolean {
    const { responsible, members, client, queue } = interest
    if (who.grounds.see.interests === 'none') return false
    if ([responsible, ...members].some(owner => this.covers(who, 'interests', owner))) return true
    const isQueued = queue !== null && (who.role === queue || (queue === 'salesperson' && who.role === 'head'))
    return isQueued || this.isOpened(who, 'interests', client)
  }

  seesActivity(who: Being, { assignee, author, interest }: KnownActivity): boolean {
    if (author === who || this.covers(who, 'activities', assignee)) return true
    return interest !== null && this.seesInterest(who, interest)
  }
}
