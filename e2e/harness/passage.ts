import { createServer, request, type ServerResponse } from 'node:http'

/** A way to the product that counts the open streams of events, as a look at the network would. */
export type Passage = { url: string; streams: () => number; close: () => Promise<void> }

/** Opens a passage before the product at `url`: everything goes through unchanged. */
export async function openPassage(url: string): Promise<Passage> {
  const target = new URL(url)
  const open = new Set<ServerResponse>()
  const server = createServer((incoming, answer) => {
    const isStream = incoming.url?.startsWith('/api/v1/events') === true
    if (isStream) open.add(answer)
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
      },
      response => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        answer.flushHeaders()
        response.pipe(answer)
      },
    )
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => {
      open.delete(answer)
      outgoing.destroy()
    })
    incoming.pipe(outgoing)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    streams: () => open.size,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
