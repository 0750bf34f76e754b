import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, departments, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import {
  archiveDepartment,
  changeDepartment,
  createDepartment,
  createUser,
  deactivateUser,
  listDepartments,
  restoreDepartment,
} from '../contract.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const admin = () => world.as('administrator')
const add = (name: string, parentId?: string) => admin().ok(createDepartment, { body: { id: newId(), name, parentId } })
const names = async () => (await world.as('salesperson').ok(listDepartments)).items.map(item => item.name)
const change = (id: string, body: object) => admin().call(changeDepartment, { params: { id }, body })

describe('departments', () => {
  it('are closed to strangers and administered by administrators only', async () => {
    const params = { id: departments.sales.id }
    for (const endpoint of [
      listDepartments,
      createDepartment,
      changeDepartment,
      archiveDepartment,
      restoreDepartment,
    ]) {
      expect((await world.as(null).call(endpoint as typeof archiveDepartment, { params })).status).toBe(401)
    }
    for (const endpoint of [createDepartment, changeDepartment, archiveDepartment, restoreDepartment]) {
      const answer = await world.as('head').call(endpoint as typeof archiveDepartment, { params })
      expect(answer.status, endpoint.path).toBe(403)
    }
    for (const endpoint of [archiveDepartment, restoreDepartment]) {
      expect((await admin().call(endpoint, { params: { id: newId() } })).status).toBe(404)
    }
    expect((await change(newId(), { version: 1 })).status).toBe(404)
  })

  it('are a tree: parents before their children, with the number of people in each', async () => {
    const north = await add('Север', departments.sales.id)
    await add('Мурманск', north.id)
    expect(await names()).toEqual(['Отдел продаж', 'Север', 'Мурманск', 'Сервис'])
    const { items } = await admin().ok(listDepartments)
    expect(items.map(item => item.users)).toEqual([4, 0, 0, 1])
  })

  it('keep their place among their siblings', async () => {
    const { version } = await admin()
      .ok(listDepartments)
      .then(answer => answer.items.find(item => item.id === departments.service.id) ?? { version: 0 })
    expect((await change(departments.service.id, { version, order: 0 })).status).toBe(200)
    expect(await names()).toEqual(['Сервис', 'Отдел продаж', 'Север', 'Мурманск'])
  })

  it('refuse a parent that is unknown, and one inside themselves', async () => {
    const upper = await add('Верхний')
    const lower = await add('Нижний', upper.id)
    const loop = await change(upper.id, { version: 1, parentId: lower.id })
    expect([loop.status, loop.problem.code]).toEqual([422, 'department.loop'])
    expect((await change(upper.id, { version: 1, parentId: upper.id })).problem.code).toBe('department.loop')
    expect((await change(upper.id, { version: 1, parentId: newId() })).problem.data.errors[0].path).toBe('parentId')
    expect((await change(lower.id, { version: 1, parentId: null })).body.parentId).toBe(null)
  })

  it('cannot be moved into each other at the same moment', async () => {
    const [a, b] = [await add('А'), await add('Б')]
    const answers = await Promise.all([
      change(a.id, { version: 1, parentId: b.id }),
      change(b.id, { version: 1, parentId: a.id }),
    ])
    expect(answers.map(answer => answer.status).toSorted((a, b) => a - b)).toEqual([200, 422])
  })

  it('are archived when nobody works there and nothing stands below', async () => {
    const upper = await add('Запад')
    const lower = await add('Калининград', upper.id)
    const user = await admin().ok(createUser, {
      body: { id: newId(), email: 'west@example.com', name: 'Лев', role: 'head', departmentId: lower.id },
    })
    const archive = (id: string) => admin().call(archiveDepartment, { params: { id } })
    expect((await archive(upper.id)).problem).toMatchObject({
      code: 'department.in_use',
      data: { users: 0, departments: 1 },
    })
    expect((await archive(lower.id)).problem.data).toEqual({ users: 1, departments: 0 })
    await admin().ok(deactivateUser, { params: { id: user.id } })
    expect((await archive(lower.id)).status).toBe(200)
    expect((await archive(upper.id)).status).toBe(200)
    expect(await names()).not.toContain('Запад')
    const back = await admin().ok(restoreDepartment, { params: { id: lower.id } })
    expect(back).toMatchObject({ archivedAt: null, parentId: null })
  })
})
