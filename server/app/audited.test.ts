import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { newId, NIL_ID } from '../platform/pure/ids.ts'
import { makeInn10 } from '../platform/pure/requisites.ts'
import { perform } from '../platform/work.ts'
import { enterAbsence } from '../rooms/access/absences/contract.ts'
import { blankPersonal } from '../rooms/access/audit/blanking/actions.ts'
import * as log from '../rooms/access/audit/contract.ts'
import { type AuditKind, auditKinds, kindsOf } from '../rooms/access/audit/kinds/contract.ts'
import { decideAuditKind } from '../rooms/access/audit/rules.ts'
import * as apiKeys from '../rooms/access/api-keys/contract.ts'
import * as access from '../rooms/access/contract.ts'
import { stopViewing, viewAs } from '../rooms/access/viewing/contract.ts'
import { endClientGrants } from '../rooms/clients/grants/actions.ts'
import * as profiles from '../rooms/access/profiles/contract.ts'
import { setUpCompany } from '../rooms/access/set-up/actions.ts'
import { aClient, aContact, aProspect } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { defaultRules } from '../rooms/clients/duplicates/scoring/rules.ts'
import { noteDemo } from '../rooms/company/actions.ts'
import { putCalendarYear } from '../rooms/company/calendar/contract.ts'
import * as company from '../rooms/company/contract.ts'
import * as exchange from '../rooms/exchange/contract.ts'
import { aCsv } from '../rooms/exchange/import/builders.ts'
import { changeCompanySettings } from '../rooms/fields/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import { createInterest, getInterest } from '../rooms/interests/contract.ts'
import { addMember, removeMember } from '../rooms/interests/members/contract.ts'
import { declineAccessRequest, grantAccessRequest, handOverRequest, search } from '../rooms/registration/contract.ts'
import { aScenario, aState, aTrigger } from '../rooms/scenarios/builders.ts'
import * as scenarios from '../rooms/scenarios/contract.ts'
import { pauseTrigger, resumeTrigger } from '../rooms/scenarios/triggers/contract.ts'
import { aWorld, people } from './testing.ts'

const world = await aWorld({ open: true })
const bare = await aWorld()
const boss = world.as('administrator')
const anna = world.as('salesperson')
const guest = world.as('stranger')

const serviceTypeId = (await anna.ok(company.directories.service_type.list)).items[0]?.id ?? ''
const at = (id: string) => ({ params: { id } })
const of = (id: string, userId: string) => ({ params: { id, userId } })
const PASSWORD = 'очень длинный пароль'
const register = () => anna.ok(clients.createClient, { body: aClient({ contacts: [aContact()] }) })
const interestOf = async () => anna.ok(createInterest, { body: anInterest({ serviceTypeId }) })
const act = (verb: Parameters<typeof perform<unknown>>[3], where = world) =>
  perform(where.platform, where.caller('administrator'), { verb: 'test' }, verb)
const download = (url: string) =>
  world.node.server.inject({ url, headers: { cookie: `sid=${people.administrator.token}` } })

async function hire() {
  const email = `${newId()}@example.com`
  const body = { id: newId(), email, name: 'Новый Человек', role: 'salesperson', password: PASSWORD }
  return boss.ok(access.createUser, { body })
}
const tryToEnter = (email: string, password: string) =>
  world.as(null).call(access.signIn, { body: { email, password } })

/** A person who has just come in, with the cookie that came back. */
async function enter() {
  const { email } = await hire()
  const answer = await tryToEnter(email, PASSWORD)
  const cookie = /sid=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0] ?? ''
  return { headers: { cookie } }
}

async function merged(kind: 'client' | 'contact' | 'prospect') {
  const make = {
    client: async () => (await register()).id,
    contact: async () => (await register()).contacts[0]?.id ?? '',
    prospect: async () => (await anna.ok(clients.createProspect, { body: aProspect() })).id,
  }[kind]
  const body = { id: newId(), kind, winnerId: await make(), loserId: await make() }
  return (await boss.ok(clients.mergeParties, { body })).id
}
const unmerge = async (kind: 'client' | 'contact' | 'prospect') => boss.ok(clients.undoMerge, at(await merged(kind)))

