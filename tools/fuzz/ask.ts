import { Agent, request } from 'node:http'

export interface Answer {
  status: number
  type: string
  text: string
  ms: number
}

/** Longer than that nothing may keep anybody waiting. */
export const PATIENCE_MS = 5_000
/** What is read of an answer; a file is longer. */
const MOST_READ = 4 * 1024 * 1024

/** Asks over HTTP with exactly these headers, and reads an endless answer no further than its beginning. */
export class Asker {
  readonly #agent: Agent
  readonly #url: URL

  readonly #patienceMs: number

  constructor(url: string, atOnce: number, patienceMs = PATIENCE_MS) {
    this.#patienceMs = patienceMs
    this.#url = new URL(url)
    this.#agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  }

  /** Null when no answer came in time; a connection that was cut counts as an answer of status 0. */
  async ask(method: string, target: string, headers: readonly string[], body: Buffer | null): Promise<Answer | null> {
    for (;;) {
      const answer = await this.#askOnce(method, target, headers, body)
      // The product may have closed a kept connection at the moment it was used again; nothing was read from it then.
      if (answer !== 'stale') return answer
    }
  }

  #askOnce(
    method: string,
    target: string,
    headers: readonly string[],
    body: Buffer | null,
  ): Promise<Answer | null | 'stale'> {
    const from = performance.now()
    const hasHost = headers.some((each, at) => at % 2 === 0 && each.toLowerCase() === 'host')
    return new Promise(done => {
      const end = (answer: Answer | null | 'stale') => {
        clearTimeout(timer)
        done(answer)
      }
      const cut = () =>
        end(sent.reusedSocket ? 'stale' : { status: 0, type: '', text: '', ms: performance.now() - from })
      const sent = request({
        agent: this.#agent,
        host: this.#url.hostname,
        port: this.#url.port,
        method,
        path: target,
        headers: [
          ...(hasHost ? [] : ['host', this.#url.host]),
          ...headers,
          ...(body || method !== 'GET' ? ['content-length', String(body?.length ?? 0)] : []),
        ],
      })
      const timer = setTimeout(() => {
        end(null)
        sent.destroy()
      }, this.#patienceMs)
      sent.on('error', cut)
      sent.on('response', response => {
        const type = response.headers['content-type'] ?? ''
        const parts: Buffer[] = []
        let length = 0
        const finish = () => {
          const text = Buffer.concat(parts).toString('utf8')
          end({ status: response.statusCode ?? 0, type, text, ms: performance.now() - from })
        }
        response.on('data', (part: Buffer) => {
          length += part.length
          if (length <= MOST_READ) parts.push(part)
          if (type.startsWith('text/event-stream')) {
            finish()
            sent.destroy()
          }
        })
        response.on('end', finish)
        response.on('error', cut)
      })
      if (body) sent.end(body)
      else sent.end()
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
