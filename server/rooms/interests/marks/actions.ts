import type { Caller } from '../../../platform/scope.ts'
import type { Work } from '../../../platform/work.ts'
import { findCallerOfUser } from '../../access/gates/queries.ts'
import { listNames } from '../../access/grants/queries.ts'
import { notify } from '../../notices/actions.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import { seesInterest } from '../policy.ts'
import { requireVisible } from '../queries.ts'
import { subjectOf } from '../rules.ts'
import type { StoredInterest } from '../tables.ts'
import type { Marks } from './contract.ts'
import { listWatchers, setMark } from './storage.ts'

/** Puts a mark of the caller on an Interest, or takes it off; no version, no history. @throws not_found */
export async function markInterest(work: Work, id: string, mark: keyof Marks, on: boolean): Promise<Marks> {
  await requireVisible(work.tx, work.caller, id)
  return setMark(work.tx, mark, { userId: work.actor.userId, interestId: id }, on)
}

/** Tells whoever watches an Interest, and still sees it, what somebody else did with it. */
export async function tellWatchers(
  work: Work,
  before: StoredInterest,
  after: StoredInterest,
  entered: StateSetting | null,
): Promise<void> {
  const isHandedOver = before.responsibleId !== after.responsibleId
  if (!entered && !isHandedOver) return
  const watchers = await listWatchers(work.tx, [after.id], work.actor.userId)
  if (watchers.length === 0) return
  const readers = await readersOf(work, watchers)
  await tell(work, before, after, entered, await namesOf(work, isHandedOver ? [after] : []), readers)
}

/** The same where many Interests got another responsible at once; that one is told of all of them together. */
export async function tellWatchersOfMany(
  work: Work,
  handedOver: readonly { before: StoredInterest; after: StoredInterest }[],
): Promise<void> {
  const ids = handedOver.map(each => each.after.id)
  const watchers = await listWatchers(work.tx, ids, work.actor.userId)
  if (watchers.length === 0) return
  const byInterest = Map.groupBy(watchers, each => each.interestId)
  const readers = await readersOf(work, watchers)
  const watched = handedOver.filter(({ after }) => byInterest.has(after.id))
  const names = await namesOf(
    work,
    watched.map(each => each.after),
  )
  await Promise.all(
    watched.map(({ before, after }) => {
      const own = (byInterest.get(after.id) ?? []).filter(each => each.id !== after.responsibleId)
      return tell(work, before, after, null, names, new Map(own.map(({ id }) => [id, readers.get(id)])))
    }),
  )
}

type Readers = Map<string, Caller | null | undefined>

async function readersOf(work: Work, watchers: readonly { id: string }[]): Promise<Readers> {
  const readers: Readers = new Map()
  for (const { id } of watchers) if (!readers.has(id)) readers.set(id, await findCallerOfUser(work.tx, id, work.now))
  return readers
}

async function namesOf(work: Work, interests: readonly StoredInterest[]) {
  const ids = [...new Set(interests.flatMap(each => each.responsibleId ?? []))]
  return ids.length === 0 ? [] : listNames(work.tx, ids)
}

async function tell(
  work: Work,
  before: StoredInterest,
  after: StoredInterest,
  entered: StateSetting | null,
  names: readonly { id: string; name: string }[],
  readers: Readers,
): Promise<void> {
  const userIds = [...readers].flatMap(([id, reader]) =>
    reader && seesInterest(reader.scope.interests, after) ? [id] : [],
  )
  await notify(work, {
    kind: 'interest.watched',
    userIds,
    record: { kind: 'interest', id: after.id },
    data: {
      interest: { id: after.id, number: after.number, subject: subjectOf(after) },
      what: entered ? whatHappened(before, after) : 'handed_over',
      state: entered?.name ?? null,
      outcome: entered && entered.kind !== 'ordinary' ? entered.kind : null,
      responsible: names.find(each => each.id === after.responsibleId) ?? null,
      by: { id: work.actor.userId, name: work.actor.name },
    },
  })
}

function whatHappened(before: StoredInterest, after: StoredInterest): 'moved' | 'closed' | 'reopened' {
  if (!after.open) return 'closed'
  return before.open ? 'moved' : 'reopened'
}
