import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Exchange, type Route, route } from '../../../platform/http/route.ts'
import {
  clearSessionCookie,
  refuseCrossSite,
  sessionCookie,
  setSessionCookie,
} from '../../../platform/http/security.ts'
import type { Platform } from '../../../platform/platform.ts'
import {
  changeMe as changeMeEndpoint,
  changePassword as changePasswordEndpoint,
  endSession as endSessionEndpoint,
  listSessions as listSessionsEndpoint,
  readMe,
  signIn as signInEndpoint,
  signInByLink as signInByLinkEndpoint,
  signOut as signOutEndpoint,
} from '../contract.ts'
import { changePassword, preparePasswordChange } from '../passwords/actions.ts'
import { changeMe, endSession, type SignedIn, signIn, signInByLink, signOut } from './actions.ts'
import { getMe, listSessions, type Me } from './queries.ts'
import { describeDevice, type Visitor } from './rules.ts'

export function visitorOf(request: FastifyRequest): Visitor {
  return {
    address: request.ip,
    device: describeDevice(request.headers['user-agent']),
    token: request.cookies[sessionCookie(request).name],
  }
}

/** What the screen warns about: the password and everything else travels readable. */
export function isInsecure({ config }: Platform, request: FastifyRequest): boolean {
  return config.insecureHttp && request.protocol !== 'https'
}

export async function welcome(
  { platform, request, reply }: { platform: Platform; request: FastifyRequest; reply: FastifyReply },
  { caller, session }: SignedIn,
): Promise<Me> {
  setSessionCookie(request, reply, session.token, session.expiresAt)
  // Everything after this, a problem included, speaks the person's language.
  request.caller = caller
  return getMe(platform.db, caller, isInsecure(platform, request))
}

const done = async () => undefined
const mine = ({ platform, caller, request }: Exchange<typeof readMe>) =>
  getMe(platform.db, caller, isInsecure(platform, request))

export const sessionRoutes: Route[] = [
  route(signInEndpoint, async exchange => {
    refuseCrossSite(exchange.request)
    return welcome(exchange, await signIn(exchange.platform, exchange.body, visitorOf(exchange.request)))
  }),
  route(signInByLinkEndpoint, async exchange => {
    refuseCrossSite(exchange.request)
    return welcome(exchange, await signInByLink(exchange.platform, exchange.body, visitorOf(exchange.request)))
  }),
  route(readMe, mine),
  route(signOutEndpoint, async ({ request, reply, write }) => {
    await write(signOut, done)
    clearSessionCookie(request, reply)
    return undefined
  }),
  route(listSessionsEndpoint, async ({ db, caller, platform }) => listSessions(db, caller, platform.now())),
  route(endSessionEndpoint, async ({ params, write }) => write(work => endSession(work, params.id), done)),
  route(changePasswordEndpoint, async ({ platform, caller, body, write }) => {
    const change = await preparePasswordChange(platform, caller.actor.userId, body)
    await write(work => changePassword(work, change), done)
  }),
  route(changeMeEndpoint, async exchange => {
    const { platform, caller, request, body, write } = exchange
    await write(work => changeMe(work, body), done)
    return getMe(platform.db, caller, isInsecure(platform, request))
  }),
]
