import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'

/**
 * A tiny server that does everything wrong, on the same database as the product: what sqlmap finds here it would find
 * there. It proves that the search can find, and is never part of the product.
 */
export async function startVulnerable(pool: pg.Pool): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    try {
      let text = ''
      for await (const part of request) text += String(part)
      const rows = await pool.query(queryOf(url, text))
      answer(200, { items: rows.rows })
    } catch {
      answer(422, { code: 'invalid' })
    }
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    },
  }
}

/** The holes: a text in quotes, an id in the path, an order, and a value of JSON. */
function queryOf({ pathname, searchParams }: URL, body: string): string {
  if (pathname === '/searched') return `select name from client where name like '%${searchParams.get('q')}%' limit 5`
  if (pathname === '/sorted') return `select name from client order by ${searchParams.get('sort')} limit 5`
  if (pathname.startsWith('/of/'))
    return `select name from client where id::text = '${decodeURIComponent(pathname.slice(4))}'`
  const { value } = JSON.parse(body) as { value: string }
  return `select name from client where comment = '${value}' or name > 'А' limit 5`
}
