import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { RunStatus, SkipReason, TriggerRun } from '../../../server/rooms/automation/contract.ts'
import { useFormats } from '../../lib/formats.ts'

/** Runs of triggers in words: how each stands, what came of it, and what set it off. */
export function useRunWords() {
  const { t } = useLingui()
  const format = useFormats()
  const statuses: Record<RunStatus, string> = {
    waiting: t`Ждет`,
    done: t`Выполнен`,
    refused: t`Отклонен`,
    failed: t`Не удался`,
    skipped: t`Пропущен`,
    cut: t`Остановлен`,
  }
  const reasons: Record<SkipReason, string> = {
    left_state: t`уже в другом состоянии`,
    conditions: t`условия больше не выполняются`,
    paused: t`триггер на паузе`,
    removed: t`триггер убран из сценария`,
    date_gone: t`даты больше нет`,
    filled: t`поле уже заполнено`,
  }
  const done = ({ trigger, result }: TriggerRun): string => {
    if (result.told !== null) {
      return t`сообщено: ${plural(result.told, { one: '# человеку', few: '# людям', many: '# людям', other: '# человека' })}`
    }
    const what = { plan: t`запланировано`, task: t`задача поставлена`, fill: t`поле заполнено`, move: t`переведен` }
    const { does } = trigger.action
    return does in what ? what[does as keyof typeof what] : ''
  }
  /** What came of it, or why nothing did. */
  const result = (run: TriggerRun): string => {
    const { status, dueAt, attempts } = run
    const { message, reason } = run.result
    switch (status) {
      case 'done':
        return done(run)
      case 'skipped':
        return reason === null ? '' : reasons[reason]
      case 'cut':
        return t`ходит по кругу`
      case 'waiting':
        if (attempts > 0) return message === null ? t`повторит` : t`повторит: ${message}`
        return dueAt === null ? t`даты пока нет` : ''
      default:
        return message ?? ''
    }
  }
  const verbs: [RegExp, string][] = [
    [/^POST .*\/interests$/, t`регистрация`],
    [/\/move$/, t`перенос`],
    [/^trigger\.adopt$/, t`публикация сценария`],
    [/^trigger\./, t`триггер`],
    [/^import\./, t`импорт`],
    [/\/link$/, t`связь с клиентом`],
    [/merge/, t`объединение`],
  ]
  /** What was done that set it off. */
  const deed = ({ cause }: TriggerRun): string => verbs.find(([of]) => of.test(cause.verb))?.[1] ?? t`изменение`
  /** «перенос, Анна Ким» */
  const cause = (run: TriggerRun): string =>
    [deed(run), run.cause.by?.name ?? (run.cause.triggers.length > 0 ? null : t`программа`)].filter(Boolean).join(', ')
  return {
    statuses,
    result,
    deed,
    cause,
    next: ({ status, dueAt }: TriggerRun) => (status === 'waiting' ? format.dateTime(dueAt) : '—'),
  }
}
