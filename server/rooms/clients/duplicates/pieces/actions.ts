import type { Transaction } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { freeMailDomains } from '../../../../platform/pure/free-mail.ts'
import { NIL_ID } from '../../../../platform/pure/ids.ts'
import type { PartyType } from '../../contract.ts'
import { significantWords } from '../../identity/rules.ts'
import { type CandidatePair, comparePairs } from '../comparing/actions.ts'
import type { Census } from '../comparing/rules.ts'
import { type Held, partyOf } from '../rules.ts'
import { getRules } from '../scoring/queries.ts'
import { blockKeys, CensusTaker, isTellingName, STEPS, type Step, type ValueKind } from '../search/rules.ts'
import {
  countKeys,
  deleteStalePairs,
  estimateRecords,
  estimateValues,
  forgetKeys,
  holdRun,
  listBlocks,
  listCommonValues,
  listNames,
  makeRoom,
  type NameRow,
  type Position,
  setOpenRunState,
  storeKeys,
  storePosition,
} from '../search/storage.ts'

const KINDS = ['client', 'contact', 'prospect'] as const

/**
 * Does the next piece of a search in a transaction of its own: what was done stays done whatever happens, and any node
 * can go on.
 * @returns whether there is more to do
 */
export async function doPiece(platform: Platform, runId: string, census: Census): Promise<boolean> {
  return platform.db.transaction(async tx => {
    const run = await holdRun(tx, runId)
    if (run?.state !== 'running') return false
    const now = platform.now()
    const step = STEPS[run.step]
    if (step === undefined) {
      await deleteStalePairs(tx, runId, run.startedAt)
      await forgetKeys(tx)
      await setOpenRunState(tx, 'done', now)
      return false
    }
    await makeRoom(tx)
    const total = run.place === null ? await begin(tx, step) : run.total
    const { place, rows, candidates } = await read(tx, step, run, census)
    if (candidates.length > 0) await comparePairs(tx, candidates, { census, rules: await getRules(tx), runId, now })
    const next =
      place === null
        ? { step: run.step + 1, place: null, done: 0, total: 0 }
        : { step: run.step, place, done: run.done + rows, total }
    await storePosition(tx, runId, next, now)
    return true
  })
}

/** @returns about how many rows the step will read */
async function begin(tx: Transaction, step: Step): Promise<number> {
  if (step.does === 'values') return estimateValues(tx, step.of)
  if (step.does === 'blocks') return countKeys(tx)
  await forgetKeys(tx)
  return estimateRecords(tx, step.of)
}

interface Piece {
  /** Where it ended; null when the step is through. */
  place: string | null
  rows: number
  candidates: CandidatePair[]
}

const LEAST_KEY = '-9223372036854775808'

async function read(tx: Transaction, step: Step, run: Position, census: Census): Promise<Piece> {
  if (step.does === 'values') {
    const { held, end, rows } = await listCommonValues(tx, step.of, run.place ?? '')
    return { place: end, rows, candidates: pairHolders(held, step.of) }
  }
  if (step.does === 'blocks') {
    const { blocks, end, rows } = await listBlocks(tx, run.place ?? LEAST_KEY)
    return { place: end, rows, candidates: distinct(blocks.flatMap(ids => pairAll(step.of, ids))) }
  }
  const rows = await listNames(tx, step.of, run.place ?? NIL_ID)
  const keys = rows.flatMap(row =>
    namesOf(row).flatMap(({ words, isPerson }) =>
      isTellingName(words, isPerson, census) ? blockKeys(words, isPerson).map(key => ({ key, id: row.id })) : [],
    ),
  )
  await storeKeys(tx, keys)
  return { place: rows.at(-1)?.id ?? null, rows: rows.length, candidates: [] }
}

/** An identifier of more parties than this belongs to many; a number of the tax office to nobody else. */
const MOST_PARTIES: Record<ValueKind, number> = { phone: 8, email: 8, inn: 20, ogrn: 20, site: 4, domain: 4 }

/** Records of one kind that hold one value. */
function pairHolders(held: readonly Held[], of: ValueKind): CandidatePair[] {
  const byValue = Map.groupBy(
    held.filter(each => !freeMailDomains.has(each.value)),
    each => each.value,
  )
  const pairs = [...byValue.values()].flatMap(holders => {
    const parties = holders.map(partyOf)
    return KINDS.flatMap(kind => {
      const ids = new Set(parties.filter(each => each.type === kind).map(each => each.id))
      return ids.size <= MOST_PARTIES[of] ? pairAll(kind, [...ids]) : []
    })
  })
  return distinct(pairs)
}

function pairAll(kind: PartyType, ids: readonly string[]): CandidatePair[] {
  const sorted = ids.toSorted()
  return sorted.flatMap((one, at) => sorted.slice(at + 1).map(other => ({ kind, one, other })))
}

function distinct(pairs: readonly CandidatePair[]): CandidatePair[] {
  return [...new Map(pairs.map(pair => [`${pair.one}${pair.other}`, pair])).values()]
}

function namesOf({ kind, name, company }: NameRow): { words: string[]; isPerson: boolean }[] {
  return [
    ...(name === null ? [] : [{ words: significantWords(name), isPerson: kind !== 'organisation' }]),
    ...(company === null ? [] : [{ words: significantWords(company), isPerson: false }]),
  ]
}

/** Counts how common words and names are: a look at every name. */
export async function takeCensus(platform: Platform, isWanted: () => Promise<boolean>): Promise<Census | null> {
  const census = new CensusTaker()
  for (const kind of KINDS) {
    for (let after: string = NIL_ID, batch = 1; ; batch++) {
      const rows = await listNames(platform.db, kind, after)
      for (const row of rows) for (const { words, isPerson } of namesOf(row)) census.add(words, isPerson)
      const last = rows.at(-1)
      if (!last) break
      after = last.id
      if (batch % 10 === 0 && !(await isWanted())) return null
    }
  }
  return census
}
