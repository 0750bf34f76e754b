import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { aWorld } from '../../app/testing.ts'
import { problemBody } from '../contract.ts'

const world = await aWorld()
const url = new URL(await world.node.server.listen({ port: 0, host: '127.0.0.1' }))

/** What comes back for these bytes, until the product closes the connection. */
function send(head: string): Promise<{ status: number; headers: string; body: string }> {
  return new Promise((done, fail) => {
    let said = ''
    const socket = connect(Number(url.port), url.hostname, () => socket.end(`${head}\r\n\r\n`))
    socket.on('data', part => (said += part.toString('utf8')))
    socket.on('error', fail)
    socket.on('close', () => {
      const [headers = '', body = ''] = said.split('\r\n\r\n')
      done({ status: Number(/ (\d+) /.exec(headers)?.[1]), headers: headers.toLowerCase(), body })
    })
  })
}

const list = 'GET /api/v1/clients'
const host = 'Host: 127.0.0.1\r\nConnection: close'

test.each([
  ['an address that is not UTF-8', `${list}/%ED%A0%80 HTTP/1.1\r\n${host}`, 400, 'bad_request'],
  ['an address with a broken escape', `${list}/%zz HTTP/1.1\r\n${host}`, 400, 'bad_request'],
  ['an id of 5 KB', `${list}/${'a'.repeat(5_000)} HTTP/1.1\r\n${host}`, 400, 'bad_request'],
  ['an address of 80 KB', `${list}?q=${'a'.repeat(80_000)} HTTP/1.1\r\n${host}`, 413, 'too_large'],
  ['headers of 100 KB', `${list} HTTP/1.1\r\n${host}\r\nX-Long: ${'a'.repeat(100_000)}`, 413, 'too_large'],
  ['a method that HTTP does not know', `BREW /api/v1/clients HTTP/1.1\r\n${host}`, 400, 'bad_request'],
  ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2', 400, 'bad_request'],
])('%s is answered with a problem and the headers of every answer', async (_, head, status, code) => {
  const answer = await send(head)
  expect(answer.status).toBe(status)
  expect(problemBody.parse(JSON.parse(answer.body))).toMatchObject({ status, code })
  for (const header of ['content-type: application/problem+json', "content-security-policy: default-src 'none'"]) {
    expect(answer.headers).toContain(header)
  }
  for (const header of ['x-content-type-options: nosniff', 'cache-control: no-store', 'x-request-id: ']) {
    expect(answer.headers).toContain(header)
  }
})

test('a stranger learns the same of an address that cannot be read as anybody', async () => {
  const english = await send(`${list}/%zz HTTP/1.1\r\n${host}\r\nAccept-Language: en`)
  expect(JSON.parse(english.body).title).toBe('The request could not be read')
})
