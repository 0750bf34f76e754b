import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { TriggerRun } from '../../../server/rooms/automation/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { Key } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useScenarios } from '../scenarios/scenarios.ts'
import { useTriggerWords } from '../scenarios/trigger-words.ts'
import styles from './journal.module.css'
import { isRetryable, useRetryRun } from './retry-run.ts'
import { RunState } from './run-status.tsx'
import { useRunWords } from './run-words.ts'

/** One time that a trigger was set off: what, for which Interest, why, and what came of it. */
export function RunSheet({ run, onClose }: { run: TriggerRun; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormats()
  const words = useRunWords()
  const scenarios = useScenarios()
  const triggers = useTriggerWords(scenarios.flatMap(each => each.states))
  const { retry, isPending } = useRetryRun()
  const { scenario, state, interest, cause, trigger } = run
  const known = scenarios.flatMap(each => each.states.flatMap(one => one.triggers))
  const rows: [string, ReactNode][] = [
    [t`Чем кончилось`, <RunState key="state" run={run} whole />],
    [
      t`Интерес`,
      <Link key="interest" to="/interests/$id" params={{ id: interest.id }}>
        {interest.number} {interest.subject}
      </Link>,
    ],
    [t`Где`, t`${scenario.name}, «${state.name}»`],
    [t`Причина`, words.cause(run)],
    [
      t`Перед ним`,
      cause.triggers.length > 0 && (
        <ol key="before">
          {cause.triggers.map(id => {
            const before = known.find(each => each.id === id)
            return <li key={id}>{before ? triggers.whole(before) : t`триггер, которого больше нет`}</li>
          })}
        </ol>
      ),
    ],
    [t`Начат`, format.dateTime(run.createdAt)],
    [t`Сработал`, run.ranAt && format.dateTime(run.ranAt)],
    [t`Следующая попытка`, run.status === 'waiting' && words.next(run)],
    [t`Попыток`, run.attempts > 1 && String(run.attempts)],
  ]
  return (
    <Sheet
      opened
      onClose={onClose}
      closesOutside
      title={t`Срабатывание триггера`}
      keys={[{ keys: 'R', does: t`Повторить`, off: !isRetryable(run), run: () => retry(run) }]}
      footer={
        isRetryable(run) && (
          <Button
            variant="filled"
            loading={isPending}
            rightSection={<Key keys="R" />}
            aria-keyshortcuts="R"
            onClick={() => retry(run)}
          >
            <Trans>Повторить</Trans>
          </Button>
        )
      }
    >
      <div className={`col ${styles.run}`} data-autofocus tabIndex={-1}>
        <p className="m">{triggers.whole(trigger)}</p>
        <dl className={styles.facts}>
          {rows.map(
            ([label, value]) =>
              value && (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
        <Link
          to="/settings/trigger-journal"
          search={{ scenarioId: scenario.id, triggerId: run.triggerId }}
          onClick={onClose}
        >
          <Trans>Все срабатывания этого триггера</Trans>
        </Link>
      </div>
    </Sheet>
  )
}
