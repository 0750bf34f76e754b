import { type Language, notFound } from '../../platform/contract.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { Localised, refuse } from '../../platform/problems.ts'
import { type Money, weighted } from '../../platform/pure/money.ts'
import { readPhone } from '../../platform/pure/phones.ts'
import { guessZone } from '../../platform/pure/regions.ts'
import type { Caller } from '../../platform/scope.ts'
import type { Work } from '../../platform/work.ts'
import type { ChecklistItem } from '../scenarios/contract.ts'
import { readScenarios } from '../scenarios/queries.ts'
import { decideFields, decidePlan, decideWay, type Obstacle, openItems } from '../scenarios/guards/rules.ts'
import { countsCloseDate } from '../scenarios/rules.ts'
import { holds, isAsked } from '../scenarios/triggers/rules.ts'
import type { ScenarioRow, StateSetting } from '../scenarios/tables.ts'
import type { Interest, Missing, Moves } from './contract.ts'
import { canCard, canInterest, isInQueue, mayConfirmLoss, maySell, seesInterest } from './policy.ts'
import { moneyOf, subjectOf } from './rules.ts'
import type { DealContact } from './deal-contacts/contract.ts'
import { listDealContacts } from './deal-contacts/storage.ts'
import { listMemberRows, type MemberRow } from './members/storage.ts'
import { findCard, findOwner } from './storage.ts'
import type { CardRecord, RowRecord, SeenRecord, StoredInterest } from './tables.ts'

/** One Interest in scope. */
export async function getInterest(db: Queryable, caller: Caller, id: string) {
  const record = await findCard(db, id, caller.actor.userId)
  if (!record || !seesInterest(caller.scope.interests, record)) refuse(notFound)
  return presentInterest(db, caller, record)
}

/** The card as a write of the caller left it, even if that took it out of the caller's sight. */
export async function readBackInterest(work: Work, id: string) {
  return presentInterest(work.tx, work.caller, (await findCard(work.tx, id, work.actor.userId)) ?? refuse(notFound))
}

function toMember({ id, name, addedAt, addedById, addedByName }: MemberRow) {
  return { user: { id, name }, addedAt, addedBy: refOf(addedById, addedByName) }
}

/** The card as the API shows it. */
export async function presentInterest(db: Queryable, caller: Caller, record: CardRecord) {
  const scenarios = await readScenarios(db, [{ id: record.scenarioId, revision: record.scenarioRevision }])
  const scenario = scenarios.get(record.scenarioId)
  const state = scenario?.states.find(each => each.id === record.stateId)
  const { client, contact, prospect } = record
  const presenter = new Presenter(caller, scenarios)
  const sells = maySell(caller, record)
  const isWalled = client !== null && !caller.scope.clients.sees(record.clientId, client.responsibleId)
  return {
    ...presenter.row(record),
    can: { ...canInterest(record, sells), confirmLoss: mayConfirmLoss(caller, record, sells) },
    members: (record.memberIds.length > 0 ? await listMemberRows(db, record.id) : []).map(toMember),
    moves: presenter.moves(record),
    content: record.content,
    typedSubject: record.subject,
    lossComment: record.lossComment,
    lossCompetitor: record.lossCompetitor,
    closings: record.closings,
    author: refOf(record.authorId, record.authorName),
    department: refOf(record.departmentId, record.departmentName),
    basis: basisOf(caller, record.basis),
    partyTimeZone: isWalled ? null : zoneOf(record),
    client:
      client && record.clientId
        ? {
            id: record.clientId,
            name: record.clientName ?? '',
            kind: client.kind,
            inn: isWalled ? null : client.inn,
            kpp: isWalled ? null : client.kpp,
            phones: isWalled ? [] : client.phones,
            emails: isWalled ? [] : client.emails,
            walled: isWalled,
          }
        : null,
    contact,
    contacts: await contactsOf(db, record),
    prospect,
    missing: state ? inLanguage(lackingIn(record, state), caller.actor.language) : [],
    readOnly: state?.fields.filter(rule => rule.readOnly).map(rule => rule.field) ?? [],
    checklist: (scenario?.checklist ?? [])
      .filter(item => item.stateIds.includes(record.stateId))
      .map(({ id, text }) => {
        const tick = record.ticks[record.stateId]?.[id]
        return { id, text, doneAt: tick?.at ?? null, doneBy: tick?.by ?? null }
      }),
    checklistBlocks: state?.checklistBlocks ?? false,
  }
}

