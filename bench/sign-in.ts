import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newId } from '../server/platform/pure/ids.ts'
import { createUser, signIn } from '../server/rooms/access/contract.ts'
import { plainEnvironment, startProduct } from '../tools/run/started-product.ts'
import { figuresOf, print, rowOf } from './measure.ts'

/**
 * `npm run bench:sign-in [-- samples]`: does the time of a refused sign-in tell whether the e-mail is known? Wrong
 * passwords for people, for people who have no password yet and for nobody, in turn. Fails when the medians differ by
 * more than five in a hundred.
 */
const [samples = 500] = process.argv.slice(2).map(Number)
/** Fewer than close an account, and every guess from an address of its own. */
const GUESSES_EACH = 9
const TOLERANCE = 0.05

const administrator = { email: 'boss@example.com', password: 'мера времени входа' }
const dataDir = mkdtempSync(join(tmpdir(), 'interes-sign-in-'))
const main = fileURLToPath(new URL('../server/app/main.ts', import.meta.url))
const product = startProduct(process.execPath, [main, '--port', '0', '--data-dir', dataDir], {
  cwd: tmpdir(),
  env: plainEnvironment({
    CRM_ADMIN_EMAIL: administrator.email,
    CRM_ADMIN_PASSWORD: administrator.password,
    INTERES_TRUST_PROXY: '127.0.0.1',
  }),
})

try {
  const url = await product.address
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const entered = await post(signIn.path, administrator)
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const add = async (kind: string, at: number, password?: string) => {
    const email = `${kind}-${at}@example.com`
    const body = { id: newId(), email, name: `Человек ${at}`, role: 'salesperson', password }
    const { status } = await post(createUser.path, body, { cookie })
    if (status !== 201) throw new Error(`a person was answered with ${status}`)
  }
  const accounts = Math.ceil(samples / GUESSES_EACH)
  for (let at = 0; at < accounts; at++) {
    await add('known', at, `надежный пароль ${at}`)
    await add('invited', at)
  }

  let guesses = 0
  const guess = async (kind: string, at: number) => {
    guesses++
    const address = `10.${guesses >> 16}.${(guesses >> 8) & 255}.${guesses & 255}`
    const body = { email: `${kind}-${Math.floor(at / GUESSES_EACH)}@example.com`, password: 'наугад набранное' }
    const answer = await post(signIn.path, body, { 'x-forwarded-for': address })
    await answer.arrayBuffer()
    if (answer.status !== 401) throw new Error(`a wrong password was answered with ${answer.status}`)
  }
  for (let at = 0; at < 40; at++) await guess('warm', at)

  // In turn, so that whatever else the machine does meets all of them alike.
  const kinds = { known: 'a person', invited: 'no password yet', unknown: 'nobody' }
  const times = new Map<string, number[]>(Object.keys(kinds).map(kind => [kind, []]))
  for (let at = 0; at < samples; at++) {
    for (const [kind, list] of times) {
      const from = performance.now()
      await guess(kind, at)
      list.push(performance.now() - from)
    }
  }
  const figures = new Map(
    [...times].map(([kind, list]) => [
      kind,
      figuresOf(
        list,
        list.reduce((sum, ms) => sum + ms, 0),
      ),
    ]),
  )
  print([...figures].map(([kind, each]) => rowOf(kinds[kind as keyof typeof kinds], 1, each)))
  const medians = [...figures.values()].map(each => each.p50)
  const apart = Math.max(...medians) / Math.min(...medians) - 1
  console.log(`the medians differ by ${(apart * 100).toFixed(2)} %`)
  if (apart > TOLERANCE) process.exitCode = 1
} finally {
  product.process.kill('SIGTERM')
  await product.ended
  rmSync(dataDir, { recursive: true, force: true })
}
