import { z } from 'zod'
import { byId, conflict, endpoint, problem, version } from '../../../platform/contract.ts'
import { unlinkRefused } from '../../clients/contract.ts'
import { alreadyInState, fieldDemanded, fieldReadOnly, interest, moveRefused, stateUnknown } from '../contract.ts'

export const undoImpossible = problem('interest.undo_impossible', 409, {
  ru: 'Это изменение уже не отменить: после него было другое, или обратной дороги нет',
  en: 'This change cannot be undone any more: another one came after it, or there is no way back',
})

/** Through the same doors as by hand: what the guards refuse there is refused here, in the same words. */
export const undoChange = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/undo',
  summary: 'Take back the last change, move or link of an Interest',
  params: byId,
  body: z.strictObject({
    version,
    /** The entry of the history to take back: it must be the last change. */
    entryId: z.string().regex(/^\d{1,18}$/),
  }),
  result: interest,
  problems: [
    undoImpossible,
    conflict,
    fieldDemanded,
    fieldReadOnly,
    moveRefused,
    alreadyInState,
    stateUnknown,
    unlinkRefused,
  ],
})
