import { describe, expect, it } from 'vitest'
import { exceptionLimit, exceptions, rooms, roomsAbove } from './rooms.ts'
import { checkStructure, staleExcuses, withoutExcused } from './structure-check.ts'

function breaks(path: string, text = ''): string[] {
  return checkStructure(new Map([[path, text]]), []).map(each => each.rule)
}

const lines = (count: number) => '//\n'.repeat(count)

describe('the table of rooms', () => {
  it('lets a room name only rooms that stand before it, so that no cycle can be written', () => {
    for (const [at, room] of rooms.entries()) {
      for (const above of roomsAbove(room)) expect(rooms.indexOf(above)).toBeLessThan(at)
    }
  })

  it('gives analytics every other room', () => {
    expect(roomsAbove('analytics').size).toBe(rooms.length - 1)
  })
})

describe('names, places and sizes', () => {
  it('finds something when nothing was read', () => {
    expect(checkStructure(new Map(), []).map(each => each.rule)).toEqual(['empty'])
  })

  it('holds a closed list of file names inside a room', () => {
    for (const file of ['contract.ts', 'actions.ts', 'actions.test.ts', 'service.fake.ts', 'duplicates/storage.ts']) {
      expect(breaks(`server/rooms/clients/${file}`)).toEqual([])
    }
    expect(breaks('server/rooms/clients/repository.ts')).toEqual(['file-name'])
    expect(breaks('server/rooms/clients/duplicates/matching.ts')).toEqual(['file-name'])
    expect(breaks('server/rooms/clients/actions.tsx')).toEqual(['file-name'])
    expect(breaks('server/rooms/clients/actions.part.ts')).toEqual(['file-name'])
  })

  it('knows the rooms by name', () => {
    expect(breaks('server/rooms/deals/actions.ts')).toEqual(['room'])
    expect(breaks('web/rooms/deals/api.ts')).toEqual(['room'])
    expect(breaks('server/rooms/actions.ts')).toEqual(['room'])
  })

  it('keeps sub-concerns shallow and named by what they do', () => {
    expect(breaks('server/rooms/clients/duplicates/scores/rules.ts')).toEqual([])
    expect(breaks('server/rooms/clients/duplicates/scores/weights/rules.ts')).toEqual(['depth'])
    expect(breaks('server/rooms/clients/queries/rules.ts')).toEqual(['folder'])
  })

  it('wants kebab-case everywhere', () => {
    expect(breaks('web/pages/client-card.tsx')).toEqual([])
    expect(breaks('web/app/main.slow.test.ts')).toEqual([])
    expect(breaks('web/pages/ClientCard.tsx')).toEqual(['kebab-case'])
    expect(breaks('server/platform/pure/phone_number.ts')).toEqual(['kebab-case'])
    expect(breaks('web/rooms/clients/Forms/client.tsx')).toEqual(['kebab-case'])
  })

  it('refuses names that do not say what is inside', () => {
    for (const path of [
      'web/ui/index.ts',
      'server/platform/utils.ts',
      'server/platform/string-utils.ts',
      'web/rooms/clients/common/field.tsx',
      'server/platform/helpers/text.ts',
      'e2e/test-helper.ts',
      'server/platform/job-manager.ts',
      'server/platform/data.ts',
      'server/platform/lib/text.ts',
    ]) {
      expect(breaks(path), path).toEqual(['empty-name'])
    }
    expect(breaks('web/lib/dates.ts')).toEqual([])
    expect(breaks('server/platform/db/database.ts')).toEqual([])
  })

  it('fails above 400 lines, tests above 600, what a tool wrote never', () => {
    expect(breaks('web/pages/board.tsx', lines(400))).toEqual([])
    expect(breaks('web/pages/board.tsx', lines(401))).toEqual(['size'])
    expect(breaks('web/pages/board.test.ts', lines(600))).toEqual([])
    expect(breaks('web/pages/board.test.ts', lines(601))).toEqual(['size'])
    expect(breaks('server/platform/schema.ts', lines(5000))).toEqual([])
  })

  it('wants a sentence above every exported action and rule', () => {
    const path = 'server/rooms/clients/actions.ts'
    expect(breaks(path, '/** Registers. */\nexport async function registerClient() {}\n')).toEqual([])
    expect(breaks(path, 'export async function registerClient() {}\n')).toEqual(['doc-block'])
    expect(breaks(path, 'export const registerClient = async (work: Work) => {}\n')).toEqual(['doc-block'])
    expect(breaks('server/rooms/clients/rules.ts', 'export function decideX() {}\n')).toEqual(['doc-block'])
    expect(breaks(path, 'function inner() {}\nexport const limit = 5\nexport type A = string\n')).toEqual([])
    const overloads = '/** Finds. */\nexport function findX(a: string): A\nexport function findX(a: number): B\n'
    expect(breaks(path, overloads)).toEqual([])
    expect(breaks('server/rooms/clients/queries.ts', 'export function listX() {}\n')).toEqual([])
  })

  it('names the place of what it found', () => {
    const [found] = checkStructure(new Map([['server/rooms/clients/rules.ts', '\n\nexport function isX() {}']]), [])
    expect(found).toMatchObject({ path: 'server/rooms/clients/rules.ts', line: 3 })
  })
})

describe('exceptions', () => {
  const found = [{ rule: 'size', path: 'web/pages/board.tsx', message: 'long' }]
  const excuse = { rule: 'size', path: 'web/pages/board.tsx', why: 'until the board is split' }

  it('excuse one rule in one file', () => {
    expect(withoutExcused(found, [excuse])).toEqual([])
    expect(withoutExcused(found, [{ ...excuse, rule: 'depth' }])).toEqual(found)
    expect(withoutExcused(found, [{ ...excuse, path: 'web/pages/list.tsx' }])).toEqual(found)
  })

  it('are found when they excuse nothing any more', () => {
    expect(staleExcuses(found, [excuse], () => true)).toEqual([])
    expect(staleExcuses([], [excuse], () => true).map(each => each.rule)).toEqual(['stale-exception'])
  })

  it('only grow fewer: the limit goes down with the list', () => {
    expect(exceptions.length).toBe(exceptionLimit)
    for (const each of exceptions) expect(each.why.length).toBeGreaterThan(20)
  })
})
