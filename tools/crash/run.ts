import { parseArgs } from 'node:util'
import { crash } from './rounds.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string' } } })
const rounds = Number(values.rounds)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
if (!(rounds >= 1) || !Number.isInteger(seed)) {
  console.error('npm run test:crash -- --rounds 10 [--seed 1]')
  process.exit(2)
}

const { acknowledged, settled, lost, double, findings, recoveries, lostReplies } = await crash({ rounds, seed }, line =>
  console.log(line),
)
const times = recoveries.map(each => each.ms).sort((a, b) => a - b)
console.log(`
seed                ${seed}
kills               ${recoveries.length}
answers dropped     ${lostReplies}
acknowledged        ${acknowledged}
unknown, settled    ${settled}
lost                ${lost}
double              ${double}
other findings      ${findings.length - lost - double}
back after, ms      median ${times[Math.floor(times.length / 2)]}, most ${times.at(-1)}`)
process.exitCode = findings.length > 0 ? 1 : 0
