import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { countOpenInterests } from '../../clients/actions.ts'
import { unlinkRefused } from '../../clients/contract.ts'
import type { MovedInterest, ProspectInterestsRead, ProspectLinked, ProspectUnlinked } from '../../clients/events.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { decideFields } from '../../scenarios/guards/rules.ts'
import { recordInterest } from '../actions.ts'
import { factsOf } from '../queries.ts'
import { decideEmptied, subjectOf } from '../rules.ts'
import type { StoredInterest } from '../tables.ts'
import { announceChanges } from '../triggers/actions.ts'
import { holdLinked, holdOfProspect, listVersions, updateParty } from './storage.ts'

interface Follow {
  before: StoredInterest
  after: StoredInterest
}

/** The prospect has become a client: all its Interests follow, closed ones too, one event each. */
export async function onProspectLinked(work: Work, { payload }: ProspectLinked): Promise<readonly MovedInterest[]> {
  const { prospectId, clientId, contactId } = payload
  const held = await holdOfProspect(work.tx, prospectId)
  const follows = held.map(before => ({
    before,
    after: { ...before, clientId, contactId: before.contactId ?? contactId, version: before.version + 1 },
  }))
  const moved = await follow(work, 'interest.client_linked', follows, clientId, 1)
  await announceChanges(work, follows)
  return moved
}

/**
 * The link is undone: exactly what it filled is emptied; an Interest registered for the client itself stays. The
 * contact rests on the client and goes with it.
 * @throws prospect.unlink_refused listing the Interests whose states demand what would be emptied
 */
export async function onProspectUnlinked(work: Work, { payload }: ProspectUnlinked): Promise<readonly MovedInterest[]> {
  const { prospectId, clientId } = payload
  const held = await holdLinked(work.tx, prospectId, clientId)
  const scenarios = await readScenarios(
    work.tx,
    held.map(each => ({ id: each.scenarioId, revision: each.scenarioRevision })),
  )
  const follows: Follow[] = []
  const refused: { id: string; number: string; subject: string; state: string }[] = []
  for (const { scenarioRevision: _, ...before } of held) {
    const after = { ...before, clientId: null, contactId: null, version: before.version + 1 }
    const state = scenarios.get(before.scenarioId)?.states.find(each => each.id === before.stateId)
    const emptied = state
      ? decideEmptied(decideFields(factsOf(before), state), decideFields(factsOf(after), state))
      : []
    if (state && emptied.length > 0) {
      refused.push({ id: before.id, number: before.number, subject: subjectOf(before), state: state.name })
    } else follows.push({ before, after })
  }
  if (refused.length > 0) refuse(unlinkRefused, { interests: refused })
  return follow(work, 'interest.client_unlinked', follows, clientId, -1)
}

/** How the Interests of a prospect stand now, for the answer of a repeated link. */
export async function onProspectInterestsRead(
  work: Work,
  { payload }: ProspectInterestsRead,
): Promise<readonly MovedInterest[]> {
  const rows = await listVersions(work.tx, payload.prospectId)
  return rows.map(({ id, number, version }) => ({ kind: 'interest', id, title: number, version }))
}

async function follow(
  work: Work,
  kind: string,
  follows: readonly Follow[],
  clientId: string,
  sign: 1 | -1,
): Promise<readonly MovedInterest[]> {
  await updateParty(
    work.tx,
    follows.map(each => each.after),
    work.now,
  )
  for (const { before, after } of follows) recordInterest(work, kind, before, after)
  // The prospect keeps its own count: its Interests remain its Interests.
  const open = follows.filter(each => each.after.open).length
  if (open > 0) countOpenInterests(work, { clientId }, sign * open)
  return follows.map(({ after }) => ({ kind: 'interest', id: after.id, title: after.number, version: after.version }))
}
