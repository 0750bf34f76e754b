import { createNode } from '../server/app/boot.ts'
import { loadConfig } from '../server/platform/config.ts'
import type { ConnectionSettings } from '../server/platform/db/database.ts'
import { openLog } from '../server/platform/log.ts'

/** One node in a process of its own, so that the requests do not share its event loop. Settings come from the parent. */
process.once('message', async (connection: ConnectionSettings) => {
  const { config } = loadConfig(['--port', '0', '--log-level', 'silent'], {})
  const node = await createNode(config, connection, openLog('silent'))
  await node.server.listen({ port: 0, host: '127.0.0.1' })
  const address = node.server.server.address()
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
  process.once('message', async () => {
    await node.close()
    process.exit(0)
  })
})
process.once('disconnect', () => process.exit(0))
