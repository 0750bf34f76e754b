import type { Fault } from './faults.ts'

const database = 'server/platform/db/database.ts'
const search = 'server/rooms/registration/search'

/** Of what a search asks, how it travels and how it is ranked; and of the load that a search is measured on. */
export const searchFaults: readonly Fault[] = [
  {
    name: 'reads of one breath go to a connection each',
    file: database,
    find: 'return new Together(this.pool)',
    replace: 'return this',
    test: 'server/platform/db/database.test.ts',
    only: 'travel on one connection',
  },
  {
    name: 'a connection on which a read of several failed is never given back',
    file: database,
    find: 'client.release(failed?.reason as Error | undefined)',
    replace: 'if (failed === undefined) client.release()',
    test: 'server/platform/db/database.test.ts',
    only: 'the connection is given back',
  },
  {
    name: 'a line in Latin letters is not looked up as it was typed',
    file: `${search}/slips/queries.ts`,
    find: 'isStrange: heard.strange.size > 0',
    replace: 'isStrange: true',
    test: `${search}/parties/http.test.ts`,
    only: 'in either alphabet',
  },
  {
    name: 'the order in which a name was typed tells nothing',
    file: `${search}/matches/rules.ts`,
    find: 'isInOrder: inOrder.size > 0',
    replace: 'isInOrder: false',
    test: `${search}/found/rules.test.ts`,
    only: 'called in the order typed',
  },
  {
    name: 'words cut short are looked for one by one only',
    file: `${search}/queries.ts`,
    find: '    if (found.length === 0) found = await rankFound(ask, terms, await findBegun(ask, terms))\n',
    replace: '',
    test: `${search}/beginnings/queries.slow.test.ts`,
    only: 'every word was cut short',
  },
  {
    name: 'a large load empties tables that hold something',
    file: 'server/app/demo/indexes.ts',
    find: '  if (found.rows[0]?.held !== false) return false\n',
    replace: '',
    test: 'server/app/demo/load.test.ts',
    only: 'a second large load',
  },
]
