import type { Breadth } from '../../../../platform/scope.ts'
import { LAST, type LookUp, namesInRange, texts, visible } from '../candidates/queries.ts'
import { escapeLike, wordOfName } from '../candidates/rules.ts'
import type { Term } from '../rules.ts'

/** Of more words that begin alike the vocabulary tells only a part. */
const MOST_READ = 2_000
const MOST_WORDS = 100
const PER_PAIR = 200
/** Of a longer line the longest words. */
const MOST_PAIRED = 3
const SHORTEST = 2

/**
 * Words of a name of which none was typed to its end: «иван петр вита». Each alone may be common. The vocabulary gives
 * the whole words that begin so, `$firsts`, and the index knows a name from each of its words on, so whole word and
 * beginning of the next, `$pair_*`, are one range.
 */
function byBeginnings(reach: Breadth): string {
  return `
  with whole as materialized (
    select f.first, v.word
    from unnest($firsts::text[]) as f(first)
    cross join lateral (
      select distinct word from (
        select fragment, word from identity_word
        where fragment >= f.first and fragment < f.first || ${LAST} order by fragment limit ${MOST_READ}
      ) found
      where fragment = word limit ${MOST_WORDS}
    ) v
  ),
  begun as materialized (
    select w.word || ' ' || p.other as low
    from unnest($pair_first::text[], $pair_other::text[]) as p(first, other) join whole w on w.first = p.first
  )
  select x.owner_id, x.archived
  from begun b
  cross join lateral ${namesInRange(reach, 'b.low', `b.low || ${LAST}`, PER_PAIR)} x
  where ' ' || x.value like all($starts::text[]) and ${visible(reach)} limit $limit`
}

const questions = texts(byBeginnings)

/** Records one name of which has a word for each that was typed the beginning of; null where the line is no such words. */
export function lookUpBeginnings(terms: readonly Term[], limit: number): LookUp | null {
  const typed = terms.flatMap(term => wordOfName(term) ?? [])
  if (typed.length < 2 || typed.length < terms.length || typed.some(word => word.length < SHORTEST)) return null
  const firsts = [...new Set(typed)].toSorted((a, b) => b.length - a.length).slice(0, MOST_PAIRED)
  const pairs = firsts.flatMap(first => firsts.filter(other => other !== first).map(other => ({ first, other })))
  return {
    texts: questions,
    values: {
      firsts,
      pair_first: pairs.map(pair => pair.first),
      pair_other: pairs.map(pair => pair.other),
      starts: typed.map(word => `% ${escapeLike(word)}%`),
      limit,
    },
  }
}