function basisOf({ scope }: Caller, basis: CardRecord['basis']): Interest['basis'] {
  if (basis === null) return null
  return seesInterest(scope.interests, basis)
    ? { id: basis.id, number: basis.number, subject: subjectOf(basis) }
    : { walled: true }
}

function contactsOf(
  db: Queryable,
  { id, contact, hasDealContacts }: CardRecord,
): Promise<DealContact[]> | DealContact[] {
  if (hasDealContacts) return listDealContacts(db, id)
  return contact ? [{ ...contact, main: true, role: null }] : []
}

function zoneOf({ client, contact, prospect }: CardRecord): string | null {
  if (!client) return guessZone({ region: null, kpp: null, inn: null, phones: [readPhone(prospect?.phone ?? '').e164] })
  return guessZone({ ...client, phones: [...(contact?.phones ?? []), ...client.phones].map(each => each.e164) })
}

/** May this caller see the Interest? For rooms that hang something on it. */
export function maySeeInterest(caller: Caller, interest: Parameters<typeof seesInterest>[1]): boolean {
  return seesInterest(caller.scope.interests, interest)
}

/** All by which an Interest may be seen, for whatever hangs on it. */
export { groundsOfInterest } from './viewers/queries.ts'

/** May this caller work with the Interest? For rooms that hang something on it. */
export function mayWorkWith(caller: Caller, interest: Parameters<typeof maySell>[1]): boolean {
  return maySell(caller, interest)
}

/** @throws not_found when the Interest is out of scope */
export async function requireVisible(db: Queryable, caller: Caller, id: string): Promise<void> {
  const owner = await findOwner(db, id)
  if (!owner || !seesInterest(caller.scope.interests, owner)) refuse(notFound)
}

/** What the present state demands and the Interest lacks: fields, and of an unfinished one a planned step. */
function lackingIn(record: StoredInterest, state: StateSetting): Obstacle[] {
  const planned = { interactions: record.plannedInteractions, tasks: record.plannedTasks }
  return [...decideFields(factsOf(record), state), ...(record.open ? decidePlan(planned, state) : [])]
}

/** Facts that states ask for. */
export function factsOf<T extends Pick<StoredInterest, 'expectedRevenue' | 'currency'>>(
  interest: T,
): Omit<T, 'expectedRevenue'> & { expectedRevenue: Money | null } {
  return { ...interest, expectedRevenue: moneyOf(interest) }
}

export function inLanguage(missing: readonly Obstacle[], language: Language): Missing[] {
  return missing.map(({ field, rule, message }) => ({ field, rule, message: message[language] }))
}

/** The same inside a refusal, whose language is decided when it is answered. */
export function localisedMissing(missing: readonly Obstacle[]) {
  return missing.map(({ field, rule, message }) => ({ field, rule, message: new Localised(message) }))
}

function refOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null || name === null ? null : { id, name }
}

/** Facts on which it depends what a state asks for. */
const ASKED = [
  'clientId',
  'contactId',
  'expectedRevenue',
  'expectedCloseDate',
  'content',
  'channelId',
  'sourceId',
  'projectId',
  'responsibleId',
  'lossReasonId',
] as const

/** Turns many rows into their API form; what the states ask is decided once for rows that lack the same. */
export class Presenter {
  readonly #caller: Caller
  readonly #scenarios: ReadonlyMap<string, ScenarioRow>
  readonly #places = new Map<string, number>()
  /** What the states ask, once for all rows that lack the same. */
  readonly asked: Moves[] = []

  constructor(caller: Caller, scenarios: ReadonlyMap<string, ScenarioRow>) {
    this.#caller = caller
    this.#scenarios = scenarios
  }

