import { newId } from '../../../platform/pure/ids.ts'
import { aPlan } from '../../../rooms/activities/builders.ts'
import { aCsv } from '../../../rooms/exchange/import/builders.ts'
import { changes, changesAsOwn, holds, isOpened, leads, type Profile, type Relation, sees } from '../policy.ts'
import {
  anybodys,
  type Entry,
  mine,
  needs,
  ofPerson,
  type Scene,
  signedIn,
  type Table,
  type Verdict,
  writes,
} from '../table.ts'

const IMPORTS = 'clients.import'

/** Seen by whose it is, or with the Interest for which it is planned. */
const readsStep = (profile: Profile, relation: Relation): Verdict =>
  sees(profile, 'activities', relation) || sees(profile, 'interests', relation) ? 'ok' : 'unseen'
/** Whose profile lets change nothing still does what is to be done. */
const writesStep = (profile: Profile, relation: Relation): Verdict => {
  if (readsStep(profile, relation) === 'unseen') return 'unseen'
  const may = relation === 'own' || changes(profile, 'activities', relation) || changes(profile, 'interests', relation)
  return may ? 'ok' : 'seen'
}
/** Without an Interest nothing is opened by its client. */
const writesChore = (profile: Profile, relation: Relation): Verdict => {
  const met = isOpened(relation) ? 'foreign' : relation
  if (!sees(profile, 'activities', met)) return 'unseen'
  return relation === 'own' || changes(profile, 'activities', met) ? 'ok' : 'seen'
}
const step = (of: 'activity' | 'closed', judge: Entry['judge'], ask?: Entry['ask'], more: Partial<Entry> = {}) =>
  signedIn(ask, { of, ...(judge && { judge }), ...more })
const chore = (ask?: Entry['ask']) => signedIn(ask, { of: 'chore', judge: writesChore })

const handedOver = ({ family, stage }: Scene) => ({
  body: {
    id: newId(),
    fromId: family.user,
    toIds: [family.user === stage.colleague ? stage.stranger : stage.colleague],
    what: { activities: true, interests: true, clients: true },
  },
})

