import { expect, it } from 'vitest'
import type { Kill } from './product.ts'
import { crash } from './rounds.ts'

/** Each of these also does what the kinds left out do: a killed helper ends all backends, the group holds the app. */
const kinds: readonly Kill[] = ['postmaster', 'walwriter', 'stop', 'group']

// Who belongs to whom is read from /proc.
it.skipIf(process.platform !== 'linux')(
  'nothing acknowledged is lost or done twice when answers, the database or all of it are lost, or it is asked to stop',
  async () => {
    const said: string[] = []
    const { acknowledged, findings, lost, double, lostReplies } = await crash({ rounds: 1, seed: 7, kinds }, line =>
      said.push(line),
    )
    expect(findings, said.join('\n')).toEqual([])
    expect({ lost, double }).toEqual({ lost: 0, double: 0 })
    expect(acknowledged).toBeGreaterThanOrEqual(100)
    expect(lostReplies).toBeGreaterThan(0)
  },
  // a busy machine starts the product slowly, and it is started three times
  600_000,
)
