import { newId } from '../../../platform/pure/ids.ts'
import { aScenario, aState } from '../../../rooms/scenarios/builders.ts'
import { common, type Entry, needs, type Scene, signedIn, type Table } from '../table.ts'

const SETTINGS = 'settings.administer'
const SCENARIOS = 'scenarios.administer'
const outcomes = () => [aState({ kind: 'won' }), aState({ kind: 'lost' })]

const directory = (name: string): Table => {
  const right = 'directories.administer'
  const path = `/api/v1/${name}`
  const one = (more: object = {}) =>
    needs(
      right,
      ({ stage, relation }) => ({
        params: { id: relation === 'absent' ? newId() : (stage.directories[path] ?? '') },
        ...more,
      }),
      { judge: common },
    )
  return {
    [`GET /${name}`]: signedIn(),
    [`POST /${name}`]: needs(right, () => ({ body: { id: newId(), name: `Новое ${newId()}` } })),
    [`PATCH /${name}/:id`]: one({ body: { version: 1, order: 3 } }),
    [`POST /${name}/:id/archive`]: one(),
    [`POST /${name}/:id/restore`]: one(),
  }
}

const scenario =
  (more: (scene: Scene) => object = () => ({})): NonNullable<Entry['ask']> =>
  scene => ({
    params: { id: scene.relation === 'absent' ? newId() : scene.stage.lonelyScenarioId },
    ...more(scene),
  })
const trigger: NonNullable<Entry['ask']> = ({ stage, relation }) => ({
  params: { id: relation === 'absent' ? newId() : stage.scenarioId, triggerId: stage.triggerId },
})

/** The company, its directories and scenarios: what is the same for everybody. */
export const settings: Table = {
  ...directory('service-types'),
  ...directory('loss-reasons'),
  ...directory('channels'),
  ...directory('sources'),
  ...directory('projects'),
  ...directory('calendar-regions'),
  ...directory('interaction-kinds'),

  'GET /company': signedIn(),
  'PATCH /company': needs(SETTINGS, () => ({ body: { version: 1, name: 'Иное имя' } })),
  'GET /calendar': signedIn(),
  'GET /calendar/years/:year': needs(SETTINGS, () => ({ params: { year: 2027 } })),
  'PUT /calendar/years/:year': needs(SETTINGS, () => ({
    params: { year: 2027 },
    body: { layer: 'company', version: 0 },
  })),
  'POST /calendar/import': needs(SETTINGS, () => ({ body: { text: '{"holidays": ["2028-01-04"]}' } })),
  'GET /settings/me': signedIn(),
  'PATCH /settings/me': signedIn(() => ({ body: { theme: 'dark' } })),
  'GET /settings/company': signedIn(),
  'PATCH /settings/company': needs(SETTINGS, () => ({ body: { formFields: ['subject'] } })),
  'POST /demo/remove': needs(SETTINGS),

  'GET /scenarios': signedIn(),
  'GET /scenario-schema': signedIn(),
  'POST /scenarios': needs(SCENARIOS, () => {
    const { won: _, lost: __, ...body } = aScenario()
    return { body }
  }),
  'POST /scenarios/import': needs(SCENARIOS, () => ({
    body: {
      id: newId(),
      document: {
        format: 'interes.scenario',
        version: 1,
        name: `Чужой ${newId()}`,
        states: [aState(), ...outcomes()],
      },
    },
  })),
  'GET /scenarios/:id': signedIn(scenario(), { judge: common }),
  'PATCH /scenarios/:id': needs(
    SCENARIOS,
    scenario(() => ({ body: { version: 1, name: 'Иное имя' } })),
    {
      judge: common,
    },
  ),
  'GET /scenarios/:id/draft': needs(SCENARIOS, scenario(), { judge: common }),
  'PUT /scenarios/:id/draft': needs(
    SCENARIOS,
    scenario(() => ({
      body: {
        version: 0,
        baseVersion: 1,
        name: 'Черновик',
        departmentIds: [],
        serviceTypeIds: [],
        states: [aState(), ...outcomes()],
        checklist: [],
      },
    })),
    { judge: common },
  ),
  'DELETE /scenarios/:id/draft': needs(SCENARIOS, scenario(), { judge: common }),
  'GET /scenarios/:id/document': signedIn(scenario(), { judge: common }),
  'GET /scenarios/:id/versions': signedIn(scenario(), { judge: common }),
  'GET /scenarios/:id/versions/:version': signedIn(
    scene => {
      const { params } = scenario()(scene)
      return { params: { ...params, version: 1 } }
    },
    { judge: common },
  ),
  'POST /scenarios/:id/triggers/:triggerId/pause': needs(SCENARIOS, trigger, { judge: common }),
  'POST /scenarios/:id/triggers/:triggerId/resume': needs(SCENARIOS, trigger, { judge: common }),
  'POST /scenarios/:id/archive': needs(SCENARIOS, scenario(), { judge: common }),
  'POST /scenarios/:id/restore': needs(SCENARIOS, scenario(), { judge: common }),
}
