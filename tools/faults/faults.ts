import { absenceFaults } from './absence-faults.ts'
import { accessFaults } from './access-faults.ts'
import { oracleFaults } from './oracle-faults.ts'
import { activityFaults } from './activity-faults.ts'
import { auditFaults } from './audit-faults.ts'
import { fieldFaults } from './field-faults.ts'
import { historyFaults } from './history-faults.ts'
import { importFaults } from './import-faults.ts'
import { matrixFaults } from './matrix-faults.ts'
import { mergingFaults } from './merging.ts'
import { outsideAccountFaults } from './outside-account-faults.ts'
import { peopleFaults } from './people-faults.ts'
import { proofFaults } from './proof-faults.ts'
import { scenarioFaults } from './scenario-faults.ts'
import { searchFaults } from './search-faults.ts'
import { signInFaults } from './sign-in-faults.ts'
import { triggerFaults } from './trigger-faults.ts'

/** One fault that somebody could build in, and the test that must notice it. */
export interface Fault {
  name: string
  file: string
  /** Stands in the file exactly once. */
  find: string
  replace: string
  test: string
  /** A part of the name of the test; without it any test of the file may turn red. */
  only?: string
  /** Takes minutes: only with `--long`. */
  long?: boolean
}

const interests = 'server/rooms/interests'
const clients = 'server/rooms/clients'
const access = 'server/rooms/access'
const doors = `${interests}/doors.test.ts`

