import { createHash, randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll } from 'vitest'
import {
  type Endpoint,
  type ParamsOf,
  platformProblems,
  type ProblemBody,
  type QueryOf,
  type ResultOf,
} from '../platform/contract.ts'
import { type Config, loadConfig } from '../platform/config.ts'
import type { ConnectionSettings, Database } from '../platform/db/database.ts'
import { aDatabaseClone } from '../platform/db/testing.ts'
import { openLog } from '../platform/log.ts'
import type { Platform } from '../platform/platform.ts'
import { NIL_ID, newId } from '../platform/pure/ids.ts'
import { type Caller, makeScope, type Role } from '../platform/scope.ts'
import { perform } from '../platform/work.ts'
import { obstacles } from '../rooms/access/gates/policy.ts'
import { SHIPPED } from '../rooms/access/rules.ts'
import { createNode, type Node } from './boot.ts'

/** People of every test database; their sessions are in the template. */
export const people = {
  administrator: person(1, 'administrator', 'Ольга Мещерякова', 'sales'),
  head: person(2, 'head', 'Павел Громов', 'sales'),
  salesperson: person(3, 'salesperson', 'Анна Ким', 'sales'),
  colleague: person(4, 'salesperson', 'Игорь Титов', 'sales'),
  stranger: person(5, 'salesperson', 'Дарья Лапина', 'service'),
} as const
export type Name = keyof typeof people

export const departments = {
  sales: { id: testId('d', 1), name: 'Отдел продаж' },
  service: { id: testId('d', 2), name: 'Сервис' },
} as const

interface Person {
  id: string
  name: string
  email: string
  role: Role
  departmentId: string
  token: string
}

function person(n: number, role: Role, name: string, department: 'sales' | 'service'): Person {
  const departmentId = testId('d', department === 'sales' ? 1 : 2)
  return { id: testId('a', n), name, role, departmentId, email: `person${n}@example.com`, token: `test-session-${n}` }
}

function testId(kind: string, n: number): string {
  return `01900000-0000-7000-8000-${kind}${String(n).padStart(11, '0')}`
}

/** Fills the template: company, shipped directories and scenarios, five people with open sessions. */
export async function seedTemplate(connection: ConnectionSettings): Promise<void> {
  const node = await createNode(testConfig(), connection, openLog('silent'))
  const { platform } = node
  try {
    await perform(platform, systemCaller(), { verb: 'test.seed' }, async work => {
      const { q } = work.tx
      const now = new Date()
      await q
        .insertInto('company')
        .values({ name: 'Климат Плюс', time_zone: 'Asia/Yekaterinburg', currency: 'RUB', set_up_at: now })
        .execute()
      for (const [ord, department] of Object.values(departments).entries()) {
        await q
          .insertInto('department')
          .values({ ...department, ord })
          .execute()
      }
      for (const each of Object.values(people)) {
        const { id, name, email, role, departmentId } = each
        await q.insertInto('app_user').values({ id, name, email, role, department_id: departmentId }).execute()
        await q
          .insertInto('session')
          .values({
            id,
            user_id: id,
            token_hash: createHash('sha256').update(each.token).digest(),
            created_at: now,
            seen_at: now,
            expires_at: new Date(now.getTime() + 86_400_000),
          })
          .execute()
      }
      await work.announce({ kind: 'company.set_up', payload: { departmentId: departments.sales.id } })
    })
  } finally {
    await node.close()
  }
}

/** A folder of its own, made when something is first kept there. */
function testConfig(): Config {
  const dataDir = join(tmpdir(), `interes-test-${randomUUID()}`)
  const secret = { INTERES_SECRET_KEY: 'of-the-tests-'.repeat(3) }
  return loadConfig(['--port', '0', '--log-level', 'silent', '--data-dir', dataDir], secret).config
}

function systemCaller(): Caller {
  return {
    actor: {
      kind: 'system',
      userId: NIL_ID,
      name: 'Interes',
      role: 'administrator',
      departmentId: null,
      language: 'ru',
      timeZone: 'UTC',
      rights: new Set(SHIPPED.administrator.rights),
      fields: {},
    },
    scope: makeScope({ principals: null }),
    sessionId: null,
  }
}

export interface Answer<T> {
  status: number
  headers: Record<string, string | string[] | number | undefined>
  /** The result of a success. */
  body: T
  /** The problem of a refusal. */
  problem: ProblemBody & { data: any }
}

export interface Input<E> {
  params?: ParamsOf<E>
  query?: Partial<Record<keyof QueryOf<E>, unknown>>
  body?: unknown
  headers?: Record<string, string>
}

export interface Client {
  /** Calls an endpoint as this person, over HTTP in the same process. */
  call<E extends Endpoint>(endpoint: E, input?: Input<E>): Promise<Answer<ResultOf<E>>>
  /** The same, and fails the test unless it succeeds. */
  ok<E extends Endpoint>(endpoint: E, input?: Input<E>): Promise<ResultOf<E>>
}

