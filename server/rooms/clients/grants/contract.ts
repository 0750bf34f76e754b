import { z } from 'zod'
import { partyMerged } from '../merging/contract.ts'
import { byId, endpoint, id, instant, list, personRef } from '../../../platform/contract.ts'
import { tooManyGrants } from '../../access/contract.ts'

export const viewer = z.object({
  user: personRef,
  /** The nearest one: its responsible, opened by somebody, head of one of those, administrator. */
  reason: z.enum(['responsible', 'grant', 'head', 'administrator']),
  grantedAt: instant.nullable(),
  grantedBy: personRef.nullable(),
})
export type Viewer = z.infer<typeof viewer>

/** A client without a responsible is seen by everybody: then only the others are listed. */
export const listClientViewers = endpoint({
  method: 'GET',
  path: '/api/v1/clients/:id/access',
  summary: 'Who sees this client, and why',
  params: byId,
  result: list(viewer),
})
const ofOne = z.object({ id, userId: id })
export const grantClient = endpoint({
  method: 'PUT',
  path: '/api/v1/clients/:id/access/:userId',
  summary: 'Open this client to one person: its card, contacts and Interests',
  access: { right: 'clients.grant' },
  params: ofOne,
  body: z.strictObject({}),
  result: list(viewer),
  problems: [...partyMerged, tooManyGrants],
})
export const revokeClient = endpoint({
  method: 'DELETE',
  path: '/api/v1/clients/:id/access/:userId',
  summary: 'Close this client to one person it was opened to',
  access: { right: 'clients.grant' },
  params: ofOne,
  result: list(viewer),
  problems: partyMerged,
})
