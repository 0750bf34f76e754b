import { newId } from '../../../server/platform/pure/ids.ts'
import { emptyPlan, type PlanDraft } from '../interests/plan-draft.ts'
import { type Chip, clientOf, contentOf, follow, type Intake, noIntake, prospectOf } from './intake.ts'

export type ClientKind = 'organisation' | 'entrepreneur' | 'person'

/** Who asked: nobody yet, a known party, or one that this form registers. */
export type Party =
  | { kind: 'none' }
  | { kind: 'client'; clientId: string; contactId: string | null; matched: string | null }
  | { kind: 'prospect'; prospectId: string }
  /** Known, and out of sight: the request is handed over. */
  | {
      kind: 'wall'
      typed: string
      type: 'client' | 'prospect'
      responsible: { id: string; name: string } | null
      openInterests: number
    }
  | { kind: 'newProspect' }
  | { kind: 'newClient' }

export type ContactFields = { fullName: string; position: string; phone: string; email: string }

/** Everything that was typed; kept as a draft on the server under the id that the Interest will have. */
export type FormState = {
  id: string
  search: string
  /** The pieces of a pasted letter. */
  intake: Intake
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
    projectId: string | null
    /** The Interest from which it comes. */
    basis: { id: string; number: string; subject: string } | null
    /** Null: by the setting, the client's responsible or I. */
    responsibleId: string | null
    /** The next step; its id follows from that of the form. */
    plan: PlanDraft
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
    intake: noIntake,
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
      projectId: null,
      basis: null,
      responsibleId: null,
      plan: emptyPlan(null, ''),
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

/** What an address says of the form, gone. */
export const formClosed = {
  new: undefined,
  newClient: undefined,
  newProspect: undefined,
  newBasis: undefined,
  draft: undefined,
}

/** The Interest out of sight to which the request is handed over, as `target` names it. */
const OUT = 'out:'
export const outOfSight = (number: string): string => `${OUT}${number}`
export const numberOutOfSight = (target: string): string | undefined =>
  target.startsWith(OUT) ? target.slice(OUT.length) : undefined

/** Nothing is registered here: somebody else receives what was typed. */
export function isHandedOver({ party, target }: Pick<FormState, 'party' | 'target'>): boolean {
  return party.kind === 'wall' || numberOutOfSight(target) !== undefined
}

export type FormAction =
  | { do: 'restore'; state: FormState }
  | { do: 'search'; text: string }
  | { do: 'read'; of: string; chips: Chip[]; hint: string | null }
  | { do: 'chips'; chips: Chip[] }
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
      // An emptied field takes back what its text had filled.
      return action.text.trim() === '' && state.intake.of !== ''
        ? withIntake({ ...state, search: action.text }, noIntake)
        : { ...state, search: action.text }
    case 'read':
      return withIntake(state, { of: action.of, chips: action.chips, edited: false, hint: action.hint })
    case 'chips':
      return withIntake(state, { ...state.intake, chips: action.chips, edited: true })
    case 'take':
      return withParty(state, action.party, action.target)
    case 'searchAgain':
      return withParty(state, { kind: 'none' })
    case 'target':
      return { ...state, target: action.target }
    case 'contact':
      return state.party.kind === 'client'
        ? { ...state, party: { ...state.party, contactId: action.contactId } }
        : state
    case 'need':
      return { ...state, need: { ...state.need, ...action.change } }
    case 'newProspect':
      return withParty({ ...state, prospect: filledProspect(state) }, { kind: 'newProspect' })
    case 'prospect':
      return { ...state, prospect: { ...state.prospect, ...action.change } }
    case 'newClient':
      return withParty({ ...state, client: filledClient(state) }, { kind: 'newClient' })
    case 'client':
      return { ...state, client: { ...state.client, ...action.change } }
    case 'clientContact':
      return { ...state, client: { ...state.client, contact: { ...state.client.contact, ...action.change } } }
  }
}

