import type { Fault } from './faults.ts'

/** Faults of what holds for every operation, and of several nodes at once. */
export const proofFaults: readonly Fault[] = [
  {
    name: 'a stream outlives the key that opened it',
    file: 'server/platform/realtime.ts',
    find: `'profile', 'api_key', 'grant'`,
    replace: `'profile', 'grant'`,
    test: 'server/platform/realtime.test.ts',
    only: 'ends with the key',
  },
  {
    name: 'other nodes are not told of rights that were taken away',
    file: 'server/platform/events/relay.ts',
    find: 'await client.query(`listen ${CHANNEL}`)',
    replace: '',
    test: 'tools/nodes/nodes.slow.test.ts',
    only: 'within a second',
    long: true,
  },
  {
    name: 'a node is ready until it is closed',
    file: 'server/app/boot.ts',
    find: 'state.draining = true',
    replace: 'state.draining = config.drainSeconds < 0',
    test: 'server/app/health.test.ts',
    only: 'not ready first',
  },
  {
    name: 'a node does not wait until the balancer has noticed',
    file: 'server/app/boot.ts',
    find: 'await sleep(config.drainSeconds * 1_000)',
    replace: 'await sleep(0)',
    test: 'server/app/health.test.ts',
    only: 'not ready first',
  },
  {
    name: 'an address that cannot be read is answered by the framework in its own words',
    file: 'server/platform/http/server.ts',
    find: '    frameworkErrors: answerUnreadable,\n',
    replace: '',
    test: 'server/platform/http/unreadable.test.ts',
    only: 'broken escape',
  },
  {
    name: 'the history of an Interest carries the raw events with it',
    file: 'server/rooms/interests/timeline/queries.ts',
    find: 'return { items: await marked(db, caller, interest, told), nextCursor: told.nextCursor }',
    replace: 'return { ...told, items: await marked(db, caller, interest, told) }',
    test: 'server/rooms/interests/timeline/http.test.ts',
    only: 'tells every change newest first',
  },
  {
    name: 'a null byte from any operation reaches the database',
    file: 'server/platform/http/input.ts',
    find: String.raw`if (item.includes('\u0000') || !item.isWellFormed()) {`,
    replace: 'if (item.length > 1e9) {',
    test: 'tools/fuzz/fuzz.slow.test.ts',
    long: true,
  },
]
