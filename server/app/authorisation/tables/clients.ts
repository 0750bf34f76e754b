import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../../rooms/clients/builders.ts'
import { defaultRules } from '../../../rooms/clients/duplicates/scoring/rules.ts'
import { holds, type Profile, type Relation } from '../policy.ts'
import { byClients, type Entry, needs, notGranted, reads, seenClients, signedIn, type Table, writes } from '../table.ts'

const DUPLICATES = 'duplicates.administer'
const restoring = () => ({ body: { version: 2, to: { version: 1 } } })
const asOf = () => ({ query: { version: 1 } })
const archives = (of: NonNullable<Entry['of']>) => writes('clients', of, undefined, { who: 'clients.archive' })
/** Of a prospect of its own, or of two clients, of which one was not opened. */
const bothSides = { judge: notGranted(byClients) }
/** To whom it was opened, to look at or for change, gives it on to nobody. */
const givesOn = {
  who: 'clients.grant' as const,
  judge: (profile: Profile, relation: Relation) => byClients(profile, relation === 'entrusted' ? 'granted' : relation),
}

/** Clients, contractors, contacts, prospects, and what is known of their duplicates. */
export const clients: Table = {
  'GET /clients': signedIn(),
  'POST /clients': needs('clients.create', () => ({ body: aClient() })),
  'GET /clients/:id': reads('clients', 'client'),
  'PATCH /clients/:id': writes('clients', 'client', () => ({ body: { version: 1, publicName: 'Насосы' } })),
  'POST /clients/:id/archive': archives('client'),
  'POST /clients/:id/restore': archives('client'),
  'GET /clients/:id/access': reads('clients', 'client'),
  'GET /clients/:id/grants': reads('clients', 'client'),
  'PUT /clients/:id/access/:userId': opens(),
  'DELETE /clients/:id/access/:userId': opens(),
  'PUT /clients/:id/access/departments/:departmentId': opensToDepartment(),
  'DELETE /clients/:id/access/departments/:departmentId': opensToDepartment(),
  'POST /clients/:id/contractors': writes('clients', 'client', () => ({
    body: { id: newId(), kind: 'organisation', name: 'ООО «Третья»' },
  })),
  'POST /clients/:id/contacts': writes('clients', 'client', () => ({ body: { ...aContact(), onSimilar: 'create' } })),
  'DELETE /clients/:id/contacts/:contactId': writes(
    'clients',
    'client',
    ({ family }) => ({ params: { contactId: family.contact } }),
    { passes: '409 contact.last_client' },
  ),
  'GET /clients/:id/timeline': reads('clients', 'client'),
  'GET /clients/:id/interests': reads('clients', 'client'),
  'GET /clients/:id/history': reads('clients', 'client'),
  'GET /clients/:id/as-of': reads('clients', 'client', asOf),
  'POST /clients/:id/history/restore': writes('clients', 'client', restoring, { who: 'history.restore' }),

  'PATCH /contractors/:id': writes('clients', 'contractor', () => ({ body: { version: 1, name: 'ООО «Иная»' } })),
  'POST /contractors/:id/archive': archives('contractor'),
  'POST /contractors/:id/restore': archives('contractor'),
  'GET /contractors/:id/history': reads('clients', 'contractor'),
  'GET /contractors/:id/as-of': reads('clients', 'contractor', asOf),
  'POST /contractors/:id/history/restore': writes('clients', 'contractor', restoring, { who: 'history.restore' }),

  'GET /contacts': signedIn(),
  'GET /contacts/:id': reads('clients', 'contact'),
  'PATCH /contacts/:id': writes('clients', 'contact', () => ({ body: { version: 1, messengers: ['@pump'] } })),
  'POST /contacts/:id/archive': archives('contact'),
  'POST /contacts/:id/restore': archives('contact'),
  'GET /contacts/:id/access': reads('clients', 'contact'),
  'GET /contacts/:id/history': reads('clients', 'contact'),
  'GET /contacts/:id/as-of': reads('clients', 'contact', asOf),
  'POST /contacts/:id/history/restore': writes('clients', 'contact', restoring, { who: 'history.restore' }),

  'GET /prospects': signedIn(),
  'POST /prospects': needs('clients.create', () => ({ body: { ...aProspect(), onSimilar: 'create' } })),
  'GET /prospects/:id': reads('clients', 'prospect'),
  'PATCH /prospects/:id': writes('clients', 'prospect', () => ({ body: { version: 1, company: 'Насосы' } })),
  'POST /prospects/:id/archive': archives('prospect'),
  'POST /prospects/:id/restore': archives('prospect'),
  'GET /prospects/:id/access': reads('clients', 'prospect'),
  'GET /prospects/:id/timeline': reads('clients', 'prospect'),
  'GET /prospects/:id/interests': reads('clients', 'prospect'),
  'GET /prospects/:id/history': reads('clients', 'prospect'),
  'GET /prospects/:id/as-of': reads('clients', 'prospect', asOf),
  'POST /prospects/:id/history/restore': writes('clients', 'prospect', restoring, {
    who: 'history.restore',
    // It was linked since.
    passes: '409 history.restore_impossible',
  }),
  'POST /prospects/:id/not-client': writes(
    'clients',
    'loose',
    ({ stage, profile }) => ({ body: { clientId: stage.families[profile].client } }),
    bothSides,
  ),
  'PUT /prospects/:id/client': [
    writes(
      'clients',
      'loose',
      ({ stage, profile }) => ({ body: { clientId: stage.families[profile].client } }),
      bothSides,
    ),
    // An own prospect is linked to whichever client is seen.
    signedIn(
      ({ stage, profile, family }) => ({
        params: { id: stage.families[profile].loose },
        body: { clientId: family.client },
      }),
      {
        judge: (profile, relation) => (profile === 'observer' ? 'seen' : seenClients(profile, relation)),
        unseen: '422 invalid clientId',
      },
    ),
  ],
  'DELETE /prospects/:id/client': writes('clients', 'prospect', undefined, { who: 'prospects.unlink' }),

  'GET /shared-identifiers': reads('clients', 'client', ({ family }) => ({ query: { ownerId: family.client } }), {
    unseen: '200',
  }),
  'PUT /shared-identifiers': signedIn(
    ({ family }) => ({ body: { kind: 'email', value: `${family.client}@example.com`, shared: true } }),
    // Whoever reads mails masked names none of them.
    { judge: (profile, relation) => (profile === 'observer' ? '422 invalid value' : seenClients(profile, relation)) },
  ),
  'GET /access-requests': reads('clients', 'client', ({ family }) => ({
    query: { kind: 'client', id: family.client },
  })),
  'POST /access-requests/of-record': asksOf(),
  'POST /access-requests/:id/grant': signedIn(() => ({ body: {} }), {
    of: 'accessRequest',
    judge: (profile, relation) => {
      const verdict = byClients(profile, relation)
      if (verdict !== 'ok') return verdict
      return holds(profile, 'clients.grant') ? givesOn.judge(profile, relation) : '403 forbidden clients.grant'
    },
  }),
  'POST /access-requests/:id/decline': writes('clients', 'accessRequest', () => ({ body: {} })),

  'POST /duplicates/check': signedIn(() => ({ body: { phones: ['+7 383 000-11-22'] } })),
  'GET /duplicates': signedIn(),
  'POST /duplicates/:id/dismiss': decides(),
  'POST /duplicates/:id/reopen': decides(),
  'GET /duplicate-rules': signedIn(),
  'PUT /duplicate-rules': needs(DUPLICATES, () => ({ body: { version: 0, rules: defaultRules() } })),
  'POST /duplicate-rules/preview': needs(DUPLICATES, () => ({ body: { rules: defaultRules() } })),
  'GET /duplicate-search': needs(DUPLICATES),
  'POST /duplicate-search': needs(DUPLICATES, () => ({ body: { id: newId() } })),
  'PATCH /duplicate-search': needs(DUPLICATES, () => ({ body: { state: 'paused' } }), {
    passes: '409 duplicate_search.not_open',
  }),

  'GET /merges': signedIn(),
  'POST /merges': signedIn(
    ({ family }) => ({ body: { id: newId(), kind: 'client', winnerId: family.client, loserId: family.twin } }),
    { who: 'clients.merge', judge: notGranted(byClients) },
  ),
  'GET /merges/:id': reads('clients', 'merge', undefined, { judge: notGranted(seenClients) }),
  'DELETE /merges/:id': writes('clients', 'merge', undefined, { who: 'clients.merge', ...bothSides }),
  'DELETE /merge-batches/:id': writes('clients', 'batch', undefined, { who: 'clients.merge', ...bothSides }),
}

/** Of two clients of which both are seen; whose profile lets change nothing decides nothing for everybody. */
function decides() {
  return signedIn(undefined, {
    of: 'pair',
    judge: (profile: Profile, relation: Relation) => {
      const verdict = notGranted(seenClients)(profile, relation)
      return verdict === 'ok' && profile === 'observer' ? 'seen' : verdict
    },
  })
}

/** What is seen and not changed is asked for, but not by whose profile lets change nothing. */
function asksOf() {
  return signedIn(
    ({ family }) => ({ body: { id: newId(), record: { kind: 'client', id: family.client }, wanted: 'change' } }),
    {
      judge: (profile: Profile, relation: Relation) => {
        const verdict = byClients(profile, relation)
        if (verdict === 'ok') return '409 access_request.needless'
        return verdict === 'seen' && profile !== 'observer' ? 'ok' : verdict
      },
    },
  )
}

function opens() {
  return writes('clients', 'client', ({ stage }) => ({ params: { userId: stage.colleague }, body: {} }), givesOn)
}

function opensToDepartment() {
  return writes(
    'clients',
    'client',
    ({ stage }) => ({ params: { departmentId: stage.departmentId }, body: {} }),
    givesOn,
  )
}
