import type { Client, Prospect } from '../../../server/rooms/clients/contract.ts'
import type { TimelineEntry } from '../../../server/rooms/interests/contract.ts'
import type { FormState } from './form-state.ts'

/** What is known now of the things that a draft names; absent means not read yet. */
export type DraftFacts = {
  state: FormState
  /** When the draft was typed last. */
  since: string
  client?: Pick<Client, 'archivedAt' | 'contacts'> | undefined
  /** The card of the client may not be opened any more. */
  clientGone: boolean
  clientHistory?: readonly Pick<TimelineEntry, 'at' | 'record' | 'changes'>[] | undefined
  prospect?: Pick<Prospect, 'archivedAt' | 'client' | 'linkedAt'> | undefined
  /** Unfinished Interests of the party; those out of scope have no id. */
  openInterests: readonly { id?: string; number: string; createdAt: string }[]
  target?: { number: string; closedAt: string | null } | undefined
  serviceTypes: readonly Item[]
  scenarios: readonly Item[]
  channels: readonly Item[]
  sources: readonly Item[]
  projects: readonly Item[]
}

type Item = { id: string; name: string; archivedAt: string | null }

export type DraftNews =
  | { what: 'client gone' | 'client archived' | 'prospect archived' }
  | { what: 'client responsible'; name: string | null }
  | { what: 'contact archived'; name: string }
  | { what: 'prospect linked'; clientId: string; name: string }
  | { what: 'new interests'; interests: readonly { id?: string; number: string }[] }
  | { what: 'target closed'; number: string }
  | {
      what: 'service type archived' | 'scenario archived' | 'channel archived' | 'source archived' | 'project archived'
      name: string
    }

/** What happened to the things that a draft names since it was typed, in the order in which the form shows them. */
export function newsOfDraft(facts: DraftFacts): DraftNews[] {
  const { state, since, target } = facts
  const after = (time: string | null | undefined): boolean => time != null && Date.parse(time) > Date.parse(since)
  const fresh = facts.openInterests.filter(each => after(each.createdAt))
  return [
    ...clientNews(facts, after),
    ...prospectNews(facts, after),
    ...(fresh.length > 0 ? [{ what: 'new interests' as const, interests: fresh }] : []),
    ...(target && after(target.closedAt) ? [{ what: 'target closed' as const, number: target.number }] : []),
    ...archived('service type archived', state.need.serviceTypeId, facts.serviceTypes),
    ...archived('scenario archived', state.need.scenarioId, facts.scenarios),
    ...archived('channel archived', state.need.channelId, facts.channels),
    ...archived('source archived', state.need.sourceId, facts.sources),
    ...archived('project archived', state.need.projectId, facts.projects),
  ]
}

type After = (time: string | null | undefined) => boolean

function clientNews({ state, client, clientGone, clientHistory = [] }: DraftFacts, after: After): DraftNews[] {
  const { party } = state
  if (party.kind !== 'client') return []
  if (clientGone) return [{ what: 'client gone' }]
  const news: DraftNews[] = []
  if (after(client?.archivedAt)) news.push({ what: 'client archived' })
  // Newest first: who it is now.
  const handedOver = clientHistory
    .filter(entry => entry.record.kind === 'client' && entry.record.id === party.clientId && after(entry.at))
    .flatMap(entry => entry.changes)
    .find(change => change.field === 'responsibleId')
  if (handedOver) {
    news.push({ what: 'client responsible', name: typeof handedOver.to === 'string' ? handedOver.to : null })
  }
  const contact = client?.contacts.find(each => each.id === party.contactId)
  if (contact?.archived) news.push({ what: 'contact archived', name: contact.fullName })
  return news
}

function prospectNews({ state, prospect }: DraftFacts, after: After): DraftNews[] {
  if (state.party.kind !== 'prospect' || !prospect) return []
  const { client, linkedAt, archivedAt } = prospect
  return [
    ...(after(archivedAt) ? [{ what: 'prospect archived' as const }] : []),
    ...(client && after(linkedAt)
      ? [{ what: 'prospect linked' as const, clientId: client.id, name: client.name }]
      : []),
  ]
}

/** An archived one cannot be chosen any more, so it was archived after it was chosen. */
function archived(
  what: Extract<DraftNews, { name: string }>['what'],
  id: string | null,
  items: readonly Item[],
): DraftNews[] {
  const item = items.find(each => each.id === id)
  return item?.archivedAt ? [{ what, name: item.name } as DraftNews] : []
}
