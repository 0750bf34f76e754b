import type { Work } from '../../../platform/work.ts'
import { countOpenInterests } from '../../clients/actions.ts'
import type { PartiesMerged, PartiesUnmerged, ReturnedRow } from '../../clients/events.ts'
import { keepProspectResponsible, keepProspectViewers } from '../../clients/prospects/actions.ts'
import { columnsBefore, type FieldChanges, isAsMerged, isTouched } from '../../clients/merging/rules.ts'
import type { Kept, MovedRow } from '../../clients/merging/tables.ts'
import { readTouched } from '../../clients/merging/undoing/queries.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { decideFields } from '../../scenarios/guards/rules.ts'
import type { ScenarioRow } from '../../scenarios/tables.ts'
import { keepParties, recordInterest } from '../actions.ts'
import { factsOf } from '../queries.ts'
import { decideEmptied } from '../rules.ts'
import { findProspectPeople } from '../storage.ts'
import { decideSide } from './rules.ts'
import { type Held, holdInterestsOf, holdInterestsSince, moveNotes, moveNotesBack, updateParties } from './storage.ts'

const PARTY = ['clientId', 'contactId', 'prospectId', 'linkedByProspect'] as const
type PartyField = 'clientId' | 'contactId' | 'prospectId'

/** Two records are one: the Interests that name the loser name the winner, closed ones too, one event each. */
export async function onPartiesMerged(work: Work, { payload }: PartiesMerged): Promise<readonly MovedRow[]> {
  const { kind, winnerId, loserId, link } = payload
  const people = kind === 'prospect' ? await peopleOf(work, [winnerId, loserId]) : []
  // A prospect that became linked takes its own Interests along.
  const held = await holdInterestsOf(work.tx, kind, kind === 'prospect' ? [winnerId, loserId] : [loserId])
  const follows = held
    .map(before => ({ before, after: mergedParty(before, payload) }))
    .filter(({ before, after }) => PARTY.some(field => before[field] !== after[field]))
  await move(work, follows)
  const notes = kind === 'contact' ? await moveNotes(work.tx, loserId, winnerId) : []
  if (kind === 'prospect' && held.length > 0) await keepParties(work, [winnerId])
  if (kind === 'prospect') await keepProspectViewers(work, loserId, [])
  return [
    ...people,
    ...follows.map(({ before, after }) => ({
      kind: 'interest',
      id: before.id,
      title: before.number,
      before: partyOf(before),
      after: partyOf(after),
    })),
    ...notes.map(id => ({ kind: 'note', id, before: { contactId: loserId }, after: { contactId: winnerId } })),
  ]

  function mergedParty(before: Held, { kind: of }: PartiesMerged['payload']): Held {
    if (of === 'client') return { ...before, clientId: winnerId }
    if (of === 'contact') return { ...before, contactId: winnerId }
    const moved = { ...before, prospectId: winnerId }
    if (link === null || before.clientId !== null) return moved
    return { ...moved, clientId: link.clientId, contactId: before.contactId ?? link.contactId, linkedByProspect: true }
  }
}

/**
 * The merge is undone: what moved with it goes back. An Interest that people have given to another party since stays
 * with it, and one whose state demands what would be emptied stays too; both are named.
 */
export async function onPartiesUnmerged(work: Work, { payload }: PartiesUnmerged): Promise<readonly ReturnedRow[]> {
  const { kind, winnerId, loserId, rows, mergeId } = payload
  const moved = new Map(rows.filter(row => row.kind === 'interest').map(row => [row.id, row]))
  const held = await holdInterestsOf(work.tx, 'id', [...moved.keys()])
  const refs = held.map(each => ({ id: each.scenarioId, revision: each.scenarioRevision }))
  const scenarios = await readScenarios(work.tx, refs)
  const back: { before: Held; after: Held }[] = []
  const kept: ReturnedRow[] = []
  const touched = await readTouched(work.tx, mergeId, [...moved.keys()])
  for (const before of held) {
    const row = moved.get(before.id)
    if (!row) continue
    const since = touched(before.id)
    const after = { ...before, ...columnsBefore(row, { ...before }, since) } as Held
    const code = decideKept(row, before, after, scenarios.get(before.scenarioId), since)
    const tell = (why: Kept['code'], field: PartyField) =>
      kept.push({ kind: 'interest', id: before.id, title: before.number, kept: keptOf(why, row, before, field) })
    if (code !== null) tell(code, `${kind}Id`)
    else back.push({ before, after })
    if (code === null && isTouched(row, { ...before }, 'contactId', since)) tell('edited', 'contactId')
  }
  const fresh = await followSince(work, payload, moved)
  await move(work, [...back, ...fresh.follow])
  const notes = rows.filter(row => row.kind === 'note').map(row => row.id)
  await moveNotesBack(work.tx, notes, winnerId, loserId)
  if (kind === 'prospect') await settlePeople(work, rows)
  const went = [...back, ...fresh.follow]
  return [...went.map(({ after }) => ({ kind: 'interest', id: after.id, title: after.number })), ...kept, ...fresh.kept]
}

