import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Route, route } from '../../../platform/http/route.ts'
import { refuseCrossSite } from '../../../platform/http/security.ts'
import type { Platform } from '../../../platform/platform.ts'
import { unlinkAccount } from '../outside-accounts/actions.ts'
import { isInsecure, visitorOf, welcome } from '../sessions/http.ts'
import { getMe } from '../sessions/queries.ts'
import { begin, changeSettings, check, finish } from './actions.ts'
import {
  beginLinking,
  beginSingleSignOn,
  changeSingleSignOn,
  checkSingleSignOn,
  finishSingleSignOn,
  listOutsideAccounts as listOutsideAccountsEndpoint,
  listWaysIn,
  readSingleSignOn,
  unlinkSingleSignOn,
} from './contract.ts'
import { getSettings, getWaysIn, listOutsideAccounts } from './queries.ts'
import { ATTEMPT_MINUTES } from './rules.ts'

/** The page to which the provider leads back; this address is registered there. */
const RETURN_PAGE = '/sign-in/return'

/** Without a public address the one under which the browser came: a wrong one the provider does not know. */
function redirectUriOf({ config }: Platform, request: FastifyRequest): string {
  const origin = config.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`
  // As every reader of addresses writes it: the provider compares it letter by letter, on both ways.
  return new URL(`${origin}${RETURN_PAGE}`).href
}

function attemptCookie(request: FastifyRequest) {
  const secure = request.protocol === 'https'
  // Lax: the way back from the provider is a link on another site.
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return { name: secure ? '__Host-attempt' : 'attempt', options }
}

function keepAttempt(request: FastifyRequest, reply: FastifyReply, { url, token }: { url: string; token: string }) {
  const { name, options } = attemptCookie(request)
  reply.setCookie(name, token, { ...options, maxAge: ATTEMPT_MINUTES * 60 })
  return { url }
}

export const singleSignOnRoutes: Route[] = [
  route(listWaysIn, ({ db }) => getWaysIn(db)),
  route(beginSingleSignOn, async ({ platform, request, reply, body }) => {
    refuseCrossSite(request)
    const way = { redirectUri: redirectUriOf(platform, request), returnTo: body.to, userId: null }
    return keepAttempt(request, reply, await begin(platform, way, visitorOf(request)))
  }),
  route(finishSingleSignOn, async exchange => {
    const { platform, request, reply, body, stranger } = exchange
    refuseCrossSite(request)
    const { name, options } = attemptCookie(request)
    const back = { token: request.cookies[name], parameters: body.parameters }
    reply.clearCookie(name, options)
    const { signedIn, to } = await finish(platform, back, visitorOf(request), stranger)
    if (signedIn) return { me: await welcome(exchange, signedIn), to, linked: false }
    return { me: await getMe(platform.db, exchange.caller, isInsecure(platform, request)), to, linked: true }
  }),
  route(listOutsideAccountsEndpoint, ({ db, caller }) => listOutsideAccounts(db, caller)),
  route(beginLinking, async ({ platform, request, reply, caller }) => {
    const way = { redirectUri: redirectUriOf(platform, request), returnTo: '/settings/me', userId: caller.actor.userId }
    return keepAttempt(request, reply, await begin(platform, way, visitorOf(request)))
  }),
  route(unlinkSingleSignOn, async ({ write }) =>
    write(
      work => unlinkAccount(work, 'single_sign_on'),
      async () => undefined,
    ),
  ),
  route(readSingleSignOn, ({ db, caller, platform, request }) =>
    getSettings(db, caller, redirectUriOf(platform, request)),
  ),
  route(changeSingleSignOn, async ({ db, caller, platform, request, body, write }) => {
    await write(
      work => changeSettings(work, body),
      async () => undefined,
    )
    return getSettings(db, caller, redirectUriOf(platform, request))
  }),
  route(checkSingleSignOn, ({ platform, body }) => check(platform, body)),
]
