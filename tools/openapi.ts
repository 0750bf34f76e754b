import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { obstacles } from '../server/rooms/access/gates/policy.ts'
import { routesOf } from '../server/app/rooms.ts'
import { loadConfig } from '../server/platform/config.ts'
import { createServer, type Gate } from '../server/platform/http/server.ts'
import { openLog } from '../server/platform/log.ts'
import type { Platform } from '../server/platform/platform.ts'
import type { ApiDocument } from './api-changes.ts'

export const API_FILE = new URL('../docs/openapi.json', import.meta.url)

/** The document that a running product answers at `/api/openapi.json`; contracts alone make it, so no database is asked. */
export async function describeApi(): Promise<ApiDocument> {
  const platform = {
    config: loadConfig([], {}).config,
    log: openLog('silent'),
    now: () => new Date(),
  } as unknown as Platform
  const gate: Gate = { identify: async () => null, holds: () => false, obstacle: () => undefined, problems: obstacles }
  const server = await createServer(platform, gate, routesOf(platform, gate))
  try {
    const { body } = await server.inject('/api/openapi.json')
    return JSON.parse(body) as ApiDocument
  } finally {
    await server.close()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(API_FILE, `${JSON.stringify(await describeApi(), null, 1)}\n`)
}
