import type { Language } from './contract.ts'
import { NIL_ID } from './pure/ids.ts'

/** What a profile was made from; the states of a scenario are addressed to these. */
export type Role = 'administrator' | 'head' | 'salesperson' | 'marketer' | 'observer'

/** How much of a field a person gets to see: all and change, all, the last characters, nothing. */
export type FieldLevel = 'edit' | 'see' | 'masked' | 'hidden'

/** Who acts: a person in the browser, an API key of a person, or the product itself. */
export interface Actor {
  kind: 'person' | 'key' | 'system'
  userId: string
  name: string
  role: Role
  departmentId: string | null
  language: Language
  timeZone: string
  /** What the profile of this person lets do at all, by name; single records are a matter of the scope. */
  rights: ReadonlySet<string>
  /** Fields of which the profile shows or lets change less than everything. */
  fields: Readonly<Record<string, FieldLevel>>
}

const seal = Symbol('scope')

/** Whose records are seen, whose are changed, and what is seen beside them. */
export interface ReachParts {
  /** Users whose records are seen, the nil id standing for "nobody is responsible"; null is everything. */
  principals: readonly string[] | null
  /** Of the principals those who may be responsible for something; left out: all of them. */
  owners?: readonly string[] | null
  /** The same for changing; left out: whatever is seen so. */
  changers?: readonly string[] | null
  grants?: readonly string[]
  /** To whom they were opened: people and departments. */
  doors?: readonly string[]
  /** Of the clients that were opened: those whose records are changed too. */
  changedGrants?: readonly string[]
  joined?: boolean
  queues?: readonly string[]
  /** Of these states: those whose Interests are changed too; also where everything is seen. */
  changedQueues?: readonly string[]
}

/**
 * How records of these people are read best: person by person, by walking through everybody's because a good part of
 * them is seen, or without a predicate. Null is everybody. (docs/decisions/002)
 */
export type Breadth = 'few' | 'many' | 'all'

export function breadthOf(principals: readonly string[] | null): Breadth {
  return principals === null ? 'all' : principals.length <= FEW ? 'few' : 'many'
}
const FEW = 24

/**
 * So many rows of everybody are walked through for a page of many principals, at half the cost of a page of each: who
 * sees a good part of everything has it full by then, and whose records are few or old has them merged as before.
 */
export function stepsOf(principals: number, count: number): number {
  return Math.ceil((principals * count) / 2)
}

/** What an actor may read and change of one kind of record. */
export class Reach {
  /** Whose records are seen, with the departments to which something was opened: the keys under which a search finds. */
  readonly principals: readonly string[] | null
  /** Of those the people, and the nil id: whoever is responsible for what a list reads. */
  readonly owners: readonly string[] | null
  /** Clients that were opened to this person or its departments; what belongs to such a client is seen with it. */
  readonly grants: readonly string[]
  /** To whom they were opened, by which they are found in the order of their age. */
  readonly doors: readonly string[]
  /** Does one of these people work with an Interest as a co-executor? Then lists look for those too. */
  readonly joined: boolean
  /** States whose Interests are addressed to a role of these people: all that stands there is seen. */
  readonly queues: readonly string[]
  readonly #changers: readonly string[] | null
  readonly #changedGrants: readonly string[]
  readonly #changedQueues: readonly string[]

  constructor(proof: symbol, parts: ReachParts) {
    if (proof !== seal) throw new Error('a scope is made by a gate only')
    const { principals, owners = principals, changers = principals, changedGrants = [], changedQueues = [] } = parts
    const { grants = [], doors = principals ?? [], joined = false, queues = [] } = principals === null ? {} : parts
    this.principals = principals
    this.owners = principals && owners
    this.grants = grants
    this.doors = doors
    this.joined = joined
    this.queues = queues
    this.#changers = changers
    this.#changedGrants = changedGrants
    this.#changedQueues = changedQueues
  }

  get isAll(): boolean {
    return this.principals === null
  }

  /**
   * For the look at one record: whoever is responsible, whose client it is and where it stands are asked of one list,
   * because no client and no state has the id of a user (`owner_key = any(sight) or client_id = any(sight)`). Null is
   * everything.
   */
  get sight(): readonly string[] | null {
    const { principals, grants, queues } = this
    return principals === null || grants.length + queues.length === 0
      ? principals
      : [...principals, ...grants, ...queues]
  }

