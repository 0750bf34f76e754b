import { z } from 'zod'
import { conflict, endpoint, id, instant, personRef, problem, version } from '../../platform/contract.ts'
import { mayTell } from '../../platform/pure/field-marks.ts'
import { activityClosed } from '../activities/contract.ts'
import { changed } from '../clients/history/contract.ts'
import { linkProspect, unlinkProspect } from '../clients/prospects/contract.ts'
import { changeInterest, changeInterestScenario, moveInterest } from '../interests/contract.ts'
import { nextStepDemanded } from '../interests/steps/contract.ts'
import { kept } from '../interests/timeline/contract.ts'

const of = z.object({
  kind: z.enum(['client', 'contractor', 'contact', 'prospect', 'interest', 'activity']),
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
  /** `own_way`: a merge, an import or work handed over, which is given back where it is listed. */
  z.object({ reason: z.enum(['not_own', 'too_late', 'own_way', 'no_way']) }),
)
export const undoRefused = problem(
  'undo.refused',
  409,
  { ru: 'Отменить не получится', en: 'It cannot be undone' },
  z.object({ left: z.array(left) }),
)

/**
 * An act: all that one write changed, of one record or of many. It is taken back as a whole or not at all, by whoever
 * did it, within a day; the last change of an Interest also by whoever may work with it. Whatever somebody changed since
 * stays and is named. An undo is an act like any other, and is undone the same way.
 */
export const undoAct = endpoint({
  method: 'POST',
  path: '/api/v1/undo',
  summary: 'Take back what one write changed, all its records together; `dryRun` tells what would come of it',
  body: z.strictObject({
    change: z.union([
      /** The `Idempotency-Key` that the write was sent with. */
      z.strictObject({ key: z.string().min(1).max(200) }),
      /** An entry of the history or the timeline. */
      z.strictObject({ entryId: z.string().regex(/^\d{1,18}$/) }),
      /** A record, and the version that the write gave it. */
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
  problems: [
    undoUnfit,
    undoRefused,
    conflict,
    activityClosed,
    nextStepDemanded,
    ...new Set(
      [changeInterest, moveInterest, changeInterestScenario, linkProspect, unlinkProspect].flatMap(
        each => each.problems,
      ),
    ),
  ],
})
