import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Exchange, type Route, route } from '../../../platform/http/route.ts'
import {
  clearSessionCookie,
  readCodeCookie,
  refuseCrossSite,
  sessionCookie,
  setCodeCookie,
  setSessionCookie,
} from '../../../platform/http/security.ts'
import type { Platform } from '../../../platform/platform.ts'
import { refuse } from '../../../platform/problems.ts'
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
import { signInByCode } from '../second-factor/contract.ts'
import { codeWanted } from '../contract.ts'
import {
  changeMe,
  type CodeAwaited,
  endOtherSessions,
  endSession,
  endSessionOfUser,
  endSessionsOfUser,
  type SignedIn,
  signIn,
  signInByLink,
  signOut,
} from './actions.ts'
import { finishSignIn } from './challenges/actions.ts'
import * as contract from './contract.ts'
import { getMe, getSignInLink, listSessions, listUserSessions, type Me } from './queries.ts'
import { describeDevice, type Visitor } from './rules.ts'

export function visitorOf(request: FastifyRequest): Visitor {
  return {
    address: request.ip,
    device: describeDevice(request.headers['user-agent']),
    token: request.cookies[sessionCookie(request).name],
    challenge: readCodeCookie(request),
  }
}

/** What the screen warns about: the password and everything else travels readable. */
export function isInsecure({ config }: Platform, request: FastifyRequest): boolean {
  return config.insecureHttp && request.protocol !== 'https'
}

export async function welcome(
  { platform, request, reply }: { platform: Platform; request: FastifyRequest; reply: FastifyReply },
  entered: SignedIn | CodeAwaited,
): Promise<Me> {
  if ('challenge' in entered) {
    const { name, language, challenge } = entered
    setCodeCookie(request, reply, challenge.token, challenge.expiresAt)
    return refuse(codeWanted, { expiresAt: challenge.expiresAt.toISOString(), name }, () => codeWanted.title[language])
  }
  const { caller, session } = entered
  if (readCodeCookie(request)) setCodeCookie(request, reply, null)
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
  route(signInByCode, async exchange => {
    refuseCrossSite(exchange.request)
    return welcome(exchange, await finishSignIn(exchange.platform, exchange.body, visitorOf(exchange.request)))
  }),
  route(contract.checkSignInLink, ({ db, body, platform }) => getSignInLink(db, body.token, platform.now())),
  route(readMe, mine),
  route(signOutEndpoint, async ({ request, reply, write }) => {
    await write(signOut, done)
    clearSessionCookie(request, reply)
    return undefined
  }),
  route(listSessionsEndpoint, async ({ db, caller, platform }) => listSessions(db, caller, platform.now())),
  route(endSessionEndpoint, async ({ params, write }) => write(work => endSession(work, params.id), done)),
  route(contract.endOtherSessions, ({ write }) => write(endOtherSessions, done)),
  route(contract.listUserSessions, ({ db, caller, params, platform }) =>
    listUserSessions(db, caller, params.id, platform.now()),
  ),
  route(contract.endUserSession, ({ params, write }) =>
    write(work => endSessionOfUser(work, params.id, params.sessionId), done),
  ),
  route(contract.endUserSessions, ({ params, write }) => write(work => endSessionsOfUser(work, params.id), done)),
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