const phoneOf = (client: { phones: { raw: string }[] }) => client.phones[0]?.raw ?? ''
const ask = async () => guest.ok(clients.requestAccess, { body: { id: newId(), typed: phoneOf(await register()) } })

async function anItem() {
  return boss.ok(company.directories.source.create, { body: { id: newId(), name: `Источник ${newId()}` } })
}
async function aDepartment() {
  return boss.ok(access.createDepartment, { body: { id: newId(), name: `Отдел ${newId()}` } })
}
async function aProfile() {
  const from = (await boss.ok(profiles.listProfiles)).items.find(each => each.role === 'salesperson')
  const body = { id: newId(), fromId: from?.id, name: `Профиль ${newId()}` }
  return boss.ok(profiles.copyProfile, { body })
}
async function aRoute() {
  const trigger = aTrigger()
  const {
    won: _,
    lost: __,
    ...body
  } = aScenario([aState({ name: 'Первое' }), aState({ name: 'Второе', triggers: [trigger] })])
  return { ...(await boss.ok(scenarios.createScenario, { body })), triggerId: trigger.id }
}
async function aSecond() {
  const client = await anna.ok(clients.createClient, { body: aClient() })
  const id = newId()
  await anna.ok(clients.addContractor, { ...at(client.id), body: { id, kind: 'organisation', name: 'ООО «Вторая»' } })
  return id
}

async function anImport() {
  const id = newId()
  await boss.ok(exchange.createImport, { body: { id, name: 'клиенты.csv' } })
  const headers = { 'content-type': 'application/octet-stream' }
  const body = aCsv([
    ['Название', 'Телефон'],
    [`ООО «Загрузка ${newId()}»`, '+7 383 000-00-77'],
  ])
  await boss.ok(exchange.sendImportFile, { ...at(id), body, headers })
  await until(id, 'mapping')
  return id
}
async function until(id: string, status: string): Promise<void> {
  await expect.poll(async () => (await boss.ok(exchange.getImport, at(id))).status, { timeout: 20_000 }).toBe(status)
}
async function anImported() {
  const id = await anImport()
  await boss.ok(exchange.startImport, at(id))
  await until(id, 'done')
  return id
}

const steer = (state: string) => boss.ok(clients.steerDuplicateSearch, { body: { state } })
const printed = (what: string) => anna.ok(log.notePrint, { body: { what, id: newId() } })
const archived = async (endpoint: typeof clients.archiveClient, id: string) => boss.ok(endpoint, at(id))

/** A kind that needs a service of its own is written, and looked for in the log, by another test. */
const shownBy = (file: string) => ({ file: `../rooms/${file}` })

