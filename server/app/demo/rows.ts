import { created, partyEvent } from '../../rooms/clients/events.ts'
import {
  type Identifier,
  identifyContact,
  identifyParty,
  identifyProspect,
  soundOfWord,
  wordsOf,
} from '../../rooms/clients/identity/rules.ts'
import { searchKeyOf } from '../../rooms/interests/rules.ts'
import type { NextStep } from '../../rooms/interests/steps/contract.ts'
import type { NewEvent } from '../../platform/events/record.ts'
import { type Email, readEmail } from '../../platform/pure/emails.ts'
import { contactDay } from '../../platform/pure/idle-clock.ts'
import { NIL_ID } from '../../platform/pure/ids.ts'
import { nameKey, personKey } from '../../platform/pure/names.ts'
import { type Phone, readPhone } from '../../platform/pure/phones.ts'
import type { DemoClient, DemoContact, DemoInterest, DemoProspect, DemoStep } from './generate/records.ts'
import { arrayCell, CopyTable } from './copy.ts'
import { Dice, idAt } from './generate/dice.ts'

const timed = 'created_at, updated_at'

interface RowsOptions {
  currency: string
  /** Of the company. */
  timeZone: string
  author: string | null
  cause: string
  eventId: () => string
}

/** Which rows a neutral record becomes: the same that the actions of the rooms write, made for COPY. */
export class DemoRows {
  readonly client = new CopyTable(
    'client',
    `id, kind, name, public_name, name_key, relation_type, phones, emails, sites, addresses,
     messengers, responsible_id, author_id, open_interests, archived_at, demo, ${timed}`,
  )
  readonly contractor = new CopyTable(
    'contractor',
    `id, client_id, name, full_name, kind, inn, kpp, ogrn, main, ${timed}`,
  )
  readonly contact = new CopyTable('contact', `id, full_name, name_key, phones, emails, messengers, demo, ${timed}`)
  readonly link = new CopyTable(
    'client_contact',
    'id, client_id, contact_id, position, main, ord, owner_key, created_at',
  )
  readonly prospect = new CopyTable(
    'prospect',
    `id, full_name, company, email, phone, name_key, client_id, contact_id, linked_at, linked_by,
     responsible_id, author_id, open_interests, demo, ${timed}`,
  )
  readonly interest = new CopyTable(
    'interest',
    `id, number, subject, content, search_key, service_type_id, scenario_id, state_id,
     state_entered_at, open, client_id, contact_id, prospect_id, linked_by_prospect, responsible_id,
     author_id, expected_revenue, currency, expected_close_date, channel_id, source_id, tags,
     loss_reason_id, closed_at, path_states, path_at, path_ends, demo, next_step_at, next_step, planned_interactions,
     planned_tasks, late_from, contact_on, ${timed}`,
  )
  readonly activity = new CopyTable(
    'activity',
    `id, kind, interaction_kind_id, subject, interest_id, assignee_id, author_id, due_at, due_day, demo, ${timed}`,
  )
  readonly closing = new CopyTable(
    'interest_closing',
    'id, interest_id, state_id, outcome, loss_reason_id, closed_at, closed_by',
  )
  readonly identity = new CopyTable(
    'identity',
    'kind, value, main, field, owner_kind, owner_id, client_id, owner_key, archived',
  )
  readonly word = new CopyTable('identity_word', 'fragment, word')
  readonly sound = new CopyTable('identity_sound', 'sound, word')
  readonly event = new CopyTable(
    'event',
    'id, at, kind, record_kind, record_id, version, cause, changes, personal, owners',
  )

  readonly #options: RowsOptions
  readonly #words = new RecentWords()

  constructor(options: RowsOptions) {
    this.#options = options
  }

  /** In an order that satisfies the references. */
  get tables(): readonly CopyTable[] {
    const { client, contractor, contact, link, prospect, interest, closing, activity, identity, word, sound, event } =
      this
    return [client, contractor, contact, link, prospect, interest, closing, activity, identity, word, sound, event]
  }