  row(record: RowRecord) {
    const probability = this.#probabilityOf(record)
    const shown = this.#seen(record)
    return {
      ...shown,
      can: canInterest(record, maySell(this.#caller, record)),
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      serviceTypeId: record.serviceTypeId,
      scenarioId: record.scenarioId,
      open: record.open,
      clientId: record.clientId,
      contactId: record.contactId,
      prospectId: record.prospectId,
      weightedRevenue: shown.expectedRevenue && weighted(shown.expectedRevenue, probability),
      probability,
      closeDateMode: record.closeDateMode,
      channelId: record.channelId,
      sourceId: record.sourceId,
      projectId: record.projectId,
      lossReasonId: record.lossReasonId,
      closedAt: record.closedAt,
      awaited: record.awaited,
    }
  }

  /** A card of the board: what is seen on it; `moves` is its place in `asked`. */
  card(record: SeenRecord) {
    return {
      ...this.#seen(record),
      can: canCard(maySell(this.#caller, { ...record, authorId: null })),
      moves: this.#placeOf(record),
    }
  }

  /** What each other state of the scenario would ask for. */
  moves(record: SeenRecord): Moves {
    return this.asked[this.#placeOf(record)] ?? []
  }

  #seen(record: SeenRecord) {
    const isClient = record.clientName !== null
    return {
      id: record.id,
      version: record.version,
      number: record.number,
      subject: subjectOf(record),
      stateId: record.stateId,
      stateEnteredAt: record.stateEnteredAt,
      party: {
        kind: isClient ? ('client' as const) : ('prospect' as const),
        name: (isClient ? record.clientName : record.prospectName) ?? '',
      },
      responsible: refOf(record.responsibleId, record.responsibleName),
      expectedRevenue: moneyOf(record),
      expectedCloseDate: record.expectedCloseDate,
      nextStep: record.nextStep,
      stuckFrom: record.stuckFrom,
      tags: record.tags,
      starred: record.starred,
      watched: record.watched,
      coExecutor: record.memberIds.includes(this.#caller.actor.userId),
      queued: isInQueue(this.#caller, record),
    }
  }

  #probabilityOf(record: RowRecord): number {
    const { states = [] } = this.#scenarios.get(record.scenarioId) ?? {}
    return states.find(each => each.id === record.stateId)?.probability ?? 0
  }

  #placeOf(record: SeenRecord): number {
    const facts = factsOf(record)
    let has = record.closeDateMode === 'manual' ? 1 : 0
    has = has * 4 + (record.plannedInteractions > 0 ? 2 : 0) + (record.plannedTasks > 0 ? 1 : 0)
    for (const field of ASKED) has = has * 2 + (facts[field] === null || facts[field] === '' ? 0 : 1)
    const open = this.#openOf(record).map(item => item.id)
    const key = `${record.stateId}${has}${[...open, ...this.#heldOf(record, facts)].join()}`
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.asked.push(this.#ask(record, facts)) - 1
      this.#places.set(key, place)
    }
    return place
  }

  /** What keeps it from leaving its state. */
  #openOf({ scenarioId, stateId, ticks }: SeenRecord): ChecklistItem[] {
    const scenario = this.#scenarios.get(scenarioId)
    const isBlocked = scenario?.states.find(each => each.id === stateId)?.checklistBlocks ?? false
    return isBlocked ? openItems(scenario?.checklist ?? [], stateId, ticks) : []
  }

  /** Triggers that guard a way or plan on it, and whose conditions hold for it. */
  #heldOf({ scenarioId }: SeenRecord, facts: ReturnType<typeof factsOf<SeenRecord>>): string[] {
    const { states = [] } = this.#scenarios.get(scenarioId) ?? {}
    return states.flatMap(({ triggers }) =>
      triggers.flatMap(each => (isAsked(each) && holds(each, facts) ? each.id : [])),
    )
  }

  #ask(record: SeenRecord, facts: ReturnType<typeof factsOf<SeenRecord>>): Moves {
    const { states = [], pausedTriggers = [] } = this.#scenarios.get(record.scenarioId) ?? {}
    const from = states.find(each => each.id === record.stateId) ?? null
    const open = this.#openOf(record)
    const { role, language } = this.#caller.actor
    const isCounted = (state: StateSetting) => record.closeDateMode === 'auto' && countsCloseDate(states, state.id)
    const ask = (state: StateSetting) => {
      const expectedCloseDate = facts.expectedCloseDate ?? (isCounted(state) ? 'counted on entry' : null)
      const way = { from, to: state, isWithin: true, isBeginning: state === states[0], open, role, pausedTriggers }
      return inLanguage(decideWay({ ...facts, expectedCloseDate }, way), language)
    }
    return states
      .filter(state => state.id !== record.stateId)
      .map(state => ({ stateId: state.id, missing: ask(state) }))
      .filter(move => move.missing.length > 0)
  }
}