export interface World {
  connection: ConnectionSettings
  platform: Platform
  db: Database
  node: Node
  /** A person with a session, or a stranger without one. */
  as(name: Name | null): Client
  caller(name: Name): Caller
}

/**
 * A fresh database (a clone of the template, some 25 ms) with the product on it, for one test file. Dropped at the end.
 * `beside`: another node on the database of that world.
 */
export async function aWorld(options: { now?: () => Date; open?: boolean; beside?: World } = {}): Promise<World> {
  const connection = options.beside?.connection ?? (await aDatabaseClone())
  const node = await createNode(testConfig(), connection, openLog('silent'), options)
  await node.server.ready()
  if (options.open) await node.open()
  afterAll(async () => {
    await node.close()
    await rm(node.platform.config.dataDir, { recursive: true, force: true })
  })
  return {
    connection,
    platform: node.platform,
    db: node.platform.db,
    node,
    as: who => clientOf(node, who ? people[who].token : null),
    caller: who => callerOf(who),
  }
}

/** The scope that the gates give to these people, for tests that call actions and queries directly. */
function callerOf(name: Name): Caller {
  const { id, role, departmentId } = people[name]
  const inDepartment = Object.values(people).filter(each => each.departmentId === departmentId)
  const principals =
    role === 'administrator' ? null : [...(role === 'head' ? inDepartment.map(each => each.id) : [id]), NIL_ID]
  return {
    actor: {
      kind: 'person',
      userId: id,
      name: people[name].name,
      role,
      departmentId,
      language: 'ru',
      timeZone: 'Asia/Yekaterinburg',
      rights: new Set(SHIPPED[role].rights),
      fields: SHIPPED[role].fields,
    },
    scope: makeScope({ principals }),
    sessionId: id,
  }
}

function clientOf(node: Node, token: string | null): Client {
  const call: Client['call'] = async (endpoint, input = {}) => {
    const response = await node.server.inject({
      method: endpoint.method,
      url: urlOf(endpoint, input as Input<Endpoint>),
      headers: {
        ...(token ? { cookie: `sid=${token}` } : {}),
        'sec-fetch-site': 'same-origin',
        ...input.headers,
      },
      ...(input.body === undefined ? {} : { payload: input.body as object }),
    })
    const parsed = response.body ? JSON.parse(response.body) : undefined
    keepsItsWord(endpoint, response.statusCode, parsed)
    return { status: response.statusCode, headers: response.headers, body: parsed, problem: parsed }
  }
  return {
    call,
    async ok(endpoint, input) {
      const answer = await call(endpoint, input)
      if (answer.status >= 400)
        throw new Error(`${endpoint.method} ${endpoint.path}: ${JSON.stringify(answer.problem)}`)
      return answer.body
    },
  }
}

/** An answer has what its contract declares and nothing else; a refusal is one of those that are declared. */
function keepsItsWord(endpoint: Endpoint, status: number, said: unknown): void {
  const place = `${endpoint.method} ${endpoint.path}`
  if (status >= 400) {
    const { code } = said as ProblemBody
    const declared = [...platformProblems, ...obstacles, ...endpoint.problems].some(each => each.code === code)
    if (!declared) throw new Error(`${place} does not declare the problem ${code}`)
  } else if (endpoint.status !== 204) {
    const declared: unknown = endpoint.result.parse(said)
    if (!isDeepStrictEqual(declared, said)) {
      throw new Error(`${place} answers more than it declares: ${JSON.stringify(said).slice(0, 500)}`)
    }
  }
}

export function urlOf(endpoint: Endpoint, input: Input<Endpoint>): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(String((input.params as Record<string, unknown> | undefined)?.[key])),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(key, String(value))
  return query.size > 0 ? `${path}?${query}` : path
}

/** Starts one after the other while the row is held, and lets it go when each of them waits. */
export async function together<T>(
  { db }: World,
  table: 'client' | 'contact' | 'interest' | 'prospect' | 'scenario',
  id: string,
  starts: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const answers: Promise<T>[] = []
  await db.transaction(async tx => {
    await tx.q.selectFrom(table).select('id').where('id', '=', id).forUpdate().execute()
    for (const start of starts) {
      answers.push(start())
      for (let waiting = 0; waiting < answers.length; ) {
        const { rows } = await db.pool.query(
          `select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        )
        waiting = rows[0].waiting
      }
    }
  })
  return Promise.all(answers)
}

/** So many people work there, the first of them as its head, that their records are read as those of many. */
export async function aCrowd(db: Pick<Database, 'q'>, departmentId: string | null): Promise<string[]> {
  const users = Array.from({ length: 30 }, (_, n) => ({
    id: newId(),
    name: `Один из многих ${n}`,
    email: `${newId()}@example.com`,
    role: n === 0 ? 'head' : 'salesperson',
    department_id: departmentId,
  }))
  await db.q.insertInto('app_user').values(users).execute()
  return users.map(user => user.id)
}
