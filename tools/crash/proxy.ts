import { connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  /** Where to go instead of the product. */
  url: string
  /** How many answers were dropped. */
  lost(): number
  close(): Promise<void>
}

/**
 * Stands before the product and drops some of its answers at the first byte: by then the product has done what it was
 * asked for, and nobody is told.
 */
export async function loseReplies(productUrl: string, isLost: () => boolean): Promise<Proxy> {
  const { hostname, port } = new URL(productUrl)
  const open = new Set<Socket>()
  let lost = 0
  const server = createServer(client => {
    const product = connect(Number(port), hostname)
    let awaiting = false
    const end = () => {
      client.destroy()
      product.destroy()
      open.delete(client)
      open.delete(product)
    }
    for (const socket of [client, product]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
    client.on('data', part => {
      awaiting = true
      product.write(part)
    })
    product.on('data', part => {
      if (awaiting && isLost()) {
        lost++
        client.resetAndDestroy()
        end()
        return
      }
      awaiting = false
      client.write(part)
    })
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    lost: () => lost,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise(done => server.close(done))
    },
  }
}