  addClient(client: DemoClient, openInterests: number): void {
    const { id, kind, name, responsibleId } = client
    const at = iso(client.createdAt)
    const isArchived = client.mayBeArchived && openInterests === 0
    this.client.add(
      id,
      kind,
      name,
      client.publicName,
      nameKey(name, kind),
      client.relationType,
      phonesCell(client.phones),
      emailsCell(client.emails),
      JSON.stringify(client.sites),
      JSON.stringify(client.addresses),
      JSON.stringify(client.messengers),
      responsibleId,
      responsibleId ?? this.#options.author,
      openInterests,
      isArchived ? at : null,
      true,
      at,
      at,
    )
    const owner = { clientId: id, ownerKey: responsibleId ?? NIL_ID, archived: isArchived }
    const identifiers = identifyParty(client, client.contractors)
    this.#identify('client', id, owner, identifiers.client)
    for (const each of client.contractors) {
      const { fullName, inn, kpp, ogrn, main } = each
      this.contractor.add(each.id, id, each.name, fullName, each.kind, inn, kpp, ogrn, main, at, at)
      this.#event(
        partyEvent(
          'contractor.created',
          { kind: 'contractor', id: each.id },
          1,
          created({ name: each.name, inn, clientId: id }),
          [responsibleId],
        ),
        at,
      )
    }
    for (const each of identifiers.contractors)
      this.#identify('contractor', each.contractor.id, owner, each.identifiers)
    for (const [ord, contact] of client.contacts.entries()) this.#addContact(client, contact, ord, owner)
    if (client.alsoWorksHere !== null) {
      const { contactId, position } = client.alsoWorksHere
      this.#link(client, contactId, position, client.contacts.length, false)
    }
    this.#event(
      partyEvent('client.created', { kind: 'client', id }, 1, created({ kind, name, responsibleId }), [responsibleId]),
      at,
    )
  }

  #addContact(client: DemoClient, contact: DemoContact, ord: number, owner: Owner): void {
    const at = iso(client.createdAt + ord)
    const { id, fullName, phones, emails } = contact
    this.contact.add(
      id,
      fullName,
      personKey(fullName),
      phonesCell(phones),
      emailsCell(emails),
      JSON.stringify(contact.messengers),
      true,
      at,
      at,
    )
    this.#link(client, id, contact.position, ord, true)
    this.#identify('contact', id, { ...owner, archived: false }, identifyContact(contact))
    this.#event(
      partyEvent('contact.created', { kind: 'contact', id }, 1, created({ fullName, clientId: client.id }), [
        client.responsibleId,
      ]),
      at,
    )
  }

  #link(client: DemoClient, contactId: string, position: string | null, ord: number, main: boolean): void {
    const id = idAt(client.createdAt + ord, new Dice(ord, 31, wordOf(client.id)))
    const at = iso(client.createdAt + ord)
    this.link.add(id, client.id, contactId, position, main, ord, client.responsibleId ?? NIL_ID, at)
  }

  addProspect(prospect: DemoProspect, openInterests: number): void {
    const { id, fullName, company, email, phone, link, responsibleId } = prospect
    const at = iso(prospect.createdAt)
    const linkedAt = link === null ? null : iso(link.at)
    const linkedBy = link === null ? null : (responsibleId ?? this.#options.author)
    const key = fullName !== null ? personKey(fullName) : nameKey(company ?? '', 'organisation')
    this.prospect.add(
      id,
      fullName,
      company,
      email,
      phone,
      key,
      link?.clientId ?? null,
      link?.contactId ?? null,
      linkedAt,
      linkedBy,
      responsibleId,
      responsibleId ?? this.#options.author,
      openInterests,
      true,
      at,
      at,
    )
    const owner = { clientId: link?.clientId ?? null, ownerKey: responsibleId ?? NIL_ID, archived: false }
    const facts = {
      fullName,
      company,
      phone: phone === null ? null : readPhone(phone),
      email: email === null ? null : readEmail(email),
    }
    this.#identify('prospect', id, owner, identifyProspect(facts))
    const values = created({ fullName, company, phone, email, responsibleId })
    this.#event(partyEvent('prospect.created', { kind: 'prospect', id }, 1, values, [responsibleId]), at)
  }

  addInterest(interest: DemoInterest, number: string): void {
    const { id, subject, content, responsibleId, stateKind, clientId, prospectId, step } = interest
    const at = iso(interest.createdAt)
    const closedAt = interest.closedAt === null ? null : iso(interest.closedAt)
    const author = responsibleId ?? this.#options.author
    this.interest.add(
      id,
      number,
      subject,
      content,
      searchKeyOf({ number, subject, content }),
      interest.serviceTypeId,
      interest.scenarioId,
      interest.stateId,
      iso(interest.stateEnteredAt),
      stateKind === 'ordinary',
      clientId,
      interest.contactId,
      prospectId,
      interest.linkedByProspect,
      responsibleId,
      author,
      interest.expectedRevenue,
      this.#options.currency,
      interest.expectedCloseDate,
      interest.channelId,
      interest.sourceId,
      arrayCell(interest.tags),
      interest.lossReasonId,
      closedAt,
      `{${interest.path.map(each => each.stateId).join()}}`,
      `{${interest.path.map(each => iso(each.at)).join()}}`,
      `{${interest.path.map((_, nth) => (closedAt !== null && nth === interest.path.length - 1 ? (interest.lossReasonId ?? NIL_ID) : 'NULL')).join()}}`,
      true,
      step && (step.dueAt === null ? 'infinity' : iso(step.dueAt)),
      step && JSON.stringify(nextStepOf(step)),
      step?.kind === 'interaction' ? 1 : 0,
      step?.kind === 'task' ? 1 : 0,
      interest.lateFrom,
      step && contactDay(nextStepOf(step), this.#options.timeZone),
      at,
      closedAt ?? iso(interest.stateEnteredAt),
    )
    if (stateKind !== 'ordinary') {
      const closingId = idAt(interest.closedAt ?? 0, new Dice(0, 32, wordOf(id)))
      this.closing.add(closingId, id, interest.stateId, stateKind, interest.lossReasonId, closedAt, author)
    }
    if (step) this.#addStep(id, step)
    const { serviceTypeId, scenarioId, stateId } = interest
    this.#event(
      {
        kind: 'interest.created',
        record: { kind: 'interest', id },
        version: 1,
        changes: created({ number, serviceTypeId, scenarioId, stateId, clientId, prospectId, responsibleId }),
        personal: created({ subject }),
        owners: [responsibleId ?? NIL_ID],
      },
      at,
    )
  }

  #addStep(interestId: string, step: DemoStep): void {
    const { id, kind, interactionKindId, subject, assigneeId, dueAt, dueDay } = step
    const at = iso(step.plannedAt)
    const due = dueAt === null ? null : iso(dueAt)
    this.activity.add(
      id,
      kind,
      interactionKindId,
      subject,
      interestId,
      assigneeId,
      assigneeId,
      due,
      dueDay,
      true,
      at,
      at,
    )
  }

  #identify(kind: string, id: string, owner: Owner, identifiers: readonly Identifier[]): void {
    for (const { kind: of, value, main, field } of identifiers) {
      this.identity.add(of, value, main, field, kind, id, owner.clientId, owner.ownerKey, owner.archived)
    }
    for (const word of wordsOf(identifiers)) {
      if (this.#words.has(word)) continue
      const ends = Math.max(1, word.length - 2)
      for (let from = 0; from < ends; from++) this.word.add(word.slice(from), word)
      const sound = soundOfWord(word)
      if (sound !== null) this.sound.add(sound, word)
    }
  }

  #event(event: NewEvent, at: string): void {
    this.event.add(
      this.#options.eventId(),
      at,
      event.kind,
      event.record.kind,
      event.record.id,
      event.version ?? 1,
      this.#options.cause,
      event.changes === undefined ? null : JSON.stringify(event.changes),
      event.personal === undefined ? null : JSON.stringify(event.personal),
      event.owners === null ? null : `{${event.owners.join(',')}}`,
    )
  }
}

/** As `activities` keeps it with the Interest. */
function nextStepOf({ id, kind, interactionKindId, subject, dueAt, dueDay, assigneeId }: DemoStep): NextStep {
  return { id, kind, interactionKindId, subject, dueAt: dueAt === null ? null : iso(dueAt), dueDay, assigneeId }
}

interface Owner {
  clientId: string | null
  ownerKey: string
  archived: boolean
}

/** The words met lately. The vocabulary may hold a word twice, so the rare one that is forgotten does no harm. */
class RecentWords {
  #recent = new Set<string>()
  #older = new Set<string>()

  has(word: string): boolean {
    if (this.#recent.has(word)) return true
    const known = this.#older.has(word)
    this.#recent.add(word)
    if (this.#recent.size > 300_000) {
      this.#older = this.#recent
      this.#recent = new Set()
    }
    return known
  }
}

function wordOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16)
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

function phonesCell(phones: readonly Phone[]): string {
  return JSON.stringify(phones.map(({ raw, e164, extension, kind, valid }) => ({ raw, e164, extension, kind, valid })))
}

function emailsCell(emails: readonly Email[]): string {
  return JSON.stringify(emails)
}
