import { AsyncLocalStorage } from 'node:async_hooks'
import { z } from 'zod'
import type { Endpoint, ProblemBody } from '../../platform/contract.ts'
import type { NewEvent } from '../../platform/events/record.ts'
import { streamEvents } from '../../platform/realtime.ts'
import { urlOf, type World } from '../testing.ts'
import { type Profile, PROFILES, type Relation } from './policy.ts'
import { type Entry, inputOf, relationsOf, type Table } from './table.ts'
import { absentFamily, type Family, type Stage } from './world.ts'

/** One question of the matrix. */
export interface Cell {
  name: string
  endpoint: Endpoint
  entry: Entry
  /** Null: a stranger without a session. */
  profile: Profile | null
  relation: Relation
}

/** An event as an action wrote it, and the cell in which that happened. */
export interface Announced {
  event: NewEvent
  cell: Cell
}

export const nameOf = ({ method, path }: Endpoint) => `${method} ${path.replace('/api/v1', '')}`

export function cellsOf(endpoints: readonly Endpoint[], table: Table): Cell[] {
  return endpoints.flatMap(endpoint => {
    const name = nameOf(endpoint)
    return [table[name] ?? []]
      .flat()
      .flatMap((entry): Cell[] => [
        { name, endpoint, entry, profile: null, relation: 'own' },
        ...PROFILES.flatMap(profile =>
          relationsOf(entry).map(relation => ({ name, endpoint, entry, profile, relation })),
        ),
      ])
  })
}

/** Asks the cells over HTTP, each as its caller, and hears what events that writes. */
export class Asking {
  readonly announced: Announced[] = []
  readonly #world: World
  readonly #stage: Stage
  readonly #url: string
  readonly #absent = absentFamily()
  readonly #cell = new AsyncLocalStorage<Cell>()

  constructor(world: World, stage: Stage, url: string) {
    this.#world = world
    this.#stage = stage
    this.#url = url
    const platform = world.platform as { witness: World['platform']['witness'] }
    const { witness } = platform
    platform.witness = (work, events) => {
      const cell = this.#cell.getStore()
      if (cell) this.announced.push(...events.map(event => ({ event, cell })))
      witness(work, events)
    }
  }

  ask(cell: Cell): Promise<{ said: string; body: unknown }> {
    return this.#cell.run(cell, () => this.#ask(cell))
  }

  #familyOf(profile: Profile, relation: Relation): Family {
    return relation === 'absent' ? this.#absent : this.#stage.families[relation === 'own' ? profile : relation]
  }

  async #ask({ endpoint, entry, profile, relation }: Cell): Promise<{ said: string; body: unknown }> {
    const who = profile ?? 'observer'
    const scene = { family: this.#familyOf(who, relation), stage: this.#stage, profile: who, relation }
    const input = inputOf(endpoint, entry, scene)
    if (profile && endpoint === streamEvents) return { said: await this.#listen(profile), body: null }
    if (profile && endpoint.result instanceof z.ZodString) {
      const headers = { cookie: `sid=${this.#stage.callers[profile].token}` }
      const answer = await this.#world.node.server.inject({ url: urlOf(endpoint, input), headers })
      return sayOf(answer.statusCode, answer.statusCode < 400 ? undefined : answer.json())
    }
    const { status, problem } = await (profile ? this.#stage.callers[profile] : this.#world.as(null)).call(
      endpoint,
      input,
    )
    return sayOf(status, problem)
  }

  /** A stream does not end by itself. */
  async #listen(profile: Profile): Promise<string> {
    const abort = new AbortController()
    const headers = { cookie: `sid=${this.#stage.callers[profile].token}` }
    const { status } = await fetch(this.#url + streamEvents.path, { headers, signal: abort.signal })
    abort.abort()
    return String(status)
  }
}

/** `404 not_found`, `422 invalid clientId`: enough to tell two refusals from each other. */
function sayOf(status: number, said: (ProblemBody & { data?: unknown }) | undefined) {
  if (status < 400 || !said) return { said: String(status), body: said }
  const { requestId: _, ...body } = said
  const { reason, errors = [] } = (body.data ?? {}) as { reason?: string; errors?: { path: string }[] }
  const parts = [status, body.code, ...(reason ? [reason] : []), ...errors.map(each => each.path)]
  return { said: parts.join(' '), body }
}
