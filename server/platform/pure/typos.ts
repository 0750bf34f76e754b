const SHORTEST = 5
const LONG = 8

/** So many slips of the finger are forgiven in a word: in a short one another word would be meant. */
export function typosForgiven(word: string): 0 | 1 | 2 {
  return word.length < SHORTEST ? 0 : word.length < LONG ? 1 : 2
}

export interface Typos {
  /** Letters left out, added, mistaken or swapped with their neighbour between the two texts. */
  whole: number
  /** The same between the typed text and the best beginning of the other, with the length of that beginning. */
  start: number
  startLength: number
}

/** How far a typed text is from a meant one; of two beginnings that are equally near the longer one is told. */
export function countTypos(typed: string, meant: string): Typos {
  const columns = meant.length + 1
  let before: number[] = []
  let last = Array.from({ length: columns }, (_, at) => at)
  for (let row = 1; row <= typed.length; row++) {
    const next = [row]
    for (let column = 1; column < columns; column++) {
      const isSame = typed[row - 1] === meant[column - 1]
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      const isSwapped = typed[row - 1] === meant[column - 2] && typed[row - 2] === meant[column - 1]
      if (isSwapped && row > 1 && column > 1) cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      next.push(cost)
    }
    before = last
    last = next
  }
  let startLength = 0
  last.forEach((cost, at) => {
    if (cost <= (last[startLength] ?? 0)) startLength = at
  })
  return { whole: last[columns - 1] ?? 0, start: last[startLength] ?? 0, startLength }
}
