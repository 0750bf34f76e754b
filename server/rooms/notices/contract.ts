import { z } from 'zod'
import { absenceKind } from '../access/contract.ts'
import { byId, endpoint, id, instant, list, paging, personRef } from '../../platform/contract.ts'
import { mayTell } from '../../platform/pure/field-marks.ts'

/** A prospect may be called by its phone. */
const named = z.object({ id, name: mayTell(z.string()) })
const typed = mayTell(z.string())
const shared = {
  id,
  createdAt: instant,
  readAt: instant.nullable(),
  /** How it ended, where it asked for a decision; null while that is open. */
  outcome: z.enum(['granted', 'declined', 'registered', 'linked', 'dismissed', 'confirmed', 'returned']).nullable(),
}
const notice = <const Kind extends string, Data extends z.ZodObject>(kind: Kind, data: Data) =>
  z.object({ ...shared, kind: z.literal(kind), data })

const told = {
  activityId: id,
  stepKind: z.enum(['interaction', 'task']),
  interactionKindId: id.nullable(),
  subject: z.string().nullable(),
  interest: z.object({ id, number: z.string() }).nullable(),
}
/** `dueAt` where a time was given, `dueDay` where only a day. */
const step = { ...told, dueAt: instant.nullable(), dueDay: z.iso.date().nullable() }

const ofAbsence = {
  absence: z.object({
    id,
    user: personRef,
    kind: absenceKind,
    /** Days where days were given; the moments in any case. */
    fromDay: z.iso.date().nullable(),
    toDay: z.iso.date().nullable(),
    startsAt: instant,
    endsAt: instant,
  }),
}

const askedRecord = z.object({ kind: z.enum(['client', 'prospect', 'interest']), id, name: mayTell(z.string()) })
const askedFor = z.enum(['change', 'member', 'hand_over'])

const ofInterest = z.object({ id, number: z.string(), subject: z.string() })

