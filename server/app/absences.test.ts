import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from './testing.ts'
import { newId, NIL_ID } from '../platform/pure/ids.ts'
import type { Kind, Scope } from '../platform/scope.ts'
import { cancelAbsence, enterAbsence } from '../rooms/access/absences/contract.ts'
import { readMe } from '../rooms/access/contract.ts'
import { findCallerOfUser } from '../rooms/access/gates/queries.ts'
import { SHIPPED } from '../rooms/access/rules.ts'
import { aClient } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import * as api from '../rooms/interests/contract.ts'

const NOW = new Date('2026-12-08T07:00:00Z')
let clock = NOW
const world = await aWorld({ now: () => clock })
const [admin, anna, igor] = [world.as('administrator'), world.as('salesperson'), world.as('colleague')]
const idOf = (who: Name) => people[who].id
let serviceTypeId = ''

beforeAll(async () => {
  await world.db.pool.query(`update session set expires_at = '2100-01-01', seen_at = '2026-12-08'`)
  serviceTypeId = (await anna.ok(directories.service_type.list)).items[0]?.id ?? ''
})
beforeEach(async () => {
  clock = new Date(clock.getTime() + 3_600_000)
  await world.db.pool.query('delete from absence')
  clock = NOW
})

const enter = (more: object = {}) =>
  admin.ok(enterAbsence, {
    body: {
      id: newId(),
      userId: idOf('salesperson'),
      kind: 'trip',
      startsAt: '2026-12-08T08:00:00Z',
      endsAt: '2026-12-08T18:00:00Z',
      work: true,
      rights: true,
      substitutes: [{ userId: idOf('colleague') }],
      ...more,
    },
  })
