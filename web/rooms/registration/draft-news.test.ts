import { expect, it } from 'vitest'
import { type DraftFacts, newsOfDraft } from './draft-news.ts'
import { emptyForm, type FormState } from './form-state.ts'

const since = '2026-11-23T10:00:00.000Z'
const before = '2026-11-23T09:00:00.000Z'
const later = '2026-11-23T11:00:00.000Z'

const ofClient: FormState['party'] = { kind: 'client', clientId: 'vektor', contactId: 'rudin', matched: null }

function facts(change: Partial<DraftFacts>, party: FormState['party'] = ofClient): DraftFacts {
  return {
    state: { ...emptyForm('draft'), party },
    since,
    clientGone: false,
    openInterests: [],
    serviceTypes: [],
    scenarios: [],
    channels: [],
    sources: [],
    projects: [],
    ...change,
  }
}

const client = (archivedAt: string | null, contactArchived = false) => ({
  archivedAt,
  contacts: [{ id: 'rudin', fullName: 'Максим Рудин', archived: contactArchived }] as never,
})
const handedOver = (at: string, to: string | null) => ({
  at,
  record: { kind: 'client', id: 'vektor', title: null },
  changes: [{ field: 'responsibleId', from: 'Анна Ким', to }],
})

it('tells nothing of a draft whose things are as they were', () => {
  const same = facts({
    client: client(before),
    clientHistory: [handedOver(before, 'Игорь Титов')],
    openInterests: [{ id: 'i1', number: 'И-000001', createdAt: before }],
    target: { number: 'И-000001', closedAt: null },
  })
  expect(newsOfDraft(same)).toEqual([])
})

it('tells of an archived client, its new responsible and an archived contact', () => {
  const changed = facts({
    client: client(later, true),
    clientHistory: [handedOver(later, 'Игорь Титов'), handedOver(later, 'Павел Громов')],
  })
  expect(newsOfDraft(changed)).toEqual([
    { what: 'client archived' },
    { what: 'client responsible', name: 'Игорь Титов' },
    { what: 'contact archived', name: 'Максим Рудин' },
  ])
})

it('tells only that the client cannot be opened when it passed to others', () => {
  expect(newsOfDraft(facts({ clientGone: true }))).toEqual([{ what: 'client gone' }])
})

it('tells of Interests that others registered meanwhile, walled ones included', () => {
  const rows = [
    { id: 'i1', number: 'И-000001', createdAt: before },
    { id: 'i2', number: 'И-000002', createdAt: later },
    { number: 'И-000003', createdAt: later },
  ]
  expect(newsOfDraft(facts({ openInterests: rows }))).toEqual([{ what: 'new interests', interests: rows.slice(1) }])
})

it('tells that the Interest which the request was to join is finished', () => {
  expect(newsOfDraft(facts({ target: { number: 'И-000001', closedAt: later } }))).toEqual([
    { what: 'target closed', number: 'И-000001' },
  ])
})

it('tells that a prospect became a client', () => {
  const prospect = { archivedAt: null, linkedAt: later, client: { id: 'c', name: 'Вектор', walled: false } }
  expect(newsOfDraft(facts({ prospect }, { kind: 'prospect', prospectId: 'p' }))).toEqual([
    { what: 'prospect linked', clientId: 'c', name: 'Вектор' },
  ])
})

it('tells of what was chosen and is in the archive now, and of nothing that was left to the product', () => {
  const state = emptyForm('draft')
  const items = [{ id: 'montage', name: 'Монтаж', archivedAt: later }]
  const chosen = { ...state, need: { ...state.need, serviceTypeId: 'montage' } }
  expect(newsOfDraft(facts({ state: chosen, serviceTypes: items, scenarios: items }))).toEqual([
    { what: 'service type archived', name: 'Монтаж' },
  ])
})