/** What really happens, by the kind that must stand in the log afterwards. A kind without its action does not compile. */
const actions: Record<AuditKind, (() => Promise<unknown>) | { file: string }> = {
  'sign_in.code_refused': shownBy('access/second-factor/http.test.ts'),
  'session.all_ended': shownBy('access/sessions/others.test.ts'),
  'user.second_factor_on': shownBy('access/second-factor/http.test.ts'),
  'user.second_factor_off': shownBy('access/second-factor/http.test.ts'),
  'user.second_factor_reset': shownBy('access/second-factor/http.test.ts'),
  'user.recovery_codes_renewed': shownBy('access/second-factor/http.test.ts'),
  'user.recovery_code_used': shownBy('access/second-factor/http.test.ts'),
  'secret_key.another': shownBy('access/secrets/actions.test.ts'),
  'secret_key.accepted': shownBy('access/secrets/actions.test.ts'),
  'sign_in_rules.changed': shownBy('access/sign-in-rules/http.test.ts'),
  'outside_account.linked': shownBy('access/single-sign-on/http.test.ts'),
  'outside_account.unlinked': shownBy('access/single-sign-on/http.test.ts'),
  'single_sign_on.changed': shownBy('access/single-sign-on/http.test.ts'),
  'ldap.changed': shownBy('access/ldap/ldap.slow.test.ts'),
  'ldap.compared': shownBy('access/ldap/ldap.slow.test.ts'),
  'sign_in.accepted': enter,
  'sign_in.refused': () => tryToEnter('nobody@example.com', 'wrong password'),
  'sign_in.blocked': async () => {
    for (let n = 0; n < 12; n++) await tryToEnter('guessed@example.com', 'wrong password')
    await world.db.q.deleteFrom('guess').execute()
  },
  'sign_in.link_refused': () => world.as(null).call(access.signInByLink, { body: { token: 'guessed' } }),
  sign_out: async () => world.as(null).call(access.signOut, await enter()),
  'session.ended': async () => {
    const way = await enter()
    const { body } = await world.as(null).call(access.listSessions, way)
    await world.as(null).call(access.endSession, { ...way, ...at(body.items[0]?.id ?? '') })
  },
  'password.changed': async () =>
    world
      .as(null)
      .call(access.changePassword, { ...(await enter()), body: { current: PASSWORD, password: `${PASSWORD}!` } }),
  'user.link_created': async () => boss.ok(access.createSignInLink, at((await hire()).id)),

  'client.viewed': async () => anna.ok(clients.getClient, at((await register()).id)),
  'contact.viewed': async () => anna.ok(clients.getContact, at((await register()).contacts[0]?.id ?? '')),
  'prospect.viewed': async () =>
    anna.ok(clients.getProspect, at((await anna.ok(clients.createProspect, { body: aProspect() })).id)),
  'interest.viewed': async () => anna.ok(getInterest, at((await interestOf()).id)),
  'search.walled': async () => guest.ok(search, { query: { q: phoneOf(await register()) } }),
  'search.walls_exhausted': async () => {
    const q = phoneOf(await register())
    for (let n = 0; n < 62; n++) await world.as('colleague').ok(search, { query: { q } })
  },
  'wall.told': async () => guest.ok(clients.checkDuplicates, { body: { phones: [phoneOf(await register())] } }),

  'clients.exported': () => download('/api/v1/exports/clients'),
  'interests.exported': () => download('/api/v1/exports/interests'),
  'import.errors_downloaded': async () => download(`/api/v1/imports/${await anImported()}/errors.csv`),
  'audit.exported': () => download('/api/v1/audit/export?group=print'),

  'client.printed': () => printed('client'),
  'contact.printed': () => printed('contact'),
  'prospect.printed': () => printed('prospect'),
  'interest.printed': () => printed('interest'),
  'list.printed': () => anna.ok(log.notePrint, { body: { what: 'list', page: '/sales', narrowed: true } }),

  'user.created': hire,
  'user.changed': async () =>
    boss.ok(access.changeUser, { ...at((await hire()).id), body: { version: 1, name: 'Иначе' } }),
  'user.role_changed': async () =>
    boss.ok(access.changeUser, { ...at((await hire()).id), body: { version: 1, role: 'head' } }),
  'user.deactivated': async () => boss.ok(access.deactivateUser, at((await hire()).id)),
  'user.reactivated': async () => {
    const { id } = await hire()
    await boss.ok(access.deactivateUser, at(id))
    await boss.ok(access.reactivateUser, at(id))
  },
  'profile.created': aProfile,
  'profile.changed': async () => {
    const { id, version } = await aProfile()
    await boss.ok(profiles.changeProfile, { ...at(id), body: { version, name: `Иначе ${newId()}` } })
  },
  'profile.archived': async () => boss.ok(profiles.archiveProfile, at((await aProfile()).id)),
  'profile.restored': async () => {
    const { id } = await aProfile()
    await boss.ok(profiles.archiveProfile, at(id))
    await boss.ok(profiles.restoreProfile, at(id))
  },
  'department.created': aDepartment,
  'department.changed': async () =>
    boss.ok(access.changeDepartment, {
      ...at((await aDepartment()).id),
      body: { version: 1, name: `Иначе ${newId()}` },
    }),
  'department.archived': async () => boss.ok(access.archiveDepartment, at((await aDepartment()).id)),
  'department.restored': async () => {
    const { id } = await aDepartment()
    await boss.ok(access.archiveDepartment, at(id))
    await boss.ok(access.restoreDepartment, at(id))
  },
  'api_key.created': () => boss.ok(apiKeys.createApiKey, { body: { id: newId(), name: 'Сайт' } }),
  'api_key.revoked': async () => {
    const { id } = await boss.ok(apiKeys.createApiKey, { body: { id: newId(), name: 'Сайт' } })
    await boss.ok(apiKeys.revokeApiKey, at(id))
  },
  'absence.rights_handed_over': async () =>
    anna.ok(enterAbsence, {
      body: {
        id: newId(),
        userId: people.salesperson.id,
        kind: 'trip',
        fromDay: '2031-01-01',
        toDay: '2031-01-02',
        work: false,
        rights: true,
        substitutes: [{ userId: people.stranger.id }],
      },
    }),
  'grant.given': async () =>
    anna.ok(clients.grantClient, { ...of((await register()).id, people.stranger.id), body: {} }),
  'grant.revoked': async () => {
    const { id } = await register()
    await anna.ok(clients.grantClient, { ...of(id, people.stranger.id), body: {} })
    await anna.ok(clients.revokeClient, of(id, people.stranger.id))
  },
  'grant.changed': async () => {
    const { id } = await register()
    await anna.ok(clients.grantClient, { ...of(id, people.stranger.id), body: {} })
    await anna.ok(clients.grantClient, { ...of(id, people.stranger.id), body: { until: '2100-01-01' } })
  },
  'grant.ended': async () => {
    const { id } = await register()
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    await anna.ok(clients.grantClient, { ...of(id, people.stranger.id), body: { expiresAt } })
    const over = { expires_at: new Date(Date.now() - 1_000) }
    await world.db.q.updateTable('record_access').set(over).where('record_id', '=', id).execute()
    await act(endClientGrants)
  },
  'access.viewed_as': async () => {
    await boss.ok(viewAs, { body: { userId: people.stranger.id } })
    await boss.ok(stopViewing)
  },
  'interest.member_added': async () =>
    anna.ok(addMember, { ...of((await interestOf()).id, people.stranger.id), body: { grantClient: true } }),
  'interest.member_removed': async () => {
    const way = of((await interestOf()).id, people.stranger.id)
    await anna.ok(addMember, { ...way, body: { grantClient: true } })
    await anna.ok(removeMember, way)
  },
  'access.requested': ask,
  'access_request.granted': async () => boss.ok(grantAccessRequest, at((await ask()).id)),
  'access_request.declined': async () => boss.ok(declineAccessRequest, { ...at((await ask()).id), body: {} }),
  'request.handed_over': async () =>
    guest.ok(handOverRequest, { body: { id: newId(), content: 'Просят позвонить', typed: phoneOf(await register()) } }),

  'client.merged': () => merged('client'),
  'client.merged_into': () => merged('client'),
  'client.unmerged': () => unmerge('client'),
  'contact.merged': () => merged('contact'),
  'contact.merged_into': () => merged('contact'),
  'contact.unmerged': () => unmerge('contact'),
  'prospect.merged': () => merged('prospect'),
  'prospect.merged_into': () => merged('prospect'),
  'prospect.unmerged': () => unmerge('prospect'),
  'contractor.overridden': async () => {
    const numbers = { inn: makeInn10(Math.random), kpp: '540601001' }
    await anna.ok(clients.createClient, { body: aClient(numbers) })
    const body = { version: 1, ...numbers, override: { reason: 'Филиал ведут отдельно' } }
    await boss.ok(clients.changeContractor, { ...at(await aSecond()), body })
  },
  'duplicates.search_started': () => boss.ok(clients.startDuplicateSearch, { body: { id: newId() } }),
  'duplicates.search_paused': () => searching('paused'),
  'duplicates.search_resumed': () => searching('paused', 'running'),
  'duplicates.search_cancelled': () => searching('cancelled'),
  'duplicates.rules_changed': async () => {
    const rules = defaultRules()
    rules.client.weights.phone = 30
    await boss.ok(clients.changeDuplicateRules, { body: { version: 0, rules } })
  },

  'client.archived': async () => archived(clients.archiveClient, (await register()).id),
  'client.restored': async () => {
    const { id } = await register()
    await archived(clients.archiveClient, id)
    await boss.ok(clients.restoreClient, at(id))
  },
  'contact.archived': async () => boss.ok(clients.archiveContact, at((await register()).contacts[0]?.id ?? '')),
  'contact.restored': async () => {
    const way = at((await register()).contacts[0]?.id ?? '')
    await boss.ok(clients.archiveContact, way)
    await boss.ok(clients.restoreContact, way)
  },
  'prospect.archived': async () =>
    boss.ok(clients.archiveProspect, at((await anna.ok(clients.createProspect, { body: aProspect() })).id)),
  'prospect.restored': async () => {
    const way = at((await anna.ok(clients.createProspect, { body: aProspect() })).id)
    await boss.ok(clients.archiveProspect, way)
    await boss.ok(clients.restoreProspect, way)
  },
  'contractor.archived': async () => boss.ok(clients.archiveContractor, at(await aSecond())),
  'contractor.restored': async () => {
    const way = at(await aSecond())
    await boss.ok(clients.archiveContractor, way)
    await boss.ok(clients.restoreContractor, way)
  },

  'import.started': anImported,
  'import.undone': async () => boss.ok(exchange.undoImport, at(await anImported())),
  'import.destroyed': async () => boss.ok(exchange.destroyImport, at(await anImport())),

  'company.set_up': async () => {
    for (const table of ['directory_item', 'company'] as const) await bare.db.q.deleteFrom(table).execute()
    await act(work => setUpCompany(work), bare)
  },
  'company.changed': async () => {
    const { version } = await boss.ok(company.readCompany)
    await boss.ok(company.changeCompany, { body: { version, name: `Компания ${newId()}` } })
  },
  'company.demo_loaded': () => act(work => noteDemo(work, 'loaded')),
  'company.demo_removed': () => boss.ok(company.removeDemo),
  'settings.changed': () => boss.ok(changeCompanySettings, { body: { formFields: ['subject'] } }),
  'calendar_year.changed': () =>
    boss.ok(putCalendarYear, {
      params: { year: 2027 },
      body: { layer: 'company', version: 0, marks: { ...noMarks, workingDays: ['11-06'] } },
    }),
  'directory.created': anItem,
  'directory.changed': async () =>
    boss.ok(company.directories.source.change, {
      ...at((await anItem()).id),
      body: { version: 1, name: `Иначе ${newId()}` },
    }),
  'directory.archived': async () => boss.ok(company.directories.source.archive, at((await anItem()).id)),
  'directory.restored': async () => {
    const way = at((await anItem()).id)
    await boss.ok(company.directories.source.archive, way)
    await boss.ok(company.directories.source.restore, way)
  },
  'scenario.created': aRoute,
  'scenario.changed': async () => {
    const { id, version } = await aRoute()
    await boss.ok(scenarios.changeScenario, { ...at(id), body: { version, order: 0 } })
  },
  'scenario.archived': async () => boss.ok(scenarios.archiveScenario, at((await aRoute()).id)),
  'scenario.restored': async () => {
    const { id } = await aRoute()
    await boss.ok(scenarios.archiveScenario, at(id))
    await boss.ok(scenarios.restoreScenario, at(id))
  },
  'scenario.trigger_paused': async () => {
    const { id, triggerId } = await aRoute()
    await boss.ok(pauseTrigger, { params: { id, triggerId } })
  },
  'scenario.trigger_resumed': async () => {
    const { id, triggerId } = await aRoute()
    await boss.ok(pauseTrigger, { params: { id, triggerId } })
    await boss.ok(resumeTrigger, { params: { id, triggerId } })
  },

  'audit.verified': async () => {
    await boss.ok(log.verifyAudit)
    await expect
      .poll(async () => (await boss.ok(log.getAuditState)).check?.finishedAt, { timeout: 20_000 })
      .toBeTruthy()
  },
  'audit.blanked': () => act(work => blankPersonal(work, { kind: 'client', id: newId() })),
  'audit.history_removed': { file: './demo/remove.test.ts' },
  'audit.anchors_begun': shownBy('access/audit/verifying/actions.test.ts'),
  'audit.anchor_differs': shownBy('access/audit/verifying/actions.test.ts'),
}

