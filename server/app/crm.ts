import { setTimeout as sleep } from 'node:timers/promises'
import { type Config, ConfigError, describeConfig, loadConfig } from '../platform/config.ts'
import { openLog } from '../platform/log.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problems.ts'
import { type Attached, attach } from './attach.ts'
import { createPlatform } from './boot.ts'
import { say } from './say.ts'
import { verbs } from './verbs.ts'

const FLAGS = {
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  password: { type: 'string' },
  user: { type: 'string' },
  clients: { type: 'string' },
  interests: { type: 'string' },
  anchor: { type: 'string' },
} as const

const USAGE = `npm run crm -- <verb>

  user create --email E --name N --role administrator|head|salesperson [--password P]
  user password --email E [--password P]     without a password: prints a one-time link
  user reset-second-factor --email E         for somebody who lost phone and recovery codes
  api-key create --user EMAIL [--name N]     prints the key alone on its last line
  demo load --clients N --interests N
  audit verify [--anchor HASH:COUNT]         checks the access log; 0 when it is as it was sealed, 1 when not
  key check                                  is secret.key the one of this base; 0 when it is, 1 when not
  key accept                                 the former key is lost for good: from now on it is this one
  migrate
  config                                     the settings in force, secrets masked

  --password - reads the password from the first line of the input.
  --data-dir and --database-url name the base, as for npm start; the product may run meanwhile.`

/** What a verb may use. */
export interface Command {
  config: Config
  platform: Platform
  base: Attached
  /** Address of the product, for links that are printed. */
  url: string
  flags: Partial<Record<keyof typeof FLAGS, string>>
}

async function main(): Promise<number> {
  const loaded = loadConfig(process.argv.slice(2), process.env, process.cwd(), FLAGS)
  const name = loaded.positionals.join(' ')
  if (name === 'config') {
    console.log(describeConfig(loaded))
    return 0
  }
  const verb = verbs[name]
  if (!verb) {
    console.error(USAGE)
    return name === '' || name === 'help' ? 0 : 2
  }
  const { config } = loaded
  const log = openLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const flags = loaded.values as Command['flags']
  verb.check?.(flags)
  const base = await attach(config, log)
  try {
    const platform = createPlatform({ ...config, databasePoolSize: 4 }, base.app, log)
    try {
      const code = await verb.run({ config, platform, base, url: addressOf(config, base.url), flags })
      // The notice to open browsers is gathered for some milliseconds before it goes out.
      await sleep(50)
      return code ?? 0
    } finally {
      await platform.relay.close()
      await platform.beside.close()
      await platform.db.close()
    }
  } finally {
    await base.release()
  }
}

function addressOf({ publicUrl, port, tlsCert }: Config, running: string | null): string {
  return (publicUrl ?? running ?? `${tlsCert ? 'https' : 'http'}://localhost:${port || 3000}`).replace(/\/$/, '')
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    if (error instanceof Problem) console.error(wording(error))
    else console.error(error instanceof Error ? error.message : String(error))
    if (!(error instanceof ConfigError) && process.env['INTERES_LOG_LEVEL'] === 'debug') console.error(error)
    process.exit(1)
  },
)

function wording(problem: Problem): string {
  const body = problem.body(say('en', 'ru') as 'en' | 'ru', '')
  const errors = (body.data as { errors?: { path: string; message: string }[] } | undefined)?.errors ?? []
  return [body.detail, ...errors.map(each => `  ${each.path}: ${each.message}`)].join('\n')
}
