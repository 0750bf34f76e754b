import type { Actor, Caller, Reach } from '../../platform/scope.ts'
import { holds } from '../access/rules.ts'

interface Guarded {
  responsibleId: string | null
  authorId: string | null
  clientId: string | null
  /** Co-executors. */
  memberIds: readonly string[]
  stateId: string
}

/**
 * Is an Interest within this scope: by its responsible, by a co-executor, by the role to which its state is addressed, or
 * with a client that was opened?
 */
export function seesInterest(scope: Reach, interest: Omit<Guarded, 'authorId'>): boolean {
  return scope.sees(interest.clientId, interest.responsibleId) || isJoined(scope, interest) || isQueued(scope, interest)
}

/** Does an Interest stand in a state that is addressed to a role of this scope? */
function isQueued(scope: Reach, { stateId }: Pick<Guarded, 'stateId'>): boolean {
  return scope.queues.includes(stateId)
}

/** Does it wait in a queue of the caller's role, for whoever takes it? */
export function isInQueue(
  { actor, scope }: Pick<Caller, 'actor' | 'scope'>,
  interest: Pick<Guarded, 'stateId' | 'responsibleId'>,
): boolean {
  return isQueued(scope.interests, interest) && interest.responsibleId !== actor.userId
}

function isJoined(scope: Reach, { memberIds }: Pick<Guarded, 'memberIds'>): boolean {
  return memberIds.some(each => scope.covers(each))
}

/**
 * May this caller work with an Interest? Whoever sees it by its responsible may: own ones, those of the department,
 * those without a responsible; and so may its co-executors, whoever leads them, and the role to which its state is
 * addressed. Of the Interests of a client that was opened to somebody, those that this person registered. As far as the
 * profile lets change: who sees more than that only looks.
 */
export function maySell({ actor, scope: { interests } }: Pick<Caller, 'actor' | 'scope'>, interest: Guarded): boolean {
  const { responsibleId, authorId, clientId, memberIds } = interest
  if (interests.isReadOnly) return false
  if (interests.changes(responsibleId, clientId) || memberIds.some(each => interests.changes(each))) return true
  return (
    interests.changesState(interest.stateId) || (authorId === actor.userId && interests.sees(clientId, responsibleId))
  )
}

/** A loss that waits is confirmed by whoever works with the Interest and holds the right. */
export function mayConfirmLoss(
  { actor }: { actor: Actor },
  { awaitedIds }: { awaitedIds: readonly string[] },
  sells: boolean,
): boolean {
  return awaitedIds.length > 0 && sells && holds(actor, 'losses.confirm')
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
export function canCard(sells: boolean): Record<string, boolean> {
  const { edit, move } = sells ? withClient : seen
  return { edit, move }
}

/** What the caller may do with an Interest that is seen; a note may be added by everybody who sees it. */
export function canInterest(interest: { clientId: string | null }, sells: boolean): Record<string, boolean> {
  if (!sells) return seen
  return interest.clientId === null ? withProspect : withClient
}
