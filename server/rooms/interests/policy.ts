import type { Scope } from '../../platform/scope.ts'

interface Guarded {
  responsibleId: string | null
  authorId: string | null
  clientId: string | null
}

/**
 * May this caller work with an Interest? Whoever sees it by its responsible may: own ones, those of the department,
 * those without a responsible. Of the Interests of a client that was opened to somebody, those that this person registered.
 */
export function maySell({ actor, scope }: { actor: { userId: string }; scope: Scope }, interest: Guarded): boolean {
  const { responsibleId, authorId, clientId } = interest
  return scope.covers(responsibleId) || (authorId === actor.userId && scope.sees(clientId, responsibleId))
}

const withClient = {
  edit: true,
  move: true,
  changeScenario: true,
  note: true,
  registerClient: false,
  linkClient: false,
} as const
const seen = { ...withClient, edit: false, move: false, changeScenario: false } as const
const withProspect = { ...withClient, registerClient: true, linkClient: true } as const

/** What the caller may do with a card of the board, where it lies. */
export const canCard: Record<string, boolean> = { edit: withClient.edit, move: withClient.move }

/** What the caller may do with an Interest that is seen; a note may be added by everybody who sees it. */
export function canInterest(interest: { clientId: string | null }, sells: boolean): Record<string, boolean> {
  if (!sells) return seen
  return interest.clientId === null ? withProspect : withClient
}
