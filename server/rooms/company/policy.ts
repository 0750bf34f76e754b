import type { Actor } from '../../platform/scope.ts'
import { holds } from '../access/rules.ts'

/** What a person may do with an entry of a directory. */
export function decideItemCan(
  actor: Pick<Actor, 'rights'>,
  item: { archivedAt: Date | null },
): Record<string, boolean> {
  const administers = holds(actor, 'directories.administer')
  return {
    edit: administers,
    archive: administers && item.archivedAt === null,
    restore: administers && item.archivedAt !== null,
  }
}
