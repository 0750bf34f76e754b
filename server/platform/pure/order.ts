/** The order after one entry was put at a place; a place beyond the end means the end. */
export function moveTo(ids: readonly string[], id: string, place: number): string[] {
  const rest = ids.filter(each => each !== id)
  const at = Math.max(0, place)
  return [...rest.slice(0, at), id, ...rest.slice(at)]
}
