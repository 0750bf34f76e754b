import { type Queryable, statement } from '../../../../platform/db/database.ts'

const insert = statement<never>(`
  insert into import_chunk (import_id, at, body) values ($1, $2, $3)
  on conflict (import_id, at) do update set body = excluded.body`)
const cut = statement<never>(`
  with gone as (delete from import_chunk where import_id = $1 and at >= $2::bigint)
  update import_chunk set body = substring(body from 1 for ($2::bigint - at)::int)
   where import_id = $1 and at < $2::bigint and at + length(body) > $2::bigint`)
const one = statement<{ at: string; body: Buffer }>(`
  select at, body from import_chunk where import_id = $1 and at <= $2 order by at desc limit 1`)

export async function insertChunk(db: Queryable, importId: string, at: number, body: Buffer): Promise<void> {
  await db.rows(insert, [importId, at, body])
}

/** Forgets what came behind this place: the part is sent again. */
export async function deleteChunksFrom(db: Queryable, importId: string, at: number): Promise<void> {
  await db.rows(cut, [importId, at])
}

/** The file from a place on, piece by piece; only one piece is in memory. */
export async function* readChunks(db: Queryable, importId: string, from: number): AsyncGenerator<Uint8Array> {
  for (let at = from; ; ) {
    const chunk = await db.first(one, [importId, at])
    const body = chunk?.body.subarray(at - Number(chunk.at))
    if (!body?.length) return
    yield body
    at += body.length
  }
}
