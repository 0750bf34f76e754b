import { z } from 'zod'
import { endpoint, id, line, list } from '../../../platform/contract.ts'
import { entryAll, entryOf } from '../../../platform/pure/field-marks.ts'

const kind = z.enum(['phone', 'email'])

/** A phone by its last ten digits, a mail in lower case. */
const identifier = z.object({ kind, value: z.string() })
export const sharedIdentifier = entryAll(identifier, 'kind', 'value')

export const listSharedIdentifiers = endpoint({
  method: 'GET',
  path: '/api/v1/shared-identifiers',
  summary: 'Phones and mails of a client, contact or prospect that somebody marked as shared',
  query: z.object({ ownerId: id }),
  result: list(sharedIdentifier),
})
export const shareIdentifier = endpoint({
  method: 'PUT',
  path: '/api/v1/shared-identifiers',
  summary: 'Mark a phone or mail as belonging to many, or take the mark off; a shared one finds, but is no duplicate',
  body: entryOf(
    z.strictObject({
      kind,
      /** As typed, in any notation. */
      value: line(200),
      shared: z.boolean(),
    }),
    'kind',
    'value',
  ),
  result: entryOf(identifier.extend({ shared: z.boolean() }), 'kind', 'value'),
})