/** A test that cannot fail proves nothing: each of these was seen to turn its test red. */
export const faults: readonly Fault[] = [
  ...absenceFaults,
  ...accessFaults,
  ...oracleFaults,
  ...activityFaults,
  ...auditFaults,
  ...fieldFaults,
  ...historyFaults,
  ...importFaults,
  ...matrixFaults,
  ...outsideAccountFaults,
  ...peopleFaults,
  ...scenarioFaults,
  ...searchFaults,
  ...signInFaults,
  ...triggerFaults,
  {
    name: 'the reader of events passes a transaction that is still open',
    file: 'server/platform/events/reader.ts',
    find: `
     and id < (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20)
   order by id
   limit $2::int`,
    replace: `
   order by id
   limit $2::int`,
    test: 'server/platform/events/reader.test.ts',
    only: 'never passes an id',
  },
  {
    name: 'a repeated key does the work again',
    file: 'server/platform/work.ts',
    find: 'operation.key === undefined ? undefined : [caller.actor.userId, operation.key, work.creationHash]',
    replace: `operation.key !== '' ? undefined : [caller.actor.userId, operation.key, work.creationHash]`,
    test: `${interests}/moving/http.test.ts`,
    only: 'a retry with the same key',
  },
  {
    name: 'a new Interest enters a state by the scenario as it was before',
    file: `${interests}/storage.ts`,
    find: 'where case when h.n = 1 then true else decided_on_old_state() end`)',
    replace: 'where true`)',
    test: `${interests}/contention.test.ts`,
    only: 'a new Interest is asked for what the scenario demands',
  },
  {
    name: 'a twin that lost is refused instead of being told how it ended',
    file: 'server/platform/work.ts',
    find: '        if (repeat) return repeat\n',
    replace: '        if (repeat && attempt < 0) return repeat\n',
    test: `${interests}/moving/http.test.ts`,
    only: 'twice at the same moment',
  },
  {
    name: 'what was taken away is still allowed from memory',
    file: `${access}/gates/queries.ts`,
    find: '      this.#known.clear()\n',
    replace: '',
    test: 'server/app/recent-callers.test.ts',
    only: 'when a person is deactivated',
  },
  {
    name: 'what a session showed opens the door of the keys as well',
    file: `${access}/gates/queries.ts`,
    find: "by.name + hash.toString('latin1')",
    replace: "hash.toString('latin1')",
    test: 'server/app/recent-callers.test.ts',
    only: 'a session is no key',
  },
  {
    name: 'a statement is sent after the end of its transaction',
    file: 'server/platform/db/database.ts',
    find: `if (this.#isOver || (writes && this.#isCommitting)) throw new Error('the transaction is over')`,
    replace: 'void writes',
    test: 'server/platform/db/database.test.ts',
    only: 'when the action fails before they have left',
  },
  {
    name: 'a read overtakes the write before it',
    file: 'server/platform/db/database.ts',
    find: 'writes || this.#held > 0) {',
    replace: 'writes) {',
    test: 'server/platform/db/database.test.ts',
    only: 'in the order in which they were written',
  },
  {
    name: 'a repeat is not recognised where doing it again fails',
    file: 'server/platform/work.ts',
    find: '      if (key !== undefined) {\n',
    replace: '      if (key !== undefined && violatedUnique(error)) {\n',
    test: 'server/platform/work.test.ts',
    only: 'however doing it again would fail',
  },
  {
    name: 'the same id is taken for the same request, whatever its body',
    file: `${interests}/creating/actions.ts`,
    find: '    if (!isSame) refuse(operationReused)\n',
    replace: '',
    test: `${interests}/creating/http.test.ts`,
    only: 'another body under the same id is refused',
  },
  {
    name: 'two who register one caller do not wait for each other',
    file: `${clients}/identity/storage.ts`,
    find: 'if (texts.length === 0) return null\n  return (await',
    replace: 'if (texts.length < 1e9) return null\n  return (await',
    test: `${clients}/duplicates/actions.test.ts`,
    only: 'the second waits and finds the first',
  },
  {
    name: 'an Interest is not held while it moves',
    file: `${interests}/storage.ts`,
    find: 'for no key update of i ${scenarioLock}`)',
    replace: '${scenarioLock}`)',
    test: `${interests}/contention.test.ts`,
    only: 'of those who move the same version exactly one wins',
  },
  {
    name: 'a move asks for no version',
    file: 'server/platform/merge.ts',
    find: 'if (record.version === seen) return',
    replace: 'if (record.version >= 0) return',
    test: `${interests}/moving/http.test.ts`,
    only: 'of two who move the same version exactly one wins',
  },
  {
    name: 'a patch overwrites what somebody else wrote meanwhile',
    file: 'server/platform/merge.ts',
    find: 'if (since.length === 0) return changes',
    replace: 'if (since.length >= 0) return changes',
    test: `${interests}/changing/http.test.ts`,
    only: 'edits of different fields merge',
  },
  {
    name: 'a list shows Interests beyond the scope',
    file: `${interests}/listing/sorting/storage.ts`,
    find: 'const principals = principalsOf(scope, filter)',
    replace: 'const principals = principalsOf(scope, filter) && null as readonly string[] | null',
    test: `${interests}/listing/http.test.ts`,
    only: 'every filter shows exactly what a look at each record in scope shows',
  },
  {
    name: 'the Interests of a party are listed beyond the scope',
    file: `${interests}/listing/orders/storage.ts`,
    find: 'scoped === null ? where : `i.owner_key = any(${scoped}) and ${where}`',
    replace: 'scoped === null ? where : `${scoped} is not null and ${where}`',
    test: `${interests}/listing/http.test.ts`,
    only: 'every filter shows exactly what a look at each record in scope shows',
  },
  {
    name: 'clients are found by their name beyond the scope',
    file: `${clients}/lookup/storage.ts`,
    find: 'const own = sql`t.owner_key = any(${principals}::uuid[])`',
    replace: 'const own = sql`${principals}::uuid[] is not null`',
    test: `${clients}/lookup/queries.test.ts`,
    only: 'of clients',
  },
  {
    name: 'an Interest is found by its number beyond the scope',
    file: 'server/rooms/registration/search/found/queries.ts',
    find: 'and ($3::uuid[] is null or i.owner_key = any($3::uuid[]) or',
    replace: 'and ($3::uuid[] is null or true or',
    test: 'server/rooms/registration/search/http.test.ts',
    only: 'found by its number, in scope only',
  },
  {
    name: 'a number leads to names beyond the scope',
    file: 'server/rooms/registration/search/numbered/queries.ts',
    find: "in ('name', 'text', 'site') and ${visible(reach)} limit",
    replace: "in ('name', 'text', 'site') limit",
    test: 'server/rooms/registration/search/parties/http.test.ts',
    only: 'of a prospect that belongs to somebody else',
  },
  {
    name: 'the board counts beyond the scope',
    file: `${interests}/board/storage.ts`,
    find: "owners === null ? 'true' : `i.owner_key = any(${owners.scoped})`",
    replace: "owners === null ? 'true' : `${owners.scoped} is not null`",
    test: `${interests}/listing/http.test.ts`,
    only: 'the board counts, sums and shows',
  },
  {
    name: 'an Interest of a stranger is moved',
    file: `${interests}/moving/actions.ts`,
    find: 'if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)',
    replace: 'if (!held) return refuse(notFound)',
    test: `${interests}/moving/http.test.ts`,
    only: 'strangers are told nothing',
  },
  {
    name: 'the unlinking of a prospect asks no state',
    file: `${interests}/linking/events.ts`,
    find: 'if (state && emptied.length > 0) {',
    replace: 'if (state && emptied.length > 1e9) {',
    test: doors,
    only: 'its link undone',
  },
  {
    name: 'a link and a new Interest of the same prospect do not wait for each other',
    file: `${interests}/creating/storage.ts`,
    find: 'where p.id = $3 for no key update)',
    replace: 'where p.id = $3)',
    test: `${interests}/contention.test.ts`,
    only: 'do not miss each other',
  },
  {
    name: 'a move does not count the unfinished Interests of the client',
    file: `${interests}/actions.ts`,
    find: 'if (before.open !== after.open) {',
    replace: 'if (before.open === undefined) {',
    test: `${interests}/moving/http.test.ts`,
    only: 'count the unfinished Interests of the client',
  },
  {
    name: 'the same INN and KPP are taken twice',
    file: `${clients}/duplicates/actions.ts`,
    find: 'if (!same) return\n',
    replace: 'if (!same || inn !== null) return\n',
    test: `${clients}/http.test.ts`,
    only: 'INN and KPP together',
  },
  {
    name: 'a number of many hides those who register it at one moment',
    file: `${clients}/duplicates/queries.ts`,
    find: 'if (belongsToMany && !holder.concurrent) continue',
    replace: 'if (belongsToMany) continue',
    test: `${clients}/duplicates/http.test.ts`,
    only: 'of one phone',
  },
  {
    name: 'twenty who register one INN do not wait for each other',
    file: `${clients}/duplicates/actions.ts`,
    find: '[...locks, ...inns.flatMap(inn => (inn ? [`inn:${inn}`] : []))]',
    replace: 'locks',
    test: `${clients}/duplicates/http.test.ts`,
    only: 'of one INN and KPP',
  },
  {
    name: 'the search for duplicates pairs those who share a number of many',
    file: `${clients}/duplicates/comparing/actions.ts`,
    find: 'common => !shared.has(keyOf(common))',
    replace: 'common => keyOf(common) !== ""',
    test: `${clients}/duplicates/search/jobs.test.ts`,
    only: 'finds the twins and none of those',
  },
  {
    name: 'a paused search for duplicates goes on',
    file: `${clients}/duplicates/pieces/actions.ts`,
    find: "if (run?.state !== 'running') return false",
    replace: "if (run === undefined || run.state === 'done') return false",
    test: `${clients}/duplicates/search/jobs.test.ts`,
    only: 'does nothing while it is paused',
  },
  {
    name: 'a pair that was dismissed warns again',
    file: `${clients}/duplicates/queries.ts`,
    find: '!isApart.has(suspect.id)',
    replace: '!isApart.has(suspect.type)',
    test: `${clients}/duplicates/http.test.ts`,
    only: 'never warns again',
  },
  {
    name: 'a page of another site may write',
    file: `${access}/gates/queries.ts`,
    find: '  refuseCrossSite(request)\n',
    replace: '',
    test: `${access}/sessions/http.test.ts`,
    only: 'gives no rights to a page of another site',
  },
  {
    name: 'the sessions of a deactivated person do not end',
    file: `${access}/users/actions.ts`,
    find: `await endSessionsOf(work.tx, id, null, work.now)
    await revokeKeysOf`,
    replace: 'await revokeKeysOf',
    test: `${access}/users/http.test.ts`,
    only: 'without the old sessions and keys',
  },
  {
    name: 'a deactivated person is let in by what is still open',
    file: `${access}/gates/queries.ts`,
    find: 'where s.token_hash = $1 and s.ended_at is null and u.deactivated_at is null',
    replace: 'where s.token_hash = $1 and s.ended_at is null',
    test: `${access}/sessions/http.test.ts`,
    only: 'opens nothing to a deactivated person',
  },
  {
    name: 'the stream tells everybody of every record',
    file: 'server/platform/realtime.ts',
    find: 'owners.some(owner => principals.includes(owner) || queues.includes(owner))',
    replace: 'owners.length > 0',
    test: 'server/platform/realtime.test.ts',
    only: 'tells of records in scope',
  },
  {
    name: 'the stream outlives the right to it',
    file: 'server/platform/realtime.ts',
    find: 'if (!now) return void out.end()',
    replace: 'if (!now) return',
    test: 'server/platform/realtime.test.ts',
    only: 'ends with the right to it',
  },
  {
    name: 'a stop waits for those who listen to the stream',
    file: 'server/platform/http/closing.ts',
    find: '    closing.abort()\n',
    replace: '',
    test: 'server/platform/http/closing.test.ts',
    only: 'does not wait for the streams',
  },
  {
    name: 'a stop waits for connections that nobody uses',
    file: 'server/platform/http/closing.ts',
    find: 'app.server.closeIdleConnections()',
    replace: 'app.server.unref()',
    test: 'server/platform/http/closing.test.ts',
    only: 'finishes the request under way',
  },
  {
    name: 'a password is hashed while a transaction is open',
    file: `${access}/users/http.ts`,
    find: `    const password = await hashNewPassword(db, body.password, body.email)
    return write(work => createUser(work, { ...body, password }))`,
    replace: `    return write(async work => {
      const password = await hashNewPassword(db, body.password, body.email)
      return createUser(work, { ...body, password })
    })`,
    test: `${access}/users/http.test.ts`,
    only: 'wait for the hash of a password before the transaction',
  },
  ...mergingFaults,
  ...proofFaults,
  {
    name: 'a null byte reaches the database',
    file: 'server/platform/http/input.ts',
    find: String.raw`if (item.includes('\u0000') || !item.isWellFormed()) {`,
    replace: 'if (item.length > 1e9) {',
    test: 'server/app/bad-input.test.ts',
    only: 'null bytes',
  },
  {
    name: 'a commit is acknowledged before it is on the disk',
    file: 'server/platform/embedded/settings.ts',
    find: `synchronous_commit: 'on',`,
    replace: `synchronous_commit: 'off',`,
    test: 'tools/crash/crash.slow.test.ts',
    long: true,
  },
  {
    name: 'the repeat of a request whose answer was lost does the work again',
    file: 'server/platform/work.ts',
    find: 'operation.key === undefined ? undefined : [caller.actor.userId, operation.key, work.creationHash]',
    replace: `operation.key !== '' ? undefined : [caller.actor.userId, operation.key, work.creationHash]`,
    test: 'tools/crash/crash.slow.test.ts',
    long: true,
  },
]
