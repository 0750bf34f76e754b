import { Trans, useLingui } from '@lingui/react/macro'
import { Chip, Tooltip } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { StepFilter } from '../../../server/rooms/interests/contract.ts'
import { useFormats, viewerZone } from '../../lib/formats.ts'
import { useNow } from '../../lib/now.ts'
import { Key, useKeys } from '../../ui/keys.tsx'
import { NextStep, stepTone } from './next-step.tsx'
import { type BoardFilter, type Card, useBoard } from './use-board.ts'
import styles from './urgency.module.css'

/** A badge is counted up to a thousand; beyond that nobody counts on. */
const MOST = 1_000

export function useBadgeCount(): (count: number) => string {
  const format = useFormats()
  return count => (count >= MOST ? `${format.number(MOST)}+` : format.number(count))
}

type UrgencyProps = { filter: BoardFilter; onSteps: (step: StepFilter) => void }

/** «Просрочено», «Сегодня», «Без шага», «Зависло»: how things stand over the whole board, and a filter by it. */
export function Urgency({ filter, onSteps }: UrgencyProps) {
  const { t } = useLingui()
  const { columns } = useBoard(filter)
  const countOf = useBadgeCount()
  const chosen = filter.steps?.split(',') ?? []
  const sum = (of: 'overdue' | 'today' | 'withoutStep' | 'stuck') =>
    columns.reduce((all, column) => all + column[of], 0)
  const chips = [
    { step: 'overdue', label: t`Просрочено`, count: sum('overdue') },
    { step: 'today', label: t`Сегодня`, count: sum('today') },
    { step: 'none', label: t`Без шага`, count: sum('withoutStep') },
    { step: 'stuck', label: t`Зависло`, count: sum('stuck') },
  ] as const
  return (
    <div className={styles.chips} role="group" aria-label={t`Следующий шаг`}>
      {chips.map(({ step, label, count }) => (
        <Chip key={step} checked={chosen.includes(step)} onChange={() => onSteps(step)}>
          {label} <b>{countOf(count)}</b>
        </Chip>
      ))}
    </div>
  )
}

const HOUR = 3_600_000

/** What comes next: a step within the hour, else the oldest late one, else the earliest. */
export function nextOf(cards: readonly Card[], now: Date): Card | undefined {
  let first: { card: Card; at: number } | undefined
  let ahead: { card: Card; at: number } | undefined
  for (const card of cards) {
    const at = card.nextStep?.dueAt ? Date.parse(card.nextStep.dueAt) : Number.NaN
    if (at < (first?.at ?? Number.POSITIVE_INFINITY)) first = { card, at }
    if (at > now.getTime() && at < (ahead?.at ?? Number.POSITIVE_INFINITY)) ahead = { card, at }
  }
  return (ahead && ahead.at - now.getTime() <= HOUR ? ahead : first)?.card
}

/** «Дальше»: the one next thing of the board; `J` opens it. */
export function WhatNext({ filter }: { filter: BoardFilter }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { columns } = useBoard(filter)
  const now = useNow()
  const card = nextOf(
    columns.flatMap(column => column.items),
    now,
  )
  const open = () => card && void navigate({ to: '.', search: before => ({ ...before, interest: card.id }) })
  useKeys([{ keys: 'J', does: t`Следующее дело`, off: !card, run: open }])
  if (!card) return null
  return (
    <Tooltip label={card.subject} multiline maw={360}>
      <button
        type="button"
        className={`plain ${styles.next}`}
        data-tone={stepTone(card.nextStep, now, viewerZone())}
        onClick={open}
      >
        <span className="t3">
          <Trans>Дальше</Trans>
        </span>
        <NextStep step={card.nextStep} />
        <span className={`el ${styles.who}`}>{card.party.name}</span>
        <Key keys="J" />
      </button>
    </Tooltip>
  )
}
