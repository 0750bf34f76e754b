import { setMaxListeners } from 'node:events'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the server begins to close: answers without an end of their own end now. */
    closing: AbortSignal
  }
}

/** How long requests under way may still take; then their connections are cut. */
const PATIENCE_MS = 8_000

/**
 * Lets a server close in time. A browser keeps its connections for the next request, and one that was busy when the
 * server began to close would be kept open long after its answer.
 */
export function closeInTime(app: FastifyInstance): void {
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  app.decorate('closing', closing.signal)
  let timer: NodeJS.Timeout | undefined
  app.addHook('preClose', async () => {
    closing.abort()
    const until = Date.now() + PATIENCE_MS
    timer = setInterval(() => {
      if (Date.now() < until) app.server.closeIdleConnections()
      else app.server.closeAllConnections()
    }, 50)
  })
  app.addHook('onClose', async () => clearInterval(timer))
}
