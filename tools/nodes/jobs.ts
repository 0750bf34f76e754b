import { newId } from '../../server/platform/pure/ids.ts'
import { aScenario, aState, aTrigger } from '../../server/rooms/scenarios/builders.ts'
import { administrator, enter, type Installation } from './installation.ts'

const COUNT = 30
const PATIENCE_MS = 30_000

/**
 * Lets a trigger fill a field of many Interests, registered on all nodes in turn, and fails unless each was filled
 * exactly once, whichever node did it.
 */
export async function countJobs({ nodes }: Installation): Promise<{ interests: number; done: number }> {
  const urls = nodes.map(node => node.url)
  const [first = ''] = urls
  const boss = await enter(first, administrator)
  const fill = aTrigger({ action: { does: 'fill', value: { field: 'tags', add: ['горячий'] }, overwrites: false } })
  const { won: _, lost: __, ...scenario } = aScenario([aState({ triggers: [fill] })])
  await boss.ok(first, 'POST', '/api/v1/scenarios', scenario)
  const { items: types } = await boss.ok<{ items: { id: string }[] }>(first, 'GET', '/api/v1/service-types')
  const ids = Array.from({ length: COUNT }, newId)
  await Promise.all(
    ids.map((id, at) =>
      boss.ok(urls[at % urls.length] ?? first, 'POST', '/api/v1/interests', {
        id,
        scenarioId: scenario.id,
        serviceTypeId: types[0]?.id,
        content: 'Нужен расчет',
        onSimilar: 'create',
        prospect: { fullName: `Человек ${id}` },
      }),
    ),
  )
  const read = (id: string) => boss.ok<{ version: number; tags: string[] }>(first, 'GET', `/api/v1/interests/${id}`)
  const until = Date.now() + PATIENCE_MS
  for (const id of ids) while (!(await read(id)).tags.includes('горячий') && Date.now() < until);
  // A second time would come after the first.
  await new Promise(done => setTimeout(done, 2_000))
  const found = await Promise.all(ids.map(read))
  const wrong = found.filter(each => each.version !== 2 || each.tags.length !== 1)
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${COUNT} were not filled once: ${JSON.stringify(wrong[0])}`)
  return { interests: COUNT, done: found.length }
}
