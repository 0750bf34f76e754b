import type { Actor } from '../../platform/scope.ts'
import { holds } from '../access/rules.ts'

/** Everybody works by the scenarios; who holds the right sets them. */
export function canScenario(
  actor: Pick<Actor, 'rights'>,
  scenario: { archivedAt: Date | null },
): Record<string, boolean> {
  const administers = holds(actor, 'scenarios.administer')
  return {
    edit: administers,
    copy: administers,
    archive: administers && scenario.archivedAt === null,
    restore: administers && scenario.archivedAt !== null,
  }
}
