import { type Route, route } from '../../../platform/http/route.ts'
import {
  changeUser as changeUserEndpoint,
  createSignInLink as createSignInLinkEndpoint,
  createUser as createUserEndpoint,
  deactivateUser as deactivateUserEndpoint,
  getUser as getUserEndpoint,
  listUsers as listUsersEndpoint,
  reactivateUser as reactivateUserEndpoint,
} from '../contract.ts'
import { hashNewPassword } from '../passwords/actions.ts'
import { changeUser, createSignInLink, createUser, deactivateUser, reactivateUser } from './actions.ts'
import { getUser, listUsers } from './queries.ts'

export const userRoutes: Route[] = [
  route(listUsersEndpoint, async ({ db, caller, platform, query }) => listUsers(db, caller, platform.now(), query)),
  route(getUserEndpoint, async ({ db, caller, platform, params }) => getUser(db, caller, platform.now(), params.id)),
  route(createUserEndpoint, async ({ db, body, write }) => {
    const password = await hashNewPassword(db, body.password, body.email)
    return write(work => createUser(work, { ...body, password }))
  }),
  route(changeUserEndpoint, async ({ params: { id }, body, write }) =>
    write(
      work => changeUser(work, id, body),
      work => getUser(work.tx, work.caller, work.now, id),
    ),
  ),
  route(deactivateUserEndpoint, async ({ params: { id }, write }) =>
    write(
      work => deactivateUser(work, id),
      work => getUser(work.tx, work.caller, work.now, id),
    ),
  ),
  route(reactivateUserEndpoint, async ({ params: { id }, write }) =>
    write(
      work => reactivateUser(work, id),
      work => getUser(work.tx, work.caller, work.now, id),
    ),
  ),
  route(createSignInLinkEndpoint, async ({ params: { id }, write, platform }) => {
    const { path, expiresAt, meaning } = await write(work => createSignInLink(work, id))
    // Without a public address the browser completes it; the Host header could be anybody's.
    return { url: `${platform.config.publicUrl?.replace(/\/$/, '') ?? ''}${path}`, expiresAt, meaning }
  }),
]