/** Another party needs another content: what its fields have no place for stands there. */
function withParty(state: FormState, party: Party, target = 'new'): FormState {
  const { chips } = state.intake
  const [before, after] = [contentOf(chips, state.party.kind), contentOf(chips, party.kind)]
  const content = follow(state.need.content, before, after)
  return { ...state, party, target, need: { ...state.need, content } }
}

/** Other chips: every field that nobody has touched follows them. */
function withIntake(state: FormState, intake: Intake): FormState {
  const [before, after] = [state.intake.chips, intake.chips]
  const { party, need, client } = state
  const content = follow(need.content, contentOf(before, party.kind), contentOf(after, party.kind))
  const next = { ...state, intake, need: { ...need, content } }
  if (party.kind === 'newProspect') next.prospect = followed(state.prospect, prospectOf(before), prospectOf(after))
  if (party.kind === 'newClient') {
    const empty = emptyForm('').client
    const [was, is] = [clientOf(before, empty), clientOf(after, empty)]
    const { kind, contact, ...texts } = client
    next.client = {
      ...followed(texts, was, is),
      kind: kind === was.kind ? is.kind : kind,
      contact: followed(contact, was.contact, is.contact),
    }
  }
  return next
}

function followed<T extends Record<string, string>>(now: T, before: T, after: T): T {
  const entries = Object.keys(now).map(key => [key, follow(now[key] ?? '', before[key] ?? '', after[key] ?? '')])
  return Object.fromEntries(entries) as T
}

/** The pieces of the text, put where they belong; what somebody typed into a field is never replaced. */
function filledProspect({ prospect, intake }: FormState): FormState['prospect'] {
  return Object.values(prospect).some(Boolean) ? prospect : prospectOf(intake.chips)
}

/** A client begins with what the prospect had: company to the name, person to the contact. */
function filledClient({ client, prospect, intake }: FormState): FormState['client'] {
  if (client.name || client.inn || client.phone || client.email || client.contact.fullName) return client
  const kinds = ['fullName', 'company', 'phone', 'email'] as const
  const typed = kinds.filter(kind => prospect[kind]).map((kind): Chip => ({ kind, value: prospect[kind] }))
  const further = intake.chips.filter(chip => typed.length === 0 || !kinds.some(kind => kind === chip.kind))
  return clientOf([...typed, ...further], client)
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
  const need = part('need')
  return {
    id,
    search: typeof body['search'] === 'string' ? body['search'] : '',
    intake: intakeOf(body['intake']),
    party: isParty(body['party']) ? body['party'] : empty.party,
    target: typeof body['target'] === 'string' ? body['target'] : 'new',
    need: { ...need, plan: { ...empty.need.plan, ...need.plan } },
    prospect: part('prospect'),
    client: { ...client, contact: { ...empty.client.contact, ...client.contact } },
  }
}

function isParty(value: unknown): value is Party {
  const kinds = ['none', 'client', 'prospect', 'wall', 'newProspect', 'newClient']
  return kinds.includes((value as Party | undefined)?.kind ?? '')
}

function intakeOf(value: unknown): Intake {
  const { of, chips, edited, hint } = (value ?? {}) as Partial<Intake>
  if (typeof of !== 'string' || !Array.isArray(chips)) return noIntake
  const whole = chips.filter(each => typeof each?.kind === 'string' && typeof each.value === 'string')
  return { of, chips: whole, edited: edited === true, hint: typeof hint === 'string' ? hint : null }
}

/** A letter of somebody unknown is registered as it stands: as a prospect with its pieces. */
export function registered(state: FormState, letter: boolean): FormState {
  const isRead = letter && state.intake.of === state.search && state.intake.chips.length > 0
  return state.party.kind === 'none' && isRead ? reduceForm(state, { do: 'newProspect' }) : state
}

/** The content is still what the pieces of the text made of it. */
export function isFromText({ intake, need, party }: FormState): boolean {
  return need.content !== '' && need.content === contentOf(intake.chips, party.kind)
}
