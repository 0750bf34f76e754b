import { addDays } from '../../../platform/pure/working-time.ts'
import { startOfDay } from '../../../platform/pure/zones.ts'
import { MOST_DAYS } from './contract.ts'

/** As it was typed: days of the company, both included, or two moments. */
export interface Typed {
  fromDay: string | null
  toDay: string | null
  startsAt: string | null
  endsAt: string | null
}

/** From the first of these moments up to the second, at which the person is back. */
export interface Span {
  startsAt: Date
  endsAt: Date
}

export const UNTYPED: Typed = { fromDay: null, toDay: null, startsAt: null, endsAt: null }

type Wanted = { [field in keyof Typed]?: string | null | undefined }

/** What was typed over what stands there: days take the times away, and the other way round. */
export function typedAfter(before: Typed, wanted: Wanted): Typed {
  const { fromDay, toDay, startsAt, endsAt } = wanted
  const times = { startsAt: instantText(startsAt), endsAt: instantText(endsAt) }
  const after = {
    fromDay: fromDay === undefined ? before.fromDay : fromDay,
    toDay: toDay === undefined ? before.toDay : toDay,
    startsAt: times.startsAt === undefined ? before.startsAt : times.startsAt,
    endsAt: times.endsAt === undefined ? before.endsAt : times.endsAt,
  }
  if (fromDay || toDay) return { ...after, startsAt: times.startsAt ?? null, endsAt: times.endsAt ?? null }
  if (startsAt || endsAt) return { ...after, fromDay: null, toDay: null }
  return after
}

/** Moments are compared as they are stored. */
function instantText(at: string | null | undefined): string | null | undefined {
  return at ? new Date(at).toISOString() : at
}

/** The moments of a period; the zone of the company decides where its days begin. */
export function spanOf({ fromDay, toDay, startsAt, endsAt }: Typed, timeZone: string): Span | null {
  if (fromDay !== null && toDay !== null) {
    return { startsAt: startOfDay(fromDay, timeZone), endsAt: startOfDay(addDays(toDay, 1), timeZone) }
  }
  return startsAt !== null && endsAt !== null ? { startsAt: new Date(startsAt), endsAt: new Date(endsAt) } : null
}

const texts = {
  bothWays: { ru: 'Укажите либо дни, либо время', en: 'Give either days or times' },
  needed: { ru: 'Укажите, с какого и по какой день', en: 'Say from which and to which day' },
  order: { ru: 'Конец не может быть раньше начала', en: 'The end cannot be before the beginning' },
  long: {
    ru: `Отсутствие не может быть дольше ${MOST_DAYS} дней: передайте дела насовсем`,
    en: `An absence cannot last longer than ${MOST_DAYS} days: hand the work over for good`,
  },
  oneself: { ru: 'Сотрудник не может замещать сам себя', en: 'Nobody stands in for oneself' },
  twice: { ru: 'Этот замещающий уже указан', en: 'This person is named already' },
  nobody: { ru: 'Укажите, кто замещает', en: 'Say who stands in' },
} as const

/** One thing that is wrong, with its words in both languages. */
interface Fault {
  path: string
  code: string
  texts: { ru: string; en: string }
}

function fault(path: string, code: string, text: keyof typeof texts): Fault {
  return { path, code, texts: texts[text] }
}

/** Everything that is wrong with an absence in itself. */
export function faultsOf(
  typed: Typed,
  span: Span | null,
  absence: { userId: string; work: boolean; rights: boolean; substitutes: readonly { userId: string }[] },
): Fault[] {
  const { userId, work, rights, substitutes } = absence
  const faults: Fault[] = []
  const byDays = typed.fromDay !== null || typed.toDay !== null
  if (byDays && (typed.startsAt !== null || typed.endsAt !== null)) {
    faults.push(fault('startsAt', 'both_ways', 'bothWays'))
  } else if (!span) {
    faults.push(fault(byDays ? (typed.fromDay === null ? 'fromDay' : 'toDay') : 'fromDay', 'needed', 'needed'))
  } else if (span.endsAt <= span.startsAt) {
    faults.push(fault(byDays ? 'toDay' : 'endsAt', 'before_beginning', 'order'))
  } else if (span.endsAt.getTime() - span.startsAt.getTime() > (MOST_DAYS + 1) * 86_400_000) {
    faults.push(fault(byDays ? 'toDay' : 'endsAt', 'too_long', 'long'))
  }
  const named = new Set<string>()
  for (const [at, each] of substitutes.entries()) {
    const path = `substitutes[${at}].userId`
    if (each.userId === userId) faults.push(fault(path, 'oneself', 'oneself'))
    else if (named.has(each.userId)) faults.push(fault(path, 'twice', 'twice'))
    named.add(each.userId)
  }
  if ((work || rights) && substitutes.length === 0) faults.push(fault('substitutes', 'nobody', 'nobody'))
  return faults
}

export type Status = 'planned' | 'lasts' | 'past' | 'cancelled'

/** Where an absence stands at this moment. */
export function statusOf({ startsAt, endsAt }: Span, cancelledAt: Date | null, now: Date): Status {
  if (cancelledAt) return 'cancelled'
  if (endsAt <= now) return 'past'
  return startsAt <= now ? 'lasts' : 'planned'
}

interface Other extends Span {
  user: { id: string; name: string }
  substitutes: { id: string; name: string }[]
}

/**
 * What is to be told of an absence: those who stand in and are away then, in a circle or with somebody of their own, and
 * those for whom the absent person stands in. None of it forbids the absence.
 * @param away absences of those who stand in, that overlap
 * @param owed absences in which the absent person stands in, that overlap
 */
export function warningsOf(userId: string, away: readonly Other[], owed: readonly Other[]) {
  const told = away.map(({ user, substitutes, startsAt, endsAt }) => {
    const others = substitutes.filter(each => each.id !== userId)
    const isCycle = substitutes.some(each => each.id === userId)
    const code = isCycle ? ('cycle' as const) : others.length > 0 ? ('chain' as const) : ('away' as const)
    return { code, user, others: code === 'chain' ? others : [], startsAt, endsAt }
  })
  const circle = new Set(told.filter(each => each.code === 'cycle').map(each => each.user.id))
  const stoodIn = owed
    .filter(({ user }) => !circle.has(user.id))
    .map(({ user, startsAt, endsAt }) => ({ code: 'stands_in' as const, user, others: [], startsAt, endsAt }))
  return [...told, ...stoodIn]
}
