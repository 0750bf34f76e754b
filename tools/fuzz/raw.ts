import { connect } from 'node:net'
import { PATIENCE_MS } from './ask.ts'

const HOST = 'Host: 127.0.0.1'
const JSON_TYPE = 'Content-Type: application/json'
const SIGN_IN = 'POST /api/v1/sign-in/password HTTP/1.1'
const LIST = 'GET /api/v1/clients HTTP/1.1'

const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`

/** Requests that no client library sends. Each must be answered with 4xx or by closing the connection, at once. */
export const oddities: Readonly<Record<string, string>> = {
  'a folded header': lines(LIST, HOST, 'X-Long: a', ' b', '\tc'),
  'two lengths': `${lines(SIGN_IN, HOST, JSON_TYPE, 'Content-Length: 2', 'Content-Length: 40')}{}`,
  'a length and chunks': `${lines(SIGN_IN, HOST, JSON_TYPE, 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
  'a negative length': lines(SIGN_IN, HOST, JSON_TYPE, 'Content-Length: -1'),
  'a length that is no number': lines(SIGN_IN, HOST, JSON_TYPE, 'Content-Length: 1e3'),
  'a length beyond all': lines(SIGN_IN, HOST, JSON_TYPE, 'Content-Length: 99999999999999999999'),
  'chunks of extensions': `${lines(SIGN_IN, HOST, JSON_TYPE, 'Transfer-Encoding: chunked')}2;${'x'.repeat(20_000)}=1\r\n{}\r\n0\r\n\r\n`,
  'a chunk of no size': `${lines(SIGN_IN, HOST, JSON_TYPE, 'Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`,
  'chunks twice': `${lines(SIGN_IN, HOST, JSON_TYPE, 'Transfer-Encoding: chunked, chunked')}2\r\n{}\r\n0\r\n\r\n`,
  'an unknown encoding': `${lines(SIGN_IN, HOST, JSON_TYPE, 'Transfer-Encoding: xchunked')}0\r\n\r\n`,
  'headers of 100 KB': lines(LIST, HOST, `X-Long: ${'a'.repeat(100_000)}`),
  'ten thousand headers': lines(LIST, HOST, ...Array.from({ length: 10_000 }, (_, at) => `X-${at}: 1`)),
  'a null byte in a header': lines(LIST, HOST, 'X-Null: a\u0000b'),
  'a null byte in the address': lines('GET /api/v1/clients\u0000 HTTP/1.1', HOST),
  'a header without a name': lines(LIST, HOST, ': x'),
  'a space before the colon': lines(LIST, HOST, 'Content-Length : 5'),
  'no host': lines(LIST),
  'two hosts': lines(LIST, HOST, 'Host: evil.example'),
  'an unknown method': lines('BREW /api/v1/clients HTTP/1.1', HOST),
  'a method in small letters': lines('get /api/v1/clients HTTP/1.1', HOST),
  'a method of HTTP that nobody mounted': lines('TRACE /api/v1/clients HTTP/1.1', HOST, 'Cookie: sid=x'),
  'a tunnel': lines('CONNECT 127.0.0.1:5432 HTTP/1.1', HOST),
  'an address with a host': lines('GET http://evil.example/api/v1/clients HTTP/1.1', HOST),
  'an address that is broken': lines('GET /api/v1/clients/%zz%00%ff HTTP/1.1', HOST),
  'an address of bytes': lines('GET /api/v1/\u00ff\u00fe HTTP/1.1', HOST),
  'an address upwards': lines('GET /api/v1/../../../../etc/passwd HTTP/1.1', HOST),
  'an address of two slashes': lines('GET /api//evil.example/%2e%2e/ HTTP/1.1', HOST),
  'an address of 80 KB': lines(`GET /api/v1/clients?q=${'a'.repeat(80_000)} HTTP/1.1`, HOST),
  'an old version': 'GET /api/v1/clients HTTP/0.9\r\n\r\n',
  'a version to come': lines('GET /api/v1/clients HTTP/3.0', HOST),
  'another protocol': 'SSH-2.0-OpenSSH_9.2\r\n',
  'the beginning of TLS': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  'bare line feeds': 'GET /api/v1/clients HTTP/1.1\nHost: 127.0.0.1\n\n',
  'another protocol asked for': lines(
    LIST,
    HOST,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
  ),
  'a settings frame': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a body that ends early': `${lines(SIGN_IN, HOST, JSON_TYPE, 'Content-Length: 500')}{"email":`,
}

/** What came back, or null when the connection was still open when patience ended. */
export function sendRaw(url: string, bytes: string, patienceMs = PATIENCE_MS): Promise<string | null> {
  const { hostname, port } = new URL(url)
  return new Promise(done => {
    let said = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(Buffer.from(bytes, 'latin1'))
      // Nothing more comes: whoever waits for the rest must not wait for ever.
      socket.end()
    })
    const timer = setTimeout(() => {
      done(null)
      socket.destroy()
    }, patienceMs)
    const finish = () => {
      clearTimeout(timer)
      done(said)
    }
    socket.on('data', part => (said += part.toString('latin1')))
    socket.on('error', finish)
    socket.on('close', finish)
  })
}

/** What is wrong with what came back; null when nothing is. */
export function rawFault(said: string | null): string | null {
  if (said === null) return 'no answer in time'
  if (said === '') return null
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(said)?.[1])
  if (!(status >= 400 && status < 500)) return said.slice(0, 200)
  return /node_modules|\n\s+at /.test(said) ? `it shows the inside: ${said.slice(0, 200)}` : null
}
