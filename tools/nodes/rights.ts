import { newId } from '../../server/platform/pure/ids.ts'
import { administrator, enter, type Installation, Person } from './installation.ts'

/** So long after the answer a right that was taken away may still be used on another node. */
const DEADLINE_MS = 1_000
const PASSWORD = 'долгий пароль человека'

export interface Taken {
  what: string
  /** From the answer until the last of the other nodes refused, in milliseconds. */
  refusedAfter: number
  /** The same for the streams of events, where they end; null where they go on. */
  endedAfter: number | null
}

/** Somebody with something that is taken away, and how to see that it is gone. */
interface Case {
  what: string
  /** Who loses it, what that person asks again and again, and what takes it away. */
  prepare(town: Town): Promise<{ loser: Person; path: string; take: () => Promise<unknown>; stranger?: Record }>
  /** The person is let in no more, so the streams end; else they say no more of the record. */
  ends: boolean
}

interface Record {
  kind: 'clients'
  id: string
}

/** Departments, and clients of theirs, made on the first node. */
class Town {
  readonly boss: Person
  readonly url: string
  constructor(boss: Person, url: string) {
    this.boss = boss
    this.url = url
  }

  async department(): Promise<string> {
    const id = newId()
    await this.boss.ok(this.url, 'POST', '/api/v1/departments', { id, name: `Отдел ${id}` })
    return id
  }

  async person(
    role: string,
    departmentId?: string,
  ): Promise<{ id: string; person: Person; login: typeof administrator }> {
    const id = newId()
    const login = { email: `${id}@example.com`, password: PASSWORD }
    await this.boss.ok(this.url, 'POST', '/api/v1/users', { id, name: `Человек ${id}`, role, departmentId, ...login })
    return { id, login, person: await enter(this.url, login) }
  }

  async clientOf(owner: Person): Promise<string> {
    const id = newId()
    await owner.ok(this.url, 'POST', '/api/v1/clients', { id, kind: 'organisation', name: `ООО «${id}»` })
    return id
  }

  async versionOf(kind: string, id: string): Promise<number> {
    return (await this.boss.ok<{ version: number }>(this.url, 'GET', `/api/v1/${kind}/${id}`)).version
  }

  async changeUser(id: string, change: object): Promise<void> {
    const version = await this.versionOf('users', id)
    await this.boss.ok(this.url, 'PATCH', `/api/v1/users/${id}`, { version, ...change })
  }
}

/** A head who sees a client of a salesperson in the department. */
async function headOverClient(town: Town) {
  const departmentId = await town.department()
  const head = await town.person('head', departmentId)
  const owner = await town.person('salesperson', departmentId)
  const clientId = await town.clientOf(owner.person)
  return { head, clientId, stranger: { kind: 'clients', id: clientId } as const }
}

const cases: readonly Case[] = [
  {
    what: 'a role',
    ends: false,
    async prepare(town) {
      const { head, clientId, stranger } = await headOverClient(town)
      const take = () => town.changeUser(head.id, { role: 'salesperson' })
      return { loser: head.person, path: `/api/v1/clients/${clientId}`, take, stranger }
    },
  },
  {
    what: 'a department',
    ends: false,
    async prepare(town) {
      const { head, clientId, stranger } = await headOverClient(town)
      const elsewhere = await town.department()
      const take = () => town.changeUser(head.id, { departmentId: elsewhere })
      return { loser: head.person, path: `/api/v1/clients/${clientId}`, take, stranger }
    },
  },
  {
    what: 'a grant',
    ends: false,
    async prepare(town) {
      const owner = await town.person('salesperson')
      const guest = await town.person('salesperson')
      const clientId = await town.clientOf(owner.person)
      const door = `/api/v1/clients/${clientId}/access/${guest.id}`
      await town.boss.ok(town.url, 'PUT', door, {})
      const take = () => town.boss.ok(town.url, 'DELETE', door)
      return {
        loser: guest.person,
        path: `/api/v1/clients/${clientId}`,
        take,
        stranger: { kind: 'clients', id: clientId },
      }
    },
  },
  {
    what: 'the account',
    ends: true,
    async prepare(town) {
      const { id, person } = await town.person('salesperson')
      const take = () => town.boss.ok(town.url, 'POST', `/api/v1/users/${id}/deactivate`)
      return { loser: person, path: '/api/v1/session', take }
    },
  },
  {
    what: 'a session, from another one',
    ends: true,
    async prepare(town) {
      const { person, login } = await town.person('salesperson')
      const { items } = await person.ok<{ items: { id: string }[] }>(town.url, 'GET', '/api/v1/sessions')
      const other = await enter(town.url, login)
      const take = () => other.ok(town.url, 'DELETE', `/api/v1/sessions/${items[0]?.id}`)
      return { loser: person, path: '/api/v1/session', take }
    },
  },
  {
    what: 'the old password',
    ends: true,
    async prepare(town) {
      const { person, login } = await town.person('salesperson')
      const other = await enter(town.url, login)
      const take = () =>
        other.ok(town.url, 'PUT', '/api/v1/session/password', { current: PASSWORD, password: 'совсем другой пароль' })
      return { loser: person, path: '/api/v1/session', take }
    },
  },
  {
    what: 'an API key',
    ends: true,
    async prepare(town) {
      const { person } = await town.person('salesperson')
      const id = newId()
      const { secret } = await person.ok<{ secret: string }>(town.url, 'POST', '/api/v1/api-keys', {
        id,
        name: 'Обмен',
      })
      const take = () => person.ok(town.url, 'DELETE', `/api/v1/api-keys/${id}`)
      return { loser: new Person({ authorization: `Bearer ${secret}` }), path: '/api/v1/session', take }
    },
  },
]

