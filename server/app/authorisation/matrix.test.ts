import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import type { Endpoint, ProblemBody } from '../../platform/contract.ts'
import { streamEvents } from '../../platform/realtime.ts'
import { gateOf } from '../../rooms/access/http.ts'
import { routesOf } from '../rooms.ts'
import { aWorld, urlOf } from '../testing.ts'
import { type Profile, PROFILES, type Relation, RELATIONS } from './policy.ts'
import { access } from './tables/access.ts'
import { clients } from './tables/clients.ts'
import { interests } from './tables/interests.ts'
import { settings } from './tables/settings.ts'
import { work } from './tables/work.ts'
import { type Entry, expected, inputOf, type Table } from './table.ts'
import { takeBackWrites } from './taking-back.ts'
import { absentFamily, type Family, setTheStage } from './world.ts'

const table: Table = { ...access, ...clients, ...interests, ...work, ...settings }
const AT_ONCE = 8

interface Cell {
  name: string
  endpoint: Endpoint
  entry: Entry
  /** Null: a stranger without a session. */
  profile: Profile | null
  relation: Relation
}

describe('the matrix of authorisation: every endpoint, profile and relation of the record', async () => {
  const world = await aWorld()
  const endpoints = routesOf(world.platform, gateOf(world.platform)).map(each => each.endpoint)
  const nameOf = ({ method, path }: Endpoint) => `${method} ${path.replace('/api/v1', '')}`

  test('every endpoint has its entry, and every entry an endpoint', () => {
    const names = endpoints.map(nameOf)
    expect(names.filter(name => !(name in table))).toEqual([])
    expect(Object.keys(table).filter(name => !names.includes(name))).toEqual([])
  })

  const stage = await setTheStage(world)
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  takeBackWrites(world)
  const absent = absentFamily()
  const familyOf = (profile: Profile, relation: Relation): Family => {
    if (relation === 'absent') return absent
    return stage.families[relation === 'own' ? profile : relation]
  }

  const cells = endpoints.flatMap((endpoint): Cell[] => {
    const name = nameOf(endpoint)
    const entries = [table[name] ?? []].flat()
    return entries.flatMap(entry => [
      { name, endpoint, entry, profile: null, relation: 'own' as const },
      ...PROFILES.flatMap(profile =>
        (entry.judge ? RELATIONS : (['own'] as const)).map(relation => ({ name, endpoint, entry, profile, relation })),
      ),
    ])
  })

  async function ask({ endpoint, entry, profile, relation }: Cell): Promise<{ said: string; body: unknown }> {
    const scene = { family: familyOf(profile ?? 'observer', relation), stage, profile: profile ?? 'observer', relation }
    const input = inputOf(endpoint, entry, scene)
    const token = profile && stage.callers[profile].token
    const headers = { ...(token ? { cookie: `sid=${token}` } : {}) }
    if (endpoint === streamEvents) {
      const abort = new AbortController()
      const { status } = await fetch(url + endpoint.path, { headers, signal: abort.signal })
      abort.abort()
      return { said: status === 401 ? '401 unauthenticated' : String(status), body: null }
    }
    if (profile && endpoint.result instanceof z.ZodString) {
      const answer = await world.node.server.inject({ url: urlOf(endpoint, input), headers })
      return sayOf(answer.statusCode, answer.statusCode < 400 ? undefined : (answer.json() as ProblemBody))
    }
    const { status, problem } = await (profile ? stage.callers[profile] : world.as(null)).call(endpoint, input)
    return sayOf(status, problem)
  }

  function sayOf(status: number, problem: (ProblemBody & { data?: unknown }) | undefined) {
    if (status < 400 || !problem) return { said: String(status), body: null }
    const data = (problem.data ?? {}) as { reason?: string; errors?: { path: string }[] }
    const paths = (data.errors ?? []).map(each => each.path)
    const { requestId: _, ...body } = problem
    return { said: [status, problem.code, ...(data.reason ? [data.reason] : []), ...paths].join(' '), body }
  }

  test('each cell is answered as the policy says, and what is out of sight like what is not there', async () => {
    const wrong: string[] = []
    const bodies = new Map<string, unknown>()
    const waiting = cells.values()
    const worker = async () => {
      for (const cell of waiting) {
        const { name, endpoint, entry, profile, relation } = cell
        const { said, body } = await ask(cell).catch((error: Error) => ({ said: error.message, body: null }))
        const isOpen = entry.who === 'public'
        const wanted =
          profile || isOpen ? expected(endpoint, entry, profile ?? 'observer', relation) : '401 unauthenticated'
        const at = `${name} [${[table[name]].flat().indexOf(entry)}] as ${profile ?? 'stranger'}, ${relation}`
        if (said !== wanted) wrong.push(`${at}: ${wanted} was expected, ${said} came`)
        bodies.set(at, body)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    for (const [at, body] of bodies) {
      if (!at.endsWith(', foreign') || body === null) continue
      const other = bodies.get(at.replace(/foreign$/, 'absent'))
      const isHidden = (body as ProblemBody).status !== 403
      if (isHidden && JSON.stringify(body) !== JSON.stringify(other)) {
        wrong.push(`${at}: ${JSON.stringify(body)} is told, of an absent one ${JSON.stringify(other)}`)
      }
    }
    console.log(cells.length)
    expect(wrong.sort()).toEqual([])
  }, 120_000)
})
