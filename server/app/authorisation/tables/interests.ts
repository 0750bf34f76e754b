import { newId } from '../../../platform/pure/ids.ts'
import { aClient } from '../../../rooms/clients/builders.ts'
import { aState } from '../../../rooms/scenarios/builders.ts'
import { holds, sees } from '../policy.ts'
import { byInterests, needs, notGranted, reads, type Scene, signedIn, type Table, writes } from '../table.ts'

const inScenario = ({ stage }: Scene) => ({ query: { scenarioId: stage.scenarioId } })
const made = (stage: Scene['stage']) => ({
  id: newId(),
  serviceTypeId: stage.serviceTypeId,
  scenarioId: stage.scenarioId,
})

/** Interests: registering, moving, notes, history, lists and the board. */
export const interests: Table = {
  'GET /interests': signedIn(),
  'GET /interests-summary': signedIn(),
  'GET /board': signedIn(inScenario),
  'GET /board/cards': signedIn(({ stage }) => ({
    query: { scenarioId: stage.scenarioId, stateId: stage.stateIds[0] },
  })),
  'POST /interests': [
    needs('interests.create', ({ stage }) => ({ body: { ...made(stage), prospect: { fullName: `Кто ${newId()}` } } })),
    // For whichever client is seen.
    reads('clients', 'client', ({ stage, family }) => ({ body: { ...made(stage), clientId: family.client } }), {
      who: 'interests.create',
      unseen: '422 invalid clientId',
    }),
  ],
  'GET /interests/:id': reads('interests', 'interest'),
  'PATCH /interests/:id': writes('interests', 'interest', () => ({ body: { version: 2, subject: 'Другая тема' } })),
  'POST /interests/:id/move': writes('interests', 'interest', ({ stage }) => ({
    body: { stateId: stage.stateIds[1], version: 2 },
  })),
  'PUT /interests/:id/checklist/:itemId': writes('interests', 'interest', ({ stage }) => ({
    params: { itemId: stage.itemId },
    body: { done: true },
  })),
  'POST /interests/:id/scenario': writes('interests', 'interest', ({ stage }) => ({
    body: { scenarioId: stage.lonelyScenarioId, version: 2 },
  })),
  'POST /interests/:id/client': writes('interests', 'lead', () => ({ body: aClient() }), {
    who: 'clients.create',
    judge: notGranted(byInterests),
  }),
  'PUT /interests/:id/star': reads('interests', 'interest', () => ({ body: { on: true } })),
  'PUT /interests/:id/watch': reads('interests', 'interest', () => ({ body: { on: true } })),
  'POST /interests/:id/loss/confirm': signedIn(undefined, {
    of: 'interest',
    judge: (profile, relation) => {
      const verdict = byInterests(profile, relation)
      return verdict === 'unseen' || holds(profile, 'losses.confirm') ? verdict : '403 forbidden losses.confirm'
    },
    passes: '409 interest.not_awaiting',
  }),
  'GET /interests/:id/closings': reads('interests', 'interest'),
  'GET /interests/:id/access': reads('interests', 'interest'),
  'PUT /interests/:id/members/:userId': writes('interests', 'interest', ({ stage, profile }) => ({
    params: { userId: stage.callers[profile === 'administrator' ? 'marketer' : 'administrator'].id },
    body: {},
  })),
  'DELETE /interests/:id/members/:userId': writes('interests', 'interest', ({ stage }) => ({
    params: { userId: stage.callers.head.id },
  })),
  'PUT /interests/:id/place': writes('interests', 'interest', ({ family }) => ({
    body: { beside: { id: family.neighbour, side: 'after' } },
  })),
  'PUT /interests/:id/contacts/:contactId': writes('interests', 'interest', ({ family }) => ({
    params: { contactId: family.contact },
    body: {},
  })),
  'DELETE /interests/:id/contacts/:contactId': writes('interests', 'interest', ({ family }) => ({
    params: { contactId: family.contact },
  })),
  'PUT /interests/:id/presence': reads('interests', 'interest', () => ({ body: { placeId: newId(), here: true } })),
  'POST /interests/:id/notes': reads('interests', 'interest', () => ({ body: { id: newId(), body: 'Звонил' } })),
  'POST /interests/:id/requests': reads('interests', 'interest', () => ({ body: { id: newId(), body: 'Еще насос' } })),
  'GET /interests/:id/timeline': reads('interests', 'interest'),
  'GET /interests/:id/pinned-entries': reads('interests', 'interest'),
  'PUT /interests/:id/pinned-entries': reads('interests', 'interest', ({ family }) => ({
    body: { entryId: family.entry, on: true },
  })),
  'GET /interests/:id/history': reads('interests', 'interest'),
  'GET /interests/:id/as-of': reads('interests', 'interest', () => ({ query: { version: 1 } })),
  'POST /interests/:id/history/restore': writes(
    'interests',
    'interest',
    () => ({ body: { version: 2, to: { version: 1 } } }),
    { who: 'history.restore' },
  ),
  // The last change of an Interest goes back by whoever may work with it; of other records by whoever made it.
  'POST /undo': [
    signedIn(({ family }) => ({ body: { change: { kind: 'interest', id: family.interest, version: 2 } } }), {
      judge: (profile, relation) => {
        const verdict = byInterests(profile, relation)
        return verdict === 'seen' ? '409 undo.unfit not_own' : verdict
      },
    }),
    signedIn(({ family }) => ({ body: { change: { kind: 'contact', id: family.contact, version: 2 } } }), {
      judge: (profile, relation) => {
        if (!sees(profile, 'clients', relation)) return 'unseen'
        return profile === 'administrator' ? 'ok' : '409 undo.unfit not_own'
      },
    }),
  ],

  'POST /scenarios/:id/dry-run': needs('scenarios.administer', ({ stage }) => ({
    params: { id: stage.scenarioId },
    body: {
      states: [aState(), aState({ kind: 'won' }), aState({ kind: 'lost' })],
      checklist: [],
    },
  })),
  'GET /reports/funnel': signedIn(({ stage }) => ({
    query: { scenarioId: stage.scenarioId, from: '2026-01', to: '2026-12' },
  })),
  'GET /reports/funnel/interests': signedIn(({ stage }) => ({
    query: { scenarioId: stage.scenarioId, from: '2026-01', to: '2026-12', cell: 'won' },
  })),
}
