import { createHash } from 'node:crypto'
import { newId } from '../../platform/pure/ids.ts'
import { createApiKey } from '../../rooms/access/api-keys/contract.ts'
import { enterAbsence } from '../../rooms/access/absences/contract.ts'
import { copyProfile, listProfiles } from '../../rooms/access/profiles/contract.ts'
import { cancelActivity, planActivity } from '../../rooms/activities/contract.ts'
import { aPlan } from '../../rooms/activities/builders.ts'
import { aClient, aContact, aProspect } from '../../rooms/clients/builders.ts'
import * as clients from '../../rooms/clients/contract.ts'
import { directories } from '../../rooms/company/contract.ts'
import { changeInterest, createInterest } from '../../rooms/interests/contract.ts'
import { saveDraft } from '../../rooms/registration/contract.ts'
import { aScenario, aState, aTrigger } from '../../rooms/scenarios/builders.ts'
import { createScenario } from '../../rooms/scenarios/contract.ts'
import type { Client, World } from '../testing.ts'
import { departments, people } from '../testing.ts'
import type { Profile } from './policy.ts'

/** Somebody who calls, whose records others meet. */
export interface Person extends Client {
  id: string
  token: string
}

/** One record of every kind, all of one responsible. */
export type Family = Record<(typeof KINDS)[number], string>
export const KINDS = [
  'user',
  'client',
  'twin',
  'contact',
  'contractor',
  'prospect',
  'loose',
  'interest',
  'neighbour',
  'lead',
  'entry',
  'activity',
  'chore',
  'closed',
  'pair',
  'merge',
  'batch',
  'accessRequest',
  'handOver',
  'workHandOver',
  'draft',
  'notice',
  'session',
  'apiKey',
  'absence',
  'run',
  'import',
] as const

/** What everybody meets alike: settings, directories, people. */
export interface Stage {
  scenarioId: string
  versions: number
  /** Interests stand in the first of these; nothing stands in the way into the second. */
  stateIds: readonly [string, string]
  itemId: string
  triggerId: string
  lonelyScenarioId: string
  departmentId: string
  profileId: string
  serviceTypeId: string
  directories: Record<string, string>
  /** Somebody elsewhere, whom nobody of the callers leads. */
  stranger: string
  colleague: string
  families: Record<Profile | 'department' | 'below' | 'foreign' | 'granted' | 'entrusted', Family>
  callers: Record<Profile, Person>
}

const groupId = '01900000-0000-7000-8000-d00000000009'

/** Callers of the five profiles in one department, and beside them whose records they meet. */
export async function setTheStage(world: World): Promise<Stage> {
  const { q } = world.db
  await q
    .insertInto('department')
    .values({ id: groupId, name: 'Группа', parent_id: departments.sales.id, ord: 9 })
    .execute()
  const known = (name: 'administrator' | 'head' | 'salesperson' | 'colleague' | 'stranger'): Person => ({
    ...world.as(name),
    id: people[name].id,
    token: people[name].token,
  })
  const callers = {
    administrator: known('administrator'),
    head: known('head'),
    salesperson: known('salesperson'),
    marketer: await hire(world, 'marketer', departments.sales.id),
    observer: await hire(world, 'observer', departments.sales.id),
  }
  const boss = callers.administrator
  const common = await makeCommon(boss)
  const owners = {
    ...callers,
    department: known('colleague'),
    below: await hire(world, 'salesperson', groupId),
    foreign: known('stranger'),
    granted: await hire(world, 'salesperson', departments.service.id),
    entrusted: await hire(world, 'salesperson', departments.service.id),
  }
  const families = Object.fromEntries(
    await Promise.all(
      Object.entries(owners).map(
        async ([name, owner]) => [name, await makeFamily(world, boss, owner, common)] as const,
      ),
    ),
  ) as Stage['families']
  for (const { id } of Object.values(callers)) {
    await boss.ok(clients.grantClient, { params: { id: families.granted.client, userId: id }, body: {} })
    await boss.ok(clients.grantClient, {
      params: { id: families.entrusted.client, userId: id },
      body: { changes: true },
    })
  }
  return {
    ...common,
    departmentId: groupId,
    stranger: people.stranger.id,
    colleague: people.colleague.id,
    callers,
    families,
  }
}

/** Ids that nobody has. */
export function absentFamily(): Family {
  return Object.fromEntries(KINDS.map(kind => [kind, kind === 'entry' ? '1' : newId()])) as Family
}

