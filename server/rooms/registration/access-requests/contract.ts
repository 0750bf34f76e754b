import { z } from 'zod'
import { byId, day, endpoint, id, instant, personRef, text } from '../../../platform/contract.ts'
import { mayTell } from '../../../platform/pure/field-marks.ts'
import { tooManyGrants } from '../../access/contract.ts'
import {
  accessRequest,
  accessRequestAskerLeft,
  accessRequestNeedless,
  accessRequestSettled,
  ASKED_KINDS,
  clientArchived,
  contractorExists,
  partyMerged,
  wantedInPlace,
} from '../../clients/contract.ts'
import { fieldReadOnly } from '../../interests/contract.ts'
import { tooManyMembers } from '../../interests/members/contract.ts'

export const requestOfRecord = endpoint({
  method: 'POST',
  path: '/api/v1/access-requests/of-record',
  summary: 'Ask from the card of a record that is seen and not changed: to change it, to join in, or to take it over',
  body: z.strictObject({
    id,
    record: z.strictObject({ kind: z.enum(ASKED_KINDS), id }),
    wanted: wantedInPlace,
    /** The last day for which a client is to be opened; left out: for good. */
    until: day.optional(),
    word: text(1_000).optional(),
  }),
  result: accessRequest,
  status: 201,
  problems: [...partyMerged, accessRequestNeedless],
})
export const describeAsking = endpoint({
  method: 'GET',
  path: '/api/v1/access-requests',
  summary: 'What may be asked for from the card of a record and of whom, what waits of mine, and what others ask of me',
  query: z.object({ kind: z.enum(ASKED_KINDS), id }),
  result: z.object({
    /** What would help; empty where nothing has to be asked for. */
    wants: z.array(wantedInPlace),
    /** Who decides now. */
    whom: z.array(personRef),
    /** My request that waits; none can be made beside it. */
    mine: accessRequest.nullable(),
    /** Does it lie with people who decide no more? Asked again, it is told to those who do. */
    stray: z.boolean(),
    /** What others ask for, where the caller may decide. */
    waiting: z.array(
      z.object({
        id,
        asker: personRef,
        wanted: wantedInPlace,
        until: day.nullable(),
        word: mayTell(z.string()).nullable(),
        createdAt: instant,
      }),
    ),
  }),
})
const decision = z.object({ id, outcome: z.enum(['granted', 'declined']) })
export const grantAccessRequest = endpoint({
  method: 'POST',
  path: '/api/v1/access-requests/:id/grant',
  summary: 'Grant what was asked for; where a client is opened, until the end that is given, else as it was asked',
  params: byId,
  body: z.strictObject({ expiresAt: instant.optional(), until: day.optional() }).nullish(),
  result: decision,
  problems: [
    ...partyMerged,
    accessRequestSettled,
    accessRequestAskerLeft,
    tooManyGrants,
    tooManyMembers,
    clientArchived,
    contractorExists,
    fieldReadOnly,
  ],
})
export const declineAccessRequest = endpoint({
  method: 'POST',
  path: '/api/v1/access-requests/:id/decline',
  summary: 'Decline what was asked for, with or without a word',
  params: byId,
  body: z.strictObject({ comment: text(1_000).optional() }),
  result: decision,
  problems: [accessRequestSettled],
})
