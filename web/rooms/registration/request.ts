import type { z } from 'zod'
import { parseMoney } from '../../../server/platform/pure/money.ts'
import type { createInterest, PlanInput } from '../../../server/rooms/interests/contract.ts'
import type { handOverRequest } from '../../../server/rooms/registration/contract.ts'
import { type FormState, numberOutOfSight } from './form-state.ts'

type Body = z.input<typeof createInterest extends { body?: infer B extends z.ZodType } ? B : never>

const some = (text: string): string | undefined => text.trim() || undefined
const list = (text: string): string[] | undefined => (text.trim() ? [text.trim()] : undefined)

type Context = { serviceTypeId: string; currency: string; plan?: PlanInput | undefined }

/** The form as the request that registers it; what was left to the product is left out. */
export function requestOf(state: FormState, context: Context & Answers): Body {
  const { need, party } = state
  const money = need.expectedRevenue ? parseMoney(need.expectedRevenue, context.currency) : null
  return {
    id: state.id,
    serviceTypeId: context.serviceTypeId,
    content: some(need.content),
    subject: some(need.subject),
    scenarioId: need.scenarioId ?? undefined,
    expectedRevenue: money ? { amount: money.amount, currency: money.currency } : undefined,
    expectedCloseDate: need.expectedCloseDate ?? undefined,
    channelId: need.channelId ?? undefined,
    sourceId: need.sourceId ?? undefined,
    projectId: need.projectId ?? undefined,
    basisId: need.basis?.id,
    responsibleId: need.responsibleId ?? undefined,
    onSimilar: context.onSimilar,
    ...(context.plan ? { plan: { ...context.plan, id: besides(state.id, '5') } } : {}),
    ...(party.kind === 'client' ? { clientId: party.clientId, contactId: party.contactId ?? undefined } : {}),
    ...(party.kind === 'prospect' ? { prospectId: party.prospectId } : {}),
    ...(party.kind === 'newProspect' ? { prospect: prospectOf(state, context) } : {}),
    ...(party.kind === 'newClient' ? { newClient: clientOf(state, context) } : {}),
  }
}

/** What the person answered to what the product found. */
interface Answers {
  onSimilar: 'ask' | 'create'
  notDuplicateOf: readonly string[]
  override?: string
}

const apartOf = ({ notDuplicateOf }: Answers) =>
  notDuplicateOf.length > 0 ? { notDuplicateOf: [...notDuplicateOf] } : {}

/** The form as a request that is handed over: by what met the wall, or by the number of the Interest out of sight. */
export function handOverOf(
  state: FormState,
  serviceTypeId: string | null,
): z.input<NonNullable<typeof handOverRequest.body>> {
  const { need, party, target } = state
  const number = numberOutOfSight(target)
  const partyId = party.kind === 'client' ? party.clientId : party.kind === 'prospect' ? party.prospectId : ''
  return {
    id: besides(state.id, '4'),
    ...(party.kind === 'wall'
      ? { typed: party.typed, responsibleId: party.responsible?.id ?? null }
      : { interest: { number: number ?? '', partyId } }),
    content: need.content.trim(),
    subject: some(need.subject),
    serviceTypeId: serviceTypeId ?? undefined,
    channelId: need.channelId ?? undefined,
    sourceId: need.sourceId ?? undefined,
    draftId: state.id,
  }
}

/** Ids of the records made beside the Interest follow from its own, so that a retry makes the same ones. */
function besides(id: string, place: string): string {
  return `${id.slice(0, -1)}${place === id.slice(-1) ? 'f' : place}`
}

function prospectOf({ id, prospect }: FormState, context: Answers): Body['prospect'] {
  return {
    id: besides(id, '1'),
    fullName: some(prospect.fullName),
    company: some(prospect.company),
    email: some(prospect.email),
    phone: some(prospect.phone),
    ...apartOf(context),
  }
}

function clientOf({ id, client }: FormState, context: Answers): Body['newClient'] {
  const { contact } = client
  const person = contact.fullName.trim() || contact.phone.trim() || contact.email.trim()
  return {
    id: besides(id, '2'),
    kind: client.kind,
    name: client.name.trim(),
    inn: some(client.inn),
    kpp: client.kind === 'organisation' ? some(client.kpp) : undefined,
    phones: list(client.phone),
    emails: list(client.email),
    contacts:
      client.kind !== 'person' && person
        ? [
            {
              id: besides(id, '3'),
              fullName: contact.fullName.trim() || client.name.trim(),
              position: some(contact.position),
              phones: list(contact.phone),
              emails: list(contact.email),
            },
          ]
        : undefined,
    onSimilar: context.onSimilar,
    ...apartOf(context),
    ...(context.override ? { override: { reason: context.override } } : {}),
  }
}