async function hire(world: World, role: Profile, departmentId: string): Promise<Person> {
  const { q } = world.db
  const id = newId()
  const token = `matrix-${id}`
  const now = world.platform.now()
  await q
    .insertInto('app_user')
    .values({ id, name: `Сотрудник ${id.slice(-4)}`, email: `${id}@example.com`, role, department_id: departmentId })
    .execute()
  await q
    .insertInto('session')
    .values({
      id,
      user_id: id,
      token_hash: createHash('sha256').update(token).digest(),
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + 86_400_000),
    })
    .execute()
  const nobody = world.as(null)
  const headers = { cookie: `sid=${token}` }
  return {
    id,
    token,
    call: (endpoint, input) => nobody.call(endpoint, { ...input, headers: { ...input?.headers, ...headers } } as never),
    ok: (endpoint, input) => nobody.ok(endpoint, { ...input, headers: { ...input?.headers, ...headers } } as never),
  }
}

type Common = Awaited<ReturnType<typeof makeCommon>>

async function makeCommon(boss: Person) {
  const item = { id: newId(), text: 'Позвонить' }
  const trigger = aTrigger()
  const first = aState({ name: 'Первое' })
  const second = aState({ name: 'Второе', triggers: [trigger] })
  const { won: _won, lost: _lost, ...body } = aScenario([first, second])
  const checklist = [{ ...item, stateIds: [first.id] }]
  await boss.ok(createScenario, { body: { ...body, checklist } })
  const { won: __won, lost: __lost, ...lonely } = aScenario()
  await boss.ok(createScenario, { body: lonely })
  const shipped = (await boss.ok(listProfiles)).items.find(each => each.role === 'salesperson')
  const profile = { id: newId(), fromId: shipped?.id, name: 'Свой профиль' }
  await boss.ok(copyProfile, { body: profile })
  const items: Record<string, string> = {}
  for (const directory of Object.values(directories)) {
    const one = { id: newId(), name: `Запись ${newId()}` }
    await boss.ok(directory.create, { body: one })
    items[directory.list.path] = one.id
  }
  return {
    scenarioId: body.id,
    versions: 1,
    stateIds: [first.id, second.id] as const,
    itemId: item.id,
    triggerId: trigger.id,
    trigger,
    lonelyScenarioId: lonely.id,
    profileId: profile.id,
    serviceTypeId: items[directories.service_type.list.path] ?? '',
    directories: items,
  }
}

async function makeFamily(world: World, boss: Person, owner: Person, common: Common): Promise<Family> {
  const responsibleId = owner.id
  const at = (id: string) => ({ params: { id } })
  const aParty = async () => {
    const contacts = [aContact()]
    const base = aClient({ contacts })
    const body = { ...base, responsibleId, emails: [`${base.id}@example.com`] }
    await boss.ok(clients.createClient, { body })
    return { id: body.id, contacts: contacts.map(each => each.id ?? '') }
  }
  const { id: client, contacts } = await aParty()
  const twin = (await aParty()).id
  const again = { version: 1, comment: 'Перезвонить' }
  await boss.ok(clients.changeClient, { ...at(client), body: again })
  await boss.ok(clients.changeContact, { ...at(contacts[0] ?? ''), body: again })
  const contractor = newId()
  await boss.ok(clients.addContractor, {
    ...at(client),
    body: { id: contractor, kind: 'organisation', name: 'ООО «Вторая»' },
  })
  await boss.ok(clients.changeContractor, { ...at(contractor), body: { version: 1, fullName: 'Вторая полностью' } })
  const prospectOf = async () => {
    const body = { ...aProspect(), responsibleId }
    await boss.ok(clients.createProspect, { body })
    await boss.ok(clients.changeProspect, { ...at(body.id), body: again })
    return body.id
  }
  const [prospect, loose] = [await prospectOf(), await prospectOf()]
  await boss.ok(clients.linkProspect, { ...at(prospect), body: { clientId: client } })
  const interestOf = async (party: object) => {
    const { serviceTypeId, scenarioId } = common
    const body = { id: newId(), serviceTypeId, scenarioId, responsibleId, subject: 'Насос', ...party }
    await boss.ok(createInterest, { body })
    return body.id
  }
  const interest = await interestOf({ clientId: client })
  const neighbour = await interestOf({ clientId: client })
  const lead = await interestOf({ prospectId: loose })
  const plan = async (more: object) => {
    const body = { ...aPlan(), assigneeId: owner.id, ...more }
    await boss.ok(planActivity, { body })
    return body.id
  }
  const activity = await plan({ interestId: interest })
  const closed = await plan({ interestId: interest })
  await boss.ok(cancelActivity, { ...at(closed), body: {} })
  const chore = await plan({})
  await boss.ok(changeInterest, { ...at(interest), body: { version: 1, content: 'Нужен насос' } })
  const mergeOf = async () => {
    const body = { id: newId(), kind: 'client', winnerId: (await aParty()).id, loserId: (await aParty()).id }
    await boss.ok(clients.mergeParties, { body: { ...body, batchId: body.id } })
    return body.id
  }
  const merge = await mergeOf()
  const draft = newId()
  await owner.ok(saveDraft, { params: { id: draft }, body: { body: { content: 'черновик' } } })
  const apiKey = newId()
  await owner.ok(createApiKey, { body: { id: apiKey, name: 'Ключ' } })
  const absence = newId()
  await boss.ok(enterAbsence, {
    body: {
      id: absence,
      userId: owner.id,
      kind: 'vacation',
      fromDay: '2126-01-10',
      toDay: '2126-01-20',
      work: false,
      rights: false,
      substitutes: [],
    },
  })
  const session = newId()
  const rows = await insertRows(world, { owner, client, twin, interest, common, session })
  const entry = await world.db.q
    .selectFrom('event')
    .select('id')
    .where('record_id', '=', interest)
    .where('kind', '=', 'interest.changed')
    .executeTakeFirstOrThrow()
  return {
    ...rows,
    user: owner.id,
    client,
    twin,
    contact: contacts[0] ?? '',
    contractor,
    prospect,
    loose,
    interest,
    neighbour,
    lead,
    entry: String(entry.id),
    activity,
    chore,
    closed,
    merge,
    batch: merge,
    draft,
    session,
    apiKey,
    absence,
  }
}