const noMarks = { daysOff: [], workingDays: [], shortened: [], provisional: false }

/** A search that waits to be steered: the job that does it runs on another node of this world, which has none. */
async function searching(...states: string[]): Promise<void> {
  await boss.call(clients.steerDuplicateSearch, { body: { state: 'cancelled' } })
  await boss.ok(clients.startDuplicateSearch, { body: { id: newId() } })
  for (const state of states) await steer(state)
}

const count = async (kind: string) => {
  let rows = 0
  for (const { db } of [world, bare])
    rows += Number((await db.pool.query('select count(*) from audit where kind = $1', [kind])).rows[0].count)
  return rows
}

describe('what the log must tell of', () => {
  test.for(kindsOf())('%s', { timeout: 60_000 }, async kind => {
    const action = actions[kind]
    if (typeof action !== 'function') {
      expect(readFileSync(new URL(action.file, import.meta.url), 'utf8')).toContain(kind)
      return
    }
    const before = await count(kind)
    await action()
    expect(await count(kind)).toBeGreaterThan(before)
  })

  test('every row that was written has its words', async () => {
    const { rows } = await world.db.pool.query('select distinct kind from audit')
    expect(rows.map(row => row.kind).filter(kind => !Object.hasOwn(auditKinds, kind))).toEqual([])
  })
})