/**
 * Takes rights away on the first node while their holders use them on all others without a pause, and fails unless
 * every other node has refused, and every stream has fallen silent or ended, within a second after the answer.
 */
export async function takeRights({ nodes }: Installation): Promise<Taken[]> {
  const [first, ...others] = nodes.map(node => node.url)
  if (!first || others.length === 0) throw new Error('there is one node alone')
  const town = new Town(await enter(first, administrator), first)
  const taken: Taken[] = []
  for (const each of cases) taken.push(await takeOne(each, town, others))
  return taken
}

async function takeOne({ what, ends, prepare }: Case, town: Town, others: readonly string[]): Promise<Taken> {
  const { loser, path, take, stranger } = await prepare(town)
  const before = await Promise.all(others.map(url => loser.call(url, 'GET', path)))
  if (before.some(each => each.status !== 200)) throw new Error(`${what}: not there before it was taken away`)
  const streams = await Promise.all(others.map(url => Stream.open(url, loser)))
  // They hear of the record as long as they may: silence afterwards would mean nothing otherwise.
  if (stranger) {
    await touch(town, stranger)
    await within(5_000, () => streams.every(each => each.tells(stranger.id)), `${what}: the streams tell nothing`)
  }
  let answeredAt: number | null = null
  const watched = others.map(async url => {
    // Asked without a pause, before and after, so that whatever a node remembers is as fresh as can be.
    for (;;) {
      const { status } = await loser.call(url, 'GET', path)
      if (status >= 400) return performance.now()
      if (answeredAt !== null && performance.now() - answeredAt > DEADLINE_MS) {
        throw new Error(`${what}: ${url} still answers ${status} after ${DEADLINE_MS} ms`)
      }
    }
  })
  const refusals = Promise.all(watched)
  refusals.catch(() => {})
  await take()
  answeredAt = performance.now()
  const refusedAfter = Math.max(0, ...(await refusals).map(at => at - (answeredAt ?? at)))
  let endedAfter: number | null = null
  try {
    if (ends) {
      const left = answeredAt + DEADLINE_MS - performance.now()
      await within(left, () => streams.every(each => each.endedAt !== null), `${what}: a stream goes on`)
      endedAfter = Math.max(0, ...streams.map(each => (each.endedAt ?? 0) - (answeredAt ?? 0)))
    } else if (stranger) {
      await sleepUntil(answeredAt + DEADLINE_MS)
      const told = streams.map(each => each.count(stranger.id))
      await touch(town, stranger)
      await sleepUntil(performance.now() + DEADLINE_MS)
      if (streams.some((each, at) => each.count(stranger.id) !== told[at])) {
        throw new Error(`${what}: a stream still tells of what is out of sight`)
      }
    }
  } finally {
    for (const each of streams) each.close()
  }
  return {
    what,
    refusedAfter: Math.round(refusedAfter),
    endedAfter: endedAfter === null ? null : Math.round(endedAfter),
  }
}

async function touch(town: Town, { kind, id }: Record): Promise<void> {
  const version = await town.versionOf(kind, id)
  await town.boss.ok(town.url, 'PATCH', `/api/v1/${kind}/${id}`, { version, comment: `Правка ${version}` })
}

async function within(ms: number, isSo: () => boolean, otherwise: string): Promise<void> {
  for (const until = performance.now() + ms; !isSo(); ) {
    if (performance.now() > until) throw new Error(otherwise)
    await sleepUntil(performance.now() + 5)
  }
}

function sleepUntil(moment: number): Promise<void> {
  return new Promise(done => setTimeout(done, Math.max(0, moment - performance.now())))
}

/** An open stream of events, and what it said so far. */
class Stream {
  readonly #abort = new AbortController()
  endedAt: number | null = null
  #said = ''

  static async open(url: string, person: Person): Promise<Stream> {
    const stream = new Stream()
    const answer = await fetch(`${url}/api/v1/events`, { headers: person.headers, signal: stream.#abort.signal })
    if (answer.status !== 200 || !answer.body) throw new Error(`a stream was answered with ${answer.status}`)
    void stream.#read(answer.body)
    return stream
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    try {
      for await (const part of body) this.#said += decoder.decode(part, { stream: true })
    } catch {
      // cut off: ended as well
    }
    this.endedAt = performance.now()
  }

  count(recordId: string): number {
    return this.#said.split(recordId).length - 1
  }

  tells(recordId: string): boolean {
    return this.count(recordId) > 0
  }

  close(): void {
    this.#abort.abort()
  }
}
