/** A list, or one column of a board, as it is shown. */
export type Run = {
  /** Name of the column; a list has none. */
  name?: string
  ids: readonly string[]
  /** How many there are with those that are not loaded yet, where it is known. */
  count?: number | undefined
  /** Loads further ones. */
  more?: (() => void) | undefined
}

export type Place = {
  id: string
  name: string | undefined
  /** From 0; the place where it was, once it has left the run. */
  at: number
  count: number | undefined
  before: string | undefined
  after: string | undefined
  more: (() => void) | undefined
}

/**
 * Finds an Interest among the shown runs. Who goes through a column moves cards out of it: such a card keeps the place
 * that it had there, so that the next one is still the next.
 * @param held the place that the card had last
 */
export function findPlace(runs: readonly Run[], id: string, held: Place | undefined): Place | undefined {
  const own = held && runs.find(run => run.name === held.name)
  if (own?.ids.includes(id)) return placeIn(own, id)
  if (own && held?.id === id) {
    const at = Math.min(held.at, own.ids.length)
    return { ...facts(own), id, at, before: own.ids[at - 1], after: own.ids[at] }
  }
  const run = runs.find(each => each.ids.includes(id))
  return run && placeIn(run, id)
}

function placeIn(run: Run, id: string): Place {
  const at = run.ids.indexOf(id)
  return { ...facts(run), id, at, before: run.ids[at - 1], after: run.ids[at + 1] }
}

function facts({ name, ids, count, more }: Run) {
  return { name, count: more ? count : (count ?? ids.length), more }
}
