import { describe, expect, test } from 'vitest'
import { gateOf } from '../../rooms/access/http.ts'
import { routesOf } from '../rooms.ts'
import { aWorld } from '../testing.ts'
import { Asking, type Cell, cellsOf, nameOf } from './asking.ts'
import { AUDIENCES, Ownership } from './events.ts'
import { PROFILES } from './policy.ts'
import { distinct, Stream, tell } from './streams.ts'
import { access } from './tables/access.ts'
import { clients } from './tables/clients.ts'
import { interests } from './tables/interests.ts'
import { settings } from './tables/settings.ts'
import { work } from './tables/work.ts'
import { expected, isHidden, type Table } from './table.ts'
import { takeBackWrites } from './taking-back.ts'
import { setTheStage } from './world.ts'

const table: Table = { ...access, ...clients, ...interests, ...work, ...settings }
const AT_ONCE = 8

describe('the matrix of authorisation: every endpoint, profile and relation of the record', async () => {
  const world = await aWorld({ open: true })
  const endpoints = routesOf(world.platform, gateOf(world.platform)).map(each => each.endpoint)

  test('every endpoint has its entry, and every entry an endpoint', () => {
    const names = endpoints.map(nameOf)
    expect(names.filter(name => !(name in table))).toEqual([])
    expect(Object.keys(table).filter(name => !names.includes(name))).toEqual([])
  })

  const stage = await setTheStage(world)
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const commitAgain = takeBackWrites(world)
  const asking = new Asking(world, stage, url)

  const wantedOf = ({ endpoint, entry, profile, relation }: Cell) =>
    profile || entry.who === 'public'
      ? expected(endpoint, entry, profile ?? 'observer', relation)
      : '401 unauthenticated'

  /** Asks every cell once, whichever test wants to know first. @returns what was answered otherwise than expected */
  let asked: Promise<string[]> | undefined
  const askAll = () => (asked ??= askEach(cellsOf(endpoints, table).values()))
  async function askEach(waiting: Iterable<Cell>): Promise<string[]> {
    const wrong: string[] = []
    const hidden = new Map<string, string>()
    const worker = async () => {
      for (const cell of waiting) {
        const { name, entry, profile, relation } = cell
        const { said, body } = await asking.ask(cell).catch((error: Error) => ({ said: error.message, body: null }))
        const at = `${name} [${[table[name]].flat().indexOf(entry)}] as ${profile ?? 'stranger'}, ${relation}`
        const wanted = wantedOf(cell)
        if (said !== wanted) wrong.push(`${at}: ${wanted} was expected, ${said} came`)
        if (profile && isHidden(entry, profile, relation)) hidden.set(at, JSON.stringify(body))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    for (const [at, told] of hidden) {
      const absent = hidden.get(at.replace(/\w+$/, 'absent'))
      if (absent !== undefined && told !== absent) wrong.push(`${at}: ${told} is told, of an absent one ${absent}`)
    }
    return wrong.sort()
  }

  test('each cell is answered as the policy says, and what is out of sight like what is not there', async () => {
    expect(await askAll()).toEqual([])
  }, 300_000)

  test('a missing right is told before the body is read', async () => {
    const wrong: string[] = []
    for (const endpoint of endpoints) {
      const [first] = [table[nameOf(endpoint)] ?? []].flat()
      if (!first || first.who === 'public' || first.who === 'signed in' || endpoint.method === 'GET') continue
      const params = Object.fromEntries([...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => [name, 'nothing']))
      const { status } = await stage.callers.observer.call(endpoint, { params: params as never, body: { odd: true } })
      if (status !== 403) wrong.push(`${nameOf(endpoint)}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('each event that these calls write is told to whom the policy names, and to nobody else', async () => {
    await askAll()
    commitAgain()
    const told = distinct(asking.announced)
    const known = [...new Set(told.map(({ event }) => event.record.kind))].sort()
    expect(known).toEqual(Object.keys(AUDIENCES).sort())
    const ownership = new Ownership(stage)
    const streams = PROFILES.map(profile => new Stream(url, profile, stage.callers[profile].token))
    await Promise.all(streams.map(each => each.opened))
    const ids = await tell(
      world,
      told.map(({ event }) => event),
    )
    await expect.poll(() => streams.every(each => each.heard.has(ids.at(-1) ?? '')), { timeout: 30_000 }).toBe(true)
    for (const each of streams) each.close()
    const wrong = told.flatMap((announced, n) => {
      const { event, cell } = announced
      const heard = streams.filter(each => each.heard.has(ids[n] ?? '')).map(each => each.profile)
      const wanted = ownership.audienceOf(announced)
      const at = `${event.kind} by ${cell.name} as ${cell.profile}, ${cell.relation}`
      return heard.join() === wanted.join() ? [] : [`${at}: ${wanted.join()} were to hear it, ${heard.join()} did`]
    })
    expect(wrong.sort()).toEqual([])
  }, 300_000)
})
