import { setTimeout as sleep } from 'node:timers/promises'
import { Dice } from '../../server/app/demo/generate/dice.ts'
import { audit, checkPages, type Count } from './audit.ts'
import { Load } from './load.ts'
import { type Kind, kinds, Product } from './product.ts'

const PEOPLE = 12
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Outcome extends Count {
  /** From the kill to the first readiness, in milliseconds, one for each kill. */
  recoveries: { kind: Kind; ms: number }[]
}

/** Kills each kind so many times under load, at moments of chance, and counts after each time. */
export async function crash(rounds: number, seed: number, say: (line: string) => void): Promise<Outcome> {
  const product = new Product()
  const dice = new Dice(seed, 2, 0)
  const load = new Load(product, seed)
  const recoveries: Outcome['recoveries'] = []
  const leave = () => void product.stop().finally(() => process.exit(130))
  for (const signal of SIGNALS) process.once(signal, leave)
  try {
    await product.start()
    await load.prepare()
    let count: Count = { acknowledged: 0, settled: 0, lost: 0, double: 0, findings: [] }
    for (let round = 1; round <= rounds; round++) {
      for (const kind of kinds) {
        const first = load.operations.length
        const running = load.run(PEOPLE)
        await enough(load, first, 500 + dice.below(1_200))
        const killedAt = Date.now()
        await product.kill(kind)
        await running.stop()
        await product.recover(kind)
        recoveries.push({ kind, ms: Date.now() - killedAt })
        await load.settle()
        count = await audit(product, load, load.operations.slice(first))
        say(`${round}. ${kind}: ${count.acknowledged} acknowledged so far, back in ${Date.now() - killedAt} ms`)
        for (const finding of count.findings.slice(0, 20)) say(`  ${finding}`)
        if (count.findings.length > 0) return { ...count, recoveries }
      }
    }
    const torn = await checkPages(product)
    for (const each of torn) say(`  ${each}`)
    return { ...count, findings: torn, recoveries }
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave)
    await product.stop()
  }
}

/** A slow machine must have done something too before it is killed. */
async function enough(load: Load, first: number, ms: number): Promise<void> {
  await sleep(ms)
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(20)) {
    if (load.operations.slice(first).filter(each => each.outcome === 'acknowledged').length >= 20) return
  }
}
