import { describe, expect, it } from 'vitest'
import { ConfigError, describeConfig, loadConfig } from './config.ts'

const load = (args: string[], env: NodeJS.ProcessEnv = {}) => loadConfig(args, env, '/nowhere')

describe('the configuration', () => {
  it('prefers a flag to the environment', () => {
    expect(load(['--port', '4000'], { PORT: '5000' }).config.port).toBe(4000)
    expect(load([], { PORT: '5000' }).config.port).toBe(5000)
  })

  it('stops the start with one line that names every wrong value', () => {
    const wrong = () => load(['--port', 'x'], { INTERES_LOG_LEVEL: 'loud' })
    expect(wrong).toThrow(ConfigError)
    expect(wrong).toThrow(/port \(--port\).*logLevel \(INTERES_LOG_LEVEL\)/s)
  })

  it('refuses a flag that it does not know', () => {
    expect(() => load(['--prot', '1'])).toThrow(ConfigError)
    expect(() => load(['--prot', '1'])).toThrow(/^Wrong command line: Unknown option '--prot'\.$/)
  })

  it('says of a number that it is none', () => {
    expect(() => load(['--port', 'x'])).toThrow('Wrong configuration: port (--port): must be a number.')
  })

  it('takes the administrator of an unattended start whole or not at all', () => {
    expect(() => load([], { CRM_ADMIN_EMAIL: 'a@example.org' })).toThrow(/go together/)
    expect(() => load([], { CRM_ADMIN_PASSWORD: 'a long phrase' })).toThrow(/go together/)
  })

  it('opens the product to others only with TLS, behind a proxy, or in the clear by an explicit word', () => {
    expect(() => load(['--host', '0.0.0.0'])).toThrow(/--insecure-http/)
    expect(load(['--host', '0.0.0.0', '--insecure-http']).config.host).toBe('0.0.0.0')
    expect(load(['--host', '0.0.0.0', '--trust-proxy', '10.0.0.1']).config.host).toBe('0.0.0.0')
    expect(load(['--host', 'localhost']).config.host).toBe('localhost')
  })

  it('shows the settings in force with secrets masked', () => {
    const shown = describeConfig(
      load([], {
        DATABASE_URL: 'postgres://app:tr0ub4dor@db/interes',
        CRM_ADMIN_EMAIL: 'a@example.org',
        CRM_ADMIN_PASSWORD: 'hunter22',
        INTERES_SECRET_KEY: 'k'.repeat(32),
      }),
    )
    expect(shown).toContain('postgres://app:****@db/interes')
    expect(shown).not.toMatch(/tr0ub4dor|hunter22|kkkkk/)
    const inside = describeConfig(load([], { DATABASE_URL: 'postgres://db/interes?user=app&password=tr0ub4dor&x=1' }))
    expect(inside).toContain('postgres://db/interes?user=app&password=****&x=1')
  })
})
