import { z } from 'zod'
import { day, endpoint, id, instant, line, personRef, problem, tooMany } from '../../../platform/contract.ts'
import { tellsNothing } from '../../../platform/pure/field-marks.ts'

/** What is asked for: to see it; from its card to change it, to become a co-executor, to look after it. */
export const WANTED = ['sight', 'change', 'member', 'hand_over'] as const
export type Wanted = (typeof WANTED)[number]
export const wanted = z.enum(WANTED)
/** What a card asks for. */
export const wantedInPlace = z.enum(['change', 'member', 'hand_over'])
export type WantedInPlace = z.infer<typeof wantedInPlace>
export const ASKED_KINDS = ['client', 'prospect', 'interest'] as const
export type AskedKind = (typeof ASKED_KINDS)[number]
const askedRecord = z.object({ kind: z.enum(ASKED_KINDS), id })

export const accessRequest = z.object({
  id,
  wanted,
  /** Empty where it was asked from the card. */
  typed: tellsNothing(z.string(), 'what the reader typed'),
  /** Null at a wall. */
  record: askedRecord.nullable(),
  /** The last day for which it is asked; null: for good. */
  until: day.nullable(),
  word: tellsNothing(z.string(), 'what the reader wrote').nullable(),
  /** Null while nobody has decided. */
  outcome: z.enum(['granted', 'declined']).nullable(),
  /** Who was told and may decide. */
  askedOf: z.array(personRef),
  createdAt: instant,
})
export type AccessRequest = z.infer<typeof accessRequest>

export const accessRequestSettled = problem('access_request.settled', 409, {
  ru: 'Об этом доступе уже решено иначе',
  en: 'This request has been decided the other way',
})
export const requestAccess = endpoint({
  method: 'POST',
  path: '/api/v1/access-requests',
  summary: 'Ask the responsible for access to the client behind a wall, by what was typed when the wall was met',
  body: z.strictObject({
    id,
    typed: line(300),
    /** Of several walls that the value met those of this person, as each wall names its own; absent: all of them. */
    responsibleId: id.nullish(),
  }),
  result: accessRequest,
  status: 201,
  problems: [tooMany],
})
export const accessRequestNeedless = problem('access_request.needless', 409, {
  ru: 'Просить не о чем: запись в архиве или вы и так ее меняете',
  en: 'There is nothing to ask for: the record is archived, or you may change it as it is',
})
export const accessRequestAskerLeft = problem('access_request.asker_left', 409, {
  ru: 'Кто просил, больше здесь не работает',
  en: 'Whoever asked does not work here any more',
})
