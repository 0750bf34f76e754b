import { beforeAll, describe, expect, test } from 'vitest'
import { aCrowd, aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
import { findCallerOfUser } from '../../access/gates/queries.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest } from '../contract.ts'
import { readBoard, readBoardColumn } from './queries.ts'

describe('a column of a crowd of people shows and counts what stands behind all that others have there', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  let scenario: Scenario | undefined
  let caller: Caller
  const ids: string[] = []

  beforeAll(async () => {
    const serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    scenario = (await boss.ok(listScenarios)).items[0]
    const departmentId = newId()
    await world.db.q.insertInto('department').values({ id: departmentId, name: 'Новички', ord: 9 }).execute()
    const [head = '', someone = ''] = await aCrowd(world.db, departmentId)
    caller = (await findCallerOfUser(world.db, head, new Date())) ?? world.caller('head')
    // What is due first is of others, and more than is walked through for a page of one card.
    for (let n = 0; n < 42; n++) {
      const interest = await boss.ok(createInterest, {
        body: anInterest({
          serviceTypeId,
          scenarioId: scenario?.id ?? '',
          responsibleId: people.colleague.id,
          plan: { kind: 'task', dueAt: new Date(Date.now() - 86_400_000 * (100 - n)).toISOString() },
        }),
      })
      ids.push(interest.id)
      if (n < 40) continue
      const body = { version: interest.version, responsibleId: someone }
      await boss.ok(changeInterest, { params: { id: interest.id }, body })
    }
  })

  const board = () => ({ scenarioId: scenario?.id ?? '', order: 'overdueFirst' as const })

  test('card by card', async () => {
    const column = { ...board(), stateId: scenario?.states[0]?.id ?? '', limit: 1 }
    const first = await readBoardColumn(world.db, caller, column)
    expect(first.items.map(card => card.id)).toEqual([ids[40]])
    const second = await readBoardColumn(world.db, caller, { ...column, cursor: first.nextCursor ?? undefined })
    expect([second.items.map(card => card.id), second.nextCursor]).toEqual([[ids[41]], null])
  })

  test('in its head', async () => {
    const [column] = (await readBoard(world.db, caller, { ...board(), limit: 1 })).columns
    expect([column?.overdue, column?.items.map(card => card.id)]).toEqual([2, [ids[40]]])
  })
})
