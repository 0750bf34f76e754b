import { createServer } from 'node:net'

const DEFAULT_PORT = 3000
const TRIES = 100

/**
 * The port to listen on: the one asked for, or the default one, or the next that is free.
 * @throws Error with one line when the port was asked for and is taken
 */
export async function choosePort({ port, host }: { port: number | undefined; host: string }): Promise<number> {
  if (port === 0) return 0
  if (port !== undefined) {
    const fault = await tryPort(port, host)
    if (!fault) return port
    throw new Error(describe(fault, port, host))
  }
  for (let candidate = DEFAULT_PORT; candidate < DEFAULT_PORT + TRIES; candidate++) {
    const fault = await tryPort(candidate, host)
    if (!fault) return candidate
    if (fault.code !== 'EADDRINUSE' && fault.code !== 'EACCES') throw new Error(describe(fault, candidate, host))
  }
  throw new Error(
    `The ports ${DEFAULT_PORT} to ${DEFAULT_PORT + TRIES - 1} are all taken: name a free one with --port.`,
  )
}

function describe(fault: NodeJS.ErrnoException, port: number, host: string): string {
  if (fault.code === 'EADDRINUSE') return `Port ${port} is taken by another program: name another with --port.`
  if (fault.code === 'EACCES')
    return `Port ${port} needs rights that this user does not have: name one above 1024 with --port.`
  return `Cannot listen on ${host}, port ${port}: ${fault.message}.`
}

function tryPort(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise(done => {
    const server = createServer()
    server.once('error', done)
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(null)))
  })
}
