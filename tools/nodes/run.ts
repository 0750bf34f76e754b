import { whyWithout } from '../proof/packages.ts'
import { Installation } from './installation.ts'
import { countJobs } from './jobs.ts'
import { takeRights } from './rights.ts'
import { rollOver } from './rolling.ts'

const missing = whyWithout('haproxy')
if (missing) {
  console.error(`${missing}: several nodes were not tried.`)
  process.exit(1)
}

const installation = new Installation()
const leave = () => void installation.stop().finally(() => process.exit(130))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, leave)
try {
  await installation.start(3)
  console.log('\nTaken away on one node, used on two others without a pause (ms after the answer):')
  for (const { what, refusedAfter, endedAfter } of await takeRights(installation)) {
    const streams = endedAfter === null ? 'streams fall silent' : `streams end after ${endedAfter}`
    console.log(`  ${what.padEnd(32)} refused after ${String(refusedAfter).padStart(4)}, ${streams}`)
  }
  const { interests, done } = await countJobs(installation)
  console.log(`\nJobs: ${done} of ${interests} done once\n\nEach node stopped and started in turn under load:`)
  const rolled = await rollOver(installation, line => console.log(`  ${line}`))
  const { requests, writes, failed, lost, slowest } = rolled
  console.log(
    `  ${requests} requests, ${writes} acknowledged writes, ${failed.length} failed, ${lost} lost, slowest ${slowest} ms`,
  )
  for (const each of failed.slice(0, 20)) console.log(`    ${each}`)
  process.exitCode = failed.length + lost > 0 || rolled.stops.some(ms => ms > 10_000) ? 1 : 0
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  await installation.stop()
}
