import { z } from 'zod'
import {
  byId,
  day,
  endpoint,
  flag,
  id,
  instant,
  list,
  paging,
  personRef,
  problem,
  record,
  text,
  version,
} from '../../../platform/contract.ts'
import { absenceKind } from '../contract.ts'
import { KINDS } from '../profiles/contract.ts'

export type AbsenceKind = z.infer<typeof absenceKind>
/** Kinds of work that somebody may take over: clients with contacts and prospects, Interests, tasks and interactions. */
export const workKind = z.enum(KINDS)

/** No absence is longer: whoever is away for more hands the work over. */
export const MOST_DAYS = 400

// ---- what is soft: told, and not in the way ----
export const absenceWarning = z.object({
  /**
   * `away`: stands in and is absent at that time; `cycle`: the same, and the absent person stands in there; `chain`: the
   * same, and somebody else stands in there, who gets nothing of this absence; `stands_in`: the absent person stands in
   * for somebody at that time.
   */
  code: z.enum(['away', 'cycle', 'chain', 'stands_in']),
  user: personRef,
  /** Who stands in for that person, for a chain. */
  others: z.array(personRef),
  startsAt: instant,
  endsAt: instant,
})
export type AbsenceWarning = z.infer<typeof absenceWarning>

export const absence = z.object({
  ...record,
  user: personRef,
  department: z.object({ id, name: z.string() }).nullable(),
  kind: absenceKind,
  /** Days in the zone of the company, both included; null where times were given. */
  fromDay: day.nullable(),
  toDay: day.nullable(),
  startsAt: instant,
  /** The first moment at which the person is back. */
  endsAt: instant,
  status: z.enum(['planned', 'lasts', 'past', 'cancelled']),
  work: z.boolean(),
  rights: z.boolean(),
  /** Told to the person, to those who stand in and to whoever may change the absence. */
  comment: z.string().nullable(),
  substitutes: z.array(z.object({ user: personRef, kinds: z.array(workKind) })),
  author: personRef.nullable(),
  cancelledAt: instant.nullable(),
  warnings: z.array(absenceWarning).optional(),
})
export type Absence = z.infer<typeof absence>

export const absenceOverlaps = problem(
  'absence.overlaps',
  409,
  {
    ru: 'У этого сотрудника в это время уже есть отсутствие: измените даты или то отсутствие',
    en: 'This person has an absence at that time already: change the dates or that absence',
  },
  z.object({ id, startsAt: instant, endsAt: instant }),
)
export const absenceOver = problem('absence.over', 409, {
  ru: 'Отсутствие уже закончилось или отменено: заведите новое',
  en: 'The absence is over or was cancelled: enter a new one',
})
export const absenceToOneself = problem('absence.to_oneself', 403, {
  ru: 'Нельзя передать себе права сотрудника, который видит больше вас: назначьте замещающим другого или передайте только дела',
  en: 'You cannot hand yourself the rights of a person who sees more than you do: name somebody else, or hand over the work alone',
})

const substitutes = z
  .array(
    z.strictObject({
      userId: id,
      kinds: z
        .array(workKind)
        .min(1)
        .default([...KINDS]),
    }),
  )
  .max(10)
const period = {
  fromDay: day.nullish(),
  toDay: day.nullish(),
  startsAt: instant.nullish(),
  endsAt: instant.nullish(),
}
const fields = {
  ...period,
  kind: absenceKind,
  work: z.boolean(),
  rights: z.boolean(),
  comment: text(2_000).nullish(),
  substitutes,
}
/** What an absence will be; shared with the preview. */
export const absenceInput = z.strictObject({ userId: id, ...fields })
export type AbsenceInput = z.infer<typeof absenceInput>

export const listAbsences = endpoint({
  method: 'GET',
  path: '/api/v1/absences',
  summary: 'Absences, those that end first first; without `past` only what lasts or is planned',
  query: z.object({
    ...paging,
    /** Touching these days, in the zone of the company. */
    from: day.optional(),
    to: day.optional(),
    userId: id.optional(),
    departmentId: id.optional(),
    /** Over and cancelled ones too. */
    past: flag.optional(),
  }),
  result: list(absence),
})
export const getAbsence = endpoint({
  method: 'GET',
  path: '/api/v1/absences/:id',
  summary: 'One absence',
  params: byId,
  result: absence,
})
export const enterAbsence = endpoint({
  method: 'POST',
  path: '/api/v1/absences',
  summary: 'Enter an absence, with those who stand in and what they take over',
  body: absenceInput.extend({ id }),
  result: absence,
  status: 201,
  problems: [absenceOverlaps, absenceToOneself],
})
export const changeAbsence = endpoint({
  method: 'PATCH',
  path: '/api/v1/absences/:id',
  summary: 'Change, shorten or prolong an absence that is not over',
  params: byId,
  body: z.strictObject(fields).partial().extend({ version }),
  result: absence,
  problems: [absenceOverlaps, absenceOver, absenceToOneself],
})
export const cancelAbsence = endpoint({
  method: 'POST',
  path: '/api/v1/absences/:id/cancel',
  summary: 'Cancel an absence; one that lasts ends now',
  params: byId,
  body: z.strictObject({ version }),
  result: absence,
  problems: [absenceOver],
})
export const listAbsentable = endpoint({
  method: 'GET',
  path: '/api/v1/absences-people',
  summary: 'Whose absences the caller may enter',
  result: list(personRef),
})
