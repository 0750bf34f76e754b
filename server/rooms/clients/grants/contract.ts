import { z } from 'zod'
import { partyMerged } from '../merging/contract.ts'
import { byId, day, endpoint, id, instant, list } from '../../../platform/contract.ts'
import { tooManyGrants } from '../../access/contract.ts'
import { grant, viewer } from '../../access/explaining/contract.ts'

export const listClientViewers = endpoint({
  method: 'GET',
  path: '/api/v1/clients/:id/access',
  summary: 'Who sees this client, and by which rules, the nearest first',
  params: byId,
  result: list(viewer),
})
export const listContactViewers = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/:id/access',
  summary: 'Who sees this contact, and by which rules',
  params: byId,
  result: list(viewer),
})
export const listProspectViewers = endpoint({
  method: 'GET',
  path: '/api/v1/prospects/:id/access',
  summary: 'Who sees this prospect, and by which rules',
  params: byId,
  result: list(viewer),
})
export const listClientGrants = endpoint({
  method: 'GET',
  path: '/api/v1/clients/:id/grants',
  summary: 'To whom this client is open, by whom and until when',
  params: byId,
  result: list(grant),
})

const opens = { right: 'clients.grant' } as const
/** Until when: an instant, or a whole day where the company is; without either it stays open. */
const terms = z.strictObject({
  expiresAt: instant.optional(),
  until: day.optional(),
  /** May it be changed too, not only looked at? */
  changes: z.boolean().default(false),
})
const ofOne = z.object({ id, userId: id })
const ofDepartment = z.object({ id, departmentId: id })

export const grantClient = endpoint({
  method: 'PUT',
  path: '/api/v1/clients/:id/access/:userId',
  summary: 'Open this client to one person: its card, contacts and Interests; again, to change until when or how far',
  access: opens,
  params: ofOne,
  body: terms,
  result: list(viewer),
  problems: [...partyMerged, tooManyGrants],
})
export const revokeClient = endpoint({
  method: 'DELETE',
  path: '/api/v1/clients/:id/access/:userId',
  summary: 'Close this client to one person it was opened to',
  access: opens,
  params: ofOne,
  result: list(viewer),
  problems: partyMerged,
})
export const grantClientToDepartment = endpoint({
  method: 'PUT',
  path: '/api/v1/clients/:id/access/departments/:departmentId',
  summary: 'Open this client to everybody of a department and of those below it',
  access: opens,
  params: ofDepartment,
  body: terms,
  result: list(viewer),
  problems: [...partyMerged, tooManyGrants],
})
export const revokeClientFromDepartment = endpoint({
  method: 'DELETE',
  path: '/api/v1/clients/:id/access/departments/:departmentId',
  summary: 'Close this client to a department it was opened to',
  access: opens,
  params: ofDepartment,
  result: list(viewer),
  problems: partyMerged,
})
