import { type Route, route } from '../../../platform/http/route.ts'
import {
  createApiKey as createApiKeyEndpoint,
  listApiKeys as listApiKeysEndpoint,
  revokeApiKey as revokeApiKeyEndpoint,
} from './contract.ts'
import { createApiKey, revokeApiKey } from './actions.ts'
import { listApiKeys } from './queries.ts'

export const apiKeyRoutes: Route[] = [
  route(listApiKeysEndpoint, async ({ db, caller }) => listApiKeys(db, caller)),
  route(createApiKeyEndpoint, async ({ body, write }) => write(work => createApiKey(work, body))),
  route(revokeApiKeyEndpoint, async ({ params: { id }, write }) =>
    write(
      work => revokeApiKey(work, id),
      async () => undefined,
    ),
  ),
]
