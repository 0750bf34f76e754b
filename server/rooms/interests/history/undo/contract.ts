import { z } from 'zod'
import { conflict, endpoint, id, instant, personRef, problem, version } from '../../../../platform/contract.ts'
import { changed } from '../../../clients/history/contract.ts'
import { changeInterest, moveInterest } from '../../contract.ts'
import { mayTell } from '../../../../platform/pure/field-marks.ts'
import { kept } from '../../timeline/contract.ts'

const of = z.object({
  kind: z.enum(['client', 'contractor', 'contact', 'prospect', 'interest']),
  id,
  title: mayTell(z.string()),
})

/** What stands in the way of one record. */
const left = z.object({
  record: of,
  field: z.string().nullable(),
  code: z.string(),
  message: mayTell(z.string()),
  /** Of what was changed since: who did it last, and when. */
  changedBy: personRef.nullable(),
  changedAt: instant.nullable(),
})

export const undoUnfit = problem(
  'undo.unfit',
  409,
  { ru: 'Это изменение так не отменяется', en: 'This change is not undone this way' },
  z.object({ reason: z.enum(['not_own', 'too_late', 'no_way']) }),
)
export const undoRefused = problem(
  'undo.refused',
  409,
  { ru: 'Отменить не получится', en: 'It cannot be undone' },
  z.object({ left: z.array(left) }),
)

/**
 * One's own change: everything that was changed by one act, of one record or of many. Within a day, as long as its
 * values stand; whatever somebody changed since is named. An undo is a change like any other, and is undone the same way.
 */
export const undoOwnChange = endpoint({
  method: 'POST',
  path: '/api/v1/undo',
  summary: "Undo one's own change of today, with all records that it changed; `dryRun` tells what would come of it",
  body: z.strictObject({
    /** An entry of the history or the timeline; or the record, and the version that the change gave it. */
    change: z.union([
      z.strictObject({ entryId: z.string().regex(/^\d{1,18}$/) }),
      z.strictObject({ kind: of.shape.kind, id, version }),
    ]),
    /** Only these of the records that were changed together; without it all of them, or none. */
    only: z.array(id).min(1).max(10_000).optional(),
    dryRun: z.boolean().default(false),
  }),
  result: z.object({
    undone: z.array(
      z.object({
        record: of,
        changes: z.array(changed),
        /** What stays as it is, or is done beside. */
        keeps: z.array(kept),
      }),
    ),
    left: z.array(left),
  }),
  problems: [undoUnfit, undoRefused, conflict, ...changeInterest.problems, ...moveInterest.problems],
})
