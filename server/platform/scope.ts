import type { Language } from './contract.ts'
import { NIL_ID } from './pure/ids.ts'

export type Role = 'administrator' | 'head' | 'salesperson'

/** Who acts: a person in the browser, an API key of a person, or the product itself. */
export interface Actor {
  kind: 'person' | 'key' | 'system'
  userId: string
  name: string
  role: Role
  departmentId: string | null
  language: Language
  timeZone: string
}

const seal = Symbol('scope')

/** What is seen beside the records of the principals. */
export interface Beside {
  grants?: readonly string[]
  joined?: boolean
  queues?: readonly string[]
}

/**
 * What an actor may read. `principals` are the users whose records are visible, the nil id standing for
 * "nobody is responsible"; `null` means everything. Only the gates of the access room make one
 * (`tools/import-check.ts`), so a query without a decision about access cannot be written.
 */
export class Scope {
  readonly principals: readonly string[] | null
  /** Clients that were opened to one of these people one by one; what belongs to such a client is seen with it. */
  readonly grants: readonly string[]
  /** Does one of these people work with an Interest as a co-executor? Then lists look for those too. */
  readonly joined: boolean
  /** States whose Interests are addressed to a role of these people: all that stands there is seen. */
  readonly queues: readonly string[]
  constructor(proof: symbol, principals: readonly string[] | null, more: Beside) {
    if (proof !== seal) throw new Error('a scope is made by a gate only')
    const { grants = [], joined = false, queues = [] } = principals === null ? {} : more
    this.principals = principals
    this.grants = grants
    this.joined = joined
    this.queues = queues
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

  /** Does this responsible stand within the scope? A grant lets see, and leaves the record to its responsible. */
  covers(responsibleId: string | null): boolean {
    return this.principals === null || this.principals.includes(responsibleId ?? NIL_ID)
  }
}

export function makeScope(principals: readonly string[] | null, more: Beside = {}): Scope {
  return new Scope(seal, principals, more)
}

/** What a gate hands to every query and action. */
export interface Caller {
  actor: Actor
  scope: Scope
  sessionId: string | null
  /** What narrows this caller beside the rights; absent for the product itself. */
  limits?: {
    /** A second factor is demanded, and there is none yet. */
    factorDue: boolean
    /** To what a key is limited; null = nothing. */
    scopes: readonly string[] | null
  }
}
