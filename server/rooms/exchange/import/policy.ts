import type { Actor } from '../../../platform/scope.ts'
import { holds } from '../../access/rules.ts'
import type { ImportStatus } from './contract.ts'

/** In which states of an import each thing may be done with it. */
const WHEN = {
  upload: ['uploading'],
  layOut: ['mapping', 'checked', 'failed'],
  map: ['mapping', 'checked'],
  check: ['mapping', 'checked'],
  start: ['mapping', 'checked'],
  pause: ['running', 'undoing'],
  resume: ['paused'],
  cancel: ['checking', 'running', 'paused'],
  undo: ['done', 'cancelled', 'paused'],
  destroy: ['uploading', 'mapping', 'checked', 'failed', 'done', 'cancelled', 'undone'],
} as const satisfies Record<string, readonly ImportStatus[]>

export type ImportVerb = keyof typeof WHEN

/** May this be done with an import in this state? */
export function isPossible(verb: ImportVerb, status: ImportStatus): boolean {
  return (WHEN[verb] as readonly ImportStatus[]).includes(status)
}

/** What may be done with an import, as its answer says it. */
export function importRights(status: ImportStatus): Record<string, boolean> {
  return Object.fromEntries(Object.keys(WHEN).map(verb => [verb, isPossible(verb as ImportVerb, status)]))
}

/** Whose imports are seen: administrators see those of everybody; a file may hold what its owner alone may see. */
export function seesImport(actor: Actor, authorId: string): boolean {
  return holds(actor, 'settings.administer') || actor.userId === authorId
}