/** Records that arise from a long way, or by chance: written as they lie there afterwards. */
async function insertRows(
  { db, platform }: World,
  of: { owner: Person; client: string; twin: string; interest: string; common: Common; session: string },
) {
  const { owner, client, twin, interest, common } = of
  const now = platform.now()
  const insert = async (table: string, row: Record<string, unknown>) => {
    const id = newId()
    await db.q
      .insertInto(table as never)
      .values({ id, ...row } as never)
      .execute()
    return id
  }
  const asker = people.colleague.id === owner.id ? people.stranger.id : people.colleague.id
  const [left_id, right_id] = [client, twin].sort()
  return {
    pair: await insert('duplicate_pair', {
      kind: 'client',
      left_id,
      right_id,
      score: 90,
      evidence: ['phone'],
      found_at: now,
    }),
    accessRequest: await insert('access_request', {
      client_id: client,
      asker_id: asker,
      typed: 'что набрали',
      created_at: now,
    }),
    handOver: await insert('hand_over', {
      giver_id: asker,
      taker_id: owner.id,
      client_id: client,
      body: JSON.stringify({
        typed: 'что набрали',
        content: 'Нужен насос',
        subject: null,
        serviceTypeId: null,
        channelId: null,
        sourceId: null,
      }),
      created_at: now,
    }),
    workHandOver: await insert('work_hand_over', {
      from_id: owner.id,
      author_id: owner.id,
      shares: JSON.stringify([{ userId: asker, activities: 0, interests: 0 }]),
      moved: '[]',
      creation_hash: Buffer.alloc(32),
      created_at: now,
    }),
    notice: await insert('notice', {
      user_id: owner.id,
      kind: 'trigger.told',
      record_kind: 'interest',
      record_id: interest,
      data: JSON.stringify({ interest: { id: interest, number: 'И-1', subject: 'Насос' }, text: 'Пора' }),
      created_at: now,
    }),
    run: await insert('trigger_run', {
      trigger_id: common.triggerId,
      scenario_id: common.scenarioId,
      state_id: common.stateIds[1],
      interest_id: interest,
      entered_at: now,
      body: JSON.stringify(common.trigger),
      status: 'failed',
      cause: JSON.stringify({ verb: 'test', operation: newId() }),
      created_at: now,
    }),
    import: await insert('import', {
      name: 'клиенты.csv',
      status: 'mapping',
      author_id: owner.id,
      header: '["Название"]',
      columns: '["name"]',
      layout:
        '{"format":"csv","encoding":"utf-8","separator":";","sheet":null,"sheets":[],"headerFrom":0,"headerRows":1}',
      created_at: now,
      updated_at: now,
    }),
    session: await insert('session', {
      id: of.session,
      user_id: owner.id,
      token_hash: createHash('sha256').update(of.session).digest(),
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + 86_400_000),
    }),
  }
}