const at = (id: string) => ({ params: { id } })
const make = async () => {
  const client = await anna.ok(clients.createClient, { body: aClient() })
  const interest = await anna.ok(api.createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
  return { client, interest }
}
const sees = async (who: Name, { client, interest }: Awaited<ReturnType<typeof make>>) => [
  (await world.as(who).call(clients.getClient, at(client.id))).status,
  (await world.as(who).call(api.getInterest, at(interest.id))).status,
]

describe('whoever stands in', () => {
  test('sees and changes what the absent person does from the first moment up to the last, and not one longer', async () => {
    const made = await make()
    await enter()
    const moments = ['07:59:59.999', '08:00:00.000', '17:59:59.999', '18:00:00.000']
    const seen = []
    for (const moment of moments) {
      clock = new Date(`2026-12-08T${moment}Z`)
      // The gate has just answered, so that it would answer from memory.
      seen.push(await sees('colleague', made))
    }
    expect(seen).toEqual([
      [404, 404],
      [200, 200],
      [200, 200],
      [404, 404],
    ])
  })

  test('has it with the request after it was entered, and no more with the one after it was ended', async () => {
    const made = await make()
    clock = new Date('2026-12-08T10:00:00Z')
    expect(await sees('colleague', made)).toEqual([404, 404])
    const { id } = await enter()
    expect(await sees('colleague', made)).toEqual([200, 200])
    await anna.ok(cancelAbsence, { ...at(id), body: { version: 1 } })
    expect(await sees('colleague', made)).toEqual([404, 404])
  })

  test('has the kinds of record that were handed over, and of the rest nothing', async () => {
    const made = await make()
    clock = new Date('2026-12-08T10:00:00Z')
    await enter({ substitutes: [{ userId: idOf('colleague'), kinds: ['interests'] }] })
    expect(await sees('colleague', made)).toEqual([404, 200])
    await world.db.pool.query('delete from absence')
    clock = new Date('2026-12-08T11:00:00Z')
    await enter({ rights: false })
    expect(await sees('colleague', made)).toEqual([404, 404])
  })

  test('gets nothing of those for whom the absent person stands in', async () => {
    const made = await make()
    clock = new Date('2026-12-08T10:00:00Z')
    await enter()
    await enter({ userId: idOf('colleague'), substitutes: [{ userId: idOf('stranger') }] })
    const mine = await igor.ok(clients.createClient, { body: aClient() })
    expect((await world.as('stranger').call(clients.getClient, at(mine.id))).status).toBe(200)
    expect(await sees('stranger', made)).toEqual([404, 404])
    expect(await sees('colleague', made)).toEqual([200, 200])
  })

  test('gets the reach and no right of the profile', async () => {
    clock = new Date('2026-12-08T10:00:00Z')
    const before = (await igor.ok(readMe)).can
    await enter({ userId: idOf('administrator') })
    expect((await igor.ok(readMe)).can).toEqual(before)
    expect((await findCallerOfUser(world.db, idOf('colleague'), clock))?.scope.clients.isAll).toBe(true)
  })

  test('is told in the history to have done it for the absent person, where only that right allowed it', async () => {
    const { client, interest } = await make()
    const own = await igor.ok(api.createInterest, { body: anInterest({ serviceTypeId }) })
    clock = new Date('2026-12-08T10:00:00Z')
    await enter()
    await igor.ok(api.changeInterest, { ...at(interest.id), body: { version: 1, subject: 'Заменяю' } })
    await igor.ok(api.changeInterest, { ...at(interest.id), body: { version: 2, responsibleId: idOf('colleague') } })
    await igor.ok(api.changeInterest, { ...at(interest.id), body: { version: 3, subject: 'Теперь мое' } })
    await igor.ok(api.changeInterest, { ...at(own.id), body: { version: 1, subject: 'Мое' } })
    await igor.ok(clients.changeClient, { ...at(client.id), body: { version: 1, comment: 'Звонил' } })
    const told = async (id: string) =>
      (await admin.ok(api.readInterestTimeline, at(id))).items
        .filter(each => each.kind === 'interest.changed')
        .map(each => each.onBehalfOf?.name ?? null)
    expect(await told(interest.id)).toEqual([null, people.salesperson.name, people.salesperson.name])
    expect(await told(own.id)).toEqual([null])
    const { items } = await admin.ok(api.readClientTimeline, at(client.id))
    const changed = items.find(each => each.kind === 'client.changed')
    expect([changed?.actor?.name, changed?.onBehalfOf]).toEqual([
      people.colleague.name,
      { id: idOf('salesperson'), name: people.salesperson.name },
    ])
  })
})

describe('the scope of a gate', () => {
  /** The same numbers with every run. */
  const random = (seed: number) => () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return seed / 4_294_967_296
  }
  const KINDS: Kind[] = ['clients', 'interests', 'activities']
  interface Person {
    id: string
    role: 'administrator' | 'head' | 'salesperson' | 'observer'
    departmentId: string | null
    grants: string[]
  }
  interface Away {
    userId: string
    from: number
    to: number
    rights: boolean
    work: boolean
    cancelled: boolean
    substitutes: { userId: string; kinds: Kind[] }[]
  }

  test('is what a look at every person, department, grant and absence gives, at every moment', async () => {
    const next = random(20261208)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
    const { q } = world.db
    for (let round = 0; round < 6; round++) {
      // A tree, people in it, clients opened to some of them, and absences, whole or by kinds.
      const tree: { id: string; parent: string | null }[] = []
      for (let n = 0; n < 6; n++) {
        tree.push({ id: newId(), parent: n === 0 || next() < 0.2 ? null : pick(tree).id })
      }
      await q
        .insertInto('department')
        .values(tree.map(({ id, parent }) => ({ id, name: id, parent_id: parent })))
        .execute()
      const roles = ['administrator', 'head', 'head', 'salesperson', 'salesperson', 'observer'] as const
      const crowd: Person[] = Array.from({ length: 10 }, () => ({
        id: newId(),
        role: pick(roles),
        departmentId: next() < 0.1 ? null : pick(tree).id,
        grants: Array.from({ length: Math.floor(next() * 3) }, () => newId()),
      }))
      await q
        .insertInto('app_user')
        .values(
          crowd.map(({ id, role, departmentId }) => ({
            id,
            role,
            name: id,
            email: `${id}@example.com`,
            department_id: departmentId,
          })),
        )
        .execute()
      for (const { id, grants } of crowd) {
        for (const record_id of grants) {
          await q
            .insertInto('record_access')
            .values({ principal_id: id, record_id, record_kind: 'client', reason: 'grant', created_at: NOW })
            .execute()
        }
      }
      const away: Away[] = []
      for (let n = 0; n < 14; n++) {
        const from = Math.floor(next() * 20)
        const others = crowd.filter(() => next() < 0.25)
        const absence: Away = {
          userId: pick(crowd).id,
          from,
          to: from + 1 + Math.floor(next() * 10),
          rights: next() < 0.7,
          work: next() < 0.7,
          cancelled: next() < 0.1,
          substitutes: others.map(({ id }) => {
            const kinds = KINDS.filter(() => next() < 0.6)
            return { userId: id, kinds: kinds.length > 0 ? kinds : ['clients'] }
          }),
        }
        absence.substitutes = absence.substitutes.filter(each => each.userId !== absence.userId)
        away.push(absence)
        const id = newId()
        await q
          .insertInto('absence')
          .values({
            id,
            user_id: absence.userId,
            kind: 'trip',
            starts_at: moment(absence.from),
            ends_at: moment(absence.to),
            work: absence.work,
            rights: absence.rights,
            cancelled_at: absence.cancelled ? NOW : null,
            created_at: NOW,
            updated_at: NOW,
          })
          .execute()
        for (const [ord, { userId, kinds }] of absence.substitutes.entries()) {
          await q.insertInto('absence_substitute').values({ absence_id: id, user_id: userId, ord, kinds }).execute()
        }
      }
      const owners = [...crowd.map(each => each.id), NIL_ID, newId()]
      const opened = crowd.flatMap(each => each.grants)
      for (let hour = 0; hour <= 30; hour += 3) {
        for (const person of crowd) {
          const scope = (await findCallerOfUser(world.db, person.id, moment(hour)))?.scope as Scope
          for (const kind of KINDS) {
            const reach = scope[kind]
            const got = {
              sees: owners.filter(each => reach.covers(each)),
              changes: owners.filter(each => reach.changes(each)),
              opened: opened.filter(each => reach.sees(each, 'nobody of these')),
            }
            const may = (by: 'sees' | 'changes', owner: string) =>
              standing(person, kind, hour, crowd, away).some(({ who, only }) =>
                only ? owner === who.id : mayBy(who, by, owner, crowd, tree),
              )
            const expected = {
              sees: owners.filter(each => may('sees', each)),
              changes: owners.filter(each => may('changes', each)),
              opened: opened.filter(id =>
                standing(person, kind, hour, crowd, away).some(
                  ({ who, only }) => !only && (who.role === 'administrator' || who.grants.includes(id)),
                ),
              ),
            }
            expect({ round, hour, kind, who: person.role, ...got }).toEqual({
              round,
              hour,
              kind,
              who: person.role,
              ...expected,
            })
          }
        }
      }
    }
  }, 120_000)

  const moment = (hour: number) => new Date(Date.UTC(2026, 11, 20, hour))

  /** By whose right something of a kind is seen: the own one, and those of whoever is away and asked this person. */
  function standing(
    person: Person,
    kind: Kind,
    hour: number,
    crowd: readonly Person[],
    away: readonly Away[],
  ): { who: Person; only: boolean }[] {
    const found = [{ who: person, only: false }]
    for (const { userId, from, to, rights, work, cancelled, substitutes } of away) {
      const mine = substitutes.find(each => each.userId === person.id)
      if (cancelled || hour < from || hour >= to || !mine?.kinds.includes(kind)) continue
      const who = crowd.find(each => each.id === userId) as Person
      if (rights) found.push({ who, only: false })
      else if (work && kind === 'activities') found.push({ who, only: true })
    }
    return found
  }

  function mayBy(
    who: Person,
    by: 'sees' | 'changes',
    owner: string,
    crowd: readonly Person[],
    tree: readonly { id: string; parent: string | null }[],
  ): boolean {
    const level = SHIPPED[who.role][by === 'sees' ? 'see' : 'edit'].clients
    if (level === 'all') return true
    if (level === 'none') return false
    if (owner === who.id || owner === NIL_ID) return true
    if (level !== 'below' || who.departmentId === null) return false
    const other = crowd.find(each => each.id === owner)
    for (let at = other?.departmentId ?? null; at !== null; ) {
      if (at === who.departmentId) return true
      at = tree.find(each => each.id === at)?.parent ?? null
    }
    return false
  }
})
