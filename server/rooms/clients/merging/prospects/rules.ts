/** To whom a prospect is linked, and since when. */
export interface Link {
  clientId: string | null
  contactId: string | null
  linkedAt: string | null
  linkedBy: string | null
}

interface Linked extends Omit<Link, 'linkedAt'> {
  linkedAt: Date | null
}

/** The link of a prospect as it stands. */
export function linkOf({ clientId, contactId, linkedAt, linkedBy }: Linked): Link {
  return { clientId, contactId, linkedAt: linkedAt?.toISOString() ?? null, linkedBy }
}

/** The link of the winner, else that of the loser; a contact that only one of them names is named. */
export function decideLink(winner: Linked, loser: Linked): Link {
  const [ours, theirs] = [linkOf(winner), linkOf(loser)]
  if (ours.clientId === null) return theirs
  return { ...ours, contactId: ours.contactId ?? theirs.contactId }
}
