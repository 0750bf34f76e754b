import pg from 'pg'

/** Ids that fit under one transaction id (`platform/events/record.ts`). */
const LIMIT = 1 << 20

/**
 * First ids of `count` events for a load that needs more than fit under one transaction. Further transaction ids are
 * taken by empty transactions that begin after ours: while ours is open, no reader passes ours, hence none passes theirs.
 */
export async function reserveEventIds(
  connection: pg.Client,
  settings: pg.ClientConfig,
  count: number,
): Promise<bigint[]> {
  const bases = [await takeBase(connection)]
  const helper = new pg.Client(settings)
  await helper.connect()
  try {
    while (bases.length * LIMIT < count) bases.push(await takeBase(helper))
  } finally {
    await helper.end()
  }
  return bases
}

async function takeBase(client: pg.Client): Promise<bigint> {
  const result = await client.query<{ base: string }>(
    'select (value + pg_current_xact_id()::text::bigint)::text as base from event_epoch',
  )
  return BigInt(result.rows[0]?.base ?? '0')
}

/** Gives the reserved ids in order. */
export class EventIds {
  readonly #bases: readonly bigint[]
  #next = 0n
  #left = 0
  #taken = 0

  constructor(bases: readonly bigint[]) {
    this.#bases = bases
  }

  next(): string {
    if (this.#left === 0) {
      const base = this.#bases[this.#taken++]
      if (base === undefined) throw new RangeError('more events than were reserved')
      this.#next = base << 20n
      this.#left = LIMIT
    }
    this.#left--
    return String(this.#next++)
  }
}