  /** May a client of this responsible, or what belongs to it, be seen? */
  sees(clientId: string | null, responsibleId: string | null): boolean {
    return this.covers(responsibleId) || (clientId !== null && this.grants.includes(clientId))
  }

  /** Is everything changed, whoever is responsible? */
  get changesAll(): boolean {
    return this.#changers === null
  }

  /** Is nothing changed at all? */
  get isReadOnly(): boolean {
    return this.#changers !== null && this.#changers.length === 0
  }

  /** Does this responsible stand within what is seen? */
  covers(responsibleId: string | null): boolean {
    return this.principals === null || this.principals.includes(responsibleId ?? NIL_ID)
  }

  /**
   * May a record of this responsible be changed? A client that was opened, and what belongs to it, only where it was
   * opened for that, or the profile says so.
   */
  changes(responsibleId: string | null, clientId: string | null = null): boolean {
    if (this.#changers === null || this.#changers.includes(responsibleId ?? NIL_ID)) return true
    return clientId !== null && this.changesOpened(clientId)
  }

  /** Is this client, whoever is responsible for it, opened for change? */
  changesOpened(clientId: string): boolean {
    return this.changesAll || this.#changedGrants.includes(clientId)
  }

  /** May an Interest be changed because it stands in this state, which is addressed to a role? */
  changesState(stateId: string): boolean {
    return this.#changedQueues.includes(stateId)
  }
}

/**
 * What an actor may read and change, by kind of record. Only the gates of the access room make one
 * (`tools/import-check.ts`), so a query without a decision about access cannot be written.
 */
export class Scope {
  /** Clients with their legal entities, contacts and prospects. */
  readonly clients: Reach
  readonly interests: Reach
  /** Tasks and interactions, by who does them. */
  readonly activities: Reach
  constructor(proof: symbol, parts: Record<Kind, ReachParts>) {
    this.clients = new Reach(proof, parts.clients)
    this.interests = new Reach(proof, parts.interests)
    this.activities = new Reach(proof, parts.activities)
  }

  /** The reach that decides about a record of this kind, as events name it. */
  of(recordKind: string): Reach {
    if (recordKind === 'activity') return this.activities
    return OF_INTERESTS.has(recordKind) ? this.interests : this.clients
  }
}

const OF_INTERESTS: ReadonlySet<string> = new Set(['interest', 'member'])

export type Kind = 'clients' | 'interests' | 'activities'

/** One reach for everything, or one for each kind of record. */
export function makeScope(parts: ReachParts | Record<Kind, ReachParts>): Scope {
  const each = 'principals' in parts ? { clients: parts, interests: parts, activities: parts } : parts
  return new Scope(seal, each)
}

/** Somebody who is absent, and what of that person's reach the caller has meanwhile. */
export interface Behalf {
  id: string
  name: string
  scope: Scope
  /** Since when that person is away. */
  since: Date
  /** The first moment at which that person is back. */
  until: Date
  /** Are the tasks of that person to be shown among the caller's own? */
  work: boolean
}

/** What a gate hands to every query and action. */
export interface Caller {
  actor: Actor
  /** What is seen and changed, by the own profile and for those who are absent. */
  scope: Scope
  sessionId: string | null
  /** What narrows this caller beside the rights; absent for the product itself. */
  limits?: {
    /** A second factor is demanded, and there is none yet. */
    factorDue: boolean
    /** To what a key is limited; null = nothing. */
    scopes: readonly string[] | null
  }
  /** For whom the caller stands in at this moment; left out: for nobody. */
  behalf?: readonly Behalf[]
  /** The scope without them; left out: the same. */
  own?: Scope
  /** The moment at which the scope changes by time alone. */
  until?: Date | null
  /** Who really calls, where that person looks through the eyes of the actor; reads only. */
  behind?: Caller & { until: Date }
}

/** The scope that is the caller's own, whoever is absent. */
export function ownScope({ own, scope }: Pick<Caller, 'own' | 'scope'>): Scope {
  return own ?? scope
}
