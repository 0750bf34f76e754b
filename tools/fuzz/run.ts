import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } } })
const requests = Number(values.requests)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
if (!(requests >= 1) || !Number.isInteger(seed)) {
  console.error('npm run test:fuzz -- --requests 20000 [--seed 1]')
  process.exit(2)
}

const from = Date.now()
const outcome = await fuzz({ requests, seed }, line => console.log(line))
const statuses = Object.entries(outcome.byStatus).map(([status, count]) => `${status} × ${count}`)
console.log(`
seed                ${seed}
requests            ${outcome.requests} in ${Math.round((Date.now() - from) / 1000)} s
answers             ${statuses.join(', ')}
operations          ${outcome.reached} of ${outcome.operations} succeeded at least once
slowest`)
for (const { ms, what } of outcome.slowest) console.log(`  ${ms} ms  ${what}`)
console.log(`findings            ${outcome.findings.length}`)
for (const each of outcome.findings.slice(0, 100)) console.log(`  ${each}`)
process.exitCode = outcome.findings.length > 0 ? 1 : 0
