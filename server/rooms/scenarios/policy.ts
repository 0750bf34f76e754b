import type { Actor } from '../../platform/scope.ts'

/** Everybody works by the scenarios; administrators and heads set them. */
export function canScenario(
  actor: Pick<Actor, 'role'>,
  scenario: { archivedAt: Date | null },
): Record<string, boolean> {
  const administers = actor.role === 'administrator' || actor.role === 'head'
  return {
    edit: administers,
    copy: administers,
    archive: administers && scenario.archivedAt === null,
    restore: administers && scenario.archivedAt !== null,
  }
}
