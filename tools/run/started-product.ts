import { type ChildProcess, spawn } from 'node:child_process'

export interface StartedProduct {
  process: ChildProcess
  /** Everything printed so far. */
  said(): string
  /** Resolves with the exit code. */
  ended: Promise<number | null>
  /** The printed address, without what follows the port. Rejects when the program ends without one. */
  address: Promise<string>
}

/** Environment as a newcomer's shell has it: nothing of the npm and the test runner that run us. */
export function plainEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const noise = /^(npm_|VITEST|NODE_|TEST$|DEV$|PROD$|MODE$|SSR$|CI$|INTERES_|CRM_|DATABASE_URL$|PORT$)/
  const kept = Object.entries(process.env).filter(([name]) => !noise.test(name) || name === 'NODE_EXTRA_CA_CERTS')
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8', ...extra }
}

/** Starts the product by a command, as people do, and watches what it prints. */
export function startProduct(
  file: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): StartedProduct {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env ?? plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', code => done(code))
  })
  const address = new Promise<string>((done, fail) => {
    const read = (part: Buffer) => {
      said += part
      const found = /https?:\/\/[\w.[\]:-]+:\d+(?=\D)/.exec(said)
      if (found) done(found[0])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    ended.then(code => fail(new Error(`ended with ${code} and no address:\n${said}`)), fail)
  })
  address.catch(() => {})
  return { process: child, said: () => said, ended, address }
}
