import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'

type Shown = Pick<ScenarioState, 'id' | 'kind' | 'fromStates'>
export type Box = { id: string; x: number; y: number; width: number; height: number }
/** A way into a state, drawn as one line with all its sources; `from` is empty for what comes from outside. */
export type Way = { to: string; from: string[]; path: string; dots: [number, number][] }
type Picture = { width: number; height: number; boxes: Box[]; ways: Way[] }

const HEIGHT = 78
const OUTCOME = 50
const GAP = 20
const MARGIN = 16
const LANE = 13
const LEAST = 102
const MOST = 168
const BEND = 5

/**
 * Where states stand and how the ways between them run: ordinary ones in a row, outcomes one over the other at its end.
 * The next state is reached straight; what skips runs above, what goes back or is lost below, one lane for each state
 * that is reached, so that lines never lie on each other.
 */
export function layOut(states: readonly Shown[], room: number): Picture {
  const row = states.filter(state => state.kind === 'ordinary')
  const outcomes = states.filter(state => state.kind !== 'ordinary')
  const columns = row.length + (outcomes.length > 0 ? 1 : 0)
  const width = Math.min(MOST, Math.max(LEAST, Math.floor((room - MARGIN * 2 - GAP * (columns - 1)) / columns)))
  const place = new Map<string, number>([
    ...row.map((state, at): [string, number] => [state.id, at]),
    ...outcomes.map((state): [string, number] => [state.id, row.length]),
  ])
  const kinds = new Map(states.map(state => [state.id, state.kind]))
  const above = states.flatMap(state => lanesOf(state, 'above', place, kinds))
  const below = states.flatMap(state => lanesOf(state, 'below', place, kinds))
  const topLanes = spread(above, place)
  const bottomLanes = spread(below, place)

  const stack = outcomes.length * OUTCOME + Math.max(0, outcomes.length - 1) * 12
  const tall = Math.max(HEIGHT, stack)
  const top = 14 + (topLanes.count > 0 ? topLanes.count * LANE + 6 : 0)
  const middle = top + tall / 2
  const x = (at: number) => MARGIN + at * (width + GAP)
  const boxes: Box[] = [
    ...row.map((state, at) => ({ id: state.id, x: x(at), y: middle - HEIGHT / 2, width, height: HEIGHT })),
    ...outcomes.map((state, at) => ({
      id: state.id,
      x: x(row.length),
      y: middle - stack / 2 + at * (OUTCOME + 12),
      width,
      height: OUTCOME,
    })),
  ]
  const boxOf = new Map(boxes.map(box => [box.id, box]))
  const ways: Way[] = []
  const bus = (lane: Lane, side: 'above' | 'below', level: number) => {
    const y = side === 'above' ? top - 6 - level * LANE : top + tall + 6 + level * LANE
    const target = boxOf.get(lane.to)
    const sources = lane.from.flatMap(id => boxOf.get(id) ?? [])
    if (!target || sources.length === 0) return
    ways.push({ to: lane.to, from: lane.from, ...busPath(target, sources, y, side) })
  }
  above.forEach((lane, at) => bus(lane, 'above', topLanes.level[at] ?? 0))
  below.forEach((lane, at) => bus(lane, 'below', bottomLanes.level[at] ?? 0))
  for (const state of states) ways.push(...straightOf(state, row, boxOf))
  const height = top + tall + (bottomLanes.count > 0 ? bottomLanes.count * LANE + 6 : 0) + 14
  return { width: x(columns - 1) + width + MARGIN, height, boxes, ways }
}

type Lane = { to: string; from: string[] }

/** What of the named sources does not lie straight before the state, by the side on which it runs. */
function lanesOf(
  state: Shown,
  side: 'above' | 'below',
  place: ReadonlyMap<string, number>,
  kinds: ReadonlyMap<string, string>,
): Lane[] {
  const at = place.get(state.id) ?? 0
  const from = (state.fromStates ?? []).filter(id => {
    const source = place.get(id)
    if (source === undefined || id === state.id) return false
    const kind = kinds.get(id)
    // From one outcome to the other it is straight as well.
    if (kind !== 'ordinary' && state.kind !== 'ordinary') return false
    if (state.kind === 'ordinary' && source === at - 1) return false
    const isAbove =
      state.kind === 'ordinary' ? kind === 'won' || (kind === 'ordinary' && source < at) : state.kind === 'won'
    return isAbove === (side === 'above')
  })
  return from.length > 0 ? [{ to: state.id, from }] : []
}

