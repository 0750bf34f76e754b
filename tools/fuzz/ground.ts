import type { DemoProduct, Entrant } from '../proof/demo-product.ts'
import type { Operation } from './document.ts'
import type { CallerName } from './requests.ts'

type Items = { items?: Record<string, unknown>[] }

/** Ids of records that exist, by the names under which requests mention them. */
export class Known {
  readonly #byName = new Map<string, string[]>()
  #all: string[] = []

  /** Keeps the id of a record of this folder, and those of all records that it names. */
  learn(folder: string, record: Record<string, unknown>): void {
    if (typeof record['id'] === 'string') this.#add(folder, record['id'])
    this.#walk(record)
  }

  pick(name: string, at: number): string {
    if (name.endsWith('Ids')) return this.pick(name.slice(0, -1), at)
    const list = this.#byName.get(name) ?? this.#byName.get(foldersOf[name] ?? '') ?? this.#all
    return list[at % list.length] ?? '01900000-0000-7000-8000-a00000000001'
  }

  any(at: number): string {
    return this.#all[at % this.#all.length] ?? '01900000-0000-7000-8000-a00000000001'
  }

  get count(): number {
    return this.#all.length
  }

  #walk(value: unknown): void {
    if (Array.isArray(value)) for (const each of value) this.#walk(each)
    else if (value && typeof value === 'object') {
      for (const [key, each] of Object.entries(value)) {
        if (typeof each === 'string' && key.endsWith('Id')) this.#add(key, each)
        else this.#walk(each)
      }
    }
  }

  #add(name: string, id: string): void {
    const list = this.#byName.get(name) ?? []
    if (list.includes(id) || list.length >= 200) return
    list.push(id)
    this.#byName.set(name, list)
    if (!this.#all.includes(id)) this.#all = [...this.#all, id]
  }
}

/** Where the records lie that a property names. */
const foldersOf: Record<string, string> = {
  userId: 'users',
  responsibleId: 'users',
  assigneeId: 'users',
  takerId: 'users',
  departmentId: 'departments',
  clientId: 'clients',
  contactId: 'contacts',
  prospectId: 'prospects',
  interestId: 'interests',
  basisId: 'interests',
  scenarioId: 'scenarios',
  serviceTypeId: 'service-types',
  lossReasonId: 'loss-reasons',
  channelId: 'channels',
  sourceId: 'sources',
  projectId: 'projects',
  interactionKindId: 'interaction-kinds',
  ownerId: 'clients',
  recordId: 'clients',
  drafts: 'interests',
  'my-day': 'activities',
}

export interface Ground {
  known: Known
  callers: Record<CallerName, Entrant>
  /** Rights of the callers, as the product tells them. */
  holds(caller: CallerName, right: string): boolean
  /** Whatever the requests did to the callers is undone, and what counts attempts is emptied. */
  revive(): Promise<void>
}

/** Callers of each kind, and the ids of what the demo company has. */
export async function prepareGround(product: DemoProduct, operations: readonly Operation[]): Promise<Ground> {
  const administrator = await product.enterAs('administrator')
  const callers: Record<CallerName, Entrant> = {
    administrator,
    salesperson: await product.enterAs('salesperson'),
    key: await product.keyOf('head'),
    stranger: { userId: '', headers: {} },
  }
  const known = new Known()
  const read = async <T>(path: string, headers: Record<string, string>): Promise<T> =>
    (await fetch(product.url + path, { headers })).json() as Promise<T>
  const lists = operations.filter(
    each => each.method === 'GET' && !each.path.includes('{') && each.path !== '/api/v1/events',
  )
  for (const { path, parameters } of lists) {
    if (parameters.every(each => each.in !== 'query' || each.name !== 'limit')) continue
    const query = path === '/api/v1/search' ? '?q=ооо&limit=10' : '?limit=50'
    const { items = [] } = await read<Items>(path + query, administrator.headers)
    for (const item of items) known.learn(path.split('/')[3] ?? '', item)
  }
  const interests = await read<Items>('/api/v1/interests?limit=20', administrator.headers)
  for (const { id } of interests.items ?? []) {
    known.learn('interests', await read(`/api/v1/interests/${String(id)}`, administrator.headers))
    const { items = [] } = await read<Items>(`/api/v1/activities?interestId=${String(id)}`, administrator.headers)
    for (const item of items) known.learn('activities', item)
  }
  if (known.count < 100) throw new Error(`only ${known.count} records of the demo company were found`)

  const can = new Map<CallerName, Record<string, boolean>>()
  for (const name of ['administrator', 'salesperson', 'key'] as const) {
    can.set(name, (await read<{ can: Record<string, boolean> }>('/api/v1/session', callers[name].headers)).can)
  }
  return {
    known,
    callers,
    holds: (caller, right) => can.get(caller)?.[right] === true,
    revive: async () => {
      const people = Object.entries(callers).filter(([, each]) => each.userId !== '')
      const ids = people.map(([, each]) => each.userId)
      for (const [name, { userId }] of people) {
        const role = name === 'key' ? 'head' : name
        await product.pool.query(
          'update app_user set role = $2, profile_id = null, deactivated_at = null where id = $1',
          [userId, role],
        )
      }
      await product.pool.query(`update session set ended_at = null, seen_at = now() where user_id = any($1)`, [ids])
      await product.pool.query(`update api_key set revoked_at = null where user_id = any($1)`, [ids])
      await product.pool.query('delete from throttle')
    },
  }
}
