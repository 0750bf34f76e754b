import { expect, it } from 'vitest'
import { crash } from './rounds.ts'

// Who belongs to whom is read from /proc.
it.skipIf(process.platform !== 'linux')(
  'nothing acknowledged is lost or done twice when the app, the postmaster, a backend or all of them are killed',
  async () => {
    const said: string[] = []
    const { acknowledged, findings, lost, double } = await crash(1, 7, line => said.push(line))
    expect(findings, said.join('\n')).toEqual([])
    expect({ lost, double }).toEqual({ lost: 0, double: 0 })
    expect(acknowledged).toBeGreaterThanOrEqual(80)
  },
  // a busy machine starts the product slowly, and it is started three times
  600_000,
)
