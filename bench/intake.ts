import { readIntake } from '../server/rooms/registration/intake/rules.ts'
import { fields, goals, judge, precisionOf, readCorpus, recallOf, type Sample } from './intake/quality.ts'

/**
 * How well a pasted text is taken apart: precision and recall of each field on the corpus of bench/intake/. Of the
 * third that is held out of tuning only totals are ever printed; `--misses` lists what went wrong in the rest.
 */
const corpus = readCorpus()
const read = (text: string) => readIntake(text).fields
let failed = 0

function tell(title: string, samples: readonly Sample[]): void {
  const { tallies } = judge(samples, read)
  console.log(`\n${title}: ${samples.length} texts`)
  console.log(['field', 'values', 'precision', 'recall', 'goal'].map(head => head.padEnd(10)).join(''))
  for (const field of fields) {
    const tally = tallies.get(field)
    if (!tally) continue
    const [precision, recall, goal] = [precisionOf(tally), recallOf(tally), goals[field]]
    const below = goal !== undefined && Math.min(precision, recall) < goal
    if (below) failed += 1
    const cells = [
      field,
      tally.right + tally.missed,
      precision.toFixed(3),
      recall.toFixed(3),
      goal ?? '',
      below ? 'below' : '',
    ]
    console.log(cells.map(cell => String(cell).padEnd(10)).join(''))
  }
}

tell('Tuned part', corpus.tuned)
tell('Held out', corpus.heldOut)

if (process.argv.includes('--misses')) {
  const wanted = process.argv.slice(process.argv.indexOf('--misses') + 1)
  for (const { field, sample, told, expected } of judge(corpus.tuned, read).misses) {
    if (wanted.length > 0 && !wanted.includes(field)) continue
    console.log(
      `\n${field}: ${JSON.stringify(told)} instead of ${JSON.stringify(expected)}\n  ${sample.text.replaceAll('\n', '\n  ')}`,
    )
  }
}

const every = [...corpus.tuned, ...corpus.heldOut]
const begun = process.cpuUsage()
for (let round = 0; round < 5; round++) for (const { text } of every) readIntake(text)
const spent = process.cpuUsage(begun)
console.log(
  `\nOne text takes ${((spent.user + spent.system) / 1000 / 5 / every.length).toFixed(2)} ms of the processor.`,
)
process.exitCode = failed > 0 ? 1 : 0
