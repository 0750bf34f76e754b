import type { Caller } from '../../platform/scope.ts'

interface Guarded {
  assigneeId: string
  authorId: string | null
  outcome: string | null
  /** The Interest for which it is planned: may the caller see it, may the caller work with it? */
  interest: { seen: boolean; worked: boolean } | null
}

/** Who does it, who gave it, whoever leads the one who does it, and whoever sees the Interest for which it is planned. */
export function maySee({ actor, scope }: Caller, { assigneeId, authorId, interest }: Guarded): boolean {
  return actor.userId === authorId || scope.activities.covers(assigneeId) || interest?.seen === true
}

/**
 * Whoever does it, gave it, leads the one who does it, or works with the Interest; whose profile lets change nothing
 * still does what is to be done.
 */
export function mayChange({ actor, scope }: Caller, { assigneeId, authorId, interest }: Guarded): boolean {
  const { activities } = scope
  if (activities.isReadOnly) return actor.userId === assigneeId
  return actor.userId === authorId || activities.changes(assigneeId) || interest?.worked === true
}

/** What the caller may do with it as it stands. */
export function canActivity(caller: Caller, activity: Guarded): Record<string, boolean> {
  const may = mayChange(caller, activity)
  const isOpen = activity.outcome === null
  return { edit: may && isOpen, complete: may && isOpen, cancel: may && isOpen, reopen: may && !isOpen }
}