/** Levels for lanes of one side, short ones next to the states; two of one level never meet. */
function spread(lanes: readonly Lane[], place: ReadonlyMap<string, number>): { level: number[]; count: number } {
  const span = (lane: Lane): [number, number] => {
    const all = [lane.to, ...lane.from].map(id => place.get(id) ?? 0)
    return [Math.min(...all), Math.max(...all)]
  }
  const level: number[] = []
  const taken: [number, number][][] = []
  const order = lanes.map((_, at) => at).sort((a, b) => length(lanes[a]) - length(lanes[b]))
  function length(lane: Lane | undefined): number {
    const [from, to] = lane ? span(lane) : [0, 0]
    return to - from
  }
  for (const at of order) {
    const lane = lanes[at]
    if (!lane) continue
    const [from, to] = span(lane)
    let free = taken.findIndex(others => others.every(([a, b]) => to < a || from > b))
    if (free === -1) free = taken.push([]) - 1
    taken[free]?.push([from, to])
    level[at] = free
  }
  return { level, count: taken.length }
}

const round = Math.round

function busPath(target: Box, sources: readonly Box[], y: number, side: 'above' | 'below') {
  const edge = (box: Box) => (side === 'above' ? box.y : box.y + box.height)
  // What comes in stands left of the middle, what goes out right of it.
  const into = round(target.x + target.width * 0.34)
  const outOf = (box: Box) => round(box.x + box.width * 0.66)
  const exits = sources.map(outOf)
  const ends = [into, ...exits]
  const [left, right] = [Math.min(...ends), Math.max(...ends)]
  const down = side === 'above' ? 1 : -1
  const bend = into === left ? 1 : into === right ? -1 : 0
  const into_ =
    bend === 0
      ? `M${into} ${y}V${edge(target)}`
      : `M${into + bend * BEND} ${y}Q${into} ${y} ${into} ${y + down * BEND}V${edge(target)}`
  const line = `M${bend === 1 ? left + BEND : left} ${y}H${bend === -1 ? right - BEND : right}`
  const risers = sources.map(box => `M${outOf(box)} ${edge(box)}V${y}`)
  return {
    // The last piece is the one that ends at the state: there the arrow is drawn.
    path: [line, ...risers, into_].join(''),
    dots: exits.map((exit): [number, number] => [exit, y]),
  }
}

/** The plain order, ways from the state before, from one outcome to the other, and from outside into the first. */
function straightOf(state: Shown, row: readonly Shown[], boxOf: ReadonlyMap<string, Box>): Way[] {
  const box = boxOf.get(state.id)
  if (!box) return []
  const at = row.findIndex(each => each.id === state.id)
  const y = round(box.y + box.height / 2)
  if (at === 0) return [{ to: state.id, from: [], path: `M${box.x - MARGIN + 6} ${y}H${box.x}`, dots: [[6, y]] }]
  const before = state.kind === 'ordinary' ? row[at - 1] : row.at(-1)
  const ways: Way[] = []
  if (before && (state.fromStates === null || (at > 0 && state.fromStates.includes(before.id)))) {
    const source = boxOf.get(before.id)
    if (source) {
      const middle = round(source.y + source.height / 2)
      const [from, half] = [source.x + source.width, round((source.x + source.width + box.x) / 2)]
      const path = middle === y ? `M${from} ${y}H${box.x}` : `M${from} ${middle}H${half}V${y}H${box.x}`
      ways.push({ to: state.id, from: [before.id], path, dots: [] })
    }
  }
  for (const id of at === -1 ? (state.fromStates ?? []) : []) {
    const other = boxOf.get(id)
    if (!other || row.some(each => each.id === id)) continue
    const x = round(box.x + box.width / 2 + (box.y < other.y ? -8 : 8))
    const path = box.y < other.y ? `M${x} ${other.y}V${box.y + box.height}` : `M${x} ${other.y + other.height}V${box.y}`
    ways.push({ to: state.id, from: [id], path, dots: [] })
  }
  return ways
}
