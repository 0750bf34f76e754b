import type { LinkRow } from '../moves/rules.ts'

/** Where the one person works: at every client of both, once at each; the winner's main place stays the main one. */
export function planPlaces(
  links: readonly LinkRow[],
  winnerId: string,
  loserId: string,
): { moved: { before: LinkRow; after: LinkRow }[]; own: { before: LinkRow; after: LinkRow }[]; removed: LinkRow[] } {
  const ours = links.filter(link => link.contactId === winnerId)
  const theirs = links.filter(link => link.contactId === loserId)
  const twinOf = (link: LinkRow) => ours.find(each => each.clientId === link.clientId)
  const hasMain = ours.some(link => link.main)
  const moved = theirs
    .filter(link => !twinOf(link))
    .map(before => ({ before, after: { ...before, contactId: winnerId, main: before.main && !hasMain } }))
  const removed = theirs.filter(twinOf)
  const own = removed.flatMap(link => {
    const before = twinOf(link)
    const position = before?.position ?? link.position
    return before && position !== before.position ? [{ before, after: { ...before, position } }] : []
  })
  return { moved, own, removed }
}
