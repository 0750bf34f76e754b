import { expect, it } from 'vitest'
import { crash } from './rounds.ts'

it.skipIf(process.platform === 'win32')(
  'nothing acknowledged is lost or done twice when the app, the postmaster, a backend or all of them are killed',
  async () => {
    const said: string[] = []
    const { acknowledged, findings, lost, double } = await crash(1, 7, line => said.push(line))
    expect(findings, said.join('\n')).toEqual([])
    expect({ lost, double }).toEqual({ lost: 0, double: 0 })
    expect(acknowledged).toBeGreaterThanOrEqual(80)
  },
  // some twenty seconds on a machine that has nothing else to do
  600_000,
)
