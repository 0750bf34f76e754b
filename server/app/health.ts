import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { registry } from '../platform/metrics.ts'
import type { Platform } from '../platform/platform.ts'
import { keyIsAnother } from '../rooms/access/secrets/contract.ts'
import { getKeyState } from '../rooms/access/secrets/queries.ts'

/** Alive, ready, and figures for those who hold the token. */
export function healthRoutes(app: FastifyInstance, platform: Platform, state: { draining: boolean }): void {
  const schema = { hide: true } as never
  app.get('/health/live', { schema }, async () => ({ status: 'live' }))
  app.get('/health/ready', { schema }, async (_request, reply) => {
    const ready = !state.draining && (await canWrite(platform))
    const status = ready ? 'ready' : state.draining ? 'draining' : 'unavailable'
    // Not unready: most of the work goes on, and a node without a second one would be gone whole.
    const warning = ready && (await hasAnotherKey(platform)) ? { warning: keyIsAnother.code } : {}
    return reply.code(ready ? 200 : 503).send({ status, ...warning })
  })
  app.get('/metrics', { schema }, async (request, reply) => {
    const { metricsToken } = platform.config
    if (!metricsToken || !holdsToken(request.headers.authorization, metricsToken)) return reply.callNotFound()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** A real write path: a read-only or full database is not ready. */
async function canWrite(platform: Platform): Promise<boolean> {
  try {
    await platform.db.transaction(async tx => {
      await tx.q
        .updateTable('event_epoch')
        .set(eb => ({ value: eb.ref('value') }))
        .execute()
    })
    const { rows } = await platform.db.pool.query(
      `select exists (select from app_user where role = 'administrator') as set_up`,
    )
    return rows[0].set_up === true || !platform.config.adminEmail
  } catch {
    return false
  }
}

async function hasAnotherKey({ db, vault }: Platform): Promise<boolean> {
  return (await getKeyState(db, vault)) === 'another'
}

function holdsToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
