import type { Fault } from './faults.ts'

const test = 'server/app/authorisation/matrix.test.ts'

/** What the matrix of authorisation must notice, one of each kind. */
export const matrixFaults: readonly Fault[] = [
  {
    name: 'matrix: an endpoint has lost the right that it asks for',
    file: 'server/rooms/clients/grants/contract.ts',
    find: `  summary: 'Close this client to a department it was opened to',
  access: opens,
`,
    replace: `  summary: 'Close this client to a department it was opened to',
`,
    test,
    only: 'each cell is answered',
  },
  {
    name: 'matrix: notices of others are told to whoever sees all clients',
    file: 'server/platform/realtime.ts',
    find: `  ['notice', null],\n`,
    replace: '',
    test,
    only: 'each event',
  },
]
