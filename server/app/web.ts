import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { openPage } from '../platform/http/security.ts'

const BUILT = fileURLToPath(new URL('../../dist/web', import.meta.url))

/** Serves the built web part; every address that is not a file or the API is a screen of it. */
export async function serveWeb(app: FastifyInstance, root = BUILT): Promise<void> {
  const page = existsSync(`${root}/index.html`) ? readFileSync(`${root}/index.html`, 'utf8') : undefined
  const schema = { hide: true } as never
  const answer = (reply: FastifyReply) => {
    if (!page)
      return reply.code(503).type('text/plain; charset=utf-8').send('The web part is not built: npm start builds it.')
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.replaceAll('__CSP_NONCE__', openPage(reply)))
  }
  app.get('/', { schema }, async (_request, reply) => answer(reply))
  app.get('/index.html', { schema }, async (_request, reply) => answer(reply))
  if (page) {
    await app.register(staticFiles, {
      root,
      wildcard: false,
      index: false,
      globIgnore: ['**/index.html'],
      cacheControl: false,
      setHeaders(reply, path) {
        // Names of built files carry their hash.
        const lasting = path.includes('/assets/')
        reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  // Screens have addresses of their own; a reload there must not be a 404.
  app.get('/*', { schema }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const isPage = !/^\/(api|health|metrics|assets)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path)
    return isPage ? answer(reply) : reply.callNotFound()
  })
  app.post('/api/v1/csp-reports', { schema, bodyLimit: 16_384 }, async (_request, reply) => reply.code(204).send())
  app.addContentTypeParser(
    ['application/csp-report', 'application/reports+json'],
    { parseAs: 'string' },
    (_request, _body, done) => done(null, {}),
  )
}