/** Activities, registration, import and export. */
export const work: Table = {
  'GET /activities': signedIn(),
  'GET /my-day': signedIn(),
  'GET /my-day-summary': signedIn(),
  'POST /activities': [
    needs('activities.create', () => ({ body: aPlan() })),
    writes('interests', 'interest', ({ family }) => ({ body: aPlan({ interestId: family.interest }) }), {
      who: 'activities.create',
    }),
  ],
  'GET /activities/:id': [
    step('activity', readsStep),
    signedIn(undefined, {
      of: 'chore',
      judge: (profile, relation) => (writesChore(profile, relation) === 'unseen' ? 'unseen' : 'ok'),
    }),
  ],
  'GET /activities/:id/access': step('activity', readsStep),
  'PATCH /activities/:id': [
    step('activity', writesStep, () => ({ body: { version: 1, place: 'Склад' } })),
    chore(() => ({ body: { version: 1, place: 'Склад' } })),
  ],
  'POST /activities/:id/complete': [step('activity', writesStep, () => ({ body: {} })), chore(() => ({ body: {} }))],
  'POST /activities/:id/cancel': [step('activity', writesStep, () => ({ body: {} })), chore(() => ({ body: {} }))],
  'POST /activities/:id/reopen': step('closed', writesStep, () => ({ body: {} })),
  'GET /work-hand-overs': signedIn(),
  'POST /work-hand-overs': signedIn(handedOver, {
    judge: (profile, relation) => {
      if (relation === 'own') return profile === 'observer' ? 'seen' : 'ok'
      if (!holds(profile, 'work.hand_over')) return '403 forbidden work.hand_over'
      if (relation === 'absent') return profile === 'administrator' ? 'unseen' : 'seen'
      return leads(profile, relation) ? 'ok' : 'seen'
    },
    unseen: '422 invalid fromId',
  }),
  'DELETE /work-hand-overs/:id': signedIn(undefined, {
    of: 'workHandOver',
    judge: (profile, relation) => (relation === 'own' || leads(profile, relation) ? 'ok' : 'unseen'),
  }),

  'GET /search': signedIn(() => ({ query: { q: 'насос' } })),
  'POST /intake/parse': signedIn(() => ({ body: { text: 'Нужен насос' } })),
  'GET /drafts': signedIn(),
  'PUT /drafts/:id': signedIn(() => ({ body: { body: { content: 'иное' } } }), {
    of: 'draft',
    judge: ofPerson((profile, relation) => (relation === 'absent' ? 'ok' : mine(profile, relation))),
    unseen: '409 id_taken',
  }),
  'DELETE /drafts/:id': signedIn(undefined, { of: 'draft', judge: ofPerson(() => 'ok') }),
  'GET /registration/rivals': signedIn(() => ({ query: { q: '+7 383 000-11-22' } })),
  'GET /registration/form': signedIn(),
  'POST /access-requests': signedIn(() => ({ body: { id: newId(), typed: '+7 999 999-99-99' } }), {
    passes: '404 not_found',
  }),
  'POST /hand-overs': signedIn(() => ({ body: { id: newId(), typed: '+7 999 999-99-99', content: 'Нужен насос' } }), {
    passes: '404 not_found',
  }),
  'POST /hand-overs/:id/take': signedIn(undefined, {
    of: 'handOver',
    judge: (profile, relation) => (relation === 'own' || changesAsOwn(profile, 'clients', relation) ? 'ok' : 'unseen'),
  }),
  'POST /hand-overs/:id/link': signedIn(({ family }) => ({ body: { interestId: family.interest } }), {
    of: 'handOver',
    judge: (profile, relation) => (relation === 'own' || changesAsOwn(profile, 'clients', relation) ? 'ok' : 'unseen'),
  }),

  'GET /trigger-runs': needs('scenarios.administer'),
  'POST /trigger-runs/:id/retry': needs('scenarios.administer', undefined, { of: 'run', judge: anybodys }),

  'GET /exports/clients': needs('clients.export'),
  'GET /exports/interests': needs('clients.export'),
  'GET /imports': needs(IMPORTS),
  'POST /imports': needs(IMPORTS, () => ({ body: { id: newId(), name: 'клиенты.csv' } })),
  'GET /imports/:id': ofImport(),
  'PUT /imports/:id/file': ofImport(
    () => ({ body: aCsv([['Название']]), headers: { 'content-type': 'application/octet-stream' } }),
    '409 import.wrong_state',
  ),
  'PUT /imports/:id/layout': ofImport(() => ({ body: {} })),
  'PUT /imports/:id/mapping': ofImport(() => ({ body: { columns: ['name'] } })),
  'POST /imports/:id/check': ofImport(),
  'POST /imports/:id/start': ofImport(),
  'POST /imports/:id/pause': ofImport(undefined, '409 import.wrong_state'),
  'POST /imports/:id/resume': ofImport(undefined, '409 import.wrong_state'),
  'POST /imports/:id/cancel': ofImport(undefined, '409 import.wrong_state'),
  'POST /imports/:id/undo': ofImport(undefined, '409 import.wrong_state'),
  'DELETE /imports/:id': ofImport(),
  'GET /imports/:id/rows': ofImport(),
  'PUT /imports/:id/decision': ofImport(() => ({ body: { n: 1, decision: 'skip' } }), '404 not_found'),
  'GET /imports/:id/errors.csv': ofImport(),
  'GET /imports/:id/conflicts': ofImport(),
}

/** A file holds what its owner alone may see; the administrator sees all of them. */
function ofImport(ask?: Entry['ask'], passes?: string): Entry {
  const judge = ofPerson((profile, relation) =>
    profile === 'administrator' ? anybodys(profile, relation) : mine(profile, relation),
  )
  return needs(IMPORTS, ask, { of: 'import', judge, ...(passes && { passes }) })
}
