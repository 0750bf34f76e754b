import { lookup } from 'node:dns/promises'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { hostOf, reachOf } from './addresses.ts'

/** Why the product does not call an address, or got nothing there. */
export type CallFailure = 'address' | 'unknown_host' | 'unreachable' | 'certificate' | 'too_slow' | 'too_long'

export class CallRefused extends Error {
  readonly reason: CallFailure
  constructor(reason: CallFailure, cause?: unknown) {
    super(`outgoing call: ${reason}`, { cause })
    this.reason = reason
  }
}

export interface Allowed {
  /** Hosts of our own network that an administrator has named, as they stand in addresses. */
  privateHosts: readonly string[]
  /** Names to addresses; the system's own unless a test says otherwise. */
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>
}

export interface Checked {
  address: string
  family: 4 | 6
}

/**
 * Resolves a host once and checks every address that it has; who calls must connect to what is returned and not ask for
 * the name again, because the second answer may be another.
 * @throws CallRefused
 */
export async function checkHost(host: string, allowed: Allowed): Promise<Checked> {
  const isNamed = allowed.privateHosts.some(each => each.toLowerCase() === host)
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host, allowed)
  for (const { address } of addresses) {
    const reach = reachOf(address)
    if (reach === 'never' || (reach === 'inner' && !isNamed)) throw new CallRefused('address')
  }
  const [first] = addresses
  if (!first) throw new CallRefused('unknown_host')
  return { address: first.address, family: first.family === 6 ? 6 : 4 }
}

async function resolve(host: string, allowed: Allowed) {
  const all = allowed.resolve ?? (name => lookup(name, { all: true, verbatim: true }))
  try {
    return await all(host)
  } catch (error) {
    throw new CallRefused('unknown_host', error)
  }
}

/** Answers a connection that asks for a name with the address that was checked. */
export function pinned({ address, family }: Checked): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) callback(null, [{ address, family }])
    else callback(null, address, family)
  }
}

/** Ports of the web; a host that an administrator named may have any. */
const PORTS = new Set(['', '443', '8443', '9443'])

/** May this address be called at all, before its name is looked up? Plain http only inside of this machine. */
export function isCallable(url: URL, privateHosts: readonly string[]): boolean {
  const host = hostOf(url)
  const isNamed = privateHosts.some(each => each.toLowerCase() === host)
  if (url.username || url.password) return false
  if (url.protocol === 'http:') return isNamed && /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)
  return url.protocol === 'https:' && (isNamed || PORTS.has(url.port))
}

export interface Call {
  method: string
  headers: Record<string, string>
  body?: string | Uint8Array | null | undefined
  signal?: AbortSignal | undefined
}

const LONGEST_ANSWER = 1024 * 1024
const PATIENCE_MS = 10_000

/**
 * Calls an address of a setting: only where it may, over the address that was checked, without following redirects, with
 * an end to patience and to what is read.
 * @throws CallRefused
 */
export async function callOut(address: string, call: Call, allowed: Allowed): Promise<Response> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !isCallable(url, allowed.privateHosts)) throw new CallRefused('address')
  const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(call.signal ? [call.signal] : [])])
  const checked = await checkHost(hostOf(url), allowed)
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestSecure : requestPlain
    const request = send(
      url,
      { method: call.method, headers: call.headers, lookup: pinned(checked), agent: false, signal },
      response => {
        const parts: Buffer[] = []
        let length = 0
        response.on('data', (part: Buffer) => {
          length += part.length
          if (length > LONGEST_ANSWER) request.destroy(new CallRefused('too_long'))
          parts.push(part)
        })
        response.on('end', () => {
          const status = response.statusCode ?? 502
          const headers = new Headers()
          for (const [name, value] of Object.entries(response.headers)) {
            if (value !== undefined) headers.set(name, [value].flat().join(', '))
          }
          const isEmpty = status === 204 || status === 304
          resolve(new Response(isEmpty ? null : Buffer.concat(parts), { status, headers }))
        })
        response.on('error', error => reject(failureOf(error)))
      },
    )
    request.on('error', error => reject(failureOf(error)))
    request.end(call.body ?? undefined)
  })
}

/** What went wrong with a connection, as a reason that can be told in words. */
export function failureOf(error: unknown): CallRefused {
  if (error instanceof CallRefused) return error
  const { name, code = '' } = error as { name?: string; code?: string }
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT')
    return new CallRefused('too_slow', error)
  const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|ERR_SSL|^EPROTO$/.test(code)
  return new CallRefused(isCertificate ? 'certificate' : 'unreachable', error)
}
