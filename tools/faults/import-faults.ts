import type { Fault } from './faults.ts'

const imports = 'server/rooms/exchange/import'
const running = `${imports}/running/actions.test.ts`
const walls = `${imports}/matching/queries.test.ts`

/** Faults of an import: what is written once, by whose right, and what an undo leaves. */
export const importFaults: readonly Fault[] = [
  {
    name: 'an import is done by two nodes at once',
    file: `${imports}/storage.ts`,
    find: `'select from import where id = $1 for update'`,
    replace: `'select from import where id = $1'`,
    test: running,
    only: 'two nodes that are given the same work',
  },
  {
    name: 'the place of an import moves on before its rows are written',
    file: `${imports}/running/actions.ts`,
    find: '    return await writeChunk(platform, caller, job, ahead, CHUNK)\n',
    replace: `    await perform(platform, caller, verbOf(job), async work => {
      const stored = await findImportForUpdate(work.tx, job.importId)
      const rows = stored ? await listRowsAfter(work.tx, stored.id, stored.position, CHUNK) : []
      const position = rows.at(-1)?.n
      if (stored && position !== undefined) await updateImport(work.tx, stored.id, { position }, work.now)
    })
    return await writeChunk(platform, caller, job, ahead, CHUNK)\n`,
    test: running,
    only: 'killed in the middle',
  },
  {
    name: 'rows of an import that were read ahead are written in the place of others',
    file: `${imports}/running/actions.ts`,
    find: 'const isNext = next?.after === stored.position && next.size === size',
    replace: 'const isNext = next !== null',
    test: running,
    only: 'a row that the database refuses',
  },
  {
    name: 'an import goes on without the right of who began it',
    file: `${imports}/proceeding/actions.ts`,
    find: `if (!caller || !holds(caller.actor, 'clients.import')) return stop(platform, job)`,
    replace: 'if (!caller) return stop(platform, job)',
    test: running,
    only: 'the work ends with the right',
  },
  {
    name: 'an undo that lost its right goes on as an import',
    file: `${imports}/proceeding/actions.ts`,
    find: `undoing: status === 'undoing' ? 1 : 0`,
    replace: 'undoing: 0',
    test: running,
    only: 'never begin to write',
  },
  {
    name: 'the same INN and KPP twice in a file are two clients',
    file: `${imports}/matching/rules.ts`,
    find: '...(inn === null ? [] : [`inn ${inn}`]),',
    replace: '...(inn === null ? [] : []),',
    test: running,
    only: 'two rows with the same INN and KPP',
  },
  {
    name: 'an undo takes a new client away that somebody has changed since',
    file: `${imports}/undoing/storage.ts`,
    find: `where e.record_id = r.id and e.cause->'through'->>'id' is distinct from $2::text)`,
    replace: `where e.record_id = r.id and e.cause->'through'->>'id' is distinct from $2::text and false)`,
    test: running,
    only: 'an undo leaves a new client',
  },
  {
    name: 'an undo overwrites fields that somebody has changed since',
    file: `${imports}/undoing/rules.ts`,
    find: 'if (isSame(now[field] ?? null, to)) restored[field] = from',
    replace: 'if (to !== undefined) restored[field] = from',
    test: `${imports}/http.test.ts`,
    only: 'get what they lack and keep what they have',
  },
  {
    name: 'a name with a slip makes a row that of another company, though nobody said so',
    file: `${imports}/matching/rules.ts`,
    find: `reasons.every(reason => reason === 'name_similar') ? rules.alike : rules.similar`,
    replace: 'rules.similar',
    test: walls,
    only: 'makes another client unless the rule says otherwise',
  },
  {
    name: 'an undo leaves out what it has not come to yet',
    file: `${imports}/undoing/actions.ts`,
    find: 'return (changes.at(-1) as StoredChange).ord',
    replace: `return '1'`,
    test: running,
    only: 'an undo of more than one piece',
  },
  {
    name: 'a file is told of walls without limit',
    file: `${imports}/matching/queries.ts`,
    find: '(asked.length === 0 ? [] : await tellWalls(work, asked)).map(',
    replace: 'asked.map(',
    test: walls,
    only: 'so many times an hour',
  },
]
