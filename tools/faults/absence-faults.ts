import type { Fault } from './faults.ts'

const absences = 'server/rooms/access/absences'
const gates = 'server/rooms/access/gates/queries.ts'
const handingOver = 'server/rooms/activities/handing-over'
const scopes = 'server/app/absences.test.ts'

/** Faults of absences and of the hand-over for good. */
export const absenceFaults: readonly Fault[] = [
  {
    name: 'an absence: rights outlive it from memory',
    file: gates,
    find: 'const isPast = known?.found.edge != null && now >= known.found.edge',
    replace: 'const isPast = known?.found.edge != null && now < new Date(0)',
    test: scopes,
    only: 'from the first moment up to the last',
  },
  {
    name: 'an absence: rights outlive it in the database',
    file: gates,
    find: 'where s.user_id = me.id and a.cancelled_at is null and a.ends_at > ${now}::timestamptz',
    replace:
      "where s.user_id = me.id and a.cancelled_at is null and a.ends_at > ${now}::timestamptz - interval '1 hour'",
    test: scopes,
    only: 'at every moment',
  },
  {
    name: 'an absence: a node goes on with what an absence opened before',
    file: gates,
    find: "  'absence',\n]",
    replace: ']',
    test: scopes,
    only: 'no more with the one after it was ended',
  },
  {
    name: 'an absence: a chain gives rights of two steps',
    file: gates,
    find: 'const parts = absent.map(each => decideHandedOver(reachOf(each.person), each.handedOver))',
    replace: `const parts = absent.map(each => {
    const further = (each.person.standsIn ?? []).map(({ userId }) => ({ principals: [userId], changers: [userId] }))
    const mine = decideHandedOver(reachOf(each.person), each.handedOver)
    return further.reduce((all, one) => uniteReach(all, { clients: one, interests: one, activities: one }), mine)
  })`,
    test: scopes,
    only: 'gets nothing of those for whom the absent person stands in',
  },
  {
    name: 'an absence: limited kinds are ignored',
    file: `${absences}/policy.ts`,
    find: 'if (!kinds.includes(kind)) return NOTHING',
    replace: 'if (kinds.length === 0) return NOTHING',
    test: scopes,
    only: 'kinds of record that were handed over',
  },
  {
    name: 'an absence: what is done for somebody is told as the own',
    file: 'server/platform/events/behalf.ts',
    find: 'if (owners.length === 0 || reaches(own, event, owners)) continue',
    replace: 'if (owners.length >= 0 || reaches(own, event, owners)) continue',
    test: scopes,
    only: 'told in the history',
  },
  {
    name: 'an absence: two of them overlap when both are entered at one moment',
    file: `${absences}/storage.ts`,
    find: ' order by id for no key update`)\n\n/**',
    replace: ' order by id`)\n\n/**',
    test: `${absences}/http.test.ts`,
    only: 'does not overlap another one',
  },
  {
    name: 'an absence: its end is told twice',
    file: `${absences}/storage.ts`,
    find: 'limit 1 for no key update skip locked)',
    replace: 'limit 1)',
    test: 'server/rooms/activities/absences/http.test.ts',
    only: 'the person when back; each once',
  },
  {
    name: 'a hand-over: the way back overwrites later changes',
    file: `${handingOver}/actions.ts`,
    find: 'const touched = new Set(await listTouched(work.tx, moved))',
    replace: 'const touched = new Set((await listTouched(work.tx, moved)).slice(0, 0))',
    test: `${handingOver}/http.test.ts`,
    only: 'also if it came back by hand',
  },
  {
    name: 'whoever stands in changes nothing by a queue of the absent person',
    file: 'server/rooms/access/absences/policy.ts',
    find: 'changedQueues: both(a.changedQueues ?? [], b.changedQueues ?? []) ?? [],',
    replace: 'changedQueues: a.changedQueues ?? [],',
    test: 'server/app/queues.test.ts',
    only: 'whoever stands in for one of the role',
  },
]
