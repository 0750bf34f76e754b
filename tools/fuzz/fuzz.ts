import fc from 'fast-check'
import { DemoProduct, type Entrant } from '../proof/demo-product.ts'
import { type Contradictions, describeContradictions, findContradictions } from '../proof/invariants.ts'
import { type Answer, Asker, PATIENCE_MS } from './ask.ts'
import { type Operation, operationsOf } from './document.ts'
import { type Ground, prepareGround } from './ground.ts'
import { faultsOf } from './judge.ts'
import { oddities, rawFault, sendRaw } from './raw.ts'
import { type FuzzRequest, kindsOf, requestOf } from './requests.ts'

const AT_ONCE = 6
/** So many requests are made up of what is known by then; afterwards records that they made are known too. */
const BATCH = 250
/** They take away what all others stand on: asked last. */
const LAST = ['POST /api/v1/demo/remove']

export interface Outcome {
  seed: number
  requests: number
  byStatus: Record<string, number>
  /** Operations that succeeded at least once. */
  reached: number
  operations: number
  slowest: { ms: number; what: string }[]
  findings: string[]
}

/** Asks the product, started with demo data, so many questions, and tells everything that was not as it must be. */
export async function fuzz(
  { requests, seed, patienceMs = PATIENCE_MS }: { requests: number; seed: number; patienceMs?: number },
  say: (line: string) => void,
): Promise<Outcome> {
  const product = await DemoProduct.start()
  try {
    const run = new Run(product, seed, patienceMs)
    await run.prepare()
    const before = await findContradictions(product.pool)
    await run.all(requests, say)
    await run.oddities()
    await run.aftermath(before)
    return run.outcome
  } finally {
    await product.stop()
  }
}

class Run {
  readonly outcome: Outcome
  readonly #product: DemoProduct
  readonly #asker: Asker
  readonly #patienceMs: number
  readonly #reached = new Set<string>()
  #operations: Operation[] = []
  #ground: Ground | undefined

  constructor(product: DemoProduct, seed: number, patienceMs: number) {
    this.#patienceMs = patienceMs
    this.#product = product
    this.#asker = new Asker(product.url, AT_ONCE, patienceMs)
    this.outcome = { seed, requests: 0, byStatus: {}, reached: 0, operations: 0, slowest: [], findings: [] }
  }

  async prepare(): Promise<void> {
    const document = await fetch(`${this.#product.url}/api/openapi.json`)
    this.#operations = operationsOf((await document.json()) as Parameters<typeof operationsOf>[0])
    this.outcome.operations = this.#operations.length
    this.#ground = await prepareGround(this.#product, this.#operations)
  }

  async all(count: number, say: (line: string) => void): Promise<void> {
    const { seed } = this.outcome
    const usual = this.#operations.filter(each => !LAST.includes(nameOf(each)))
    const pairs = usual.flatMap(operation => kindsOf(operation).map(kind => ({ operation, kind })))
    // Every operation with every kind in turn, in an order of chance, until so many are asked.
    const order = fc.sample(fc.shuffledSubarray(pairs, { minLength: pairs.length }), {
      seed,
      numRuns: Math.ceil(count / pairs.length),
    })
    const plan = evenly(order.flat(), count)
    for (let first = 0; first < plan.length; first += BATCH) {
      await this.#revive()
      const batch = plan.slice(first, first + BATCH).map(({ operation, kind }, at) => {
        const [asked] = fc.sample(requestOf(operation, kind, this.#settled().known), {
          seed: seed + first + at,
          numRuns: 1,
        })
        return asked
      })
      await this.#askAll(batch.filter(each => each !== undefined))
      if (first % 5_000 < BATCH) say(`${this.outcome.requests} asked, ${this.outcome.findings.length} findings`)
    }
    const last = this.#operations.filter(each => LAST.includes(nameOf(each)))
    await this.#askAll(
      last.flatMap(each => fc.sample(requestOf(each, 'header', this.#settled().known), { seed, numRuns: 6 })),
    )
  }

  /** What only a socket can send. */
  async oddities(): Promise<void> {
    for (const [what, bytes] of Object.entries(oddities)) {
      const fault = rawFault(await sendRaw(this.#product.url, bytes, this.#patienceMs))
      if (fault) this.outcome.findings.push(`${what}: ${fault}`)
      this.outcome.requests++
    }
  }

  /** After all of it the product works, and nothing is half written. */
  async aftermath(before: Contradictions): Promise<void> {
    this.#asker.close()
    this.outcome.reached = this.#reached.size
    if (!(await this.#product.isReady())) this.outcome.findings.push('the product is not ready afterwards')
    this.outcome.findings.push(...describeContradictions(await findContradictions(this.#product.pool), before))
  }

  async #revive(): Promise<void> {
    await this.#settled().revive()
  }

  async #askAll(list: readonly FuzzRequest[]): Promise<void> {
    const queue = [...list]
    const work = async () => {
      for (let asked = queue.shift(); asked; asked = queue.shift()) await this.#ask(asked)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }

  async #ask(asked: FuzzRequest): Promise<void> {
    const { callers, holds, known } = this.#settled()
    const headers = [...headersOf(callers[asked.caller]), ...asked.headers]
    const send = () => this.#asker.ask(asked.operation.method, asked.target, headers, asked.body)
    let answer = await send()
    // Somebody signed out or was deactivated by a request before: another 401 would say nothing about this one.
    if (answer?.status === 401 && asked.caller !== 'stranger' && asked.kind !== 'header') {
      await this.#revive()
      answer = await send()
    }
    const what = `${nameOf(asked.operation)} (${asked.kind}, ${asked.caller})`
    for (const fault of faultsOf(asked, answer, right => holds(asked.caller, right))) {
      this.outcome.findings.push(
        `${what}: ${fault}\n    ${asked.target.slice(0, 160)} ${asked.headers.join(' ').slice(0, 200)} ${bodyOf(asked)}`,
      )
    }
    this.#count(asked, answer, what)
    if (answer && (answer.status === 201 || answer.status === 200) && asked.operation.method !== 'GET') {
      const made = parsed(answer.text)
      if (made) known.learn(asked.target.split('/')[3]?.split('?')[0] ?? '', made)
    }
  }

  #count({ operation }: FuzzRequest, answer: Answer | null, what: string): void {
    const { outcome } = this
    outcome.requests++
    const status = String(answer?.status ?? 'none')
    outcome.byStatus[status] = (outcome.byStatus[status] ?? 0) + 1
    if (answer && answer.status >= 200 && answer.status < 300) this.#reached.add(nameOf(operation))
    outcome.slowest.push({ ms: Math.round(answer?.ms ?? Infinity), what })
    outcome.slowest.sort((a, b) => b.ms - a.ms).splice(8)
  }

  #settled(): Ground {
    if (!this.#ground) throw new Error('the ground is not prepared')
    return this.#ground
  }
}

const nameOf = ({ method, path }: Operation) => `${method} ${path}`

const headersOf = ({ headers }: Entrant) => Object.entries(headers).flat()

const bodyOf = ({ body }: FuzzRequest) => (body ? body.toString('utf8').slice(0, 300) : '')

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return value && typeof value === 'object' ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** So many of a list that is longer, taken from all over it. */
function evenly<T>(list: readonly T[], count: number): T[] {
  return list.length <= count ? [...list] : list.slice(0, count)
}
