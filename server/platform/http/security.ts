import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { crossSite } from '../contract.ts'
import { refuse } from '../problems.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** Allows the style elements that the interface kit writes: of a page only, new for every answer. */
    nonce: string | null
  }
}

const CLOSED =
  'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()'

function policy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    'report-uri /api/v1/csp-reports',
    'report-to csp',
  ].join('; ')
}

const closedPolicy = policy(null)

/** Lets this answer carry a page; what it returns goes into its style elements. */
export function openPage(reply: FastifyReply): string {
  return (reply.nonce = randomBytes(16).toString('base64'))
}

/** Headers of every answer, errors and files included. */
export function headersOfEveryAnswer(isSecure: boolean, nonce: string | null = null): Record<string, string> {
  return {
    'content-security-policy': nonce === null ? closedPolicy : policy(nonce),
    'reporting-endpoints': 'csp="/api/v1/csp-reports"',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': CLOSED,
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

export function secureHeaders(app: FastifyInstance): void {
  app.decorateReply('nonce', null)
  app.addHook('onSend', async (request, reply, payload) => {
    for (const [name, value] of Object.entries(headersOfEveryAnswer(request.protocol === 'https', reply.nonce))) {
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
    return payload
  })
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A change with a cookie must come from our own page: the browser says so by Sec-Fetch-Site, older ones by Origin.
 * Who sends neither is no browser, so nobody else's page made it ask. Requests with a key carry no ambient authority
 * and are not checked.
 */
export function refuseCrossSite(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') refuse(crossSite)
    return
  }
  const { origin } = request.headers
  if (origin === undefined) return
  if (!URL.canParse(origin) || new URL(origin).host !== request.host) refuse(crossSite)
}

/** Name and attributes of the session cookie; over plain http Safari would drop a Secure one, loopback included. */
export function sessionCookie(request: FastifyRequest): { name: string; secure: boolean } {
  return request.protocol === 'https' ? { name: '__Host-sid', secure: true } : { name: 'sid', secure: false }
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string, expires: Date): void {
  const { name, secure } = sessionCookie(request)
  reply.setCookie(name, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  const { name, secure } = sessionCookie(request)
  reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'lax', secure })
  reply.header('clear-site-data', '"cache", "storage"')
}
