import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { gapsOf, isNearCode, readAddress } from './rules.ts'

const PER_GAP = 150
const MOST_CODES = 20

/** Words within the ranges: what the word ends with or begins with ($1–$2), and how it begins ($3–$4). */
const wordsInGaps = statement<{ word: string }>(`
  select distinct w.word
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as g(low, high, word_low, word_high)
  cross join lateral (
    select word from identity_word
    where fragment >= g.low and fragment < g.high and word >= g.word_low and word < g.word_high
    order by fragment limit ${PER_GAP}
  ) w`)

/** The address with a piece of letters and digits put right: `ivonov73@mail.ru`. */
export async function listCodes(db: Queryable, text: string): Promise<string[]> {
  const { codes, replace } = readAddress(text)
  const gaps = codes.flatMap(gapsOf)
  if (gaps.length === 0) return []
  const rows = await db.rows(wordsInGaps, [
    gaps.map(gap => gap.low),
    gaps.map(gap => gap.high),
    gaps.map(gap => gap.wordLow),
    gaps.map(gap => gap.wordHigh),
  ])
  return codes
    .flatMap(code => rows.filter(({ word }) => isNearCode(code, word)).map(({ word }) => replace(code, word)))
    .slice(0, MOST_CODES)
}