/** What a notice tells, by its kind; its text is made where it is shown. */
export const anyNotice = z.discriminatedUnion('kind', [
  /** A colleague met a client behind a wall and asks to see it. */
  notice('access.requested', z.object({ requestId: id, asker: personRef, client: named, typed })),
  /** A colleague asks from the card of a record of mine, to change it or to take it over. */
  notice(
    'access.asked',
    z.object({
      requestId: id,
      asker: personRef,
      record: askedRecord,
      wanted: askedFor,
      /** The last day for which it is asked; null: for good. */
      until: z.iso.date().nullable(),
      word: mayTell(z.string()).nullable(),
    }),
  ),
  /** What I asked for from a card was given or not; of an opened client and of joining in others tell. */
  notice(
    'access.decided',
    z.object({
      record: askedRecord,
      wanted: askedFor,
      granted: z.boolean(),
      by: personRef,
      comment: z.string().nullable(),
    }),
  ),
  notice(
    'access.granted',
    z.object({
      client: named,
      by: personRef,
      until: instant.nullish(),
      /** May it be changed too? */
      changes: z.boolean().optional(),
    }),
  ),
  /** What was opened to me ends within a day. */
  notice('access.ending', z.object({ client: named, expiresAt: instant })),
  notice('access.declined', z.object({ typed, by: personRef, comment: z.string().nullable() })),
  /** A client of mine asked a colleague, who hands the request over. */
  notice(
    'request.handed_over',
    z.object({
      handOverId: id,
      giver: personRef,
      /** By what the client was found. */
      typed,
      content: z.string(),
      client: named.nullable(),
      prospect: named.nullable(),
      /** The unfinished Interest that the giver could not open. */
      interest: z.object({ id, number: z.string() }).nullable(),
      serviceTypeId: id.nullable(),
      channelId: id.nullable(),
    }),
  ),
  notice('request.taken', z.object({ typed, by: personRef, how: z.enum(['registered', 'linked']) })),
  /** A client card appeared or changed, and a prospect of mine looks like it. */
  notice(
    'link.suggested',
    z.object({
      prospect: named,
      /** Null behind a wall: then only what was typed and the responsible are told. */
      client: named.nullable(),
      contactId: id.nullable(),
      typed,
      responsible: personRef.nullable(),
      reasons: z.array(z.string()),
      openInterests: z.number().int(),
    }),
  ),
  /** Somebody gave me something to do. */
  notice('activity.assigned', z.object({ ...step, by: personRef })),
  /** Somebody handed work over to me, at once and counted. */
  notice(
    'work.handed_over',
    z.object({
      by: personRef,
      from: personRef,
      activities: z.number().int(),
      interests: z.number().int(),
      /** Left out by versions that did not hand clients over. */
      clients: z.number().int().optional(),
    }),
  ),
  /** It is time. */
  notice('activity.reminder', z.object(step)),
  /** What I gave to somebody is done. */
  notice('activity.done', z.object({ ...told, result: z.string().nullable(), by: personRef })),
  /** What somebody else did with an Interest that I watch. */
  notice(
    'interest.watched',
    z.object({
      interest: ofInterest,
      what: z.enum(['moved', 'closed', 'reopened', 'handed_over']),
      /** Where it stands now; null where only its responsible changed. */
      state: z.string().nullable(),
      outcome: z.enum(['won', 'lost']).nullable(),
      /** The new one, where it changed. */
      responsible: personRef.nullable(),
      by: personRef,
    }),
  ),
  /** A salesperson gives an Interest up, and I am asked whether it is lost. */
  notice(
    'interest.loss_awaits',
    z.object({
      interest: ofInterest,
      lossReasonId: id.nullable(),
      comment: z.string().nullable(),
      competitor: z.string().nullable(),
      by: personRef,
    }),
  ),
  /** What became of my loss: confirmed, or returned to that state. */
  notice('interest.loss_decided', z.object({ interest: ofInterest, state: z.string().nullable(), by: personRef })),
  /** What a trigger was set to tell me. */
  notice('trigger.told', z.object({ interest: ofInterest, text: z.string() })),
  /** Triggers of a scenario led back to one of them, and were stopped. */
  notice('trigger.cut', z.object({ scenario: named, triggerId: id, interestId: id })),
  /** Somebody made me a co-executor. */
  notice('interest.joined', z.object({ interest: ofInterest, by: personRef })),
  /** I was asked to stand in for somebody, the time of it changed, or I am not asked any more. */
  notice('absence.asked', z.object({ ...ofAbsence, what: z.enum(['asked', 'changed', 'released']), by: personRef })),
  /** Somebody whom I named to stand in has left. */
  notice('absence.left', z.object({ ...ofAbsence, who: personRef })),
  /** I stand in from now on. */
  notice('absence.begun', z.object(ofAbsence)),
  /** I stand in no longer; how much of the work of that person I did. */
  notice('absence.ended', z.object({ ...ofAbsence, done: z.number().int() })),
  /** I am back: what happened meanwhile. */
  notice(
    'absence.returned',
    z.object({
      ...ofAbsence,
      interests: z.object({ created: z.number().int(), moved: z.number().int(), closed: z.number().int() }),
      /** Tasks and interactions of mine that others did. */
      done: z.array(z.object({ by: personRef, count: z.number().int() })),
      /** What was due meanwhile and still waits. */
      missed: z.number().int(),
    }),
  ),
  /** An Interest has come into a state that is addressed to my role. */
  notice('interest.queued', z.object({ interest: ofInterest, state: z.string(), by: personRef.nullable() })),
  /** An administrator took my second factor away; null when it was done at the server. */
  notice('second_factor.reset', z.object({ by: personRef.nullable() })),
  /** A key of mine will soon open nothing any more. */
  notice('api_key.expires', z.object({ key: named, expiresAt: instant })),
])
export type Notice = z.infer<typeof anyNotice>
export type NoticeKind = Notice['kind']
export type NoticeData<Kind extends NoticeKind> = Extract<Notice, { kind: Kind }>['data']
export type Outcome = NonNullable<Notice['outcome']>

export const listNotices = endpoint({
  method: 'GET',
  path: '/api/v1/notices',
  own: true,
  summary: 'Notices to me, unread ones first, then newest first',
  query: z.object(paging),
  result: list(anyNotice),
})
const unread = z.object({ unread: z.number().int() })
export const summariseNotices = endpoint({
  method: 'GET',
  path: '/api/v1/notices-summary',
  own: true,
  summary: 'How many notices to me are unread',
  /** Counting stops at 100: nobody reads on. */
  result: unread,
})
export const readNotice = endpoint({
  method: 'POST',
  path: '/api/v1/notices/:id/read',
  summary: 'Mark one notice as read',
  params: byId,
  result: unread,
})
export const readAllNotices = endpoint({
  method: 'POST',
  path: '/api/v1/notices-summary/read',
  summary: 'Mark every notice to me as read',
  result: unread,
})
