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

/**
 * What an actor may read. `principals` are the users whose records are visible, the nil id standing for
 * "nobody is responsible"; `null` means everything. Only the gates of the access room make one
 * (`tools/import-check.ts`), so a query without a decision about access cannot be written.
 */
export class Scope {
  readonly principals: readonly string[] | null
  constructor(proof: symbol, principals: readonly string[] | null) {
    if (proof !== seal) throw new Error('a scope is made by a gate only')
    this.principals = principals
  }

  get isAll(): boolean {
    return this.principals === null
  }

  /** May a record of this responsible be seen? */
  covers(responsibleId: string | null): boolean {
    return this.principals === null || this.principals.includes(responsibleId ?? NIL_ID)
  }
}

export function makeScope(principals: readonly string[] | null): Scope {
  return new Scope(seal, principals)
}

/** What a gate hands to every query and action. */
export interface Caller {
  actor: Actor
  scope: Scope
  sessionId: string | null
}
