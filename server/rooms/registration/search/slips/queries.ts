import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { type LookUp, lookUpName, lookUpTerm } from '../candidates/queries.ts'
import { type MatchMode, type Probe, probeName, probePhrases, probeTerm } from '../candidates/rules.ts'
import { listCodes } from '../addresses/queries.ts'
import {
  address,
  areBorne,
  type Edge,
  type Heard,
  LONGEST_WHOLE,
  type Reading,
  readingsOf,
  type Sounded,
  type Soundings,
  soundingsOf,
  takeApart,
} from './rules.ts'

/** Words that begin with one sound; of those that lie a few typos away the nearest in length are compared. */
const PER_SOUND = 40
const PER_NEAR = 400
/** Words that begin alike are many where companies are called after one: an equal end goes first. */
const TAIL = 4
/** Readings that are looked up one by one when no name begins as one of them does. */
const MOST_SINGLE = 3

interface HeardRow {
  how: 'start' | 'whole' | 'near' | 'strange'
  asked: string
  words: string
}

/** In one text: hundreds of rows cost more to pass on than to find. */
const gathered = `string_agg(s.word || ' ' || s.sound, E'\n') as words`

/** Words whose sound begins with one of $1, or is one of $2; words that lie near one of $3; which of $4 are in no word. */
const soundingWords = statement<HeardRow>(`
  select 'start' as how, k.asked, ${gathered}
  from unnest($1::text[]) as k(asked)
  cross join lateral (
    select word, sound from identity_sound
    where sound >= k.asked and sound < k.asked || chr(1114111) order by sound limit ${PER_SOUND}
  ) s
  group by k.asked
  union all
  select 'whole', k.asked, ${gathered}
  from unnest($2::text[]) as k(asked)
  cross join lateral (
    select word, sound from identity_sound where sound = k.asked order by sound, word limit ${PER_SOUND}
  ) s
  group by k.asked
  union all
  select 'near', k.asked, ${gathered}
  from unnest($3::text[]) as k(asked)
  cross join lateral (
    select word, sound from identity_sound
    where remnants_of(word) && remnants_of(k.asked)
      and length(word) >= length(k.asked) - 2 and (length(k.asked) > ${LONGEST_WHOLE} or length(word) <= length(k.asked) + 2)
    order by right(word, ${TAIL}) <> right(k.asked, ${TAIL}), abs(length(word) - length(k.asked)) limit ${PER_NEAR}
  ) s
  group by k.asked
  union all
  select 'strange', k.asked, ''
  from unnest($4::text[]) as k(asked)
  where not exists (select from identity_word w where w.fragment >= k.asked and w.fragment < k.asked || chr(1114111))`)

/** What the vocabulary tells, and which of the typed words it does not know even as a part of another. */
async function hear(
  db: Queryable,
  { start, whole, near, typed }: Soundings,
): Promise<Heard & { strange: ReadonlySet<string> }> {
  const isAsked = start.length + whole.length + near.length > 0
  const rows = isAsked ? await db.rows(soundingWords, [start, whole, near, typed]) : []
  const heard = {
    start: new Map<string, readonly Sounded[]>(),
    whole: new Map<string, readonly Sounded[]>(),
    near: new Map<string, readonly Sounded[]>(),
    strange: new Set<string>(),
  }
  for (const { how, asked, words } of rows) {
    if (how === 'strange') heard.strange.add(asked)
    else heard[how].set(asked, words.split('\n').map(soundedOf))
  }
  return heard
}

function soundedOf(line: string): Sounded {
  const at = line.indexOf(' ')
  return { word: line.slice(0, at), sound: line.slice(at + 1) }
}

export interface ReadLine {
  /** What the line may have meant, the likeliest first. */
  readings: Reading[]
  /** Each of its words is the beginning of somebody's. */
  isBorne: boolean
  /** One of its words is not even a part of anybody's: as it was typed it finds nobody. */
  isStrange: boolean
}

/** What a line may have meant other than what was typed. Asks only the vocabulary, whoever bears the words. */
export async function readLine(db: Queryable, q: string): Promise<ReadLine> {
  const typed = takeApart(q)
  if (typed.slots.length === 0) return { readings: [], isBorne: true, isStrange: false }
  const [heard, codes] = await Promise.all([hear(db, soundingsOf(typed)), codesOf(db, typed.slots)])
  return {
    readings: readingsOf(typed, heard, codes),
    isBorne: areBorne(typed, heard),
    isStrange: heard.strange.size > 0,
  }
}

async function codesOf(db: Queryable, slots: ReturnType<typeof takeApart>['slots']): Promise<Edge[]> {
  const edges = await Promise.all(
    slots.map(async (slot, from): Promise<Edge[]> => {
      if (slot.kind !== 'address') return []
      const meant = await listCodes(db, slot.text)
      return meant.map(text => ({
        from,
        span: 1,
        terms: [address(text)],
        cost: 2,
        kind: 'typo',
      }))
    }),
  )
  return edges.flat()
}

/**
 * Where somebody may be found by one of the readings, to be asked until somebody is: all of them at once by the beginning
 * of a name or an address; then the likeliest one by one, in any order of the words.
 */
export function lookUpReadings(readings: readonly Reading[], match: MatchMode, limit: number): LookUp[] {
  const probe = probeReadings(readings)
  const atOnce = probe.ranges.length > 0 ? [lookUpTerm(probe, limit)] : []
  if (match === 'start') return atOnce
  const single = readings.slice(0, MOST_SINGLE).flatMap(({ terms }) => {
    const [first] = terms
    if (first !== undefined && terms.length === 1) return [lookUpTerm(probeTerm(first, 'any'), limit)]
    const name = probeName(terms, 'any')
    return name === null ? [] : [lookUpName(name, limit)]
  })
  return [...atOnce, ...single]
}

function probeReadings(readings: readonly Reading[]): Probe {
  const phrases = probePhrases(readings.map(reading => reading.terms))
  const single = readings.filter(reading => reading.terms.length === 1).flatMap(reading => reading.terms)
  const ranges = [...phrases, ...single.flatMap(term => probeTerm(term, 'start').ranges)]
  return { ranges, phone: null, fragment: null }
}
