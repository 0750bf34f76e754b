import type { Fault } from './faults.ts'

const access = 'server/rooms/access'
const factor = `${access}/second-factor/http.test.ts`
const limits = 'server/app/limits.test.ts'

/** Faults of the ways in: codes, waits, links, and what narrows whoever is in. */
export const signInFaults: readonly Fault[] = [
  {
    name: 'a code of the app is taken twice',
    file: `${access}/second-factor/rules.ts`,
    find: 'return steps.filter(step => step > lastStep)',
    replace: 'return steps.filter(step => step > Math.min(lastStep, 0))',
    test: factor,
    only: 'takes each code of the app once',
  },
  {
    name: 'a code of the app is taken by two at the same moment',
    file: `${access}/second-factor/storage.ts`,
    find: 'from second_factor where user_id = $1 for update`)',
    replace: 'from second_factor where user_id = $1`)',
    test: factor,
    only: 'takes each code of the app once',
  },
  {
    name: 'a recovery code is taken twice',
    file: `${access}/second-factor/storage.ts`,
    find: 'and code_hash = $2 and used_at is null returning',
    replace: 'and code_hash = $2 returning',
    test: factor,
    only: 'takes each recovery code once',
  },
  {
    name: 'a link passes by the second factor',
    file: `${access}/sessions/actions.ts`,
    find: `    if (awaited) return awaited
  }
  const { result: userId } = await perform(platform, systemCaller(), { verb: 'session.link' }, async work => {
    const link = await spendLink(work.tx, 'sign_in', input.token, work.now)
    const user = link?.userId ? await getUserRow(work.tx, link.userId) : undefined
    if (!user || user.deactivatedAt) return null
    // Turned on since it was looked at: the link waits for the code like any other.
    if (await hasFactor(work.tx, user.id)) refuse(linkSpent)`,
    replace: `    void awaited
  }
  const { result: userId } = await perform(platform, systemCaller(), { verb: 'session.link' }, async work => {
    const link = await spendLink(work.tx, 'sign_in', input.token, work.now)
    const user = link?.userId ? await getUserRow(work.tx, link.userId) : undefined
    if (!user || user.deactivatedAt) return null`,
    test: factor,
    only: 'not passed by a one-time link',
  },
  {
    name: 'what a link was to do is done before the code',
    file: `${access}/sessions/actions.ts`,
    find: '      linkId: open.id,\n      passwordHash: password?.hash ?? null,\n',
    replace: '',
    test: factor,
    only: 'not passed by a one-time link',
  },
  {
    name: 'wrong codes are counted for each sign-in anew',
    file: `${access}/sessions/challenges/actions.ts`,
    find: "countsOf('second_factor', userId,",
    replace: "countsOf('second_factor', token,",
    test: factor,
    only: 'counts wrong codes over all sign-ins',
  },
  {
    name: 'an administrator resets the own second factor with an open session alone',
    file: `${access}/second-factor/actions.ts`,
    find: `if (id === actor.userId) refuse(forbidden, { reason: 'own' })`,
    replace: `if (id === actor.name) refuse(forbidden, { reason: 'own' })`,
    test: factor,
    only: 'never one’s own',
  },
  {
    name: 'a second factor that is demanded is passed by one operation',
    file: `${access}/gates/policy.ts`,
    find: 'if (limits.factorDue && !BEFORE_FACTOR.has(endpoint))',
    replace: `if (limits.factorDue && !BEFORE_FACTOR.has(endpoint) && endpoint.path !== '/api/v1/search')`,
    test: limits,
    only: 'reaches nothing but its set-up',
  },
  {
    name: 'the scopes of a key do not hold for what is sent',
    file: `${access}/gates/policy.ts`,
    find: 'if (scopes === null || isWithin(scopes, missing)) return undefined',
    replace: `if (scopes === null || endpoint.method === 'POST' || isWithin(scopes, missing)) return undefined`,
    test: limits,
    only: 'a key reaches what belongs to its scopes',
  },
  {
    name: 'a key gives more than it may do itself',
    file: `${access}/api-keys/actions.ts`,
    find: '    requireWithin(work, scopes)\n',
    replace: '    void requireWithin\n',
    test: `${access}/api-keys/http.test.ts`,
    only: 'makes no key that may do more',
  },
  {
    name: 'many guesses at the same moment pass beside the count',
    file: `${access}/guesses/storage.ts`,
    find: 'from guess where key = $1 for update`)',
    replace: 'from guess where key = $1`)',
    test: `${access}/guesses/actions.test.ts`,
    only: 'of many guesses at the same moment',
  },
  {
    name: 'strangers lock somebody out everywhere',
    file: `${access}/guesses/actions.ts`,
    find: '  if (isKnownPlace) return [',
    replace: `  if (isKnownPlace && what === '') return [`,
    test: `${access}/guesses/http.test.ts`,
    only: 'locked out by strangers',
  },
  {
    name: 'the wait for whoever goes on guessing does not grow',
    file: `${access}/guesses/rules.ts`,
    find: 'waits[Math.min(wrong - free, waits.length - 1)]',
    replace: 'waits[0]',
    test: `${access}/guesses/http.test.ts`,
    only: 'wait longer each time',
  },
  {
    name: 'a session is ended in the name of another person',
    file: `${access}/sessions/storage.ts`,
    find: 'where id = $1 and user_id = $2 and ended_at is null returning id`)',
    replace: 'where id = $1 and $2::uuid is not null and ended_at is null returning id`)',
    test: `${access}/sessions/others.test.ts`,
    only: 'ends one session of a person at once',
  },
]
