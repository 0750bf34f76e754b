import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whyWithout } from '../proof/packages.ts'
import { Installation } from './installation.ts'
import { countJobs } from './jobs.ts'
import { takeRights } from './rights.ts'
import { rollOver } from './rolling.ts'

const missing = whyWithout('haproxy')
if (missing) console.warn(`Several nodes are not tried: ${missing}.`)

describe.skipIf(missing !== null)('three nodes behind the balancer of the guide', { timeout: 600_000 }, () => {
  const installation = new Installation()
  beforeAll(() => installation.start(3))
  afterAll(() => installation.stop())

  test('what is taken away on one is gone on the others within a second, their streams included', async () => {
    expect((await takeRights(installation)).length).toBeGreaterThanOrEqual(7)
  })

  test('a job is done once, whichever does it', async () => {
    const { interests, done } = await countJobs(installation)
    expect(done).toBe(interests)
  })

  test('one is stopped and started again without a request that fails or a write that is lost', async () => {
    const said: string[] = []
    const { requests, writes, failed, lost, stops } = await rollOver(installation, line => said.push(line), {
      count: 1,
      perSecond: 40,
    })
    expect(failed, said.join('\n')).toEqual([])
    expect(lost).toBe(0)
    expect(requests).toBeGreaterThan(150)
    expect(writes).toBeGreaterThan(40)
    for (const ms of stops) expect(ms).toBeLessThan(10_000)
  })
})
