import { join } from 'node:path'
import { type Config, ConfigError, loadConfig } from '../platform/config.ts'
import { readTls } from '../platform/http/tls.ts'
import { type Log, openLog } from '../platform/log.ts'
import { collectProcessMetrics } from '../platform/metrics.ts'
import { checkKey } from '../rooms/access/secrets/actions.ts'
import { ensureSetUp } from '../rooms/access/set-up/actions.ts'
import { createNode } from './boot.ts'
import { ensureDemo } from './demo/start.ts'
import { ground } from './ground.ts'
import { stopOnSignal } from './lifecycle.ts'
import { choosePort } from './listen.ts'
import { type Claim, claimDataDir } from './running.ts'
import { say } from './say.ts'
import { serveWeb } from './web.ts'

/** Starts one node: `node server/app/main.ts --port 3000`. Prints the address when people may come in. */
async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2))
  const claimed = await claimDataDir(config.dataDir)
  if ('runningAt' in claimed) {
    const at = claimed.runningAt ?? say('(it is still starting)', '(еще запускается)')
    console.log(
      say(`Interes already runs on this data directory: ${at}`, `Interes уже работает с этой папкой данных: ${at}`),
    )
    return
  }
  const { claim } = claimed
  const log = openLog(config.logLevel, join(config.dataDir, 'logs', 'interes.log'))
  const opened: (() => Promise<void> | void)[] = [() => claim.release()]
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  let opening = Promise.resolve()
  stopOnSignal(
    async reason => {
      log.info({ reason }, 'stopping')
      // A signal that comes while the database still starts waits for it, so that nothing is left running.
      await opening.catch(() => {})
      claim.leave()
      await closeAll()
    },
    error => log.error({ err: error }, 'the stop failed'),
  )
  try {
    opening = open(config, claim, log, opened)
    await opening
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** What would only come out once the database runs is refused before anything starts. */
function readConfig(args: readonly string[]): Config {
  const { config, positionals } = loadConfig(args)
  if (positionals.length > 0) {
    // `npm start --port 4000` keeps the flag for npm and passes on the number alone.
    throw new ConfigError(
      `Wrong command line: nothing is called «${positionals[0]}»; flags stand behind two dashes: npm start -- --port 4000.`,
    )
  }
  readTls(config)
  return config
}

async function open(config: Config, claim: Claim, log: Log, opened: (() => Promise<void> | void)[]): Promise<void> {
  collectProcessMetrics()
  const base = await ground(config, log)
  opened.push(() => base.stop())
  const node = await createNode(config, base.app, log, { extend: async app => serveWeb(app) })
  opened.push(() => node.close())
  await node.open()
  const port = await choosePort({ port: config.port, host: config.host })
  const entry = (await ensureDemo(node.platform)) ?? (await ensureSetUp(node.platform))
  await node.server.listen({ port, host: config.host })
  const bound = node.server.server.address()
  const url = addressOf(config, typeof bound === 'object' && bound ? bound.port : port)
  claim.announce(url)
  if ((await checkKey(node.platform)) === 'another') warnOfKey()
  log.info({ url, adopted: base.adopted }, 'ready')
  greet(config, url, entry)
}

function warnOfKey(): void {
  console.error(
    say(
      'WARNING: the key of this node is not the one with which the base was sealed. Second factors and secrets of other services cannot be read. Bring secret.key back, or see: npm run crm -- key check',
      'ВНИМАНИЕ: ключ этого сервера не тот, которым зашифрована база. Вторые факторы и секреты других служб не читаются. Верните прежний secret.key или посмотрите: npm run crm -- key check',
    ),
  )
}

function addressOf(config: Config, port: number): string {
  if (config.publicUrl) return config.publicUrl.replace(/\/$/, '')
  const host = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host
  return `${config.tlsCert ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function greet(config: Config, url: string, entry: { path: string; kind: 'set_up' | 'sign_in' } | null): void {
  if (config.port === undefined && !url.endsWith(':3000') && !config.publicUrl) {
    console.log(say('Port 3000 is taken, so the next free one is used.', 'Порт 3000 занят, взят следующий свободный.'))
  }
  if (entry?.kind === 'set_up') {
    console.log(
      say('Open this address once to make the administrator:', 'Откройте этот адрес, чтобы завести администратора:'),
    )
  } else if (entry) {
    console.log(
      say('Open this address to sign in (works once):', 'Откройте этот адрес, чтобы войти (действует один раз):'),
    )
  } else console.log(say('Interes is ready:', 'Interes работает:'))
  console.log(`\n  ${url}${entry?.path ?? ''}\n`)
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  console.error(message)
  if (!(error instanceof ConfigError) && process.env['INTERES_LOG_LEVEL'] === 'debug') console.error(error)
  process.exit(1)
})
