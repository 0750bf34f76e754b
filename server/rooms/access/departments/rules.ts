export interface Branch {
  id: string
  parentId: string | null
}

/** Would the department stand inside itself below this parent? */
export function isLoop(tree: readonly Branch[], id: string, parentId: string | null): boolean {
  const parents = new Map(tree.map(branch => [branch.id, branch.parentId]))
  for (let at = parentId, steps = 0; at !== null; at = parents.get(at) ?? null) {
    if (at === id || steps++ > tree.length) return true
  }
  return false
}

/** Parents before their children; siblings keep the order in which they came. */
export function orderTree<T extends Branch>(rows: readonly T[]): T[] {
  const known = new Set(rows.map(row => row.id))
  // A child whose parent is not shown (archived) is shown at the top rather than lost.
  const parentOf = (row: T) => (row.parentId !== null && known.has(row.parentId) ? row.parentId : null)
  const children = Map.groupBy(rows, parentOf)
  const walk = (parent: string | null): T[] => (children.get(parent) ?? []).flatMap(row => [row, ...walk(row.id)])
  return walk(null)
}
