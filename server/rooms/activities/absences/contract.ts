import { z } from 'zod'
import { endpoint, id } from '../../../platform/contract.ts'
import { absenceInput, absenceWarning } from '../../access/absences/contract.ts'

const count = z.number().int()

export const previewAbsence = endpoint({
  method: 'POST',
  path: '/api/v1/absences-preview',
  summary: 'How much those who stand in would see, and what is to be told; changes nothing',
  body: absenceInput.pick({ userId: true, fromDay: true, toDay: true, startsAt: true, endsAt: true }).extend({
    /** The absence that is being changed. */
    id: id.optional(),
    substituteIds: z.array(id).max(10),
  }),
  result: z.object({
    clients: count,
    interests: count,
    /** Tasks and interactions that are planned, and of them those due before the person is back. */
    activities: count,
    due: count,
    warnings: z.array(absenceWarning),
  }),
})
