import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** One registry a process: the counters describe the process, not a database. */
export const registry = new Registry()

const requests = new Histogram({
  name: 'interes_http_request_seconds',
  help: 'Time to answer, by route',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers: [registry],
})

const writes = new Counter({
  name: 'interes_acknowledged_writes_total',
  help: 'Changes answered with success',
  registers: [registry],
})

/** Adds the figures of the process itself (memory, event loop); called once at start. */
export function collectProcessMetrics(): void {
  collectDefaultMetrics({ register: registry, prefix: 'interes_' })
}

export function observeRequest(method: string, route: string, status: number, seconds: number): void {
  requests.labels(method, route, String(status)).observe(seconds)
  if (method !== 'GET' && status < 300) writes.inc()
}