/**
 * Interests that were created for the winner while the merge stood go to whomever they were made for, where their
 * contact, client or prospect tells it; of the others those that may be the loser's are named.
 */
async function followSince(
  work: Work,
  { kind, winnerId, loserId, mergedAt, company }: PartiesUnmerged['payload'],
  moved: ReadonlyMap<string, MovedRow>,
): Promise<{ follow: { before: Held; after: Held }[]; kept: ReturnedRow[] }> {
  const made = (await holdInterestsSince(work.tx, kind, winnerId, mergedAt)).filter(each => !moved.has(each.id))
  const sides = { winner: new Set(company.winner), loser: new Set(company.loser) }
  const field = `${kind}Id` as const
  const follow: { before: Held; after: Held }[] = []
  const kept: ReturnedRow[] = []
  for (const interest of made) {
    const side = decideSide(kind, interest, sides)
    if (side === 'loser') follow.push({ before: interest, after: { ...interest, [field]: loserId } })
    if (side !== null) continue
    const { id, number } = interest
    const stays: Kept = {
      code: 'since',
      record: { kind: 'interest', id, title: number },
      field,
      before: null,
      merged: null,
      now: winnerId,
    }
    kept.push({ kind: 'interest', id, title: number, kept: stays })
  }
  return { follow, kept }
}

function partyOf(interest: Held): Record<string, unknown> {
  return Object.fromEntries(PARTY.map(field => [field, interest[field]]))
}

function decideKept(
  row: MovedRow,
  before: Held,
  after: Held,
  scenario: ScenarioRow | undefined,
  since: FieldChanges,
): Kept['code'] | null {
  const isContactOnly =
    row.before?.['clientId'] === row.after?.['clientId'] && row.before?.['prospectId'] === row.after?.['prospectId']
  const guard = isContactOnly ? (['contactId'] as const) : (['clientId', 'prospectId'] as const)
  if (!isAsMerged(row, { ...before }, guard, since)) return 'moved_on'
  const state = scenario?.states.find(each => each.id === before.stateId)
  if (!state) return null
  const emptied = decideEmptied(decideFields(factsOf(before), state), decideFields(factsOf(after), state))
  return emptied.length > 0 ? 'demanded' : null
}

function keptOf(code: Kept['code'], row: MovedRow, now: Held, field: PartyField): Kept {
  return {
    code,
    record: { kind: 'interest', id: now.id, title: now.number },
    field,
    before: row.before?.[field] ?? null,
    merged: row.after?.[field] ?? null,
    now: now[field],
  }
}

/** Writes the new parties with an event each, and keeps the counts of unfinished Interests. */
async function move(work: Work, follows: readonly { before: Held; after: Held }[]): Promise<void> {
  await updateParties(
    work.tx,
    follows.map(each => each.after),
    work.now,
  )
  const clients = new Map<string, number>()
  const prospects = new Map<string, number>()
  const add = (counts: Map<string, number>, id: string | null, n: number) => {
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + n)
  }
  for (const { before, after } of follows) {
    recordInterest(work, 'interest.party_changed', before, { ...after, version: before.version + 1 })
    if (!before.open) continue
    add(clients, before.clientId, -1)
    add(clients, after.clientId, 1)
    add(prospects, before.prospectId, -1)
    add(prospects, after.prospectId, 1)
  }
  for (const [clientId, delta] of [...clients].sort()) countOpenInterests(work, { clientId }, delta)
  for (const [prospectId, delta] of [...prospects].sort()) countOpenInterests(work, { prospectId }, delta)
}

/** Who looks after the Interests of these prospects before they are merged. */
async function peopleOf(work: Work, ids: readonly string[]): Promise<MovedRow[]> {
  const rows: MovedRow[] = []
  for (const id of ids)
    rows.push({ kind: 'people', id, before: { ...(await findProspectPeople(work.tx, id)) }, after: {} })
  return rows
}

/** A prospect whose Interests changed hands since follows them; one whose did not stands as it did. */
async function settlePeople(work: Work, rows: readonly MovedRow[]): Promise<void> {
  for (const { kind, id, before } of rows) {
    if (kind !== 'people') continue
    const people = await findProspectPeople(work.tx, id)
    if (people.principals.length > 0 && people.responsibleId !== before?.['responsibleId'])
      await keepProspectResponsible(work, id, people.responsibleId)
    const known = before?.['principals'] as string[]
    if ([...people.principals].sort().join() !== [...known].sort().join())
      await keepProspectViewers(work, id, people.principals)
  }
}
