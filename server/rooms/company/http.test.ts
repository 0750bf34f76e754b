import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, type World } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { changeCompany, directories, readCompany } from './contract.ts'
import { listItemFaults, requireItem } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const { list, create, change, archive, restore } = directories.channel
const names = async () => (await world.as('salesperson').ok(list)).items.map(item => item.name)
const add = (name: string) => world.as('administrator').ok(create, { body: { id: newId(), name } })
const find = async (name: string) => {
  const { items } = await world.as('administrator').ok(list, { query: { archived: true } })
  const item = items.find(each => each.name === name)
  if (!item) throw new Error(`no ${name}`)
  return item
}

describe('a directory', () => {
  it('is closed to strangers and changed by administrators only', async () => {
    const params = { id: newId() }
    for (const each of Object.values(directories)) {
      for (const endpoint of Object.values(each)) {
        expect((await world.as(null).call(endpoint as typeof archive, { params })).status).toBe(401)
      }
      for (const endpoint of [each.create, each.change, each.archive, each.restore]) {
        const answer = await world.as('head').call(endpoint as typeof archive, { params, body: { nonsense: 1 } })
        expect([answer.status, answer.problem.code]).toEqual([403, 'forbidden'])
      }
      for (const endpoint of [each.archive, each.restore]) {
        expect((await world.as('administrator').call(endpoint, { params })).status).toBe(404)
      }
      expect((await world.as('administrator').call(each.change, { params, body: { version: 1 } })).status).toBe(404)
    }
  })

  it('ships with the names of the domain, readable by everybody', async () => {
    const { items } = await world.as('salesperson').ok(directories.service_type.list)
    expect(items.map(item => item.name)).toEqual(['Продажа товаров', 'Оказание услуг', 'Сервисное обслуживание'])
    expect(items[0]?.can).toEqual({ edit: false, archive: false, restore: false })
    const reasons = await world.as('salesperson').ok(directories.loss_reason.list)
    expect(reasons.items.map(item => item.name)).toContain('Выбрал конкурента')
  })

  it('takes a new entry at its end, once', async () => {
    const body = { id: newId(), name: 'Форум' }
    const first = await world.as('administrator').call(create, { body })
    const again = await world.as('administrator').call(create, { body })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    expect((await names()).at(-1)).toBe('Форум')
    const other = await world.as('administrator').call(create, { body: { ...body, name: 'Съезд' } })
    expect(other.problem.code).toBe('operation.reused')
  })

  it('refuses a name in use, whatever its letter case', async () => {
    await add('Выставка «Весна»')
    const body = { id: newId(), name: 'ВЫСТАВКА «весна»' }
    expect((await world.as('administrator').call(create, { body })).problem.code).toBe('directory.name_taken')
  })

  it('keeps the order in which its entries were put', async () => {
    const item = await add('Факс')
    const moved = await world
      .as('administrator')
      .ok(change, { params: { id: item.id }, body: { version: item.version, order: 1 } })
    expect(moved.order).toBe(1)
    expect((await names())[1]).toBe('Факс')
    const { items } = await world.as('administrator').ok(list)
    expect(items.map(each => each.order)).toEqual(items.map((_, place) => place))
  })

  it('tells who changed the name meanwhile', async () => {
    const { id, version } = await add('Почта')
    const rename = (name: string) => world.as('administrator').call(change, { params: { id }, body: { version, name } })
    expect((await rename('Бумажная почта')).status).toBe(200)
    const late = await rename('Письма')
    expect(late.status).toBe(409)
    expect(late.problem.data.fields).toEqual([
      { field: 'name', mine: 'Письма', theirs: 'Бумажная почта', base: 'Почта' },
    ])
  })

  it('archives an entry: hidden from the list, free to be named again, and back at the end', async () => {
    const { id } = await add('Телеграф')
    await world.as('administrator').ok(archive, { params: { id } })
    expect(await names()).not.toContain('Телеграф')
    expect((await find('Телеграф')).archivedAt).not.toBe(null)
    const second = await add('Телеграф')
    expect((await world.as('administrator').call(restore, { params: { id } })).problem.code).toBe(
      'directory.name_taken',
    )
    await world.as('administrator').ok(archive, { params: { id: second.id } })
    await world.as('administrator').ok(restore, { params: { id } })
    expect((await names()).at(-1)).toBe('Телеграф')
  })

  it('keeps its last service type', async () => {
    const types = directories.service_type
    const { items } = await world.as('administrator').ok(types.list)
    const answers = []
    for (const { id } of items) answers.push(await world.as('administrator').call(types.archive, { params: { id } }))
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 409])
    for (const { id } of items) await world.as('administrator').call(types.restore, { params: { id } })
  })
})

describe('a reference to an entry', () => {
  it('is refused when the entry is unknown, of another directory or archived, each with its place', async () => {
    const item = await add('Пейджер')
    await world.as('administrator').ok(archive, { params: { id: item.id } })
    const { items } = await world.as('administrator').ok(directories.source.list)
    const faults = await listItemFaults(world.db, [
      { kind: 'channel', id: item.id },
      { kind: 'source', id: newId() },
      { kind: 'channel', id: items[0]?.id, path: 'other' },
    ])
    expect(faults.map(fault => [fault.path, fault.code])).toEqual([
      ['channelId', 'archived_reference'],
      ['sourceId', 'unknown_reference'],
      ['other', 'unknown_reference'],
    ])
    await expect(requireItem(world.db, 'channel', item.id)).rejects.toMatchObject({ code: 'invalid' })
    await expect(requireItem(world.db, 'channel', newId())).rejects.toMatchObject({ code: 'invalid' })
  })

  it('may stay on the record that had it before it was archived', async () => {
    const { id } = await find('Пейджер')
    expect(await listItemFaults(world.db, [{ kind: 'channel', id, kept: id }])).toEqual([])
  })
})

describe('the company', () => {
  it('is read by everybody who is signed in and changed by administrators', async () => {
    expect((await world.as(null).call(readCompany)).status).toBe(401)
    expect((await world.as(null).call(changeCompany, { body: {} })).status).toBe(401)
    expect((await world.as('head').call(changeCompany, { body: {} })).status).toBe(403)
    const company = await world.as('salesperson').ok(readCompany)
    const body = { version: company.version, name: 'Климат', timeZone: 'Asia/Omsk' }
    const changed = await world.as('administrator').ok(changeCompany, { body })
    expect(changed).toMatchObject({ name: 'Климат', timeZone: 'Asia/Omsk', version: company.version + 1 })
    const late = await world.as('administrator').call(changeCompany, { body: { ...body, name: 'Иное' } })
    expect(late.problem.data.fields[0]).toMatchObject({ field: 'name', theirs: 'Климат' })
  })

  it('has a time zone that exists', async () => {
    const { version } = await world.as('administrator').ok(readCompany)
    const answer = await world.as('administrator').call(changeCompany, { body: { version, timeZone: 'Луна' } })
    expect(answer.problem.data.errors[0].path).toBe('timeZone')
  })
})
