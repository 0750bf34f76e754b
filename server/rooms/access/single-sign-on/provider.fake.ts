import {
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
} from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A provider of OpenID Connect on this machine that obeys the published protocol: discovery, keys, the authorisation
 * endpoint with a page, the token endpoint with PKCE, and userinfo. Told to, it misbehaves in one way at a time.
 */
export type Misbehaviour =
  | 'wrong nonce'
  | 'no nonce'
  | 'wrong audience'
  | 'another authorised party'
  | 'expired'
  | 'issued by another'
  | 'wrong signature'
  | 'signed by a key of nobody'
  | 'alg none'
  | 'signed with the client secret'
  | 'mix-up'
  | 'no id token'
  | 'redirecting discovery'
  | 'another issuer in discovery'
  | 'silent'

export interface FakePerson {
  sub: string
  name?: string
  email?: string
  email_verified?: unknown
  groups?: unknown
}

interface Granted {
  person: FakePerson
  clientId: string
  redirectUri: string
  challenge: string
  nonce: string | null
}

interface Key {
  alg: 'RS256' | 'ES256'
  kid: string
  private: KeyObject
  jwk: object
}

const CLIENT = { id: 'interes', secret: 'тайна-приложения-&=+%' }

/** Starts one on a free port of this machine. */
export async function startProvider(options: { alg?: Key['alg']; redirectUris?: RegExp } = {}) {
  const redirectUris = options.redirectUris ?? /^http:\/\/[^/]+\/sign-in\/return$/
  let key = newKey(options.alg ?? 'RS256')
  const codes = new Map<string, Granted>()
  const tokens = new Map<string, FakePerson>()
  const state = {
    person: { sub: 'nobody' } as FakePerson,
    misbehaves: undefined as Misbehaviour | undefined,
    /** Claims of a person come from userinfo and not in the token. */
    thin: false,
    /** What was asked, in order: method and path. */
    asked: [] as string[],
  }

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer)
    state.asked.push(`${request.method} ${url.pathname}`)
    if (state.misbehaves === 'silent') return
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /.well-known/openid-configuration':
        if (state.misbehaves === 'redirecting discovery') return redirect(response, `${issuer}/elsewhere`)
        return json(response, 200, metadata())
      case 'GET /elsewhere':
        return json(response, 200, metadata())
      case 'GET /keys':
        return json(response, 200, { keys: [key.jwk] })
      case 'GET /authorize':
        return authorize(url.searchParams, response)
      case 'GET /approve':
        return approve(url.searchParams, response)
      case 'POST /token':
        return token(request, response)
      case 'GET /userinfo': {
        const person = tokens.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '')
        return person ? json(response, 200, person) : json(response, 401, { error: 'invalid_token' })
      }
      default:
        response.writeHead(404).end()
    }
  }

  function metadata(): object {
    return {
      issuer: state.misbehaves === 'another issuer in discovery' ? 'https://id.example.com' : issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      // What it lists it may use: the client must know better than to believe all of it.
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'HS256', 'none'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      authorization_response_iss_parameter_supported: true,
    }
  }

  /** The errors of a wrong client or address are shown and not sent there: that would help whoever made them up. */
  function checkRequest(query: URLSearchParams): string | undefined {
    if (query.get('client_id') !== CLIENT.id) return 'unknown client'
    if (!redirectUris.test(query.get('redirect_uri') ?? '')) return 'unknown redirect_uri'
    if (query.get('response_type') !== 'code') return 'response_type'
    if (!query.get('scope')?.split(' ').includes('openid')) return 'scope'
    if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge')) return 'PKCE is required'
    return undefined
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const fault = checkRequest(query)
    if (fault) return page(response, 400, `<h1>${fault}</h1>`)
    const { name = state.person.sub } = state.person
    const links = ['yes', 'no'].map(answer => `/approve?${new URLSearchParams([...query, ['answer', answer]])}`)
    page(
      response,
      200,
      `<h1>Служба входа</h1><p><a href="${escape(links[0])}">Войти как ${escape(name)}</a></p><p><a href="${escape(links[1])}">Отказаться</a></p>`,
    )
  }

  function approve(query: URLSearchParams, response: ServerResponse): void {
    const fault = checkRequest(query)
    if (fault) return page(response, 400, `<h1>${fault}</h1>`)
    const back = new URL(query.get('redirect_uri') ?? '')
    const given = query.get('state')
    if (given !== null) back.searchParams.set('state', given)
    back.searchParams.set('iss', state.misbehaves === 'mix-up' ? 'https://id.example.com' : issuer)
    if (query.get('answer') === 'no') {
      back.searchParams.set('error', 'access_denied')
      return redirect(response, back.href)
    }
    const code = randomBytes(16).toString('base64url')
    codes.set(code, {
      person: state.person,
      clientId: query.get('client_id') ?? '',
      redirectUri: query.get('redirect_uri') ?? '',
      challenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce'),
    })
    back.searchParams.set('code', code)
    redirect(response, back.href)
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = new URLSearchParams(await textOf(request))
    const [id, secret] = Buffer.from(request.headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
      .toString()
      .split(':')
      .map(each => decodeURIComponent(each.replaceAll('+', ' ')))
    if (id !== CLIENT.id || secret !== CLIENT.secret) return json(response, 401, { error: 'invalid_client' })
    const granted = codes.get(body.get('code') ?? '')
    // A code is worth one try, right or wrong.
    codes.delete(body.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    const fits =
      granted?.redirectUri === body.get('redirect_uri') && granted?.clientId === id && granted?.challenge === challenge
    if (!granted || !fits || body.get('grant_type') !== 'authorization_code') {
      return json(response, 400, { error: 'invalid_grant' })
    }
    const access = randomBytes(16).toString('base64url')
    tokens.set(access, granted.person)
    json(response, 200, {
      access_token: access,
      token_type: 'Bearer',
      expires_in: 60,
      ...(state.misbehaves === 'no id token' ? {} : { id_token: idToken(granted) }),
    })
  }

  function idToken({ person, nonce }: Granted): string {
    const now = Math.floor(Date.now() / 1000)
    const wrong = state.misbehaves
    const claims = {
      iss: wrong === 'issued by another' ? 'https://id.example.com' : issuer,
      aud: wrong === 'wrong audience' ? 'another-client' : CLIENT.id,
      ...(wrong === 'another authorised party' ? { aud: [CLIENT.id, 'another-client'], azp: 'another-client' } : {}),
      iat: wrong === 'expired' ? now - 900 : now,
      exp: wrong === 'expired' ? now - 600 : now + 300,
      ...(wrong === 'no nonce' || nonce === null ? {} : { nonce: wrong === 'wrong nonce' ? 'another' : nonce }),
      ...(state.thin ? { sub: person.sub } : person),
    }
    if (wrong === 'alg none') return `${encode({ alg: 'none' })}.${encode(claims)}.`
    if (wrong === 'signed with the client secret') {
      const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
      return `${head}.${createHmac('sha256', CLIENT.secret).update(head).digest('base64url')}`
    }
    const by = wrong === 'signed by a key of nobody' ? { ...newKey(key.alg), kid: key.kid } : key
    const head = `${encode({ alg: by.alg, typ: 'JWT', kid: by.kid })}.${encode(claims)}`
    const signature = signBytes('sha256', Buffer.from(head), { key: by.private, dsaEncoding: 'ieee-p1363' })
    if (wrong === 'wrong signature') signature[0] = (signature[0] ?? 0) ^ 1
    return `${head}.${signature.toString('base64url')}`
  }

  return {
    issuer,
    client: CLIENT,
    state,
    /** Takes the key out of use and signs with another from now on. */
    rotateKey: (alg = key.alg) => {
      key = newKey(alg)
    },
    /** What a browser does: opens the address, and agrees or not; answers where it is led back to. */
    async visit(address: string, answerWith: 'yes' | 'no' = 'yes'): Promise<URL> {
      const url = new URL(address)
      const shown = await fetch(url)
      if (shown.status !== 200) throw new Error(`the provider shows: ${await shown.text()}`)
      url.pathname = '/approve'
      url.searchParams.set('answer', answerWith)
      const led = await fetch(url, { redirect: 'manual' })
      return new URL(led.headers.get('location') ?? '')
    },
    stop: () =>
      new Promise<void>(done => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

export type FakeProvider = Awaited<ReturnType<typeof startProvider>>

let keys = 0

function newKey(alg: Key['alg']): Key {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = `key-${++keys}`
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }
  return { alg, kid, private: createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })), jwk }
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const escape = (text = '') => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}

function page(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><html lang="ru"><title>Служба входа</title><main>${body}</main>`)
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(302, { location: to }).end()
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
