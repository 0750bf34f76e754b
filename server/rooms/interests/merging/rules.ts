interface Party {
  clientId: string | null
  contactId: string | null
  prospectId: string | null
}

interface Sides {
  winner: ReadonlySet<string>
  loser: ReadonlySet<string>
}

/**
 * For whom an Interest was made that was registered while two records were one: of a client its prospect tells it, else
 * its contact; of a contact its client.
 * @param sides who stands with each of the two, now that they are two again
 * @returns null where nothing tells it, or both sides answer to it
 */
export function decideSide(kind: 'client' | 'contact' | 'prospect', interest: Party, sides: Sides): keyof Sides | null {
  const { clientId, contactId, prospectId } = interest
  const by = { client: prospectId ?? contactId, contact: clientId, prospect: null }[kind]
  if (by === null) return null
  const [isOfWinner, isOfLoser] = [sides.winner.has(by), sides.loser.has(by)]
  if (isOfWinner === isOfLoser) return null
  return isOfLoser ? 'loser' : 'winner'
}
