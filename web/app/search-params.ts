import { z } from 'zod'

/** Parts of an address that several pages have; what cannot be read is as if it were not there. */
export const word = z.string().max(300).optional().catch(undefined)
export const id = z.uuid().optional().catch(undefined)
export const yes = z.literal(true).optional().catch(undefined)

/** Lists of administration: `open` names the record whose sheet is open, `new` a fresh one. */
export const listSearch = z.object({
  q: word,
  archived: yes,
  open: z
    .union([z.literal('new'), z.uuid()])
    .optional()
    .catch(undefined),
})