test('each event of rights, merges, the archive and settings that the code can announce stands in the log as well', async () => {
  const { rows } = await world.db.pool.query('select distinct kind, record_kind from event')
  const announced = new Set<string>(rows.map(row => row.kind))
  for (const file of readdirSync(new URL('../rooms/', import.meta.url), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /\.test\.ts$|contract\.ts$/.test(file)) continue
    const text = readFileSync(new URL(`../rooms/${file}`, import.meta.url), 'utf8')
    for (const [, kind = ''] of text.matchAll(/['"`]([a-z_]+\.[a-z_]+)['"`]/g)) announced.add(kind)
  }
  const grave = /\.(archived|restored|merged|merged_into|unmerged|given|revoked|granted|declined|published|member_\w+)$/
  const silent = [...announced].filter(
    kind => grave.test(kind) || /^(user|department|api_key|role|profile|right)\./.test(kind),
  )
  const missing = silent.filter(
    kind => !decideAuditKind({ kind, record: { kind: '', id: NIL_ID } }) && !Object.hasOwn(auditKinds, kind),
  )
  expect(missing.filter(kind => !elsewhere.has(kind))).toEqual([])
})

/** Said by another row of the same action: the password, the session, and the notice to who asked. */
const elsewhere = new Set([
  'user.password_changed',
  'user.account_linked',
  'user.link_account',
  // A notice, and the job that writes it.
  'api_key.expires',
  'api_key.warn',
  'user.account_unlinked',
  'user.session_ended',
  'user.viewing_changed',
  'access.granted',
  'access.declined',
  // Announcements inside a transaction, not events.
  'parties.merged',
  'parties.unmerged',
  'scenario.published',
])
