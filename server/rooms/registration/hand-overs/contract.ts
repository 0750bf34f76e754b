import { z } from 'zod'
import { byId, endpoint, id, line, personRef, problem, text, tooMany } from '../../../platform/contract.ts'
import { draft } from '../drafts/contract.ts'

export const handOver = z.object({
  id,
  /** Who was told: the responsible, else the heads above or the administrators. */
  to: z.array(personRef),
  outcome: z.enum(['registered', 'linked']).nullable(),
})
export type HandOver = z.infer<typeof handOver>

export const handOverSettled = problem('hand_over.settled', 409, {
  ru: 'Это обращение уже принято',
  en: 'This request has been taken already',
})
export const handOverWrong = problem('hand_over.to', 422, {
  ru: 'Нужно одно из двух: что набрали или номер Интереса',
  en: 'Exactly one of what was typed and the number of an Interest is needed',
})
export const handOverRequest = endpoint({
  method: 'POST',
  path: '/api/v1/hand-overs',
  summary: 'Hand a request over to whoever looks after the party behind a wall, or after an Interest out of sight',
  body: z.strictObject({
    id,
    /** The value that met the wall, as it was typed. */
    typed: line(300).optional(),
    /** Of several walls that it met that of this person, as the wall names it. */
    responsibleId: id.nullish(),
    /** An unfinished Interest out of sight, of a client or prospect in sight. */
    interest: z.strictObject({ number: line(60), partyId: id }).optional(),
    content: text(),
    subject: line(300).optional(),
    serviceTypeId: id.optional(),
    channelId: id.optional(),
    sourceId: id.optional(),
    /** The draft of the giver, which has done its work. */
    draftId: id.optional(),
  }),
  result: handOver,
  status: 201,
  problems: [handOverWrong, tooMany],
})
export const takeHandOver = endpoint({
  method: 'POST',
  path: '/api/v1/hand-overs/:id/take',
  summary: 'Take a handed over request: it becomes a draft of the registration form, filled with what was typed',
  params: byId,
  result: draft,
  problems: [handOverSettled],
})
export const linkHandOver = endpoint({
  method: 'POST',
  path: '/api/v1/hand-overs/:id/link',
  summary: 'Add a handed over request to an unfinished Interest',
  params: byId,
  body: z.strictObject({ interestId: id }),
  result: handOver,
  problems: [handOverSettled],
})
