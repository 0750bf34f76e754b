import pg from 'pg'

/** Ids that fit under one transaction id (`platform/events/record.ts`). */
const LIMIT = 1 << 20

/**
 * Ids of events for a load that needs more than fit under one transaction. Further transaction ids are taken by empty
 * transactions that begin after ours: while ours is open, no reader passes ours, hence none passes theirs.
 */
export class EventIds {
  readonly #settings: pg.ClientConfig
  #bases: bigint[]
  #used = 0

  private constructor(settings: pg.ClientConfig, base: bigint) {
    this.#settings = settings
    this.#bases = [base]
  }

  static async open(connection: pg.Client, settings: pg.ClientConfig): Promise<EventIds> {
    return new EventIds(settings, await takeBase(connection))
  }

  /** Makes sure that the next `count` ids can be given. */
  async reserve(count: number): Promise<void> {
    if (this.#used + count <= this.#bases.length * LIMIT) return
    const helper = new pg.Client(this.#settings)
    await helper.connect()
    try {
      this.#bases.push(await takeBase(helper))
    } finally {
      await helper.end()
    }
  }

  next(): string {
    const base = this.#bases[Math.floor(this.#used / LIMIT)]
    if (base === undefined) throw new RangeError('reserve ids of events before using them')
    const id = (base << 20n) + BigInt(this.#used % LIMIT)
    this.#used++
    return String(id)
  }
}

async function takeBase(client: pg.Client): Promise<bigint> {
  const result = await client.query<{ base: string }>(
    'select (value + pg_current_xact_id()::text::bigint)::text as base from event_epoch',
  )
  return BigInt(result.rows[0]?.base ?? '0')
}
