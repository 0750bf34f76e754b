import { z } from 'zod'
import { id, instant, personRef } from '../../../platform/contract.ts'
import { mayTell } from '../../../platform/pure/field-marks.ts'

/** By what somebody sees a record, the nearest first. */
export const RULES = [
  'responsible',
  'assignee',
  'author',
  /** A co-executor. */
  'member',
  'grant',
  'department_grant',
  /** Works in one department with the one who has it. */
  'colleague',
  /** Sees a department and everything below it, where the one who has it works. */
  'head',
  /** Stands in for somebody who is absent and sees it. */
  'substitute',
  /** The state is addressed to the role. */
  'queue',
  /** Nobody is responsible. */
  'unowned',
  'everything',
  /** A rule that has no words yet. */
  'other',
] as const
export type Rule = (typeof RULES)[number]

const named = z.object({ id, name: z.string() })

export const seeing = z.object({
  rule: z.enum(RULES),
  /** Whose record it is, where the rule goes by that, and what that person is to it. */
  of: personRef.nullable(),
  as: z.enum(['responsible', 'assignee', 'member']).nullable(),
  department: named.nullable(),
  /** The record through which it is seen: the client of a contact, the Interest of a task; null where that is itself. */
  through: z.object({ kind: z.enum(['client', 'interest']), id: id.nullable(), title: mayTell(z.string()) }).nullable(),
  grantedAt: instant.nullable(),
  grantedBy: personRef.nullable(),
  /** Was it opened for change, not only to look? */
  changes: z.boolean(),
  /** When it ends. */
  until: instant.nullable(),
})
export type Seeing = z.infer<typeof seeing>

export const viewer = z.object({
  user: personRef,
  /** The nearest one. */
  reason: z.enum(RULES),
  reasons: z.array(seeing),
  /** Of the nearest grant. */
  grantedAt: instant.nullable(),
  grantedBy: personRef.nullable(),
  until: instant.nullable(),
})
export type Viewer = z.infer<typeof viewer>

/** What was opened, to whom and until when. */
export const grant = z.object({
  to: z.object({ kind: z.enum(['user', 'department']), id, name: z.string() }),
  grantedAt: instant,
  grantedBy: personRef.nullable(),
  /** May it be changed, too? */
  changes: z.boolean(),
  until: instant.nullable(),
})
export type Grant = z.infer<typeof grant>
