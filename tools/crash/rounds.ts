import { setTimeout as sleep } from 'node:timers/promises'
import { Dice } from '../../server/app/demo/generate/dice.ts'
import { audit, checkPages, type Count } from './audit.ts'
import { Load } from './load.ts'
import { type Kill, kills, Product } from './product.ts'

const PEOPLE = 12
/** Of the answers that the proxy sees. */
const LOST_SHARE = 0.2
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Outcome extends Count {
  /** From the kill to the first readiness, in milliseconds, one for each kill. */
  recoveries: { kind: Kill; ms: number }[]
  /** Answers that were dropped on the way. */
  lostReplies: number
}

/** Kills each kind so many times under load, at moments of chance, loses answers, and counts after each time. */
export async function crash(
  { rounds, seed, kinds = kills }: { rounds: number; seed: number; kinds?: readonly Kill[] },
  say: (line: string) => void,
): Promise<Outcome> {
  const product = new Product()
  const dice = new Dice(seed, 2, 0)
  const load = new Load(product, seed)
  const recoveries: Outcome['recoveries'] = []
  let lostReplies = 0
  let count: Count = { acknowledged: 0, settled: 0, lost: 0, double: 0, findings: [] }

  const strike = async (kind: Kill): Promise<string> => {
    const running = load.run(PEOPLE)
    await enough(load, 500 + dice.below(1_200))
    const killedAt = Date.now()
    await product.kill(kind)
    await running.stop()
    await product.recover(kind)
    const ms = Date.now() - killedAt
    recoveries.push({ kind, ms })
    await load.settle()
    return `${kind}: back in ${ms} ms`
  }
  const loseReplies = async (): Promise<string> => {
    const isLost = () => dice.next() < LOST_SHARE
    const lost = await product.losingReplies(isLost, async () => {
      const running = load.run(PEOPLE)
      await enough(load, 1_500)
      await running.stop()
      // Repeats lose their answers too.
      await load.settle()
    })
    lostReplies += lost
    return `replies: ${lost} lost`
  }
  /** False when something is wrong. */
  const counted = async (round: number, work: () => Promise<string>): Promise<boolean> => {
    const first = load.operations.length
    const done = await work()
    count = await audit(product, load, load.operations.slice(first))
    say(`${round}. ${done}, ${count.acknowledged} acknowledged so far`)
    for (const finding of count.findings.slice(0, 20)) say(`  ${finding}`)
    return count.findings.length === 0
  }

  const leave = () => void product.stop().finally(() => process.exit(130))
  for (const signal of SIGNALS) process.once(signal, leave)
  try {
    await product.start()
    await load.prepare()
    const works = [loseReplies, ...kinds.map(kind => () => strike(kind))]
    for (let round = 1; round <= rounds; round++) {
      for (const work of works) {
        if (!(await counted(round, work))) return { ...count, recoveries, lostReplies }
      }
    }
    const torn = await checkPages(product)
    for (const each of torn) say(`  ${each}`)
    return { ...count, findings: torn, recoveries, lostReplies }
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave)
    await product.stop()
  }
}

/** A slow machine must have done something too before it is killed. */
async function enough(load: Load, ms: number): Promise<void> {
  const first = load.operations.length
  await sleep(ms)
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(20)) {
    if (load.operations.slice(first).filter(each => each.outcome === 'acknowledged').length >= 20) return
  }
}
