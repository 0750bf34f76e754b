import { createHash } from 'node:crypto'
import * as openid from 'openid-client'
import { isCallable, callOut, CallRefused } from '../../../platform/outgoing/calling.ts'
import type { SingleSignOnSettings } from './contract.ts'
import type { Claims } from './rules.ts'

/** Why the answer of a provider was not believed, or none came. */
export class ProviderFailure extends Error {
  readonly reason: string
  constructor(reason: string, cause?: unknown) {
    super(`single sign-on: ${reason}`, { cause })
    this.reason = reason
  }
}

type Connection = Pick<SingleSignOnSettings, 'issuer' | 'clientId' | 'scopes' | 'privateHosts' | 'groupClaim'> & {
  clientSecret: string | null
}

/** Is the address of a provider one that may be called? */
export function isIssuer(issuer: string, privateHosts: readonly string[]): boolean {
  if (!URL.canParse(issuer)) return false
  const url = new URL(issuer)
  return url.search === '' && url.hash === '' && isCallable(url, privateHosts)
}

/**
 * What the provider says about itself and its keys is asked anew for each sign-in: nothing is remembered that could have
 * changed meanwhile, so a key that the provider takes out of use is believed no more.
 * @throws ProviderFailure
 */
export async function discover(connection: Connection): Promise<openid.Configuration> {
  const { issuer, clientId, clientSecret, privateHosts } = connection
  if (!isIssuer(issuer, privateHosts)) throw new ProviderFailure('address')
  try {
    return await openid.discovery(
      new URL(issuer),
      clientId,
      {},
      clientSecret === null ? openid.None() : byWhatItTakes(clientSecret),
      {
        [openid.customFetch]: (address, options) =>
          callOut(
            address,
            {
              method: options.method,
              headers: options.headers,
              body: options.body instanceof URLSearchParams ? options.body.toString() : (options.body as string | null),
              signal: options.signal,
            },
            { privateHosts },
          ),
        // Signatures are checked, though the token comes over TLS: only those of the provider's published keys count.
        execute: [openid.enableNonRepudiationChecks, ...(isPlain(issuer) ? [openid.allowInsecureRequests] : [])],
      },
    )
  } catch (error) {
    throw failureOf(error)
  }
}

function isPlain(issuer: string): boolean {
  return issuer.startsWith('http:')
}

/** The secret goes into the header or into the body, as the provider says it takes it; the header unless it says. */
function byWhatItTakes(secret: string): openid.ClientAuth {
  const [basic, post] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)]
  return (as, client, body, headers) => {
    const methods = as.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const take = !methods.includes('client_secret_basic') && methods.includes('client_secret_post') ? post : basic
    take(as, client, body, headers)
  }
}

/**
 * The values that tie the way there to the way back. All follow from the one that the browser keeps in its cookie, so
 * that nothing lies in the database that would help whoever reads it, and no other browser can end what this one began.
 */
function tiesOf(token: string): { state: string; nonce: string; verifier: string } {
  const derive = (purpose: string) => createHash('sha256').update(`${purpose}:${token}`).digest('base64url')
  return { state: derive('state'), nonce: derive('nonce'), verifier: derive('verifier') }
}

/** Where the browser goes to sign in. @throws ProviderFailure */
export async function addressOfProvider(connection: Connection, token: string, redirectUri: string): Promise<string> {
  const config = await discover(connection)
  const { state, nonce, verifier } = tiesOf(token)
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: connection.scopes,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  // The browser is led there: only to a page, and never to a script.
  if (url.protocol !== 'https:' && !(isPlain(connection.issuer) && url.protocol === 'http:')) {
    throw new ProviderFailure('address')
  }
  return url.href
}

/**
 * Turns what the browser came back with into who it is. State, nonce, issuer, audience, authorised party, validity and
 * signature are checked by the library; nothing of the answer is used before.
 * @throws ProviderFailure
 */
export async function readReturn(
  connection: Connection,
  token: string,
  way: { redirectUri: string; parameters: string },
): Promise<Claims> {
  const config = await discover(connection)
  const { state, nonce, verifier } = tiesOf(token)
  const here = new URL(way.redirectUri)
  here.search = way.parameters
  try {
    const tokens = await openid.authorizationCodeGrant(config, here, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    const told = tokens.claims()
    if (!told) throw new ProviderFailure('token')
    const { groupClaim } = connection
    const isThin = told['email'] === undefined || (groupClaim !== '' && told[groupClaim] === undefined)
    const more =
      isThin && config.serverMetadata().userinfo_endpoint
        ? await openid.fetchUserInfo(config, tokens.access_token, told.sub)
        : {}
    return claimsOf({ ...more, ...told }, groupClaim)
  } catch (error) {
    throw failureOf(error)
  }
}

function claimsOf(told: Record<string, unknown> & { iss: string; sub: string }, groupClaim: string): Claims {
  const text = (value: unknown) =>
    typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null
  return {
    issuer: told.iss,
    subject: told.sub,
    email: text(told['email']),
    // A word that looks like yes is no yes.
    emailVerified: told['email_verified'] === true,
    name: text(told['name']) ?? text(told['preferred_username']),
    groups: groupClaim === '' ? [] : wordsOf(told[groupClaim]),
  }
}

/** A list of words, or one word: providers tell groups either way. */
function wordsOf(value: unknown): string[] {
  return [value].flat().filter(each => typeof each === 'string')
}

/** What was wrong, in a word that can be told; the rest is for the log. */
function failureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof CallRefused) return new ProviderFailure(each.reason, error)
    const { claim } = (each.cause ?? {}) as { claim?: unknown }
    if (typeof claim === 'string') return new ProviderFailure(`token_${claim}`, error)
  }
  if (error instanceof openid.AuthorizationResponseError) {
    return new ProviderFailure(error.error === 'access_denied' ? 'denied' : 'provider_refused', error)
  }
  if (error instanceof openid.ResponseBodyError) return new ProviderFailure('provider_refused', error)
  return new ProviderFailure('token', error)
}
