import type { NewEvent } from '../../platform/events/record.ts'
import { NIL_ID } from '../../platform/pure/ids.ts'
import { streamEvents } from '../../platform/realtime.ts'
import { perform } from '../../platform/work.ts'
import type { World } from '../testing.ts'
import type { Announced } from './asking.ts'
import type { Profile } from './policy.ts'

/** The same kind in the same relation, of the same people, is told once. */
export function distinct(announced: readonly Announced[]): Announced[] {
  const keyOf = ({ event, cell }: Announced) =>
    [event.kind, cell.name, cell.relation, [...(event.owners ?? ['everybody'])].sort()].join(' ')
  return [...new Map(announced.map(each => [keyOf(each), each])).values()]
}

/** Writes these events through the one door to history, and at last one that everybody is told of. @returns their ids */
export async function tell(world: World, events: readonly NewEvent[]): Promise<string[]> {
  const { platform } = world
  const last: NewEvent = { kind: 'company.changed', record: { kind: 'company', id: NIL_ID }, owners: null }
  const heard: { witness: typeof platform.witness } = platform as never
  // The audit log has no part in this.
  heard.witness = () => {}
  const { result } = await perform(platform, world.caller('administrator'), { verb: 'test.tell' }, async work => {
    for (const event of [...events, last]) work.record(event)
    return work.cause.operation
  })
  const rows = await world.db.q
    .selectFrom('event')
    .select(['id', 'cause'])
    .orderBy('id', 'desc')
    .limit(events.length + 1)
    .execute()
  const own = rows.filter(({ cause }) => (cause as unknown as { operation: string }).operation === result)
  return own.map(({ id }) => String(id)).reverse()
}

/** The stream of one caller, as a browser has it. */
export class Stream {
  readonly profile: Profile
  readonly heard = new Set<string>()
  readonly opened: Promise<void>
  readonly #abort = new AbortController()

  constructor(url: string, profile: Profile, token: string) {
    this.profile = profile
    this.opened = this.#open(url + streamEvents.path, token)
  }

  close(): void {
    this.#abort.abort()
  }

  async #open(url: string, token: string): Promise<void> {
    const response = await fetch(url, { headers: { cookie: `sid=${token}` }, signal: this.#abort.signal })
    void this.#listen(response).catch(() => {})
  }

  async #listen({ body }: Response): Promise<void> {
    let said = ''
    for await (const part of body ?? []) {
      said += Buffer.from(part).toString()
      const lines = said.split('\n')
      said = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('id: ')) this.heard.add(line.slice(4))
    }
  }
}
