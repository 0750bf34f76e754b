import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'

const NUMBER = { error: 'must be a number' }
const port = z.coerce.number(NUMBER).int().min(0).max(65_535)
const yes = z.union([z.boolean(), z.enum(['true', 'false', '1', '0', '']).transform(v => v === 'true' || v === '1')])

/** Every setting in one place: flag `--data-dir`, variable `INTERES_DATA_DIR`, property `dataDir` of the file. */
const schema = z.strictObject({
  port: port.optional(),
  host: z.string().min(1).default('127.0.0.1'),
  dataDir: z.string().min(1).default('data'),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  databasePoolSize: z.coerce.number(NUMBER).int().min(2).max(100).default(10),
  /** Of the embedded database; `try` raises the kernel's ceiling where it may. */
  databaseHugePages: z.enum(['try', 'off'], { error: 'must be try or off' }).default('try'),
  tlsCert: z.string().optional(),
  tlsKey: z.string().optional(),
  insecureHttp: yes.default(false),
  /** Addresses of proxies whose X-Forwarded headers are believed, separated by commas. */
  trustProxy: z.string().optional(),
  /** How people reach the product from outside, when it stands behind a proxy. */
  publicUrl: z.url().optional(),
  /** Before a stop: not ready any more, but serving on, until the balancer has noticed. */
  drainSeconds: z.coerce.number(NUMBER).int().min(0).max(60).default(0),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  metricsToken: z.string().min(16, 'must have at least 16 characters').optional(),
  adminEmail: z.email().optional(),
  adminPassword: z.string().min(8, 'must have at least 8 characters').optional(),
  demo: yes.default(false),
})

export type Config = z.infer<typeof schema>
export type Setting = keyof Config

/** Names outside the pattern `INTERES_…`, kept because people and hosts know them. */
const ALIASES: Partial<Record<Setting, string[]>> = {
  databaseUrl: ['DATABASE_URL'],
  port: ['PORT'],
  adminEmail: ['CRM_ADMIN_EMAIL'],
  adminPassword: ['CRM_ADMIN_PASSWORD'],
}
const SECRET = new Set<Setting>(['adminPassword', 'metricsToken', 'databaseUrl'])
const FLAGS: Setting[] = [
  'port',
  'host',
  'dataDir',
  'databaseUrl',
  'tlsCert',
  'tlsKey',
  'insecureHttp',
  'trustProxy',
  'publicUrl',
  'drainSeconds',
  'logLevel',
  'demo',
]
const SWITCHES = new Set<Setting>(['insecureHttp', 'demo'])

const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
const variable = (name: string) => `INTERES_${name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`

export class ConfigError extends Error {}

export interface LoadedConfig {
  config: Config
  /** Where each setting in force came from. */
  sources: Partial<Record<Setting, string>>
  positionals: string[]
}

/**
 * Reads flags, environment and `interes.config.json` (in this order of precedence) and checks them.
 * @throws ConfigError with one line that names every wrong value
 */
export function loadConfig(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  directory = process.cwd(),
  extra: Record<string, { type: 'string' | 'boolean' }> = {},
): LoadedConfig & { values: Record<string, string | boolean | undefined> } {
  const { values, positionals } = readFlags(args, extra)
  const file = readFile(resolve(directory, 'interes.config.json'))
  const merged: Record<string, unknown> = {}
  const sources: Partial<Record<Setting, string>> = {}
  for (const name of Object.keys(schema.shape) as Setting[]) {
    const names = [variable(name), ...(ALIASES[name] ?? [])]
    const set = names.find(key => env[key] !== undefined && env[key] !== '')
    if (values[kebab(name)] !== undefined && FLAGS.includes(name)) {
      merged[name] = values[kebab(name)]
      sources[name] = `--${kebab(name)}`
    } else if (set) {
      merged[name] = env[set]
      sources[name] = set
    } else if (file[name] !== undefined) {
      merged[name] = file[name]
      sources[name] = 'interes.config.json'
    }
  }
  for (const name of Object.keys(file)) if (!(name in schema.shape)) merged[name] = file[name]
  const parsed = schema.safeParse(merged)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => {
      const name = issue.path.join('.') as Setting
      const source = sources[name] ? ` (${sources[name]})` : ''
      return issue.code === 'unrecognized_keys'
        ? `unknown setting ${issue.keys.join(', ')} in interes.config.json`
        : `${name}${source}: ${issue.message}`
    })
    throw new ConfigError(`Wrong configuration: ${faults.join('; ')}.`)
  }
  const config = { ...parsed.data, dataDir: resolve(directory, parsed.data.dataDir) }
  if (Boolean(config.tlsCert) !== Boolean(config.tlsKey)) {
    throw new ConfigError('Wrong configuration: --tls-cert and --tls-key go together.')
  }
  if (Boolean(config.adminEmail) !== Boolean(config.adminPassword)) {
    throw new ConfigError('Wrong configuration: CRM_ADMIN_EMAIL and CRM_ADMIN_PASSWORD go together.')
  }
  const guarded = config.tlsCert !== undefined || config.trustProxy !== undefined || config.insecureHttp
  if (!isLoopback(config.host) && !guarded) {
    throw new ConfigError(
      `Wrong configuration: --host ${config.host} opens the product to others; give --tls-cert and --tls-key, ` +
        'or --trust-proxy behind a proxy, or accept passwords in the clear with --insecure-http.',
    )
  }
  return { config, sources, positionals, values }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function readFlags(args: readonly string[], extra: Record<string, { type: 'string' | 'boolean' }>) {
  const options = Object.fromEntries(
    FLAGS.map(name => [kebab(name), { type: SWITCHES.has(name) ? ('boolean' as const) : ('string' as const) }]),
  )
  try {
    return parseArgs({ args: [...args], options: { ...options, ...extra }, allowPositionals: true }) as {
      values: Record<string, string | boolean | undefined>
      positionals: string[]
    }
  } catch (error) {
    // What follows the first sentence explains a way of writing that nobody meant.
    const [sentence = ''] = (error as Error).message.split(/\.(?:\s|$)/)
    throw new ConfigError(`Wrong command line: ${sentence}.`)
  }
}

function readFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {}
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // reported below
  }
  throw new ConfigError('Wrong configuration: interes.config.json is not a JSON object.')
}

/** The settings in force as text, secrets masked: for `crm config`. */
export function describeConfig({ config, sources }: LoadedConfig): string {
  return (Object.keys(schema.shape) as Setting[])
    .map(name => {
      const value = config[name]
      const shown =
        value === undefined ? '(not set)' : SECRET.has(name) ? mask(name, String(value)) : JSON.stringify(value)
      return `${kebab(name).padEnd(20)} ${shown}  [${sources[name] ?? 'default'}]`
    })
    .join('\n')
}

function mask(name: Setting, value: string): string {
  return name === 'databaseUrl' ? maskAddress(value) : '****'
}

/** A password stands before the host or among the parameters. */
function maskAddress(address: string): string {
  return address.replace(/:\/\/([^:@/]+):[^@]*@/, '://$1:****@').replace(/([?&](?:ssl)?password=)[^&]*/gi, '$1****')
}
