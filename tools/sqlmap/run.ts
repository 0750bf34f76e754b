import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { operationsOf } from '../fuzz/document.ts'
import { prepareGround } from '../fuzz/ground.ts'
import { DemoProduct } from '../proof/demo-product.ts'
import { whyWithout } from '../proof/packages.ts'
import { probe, type Verdict } from './sqlmap.ts'
import { type Target, targetsOf } from './targets.ts'
import { startVulnerable } from './vulnerable.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const missing = whyWithout('sqlmap')
if (missing) {
  console.error(`${missing}: nothing was searched for holes.`)
  process.exit(1)
}

/** Each must be found, or the search says nothing about the rest. */
const controls: readonly Target[] = [
  { name: 'control: a text in quotes', method: 'GET', path: '/searched?q=клима*', body: null },
  { name: 'control: an id in the path', method: 'GET', path: '/of/01900000-0000-7000-8000-a00000000001*', body: null },
  { name: 'control: an order', method: 'GET', path: '/sorted?sort=name*', body: null },
  { name: 'control: a value of JSON', method: 'POST', path: '/body', body: '{"value":"климат*"}' },
]

const from = Date.now()
const product = await DemoProduct.start({ INTERES_LOG_LEVEL: 'error' })
const vulnerable = await startVulnerable(product.pool)
try {
  const document = await fetch(`${product.url}/api/openapi.json`)
  const operations = operationsOf((await document.json()) as Parameters<typeof operationsOf>[0])
  const { known, callers } = await prepareGround(product, operations)
  const key = await product.keyOf('administrator')
  const targets = targetsOf(operations, known).filter(
    each => positionals.length === 0 || positionals.some(word => each.name.includes(word)),
  )
  const wrong: string[] = []
  let places = 0
  const note = ({ name }: Target, { found, tried, seconds, fault }: Verdict, isControl: boolean) => {
    places += tried
    const word =
      fault && found.length === 0 ? `not told: ${fault}` : found.length > 0 ? `FOUND in ${found.join(', ')}` : 'nothing'
    console.log(`${String(seconds).padStart(4)} s  ${String(tried).padStart(3)} places  ${name}: ${word}`)
    const isRight = isControl ? found.length > 0 : found.length === 0 && fault === null
    if (!isRight) wrong.push(`${name}: ${word}`)
  }
  const queue = [
    ...controls.map(target => ({ target, url: vulnerable.url, headers: {}, isControl: true })),
    ...targets.map(target => ({ target, url: product.url, headers: key.headers, isControl: false })),
  ]
  const work = async () => {
    for (let each = queue.shift(); each; each = queue.shift()) {
      note(each.target, await probe(each.url, each.target, each.headers), each.isControl)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))
  if (callers.administrator.userId === '' || !(await product.isReady()))
    wrong.push('the product is not ready afterwards')
  const seconds = Math.round((Date.now() - from) / 1000)
  console.log(
    `\n${targets.length} endpoints and ${controls.length} controls, ${places} places, ${seconds} s; ${wrong.length} wrong`,
  )
  for (const each of wrong) console.log(`  ${each}`)
  process.exitCode = wrong.length > 0 ? 1 : 0
} finally {
  await vulnerable.close()
  await product.stop()
}
