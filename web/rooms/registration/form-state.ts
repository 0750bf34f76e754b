import { newId } from '../../../server/platform/pure/ids.ts'
import { guessPieces } from './guess.ts'

export type ClientKind = 'organisation' | 'entrepreneur' | 'person'

/** Who asked: nobody yet, a known party, or one that this form registers. */
export type Party =
  | { kind: 'none' }
  | { kind: 'client'; clientId: string; contactId: string | null; matched: string | null }
  | { kind: 'prospect'; prospectId: string }
  | { kind: 'newProspect' }
  | { kind: 'newClient' }

export type ContactFields = { fullName: string; position: string; phone: string; email: string }

/** Everything that was typed; kept as a draft on the server under the id that the Interest will have. */
export type FormState = {
  id: string
  search: string
  party: Party
  /** Where the request goes: a new Interest, or the id of an open one. */
  target: string
  need: {
    content: string
    subject: string
    /** Null: the person's default. */
    serviceTypeId: string | null
    /** Null: chosen by the conditions of the scenarios. */
    scenarioId: string | null
    expectedRevenue: string
    /** Null: by the days of the scenario. */
    expectedCloseDate: string | null
    channelId: string | null
    sourceId: string | null
    /** Null: by the setting, the client's responsible or I. */
    responsibleId: string | null
  }
  prospect: { fullName: string; company: string; email: string; phone: string }
  client: {
    kind: ClientKind
    inn: string
    kpp: string
    name: string
    phone: string
    email: string
    contact: ContactFields
  }
}

export function emptyForm(id = newId()): FormState {
  return {
    id,
    search: '',
    party: { kind: 'none' },
    target: 'new',
    need: {
      content: '',
      subject: '',
      serviceTypeId: null,
      scenarioId: null,
      expectedRevenue: '',
      expectedCloseDate: null,
      channelId: null,
      sourceId: null,
      responsibleId: null,
    },
    prospect: { fullName: '', company: '', email: '', phone: '' },
    client: {
      kind: 'organisation',
      inn: '',
      kpp: '',
      name: '',
      phone: '',
      email: '',
      contact: { fullName: '', position: '', phone: '', email: '' },
    },
  }
}

export type FormAction =
  | { do: 'restore'; state: FormState }
  | { do: 'search'; text: string }
  | { do: 'take'; party: Party; target?: string }
  | { do: 'searchAgain' }
  | { do: 'target'; target: string }
  | { do: 'contact'; contactId: string | null }
  | { do: 'need'; change: Partial<FormState['need']> }
  | { do: 'newProspect' }
  | { do: 'prospect'; change: Partial<FormState['prospect']> }
  | { do: 'newClient' }
  | { do: 'client'; change: Partial<FormState['client']> }
  | { do: 'clientContact'; change: Partial<ContactFields> }

export function reduceForm(state: FormState, action: FormAction): FormState {
  switch (action.do) {
    case 'restore':
      return action.state
    case 'search':
      return { ...state, search: action.text }
    case 'take':
      return { ...state, party: action.party, target: action.target ?? 'new' }
    case 'searchAgain':
      return { ...state, party: { kind: 'none' }, target: 'new' }
    case 'target':
      return { ...state, target: action.target }
    case 'contact':
      return state.party.kind === 'client'
        ? { ...state, party: { ...state.party, contactId: action.contactId } }
        : state
    case 'need':
      return { ...state, need: { ...state.need, ...action.change } }
    case 'newProspect':
      return { ...state, party: { kind: 'newProspect' }, target: 'new', prospect: filledProspect(state) }
    case 'prospect':
      return { ...state, prospect: { ...state.prospect, ...action.change } }
    case 'newClient':
      return { ...state, party: { kind: 'newClient' }, target: 'new', client: filledClient(state) }
    case 'client':
      return { ...state, client: { ...state.client, ...action.change } }
    case 'clientContact':
      return { ...state, client: { ...state.client, contact: { ...state.client.contact, ...action.change } } }
  }
}

/** What was typed into the search line, put where it belongs; what somebody typed into a field is never replaced. */
function filledProspect(state: FormState): FormState['prospect'] {
  const guess = guessPieces(state.search)
  const { prospect } = state
  if (Object.values(prospect).some(Boolean)) return prospect
  return { fullName: guess.fullName, company: guess.company, email: guess.email, phone: guess.phone }
}

/** A client begins with what the prospect had: company to the name, person to the contact. */
function filledClient(state: FormState): FormState['client'] {
  const { client, prospect } = state
  const guess = guessPieces(state.search)
  if (client.name || client.inn || client.phone || client.email || client.contact.fullName) return client
  const from = Object.values(prospect).some(Boolean) ? prospect : guess
  const person = from.fullName !== '' && from.company === ''
  const kind: ClientKind = guess.inn.length === 12 ? 'entrepreneur' : person && !guess.inn ? 'person' : 'organisation'
  return {
    ...client,
    kind,
    inn: guess.inn,
    name: person ? from.fullName : from.company,
    ...(kind === 'organisation'
      ? { contact: { ...client.contact, fullName: from.fullName, phone: from.phone, email: from.email } }
      : { phone: from.phone, email: from.email }),
  }
}

/** Nothing has been typed or chosen: there is nothing to keep and nothing to lose. */
export function isPristine(state: FormState): boolean {
  return JSON.stringify({ ...state, id: '' }) === JSON.stringify(emptyForm(''))
}

/** Reads a draft of the server; anything that does not fit is replaced by its empty value. */
export function formOfDraft(id: string, body: Record<string, unknown>): FormState {
  const empty = emptyForm(id)
  const part = <K extends 'need' | 'prospect' | 'client'>(key: K): FormState[K] => ({
    ...empty[key],
    ...(body[key] as object | undefined),
  })
  const client = part('client')
  return {
    id,
    search: typeof body['search'] === 'string' ? body['search'] : '',
    party: isParty(body['party']) ? body['party'] : empty.party,
    target: typeof body['target'] === 'string' ? body['target'] : 'new',
    need: part('need'),
    prospect: part('prospect'),
    client: { ...client, contact: { ...empty.client.contact, ...client.contact } },
  }
}

function isParty(value: unknown): value is Party {
  const kinds = ['none', 'client', 'prospect', 'newProspect', 'newClient']
  return kinds.includes((value as Party | undefined)?.kind ?? '')
}
