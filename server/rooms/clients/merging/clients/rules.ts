import { followContractor } from '../../editing/rules.ts'
import type { ClientKind } from '../../rules.ts'
import type { LinkRow } from '../moves/rules.ts'
import { type Choice, type MergedField, pairContractors } from '../rules.ts'

const NUMBERS = ['inn', 'kpp', 'ogrn'] as const

/** A legal entity, as far as merging looks at it. */
export interface Entity {
  id: string
  kind: ClientKind
  name: string
  fullName: string | null
  inn: string | null
  kpp: string | null
  ogrn: string | null
  main: boolean
}

interface Side<E> {
  kind: ClientKind
  name: string
  contractors: E[]
}

/** What becomes of the legal entities of both. */
export interface ContractorPlan<E> {
  /** The winner's own that change, before and after. */
  own: { before: E; after: E }[]
  /** The loser's that go to the winner, as they are there. */
  moved: E[]
  /** The loser's that one of the winner's stands for. */
  absorbed: E[]
  main: E
}

/**
 * Same INN and KPP are one legal entity; all others stay apart, and the winner's main one stays the main one unless the
 * loser's numbers are chosen. An entity that stands for two takes what it lacks from the other.
 */
export function planContractors<E extends Entity>(
  winner: Side<E>,
  loser: Side<E>,
  name: { kind: ClientKind; name: string },
  choices: Readonly<Record<string, Choice>> = {},
): ContractorPlan<E> {
  const pairs = pairContractors(winner.contractors, loser.contractors)
  const theirMain = mainOf(loser)
  const wantsTheirs = NUMBERS.some(field => choices[field] === 'loser')
  const mainPair = pairs.find(pair => pair.theirs.id === theirMain.id)
  const mainId = (wantsTheirs ? (mainPair?.ours ?? theirMain) : mainOf(winner)).id
  const isMoved = (entity: E) => !pairs.some(pair => pair.theirs.id === entity.id)
  const moved = loser.contractors.filter(isMoved).map(each => ({ ...each, main: each.id === mainId }))
  const isOnly = winner.contractors.length === 1 && moved.length === 0
  const own = winner.contractors.map(before => {
    const pair = pairs.find(each => each.ours.id === before.id)
    const filled = pair ? fill(pair, pair.ours.main && pair.theirs.main ? choices : {}) : before
    const after = { ...filled, main: before.id === mainId }
    return { before, after: isOnly ? followContractor(after, winner, { ...name, ...numbersOf(after) }) : after }
  })
  const main = [...own.map(each => each.after), ...moved].find(each => each.main)
  if (!main) throw new Error('a client without a main contractor')
  return { own, moved, absorbed: pairs.map(pair => pair.theirs), main }
}

function fill<E extends Entity>(
  { ours, theirs }: { ours: E; theirs: E },
  choices: Readonly<Record<string, Choice>>,
): E {
  const isBare = (entity: E) => entity.inn === null && entity.ogrn === null
  // Numbers of one entity belong together.
  const numbers = isBare(ours) && !isBare(theirs) ? theirs : ours
  const after = { ...ours, fullName: ours.fullName ?? theirs.fullName }
  for (const field of NUMBERS) {
    const usual = numbers[field] ?? (numbers === ours && !isBare(theirs) ? theirs[field] : null)
    after[field] = choices[field] === 'loser' ? theirs[field] : choices[field] === 'winner' ? ours[field] : usual
  }
  return after
}

function numbersOf({ inn, kpp, ogrn }: Entity) {
  return { inn, kpp, ogrn }
}

/** The card shows the numbers of the main legal entity. */
export function withNumbers(fields: readonly MergedField[], main: Entity): MergedField[] {
  const numbers: Record<string, unknown> = numbersOf(main)
  return fields.map(each => (each.field in numbers ? { ...each, after: numbers[each.field] } : each))
}

function mainOf<E extends Entity>(client: Side<E>): E {
  const main = client.contractors.find(each => each.main)
  if (!main) throw new Error('a client without a main contractor')
  return main
}

/** What becomes of the links of both to their contacts: one person on both sides keeps one link. */
export function planLinks(
  links: readonly LinkRow[],
  winnerId: string,
  loserId: string,
): { moved: { before: LinkRow; after: LinkRow }[]; own: { before: LinkRow; after: LinkRow }[]; removed: LinkRow[] } {
  const ours = links.filter(link => link.clientId === winnerId)
  const theirs = links.filter(link => link.clientId === loserId).sort((a, b) => a.ord - b.ord)
  const first = Math.max(-1, ...ours.map(link => link.ord)) + 1
  const twinOf = (link: LinkRow) => ours.find(each => each.contactId === link.contactId)
  const removed = theirs.filter(twinOf)
  const moved = theirs
    .filter(link => !twinOf(link))
    .map((before, at) => ({ before, after: { ...before, clientId: winnerId, ord: first + at } }))
  const own = removed.flatMap(link => {
    const before = twinOf(link)
    if (!before) return []
    const after = { ...before, main: before.main || link.main, position: before.position ?? link.position }
    return after.main !== before.main || after.position !== before.position ? [{ before, after }] : []
  })
  return { moved, own, removed }
}
