import type { Fault } from './faults.ts'

const history = 'server/rooms/clients/history'
const interests = 'server/rooms/interests'
const undoing = 'server/rooms/undoing'

/** Faults of the history of fields, of giving values back and of undoing one's own change. */
export const historyFaults: readonly Fault[] = [
  {
    name: "one's own change is undone over what somebody changed since",
    file: `${undoing}/actions.ts`,
    find: `return isSame(present.values[key], to) ? []`,
    replace: `return isSame(present.values[key], to) || later.length > 0 ? []`,
    test: `${undoing}/http.test.ts`,
    only: 'is refused where somebody changed the field since',
  },
  {
    name: "one's own change is undone by everybody",
    file: `${undoing}/rules.ts`,
    find: `if (!isLast && entry.actorId !== userId) return 'not_own'`,
    replace: `if (entry.actorId === null) return 'not_own'`,
    test: `${undoing}/http.test.ts`,
    only: 'is for whoever made the change',
  },
  {
    name: 'a view of the past skips a change',
    file: `${history}/rules.ts`,
    find: `const next = steps.find(step => step.version > target && field in step.fields)`,
    replace: `const next = steps.findLast(step => step.version > target && field in step.fields)`,
    test: 'server/app/history.test.ts',
    only: 'of any moment tells what was answered then',
  },
  {
    name: 'the history of an Interest is told to everybody',
    file: `${interests}/history/doors/actions.ts`,
    find: `if (!interest || !seesInterest(caller.scope.interests, interest)) return refuse(notFound)`,
    replace: `if (!interest || (caller.scope.interests.isAll && !seesInterest(caller.scope.interests, interest))) return refuse(notFound)`,
    test: `${interests}/history/http.test.ts`,
    only: 'of a record out of sight is none',
  },
  {
    name: 'the history names a client behind a wall',
    file: `${history}/queries.ts`,
    find: `if (named && !named.visible) return`,
    replace: `if (named && !named.visible && named.archived) return`,
    test: `${interests}/history/http.test.ts`,
    only: 'a client behind a wall is not named',
  },
  {
    name: 'giving back empties what the state demands',
    file: `${interests}/changing/actions.ts`,
    find: `if (state) requireAllowed(state, held, next)`,
    replace: `if (state && work.cause.through?.kind !== 'restore') requireAllowed(state, held, next)`,
    test: `${interests}/history/http.test.ts`,
    only: 'passes the guards of the state',
  },
  {
    name: 'a legal entity that moves in a merge forgets whether it was the main one',
    file: 'server/rooms/clients/merging/clients/actions.ts',
    find: `...(wasMain === main ? {} : { main: { from: wasMain, to: main } })`,
    replace: `...(wasMain === main || wasMain ? {} : { main: { from: wasMain, to: main } })`,
    test: `${interests}/history/http.test.ts`,
    only: 'of a legal entity that moved with a merge',
  },
]
