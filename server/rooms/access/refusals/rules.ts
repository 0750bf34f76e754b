import type { Texts } from '../../../platform/contract.ts'
import { KINDS, type Kind, RIGHTS, type Right } from '../profiles/contract.ts'
import { rightWords } from '../profiles/words/contract.ts'

/** What was refused: for want of a right, or because the record is of somebody else. */
export interface Refused {
  reason?: string | undefined
  rule?: string | undefined
  ownerId?: string | null | undefined
}

export type Cause =
  | { kind: 'right'; right: Right }
  | { kind: 'profile' }
  | { kind: 'record'; ownerId: string | null }
  | { kind: 'other' }

/** Why it was refused: the nearest cause that somebody can do something about. */
export function decideCause({ reason, rule, ownerId }: Refused, isReadOnly: (kind: Kind) => boolean): Cause {
  const right = RIGHTS.find(each => each === reason)
  if (right) return { kind: 'right', right }
  const kind = KINDS.find(each => each === rule)
  if (!kind) return { kind: 'other' }
  // Who may change nothing of the kind is not helped by being given one record.
  return isReadOnly(kind) ? { kind: 'profile' } : { kind: 'record', ownerId: ownerId ?? null }
}

/** The words for a cause. @param names who can help */
export function wordsOf(cause: Cause, names: readonly string[]): { missing: Texts; help: Texts } {
  const whom = names.join(', ')
  switch (cause.kind) {
    case 'right': {
      const { ru, en } = rightWords[cause.right]
      return {
        missing: { ru: `Нет права «${ru}»`, en: `You do not hold the right “${en}”` },
        help: { ru: `Право дает администратор: ${whom}`, en: `An administrator can give it: ${whom}` },
      }
    }
    case 'profile':
      return {
        missing: { ru: 'Ваш профиль позволяет только смотреть', en: 'Your profile lets you look only' },
        help: { ru: `Профиль меняет администратор: ${whom}`, en: `An administrator can change it: ${whom}` },
      }
    case 'record':
      return cause.ownerId === null
        ? {
            missing: { ru: 'Ответственного нет', en: 'Nobody is responsible' },
            help: { ru: `Решает: ${whom}`, en: `Who decides: ${whom}` },
          }
        : {
            missing: { ru: `Меняет ответственный: ${whom}`, en: `Changed by the responsible: ${whom}` },
            help: { ru: 'Попросите доступ или передачу', en: 'Ask for access, or to take it over' },
          }
    case 'other':
      return {
        missing: { ru: 'Недостаточно прав', en: 'You may not do this' },
        help: { ru: `Поможет администратор: ${whom}`, en: `An administrator can help: ${whom}` },
      }
  }
}
