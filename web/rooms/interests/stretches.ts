/**
 * A column is read by stretches: parts of it between two places of its order; null is its head, or its end. Together
 * they are the whole column, whether read or not, so nothing that was looked at is lost when something changes.
 */
export type Stretch<C> = {
  after: string | null
  until: string | null
  items: readonly C[]
  /** `old`: may have changed since it was read, so it is read again once it is seen. */
  state: 'read' | 'old' | 'unread'
}

type Known = { id: string }
type Page<C> = { items: readonly C[]; nextCursor: string | null }

/** A column of which the first page was read. */
export function begun<C>({ items, nextCursor }: Page<C>): Stretch<C>[] {
  const head: Stretch<C> = { after: null, until: nextCursor, items, state: 'read' }
  return nextCursor === null ? [head] : [head, unread(nextCursor, null)]
}

/** The first page anew; the rest stays as it was until it is seen. */
export function renewed<C extends Known>(before: readonly Stretch<C>[], page: Page<C>): Stretch<C>[] {
  const [head, end] = begun(page)
  const rest = before.slice(1)
  if (!head || !end || rest.length === 0) return begun(page)
  const old = without(rest, page.items).map((each, at) => ({
    ...each,
    after: at === 0 ? end.after : each.after,
    state: each.state === 'read' ? ('old' as const) : each.state,
  }))
  return tidy([head, ...old])
}

/** What was read of a stretch takes its place; what the page did not reach is left for the next one. */
export function filled<C extends Known>(
  stretches: readonly Stretch<C>[],
  asked: Pick<Stretch<C>, 'after' | 'until'>,
  { items, nextCursor }: Page<C>,
): readonly Stretch<C>[] {
  // Places that have changed their order since may bound two stretches alike: what was read already is not meant.
  const at = stretches.findIndex(
    each => each.state !== 'read' && each.after === asked.after && each.until === asked.until,
  )
  const before = stretches[at]
  if (!before) return stretches
  const others = without(stretches, items)
  const rest = others[at]?.items ?? []
  const isOld = before.state !== 'unread' && rest.length > 0
  const left: Stretch<C>[] =
    nextCursor === null
      ? []
      : [{ ...unread<C>(nextCursor, before.until), ...(isOld ? { items: rest, state: 'old' as const } : {}) }]
  const read: Stretch<C> = { after: before.after, until: nextCursor ?? before.until, items, state: 'read' }
  return tidy([...others.slice(0, at), read, ...left, ...others.slice(at + 1)])
}

/** With a page that begins with one card, wherever that stands: among what is known, or behind a gap. */
export function reaching<C extends Known>(
  stretches: readonly Stretch<C>[],
  page: Page<C> & { cursor: string | null },
): readonly Stretch<C>[] {
  const [card, ...following] = page.items
  if (!card) return stretches
  const known = without(stretches, [card])
  const gap = known.findIndex(each => each.state === 'unread')
  const near = gap < 0 ? known : known.slice(0, gap)
  // Others may have put new ones in between.
  const ahead = following.findIndex(({ id }) => near.some(each => holds(each, id)))
  const next = following[ahead]?.id
  const among = next === undefined ? -1 : near.findIndex(each => holds(each, next))
  const split = near[among]
  if (split) {
    const at = split.items.findIndex(each => each.id === next)
    const above = { ...split, until: page.cursor, items: split.items.slice(0, at) }
    const fresh = following.slice(0, ahead)
    const below = { ...split, after: page.cursor, items: [card, ...fresh, ...split.items.slice(at)] }
    return tidy([...known.slice(0, among), above, below, ...without(known.slice(among + 1), fresh)])
  }
  const shown = without(near, page.items)
  const end = shown.at(-1)
  const between = gap < 0 ? [] : [unread<C>(end?.until ?? null, page.cursor)]
  const closed = gap < 0 && end ? [...shown.slice(0, -1), { ...end, until: page.cursor }] : shown
  const [head, ...rest] = begun(page)
  return tidy([...closed, ...between, ...(head ? [{ ...head, after: page.cursor }] : []), ...rest])
}

/** A part that holds nothing goes into its neighbour; what was not current of either is read again with both. */
function tidy<C>(stretches: readonly Stretch<C>[]): Stretch<C>[] {
  const kept: Stretch<C>[] = []
  for (const each of stretches) {
    const before = kept.at(-1)
    const isOne = before && (before.items.length === 0 || each.items.length === 0)
    if (isOne && before.state !== 'unread' && each.state !== 'unread') {
      const state = before.state === 'old' ? 'old' : each.state
      kept[kept.length - 1] = { after: before.after, until: each.until, items: [...before.items, ...each.items], state }
    } else kept.push(each)
  }
  return kept
}

/** A card put before another one, or at the end of what is known without a gap. */
export function put<C extends Known>(
  stretches: readonly Stretch<C>[],
  card: C,
  before: string | undefined,
): readonly Stretch<C>[] {
  const gap = stretches.findIndex(each => each.state === 'unread')
  const end = gap < 0 ? stretches.length - 1 : gap - 1
  const found = before === undefined ? -1 : stretches.findIndex(each => holds(each, before))
  const at = found < 0 ? end : found
  return stretches.map((each, index) => {
    if (index !== at) return each
    const place = each.items.findIndex(item => item.id === before)
    const cut = place < 0 ? each.items.length : place
    return { ...each, items: [...each.items.slice(0, cut), card, ...each.items.slice(cut)] }
  })
}

/** Without these cards; what nothing changes in stays the same object. */
export function without<C extends Known>(stretches: readonly Stretch<C>[], cards: readonly Known[]): Stretch<C>[] {
  const ids = new Set(cards.map(each => each.id))
  return stretches.map(each =>
    each.items.some(item => ids.has(item.id)) ? { ...each, items: each.items.filter(item => !ids.has(item.id)) } : each,
  )
}

/** Is there a part in the middle that nobody looked at yet? */
export function gapOf<C>(stretches: readonly Stretch<C>[]): Stretch<C> | undefined {
  return stretches.slice(0, -1).find(each => each.state === 'unread')
}

/** Is a part between two cards that nobody looked at? */
export function gapBetween(stretches: readonly Stretch<Known>[], one: string, other: string): boolean {
  const [from, to] = [one, other].map(id => stretches.findIndex(each => holds(each, id))).toSorted((a, b) => a - b)
  return stretches.slice(from, to).some(each => each.state === 'unread')
}

/** Beside which card another one stands: the one above it, else the one below; what nobody looked at is neither. */
export function standsBeside(
  stretches: readonly Stretch<Known>[],
  id: string,
): { id: string; side: 'before' | 'after' } | undefined {
  const items = stretches.flatMap(each => each.items)
  const at = items.findIndex(item => item.id === id)
  const near = (item: Known | undefined) =>
    at >= 0 && item !== undefined && !gapBetween(stretches, id, item.id) ? item.id : undefined
  const [above, below] = [near(items[at - 1]), near(items[at + 1])]
  if (above !== undefined) return { id: above, side: 'after' }
  return below === undefined ? undefined : { id: below, side: 'before' }
}

const unread = <C>(after: string | null, until: string | null): Stretch<C> => ({
  after,
  until,
  items: [],
  state: 'unread',
})

const holds = (stretch: Stretch<Known>, id: string) => stretch.items.some(item => item.id === id)
