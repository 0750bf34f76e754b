import { ActionIcon, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown, IconChevronUp, IconMaximize } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { getInterest } from '../../server/rooms/interests/contract.ts'
import { queryOf } from '../lib/queries.ts'
import { cardId } from '../rooms/interests/board-card.tsx'
import { InterestSteps } from '../rooms/activities/interest-steps.tsx'
import { InterestCard } from '../rooms/interests/interest-card.tsx'
import styles from '../rooms/interests/interest-card.module.css'
import { usePlaceBelow } from '../rooms/interests/list-below.ts'
import type { Place } from '../rooms/interests/place.ts'
import { useScenarios } from '../rooms/scenarios/scenarios.ts'
import { Sheet } from '../ui/sheet.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** The card over a list: the list keeps its place below, and the card goes through it. */
export default function InterestSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const interest = useQuery(queryOf(getInterest, { params: { id } }))
  const scenario = useScenarios().find(each => each.id === interest.data?.scenarioId)
  const place = usePlaceBelow(id)
  const { before, after } = place ?? {}
  const toPage = () => void navigate({ to: '/interests/$id', params: { id } })
  const go = (other: string | undefined) => {
    if (other) void navigate({ to: '.', search: now => ({ ...now, interest: other }), replace: true })
  }
  useReadAhead(place)
  useFocusAfter(id)
  return (
    <Sheet
      opened
      onClose={onClose}
      size="interest"
      padded={false}
      closesOutside
      title={interest.data?.subject ?? t`Интерес`}
      keys={[
        { keys: 'J', does: t`Следующий Интерес`, off: !after, run: () => go(after) },
        { keys: 'K', does: t`Предыдущий Интерес`, off: !before, run: () => go(before) },
        { keys: 'O', does: t`Открыть на всю страницу`, run: toPage },
      ]}
      head={
        place ? (
          <div className="row">
            <Tooltip label={t`Предыдущий Интерес, K`}>
              <ActionIcon
                size={24}
                aria-label={t`Предыдущий Интерес`}
                aria-keyshortcuts="K"
                disabled={!before}
                onClick={() => go(before)}
              >
                <IconChevronUp {...icon} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t`Следующий Интерес, J`}>
              <ActionIcon
                size={24}
                aria-label={t`Следующий Интерес`}
                aria-keyshortcuts="J"
                disabled={!after}
                onClick={() => go(after)}
              >
                <IconChevronDown {...icon} />
              </ActionIcon>
            </Tooltip>
            <span className="s12 t3 el">
              <Where place={place} />
            </span>
          </div>
        ) : (
          <span className="t2">{scenario?.name}</span>
        )
      }
      actions={
        <Tooltip label={t`Открыть на всю страницу, O`}>
          <ActionIcon aria-label={t`Открыть на всю страницу`} aria-keyshortcuts="O" onClick={toPage}>
            <IconMaximize {...icon} />
          </ActionIcon>
        </Tooltip>
      }
    >
      <div className={styles.sheet} data-autofocus tabIndex={-1}>
        {interest.data && (
          <InterestCard key={id} interest={interest.data} steps={<InterestSteps interest={interest.data} />} />
        )}
        {interest.isPending && <LoadingBars />}
        {interest.error && !interest.data && (
          <ErrorState
            title={<Trans>Интерес не открылся</Trans>}
            error={interest.error}
            onRetry={() => void interest.refetch()}
          />
        )}
      </div>
    </Sheet>
  )
}

/** «3 из 9 в «Выявление потребностей»» */
function Where({ place: { at, count, name } }: { place: Place }) {
  const number = at + 1
  if (count === undefined || number > count) return name
  return name ? (
    <Trans>
      {number} из {count} в «{name}»
    </Trans>
  ) : (
    <Trans>
      {number} из {count}
    </Trans>
  )
}

/** The next card is there before its key, and further pages before their first row. */
function useReadAhead(place: Place | undefined): void {
  const client = useQueryClient()
  const { after, more } = place ?? {}
  const load = useEffectEvent(() => more?.())
  useEffect(() => {
    if (after) void client.prefetchQuery({ ...queryOf(getInterest, { params: { id: after } }), staleTime: 10_000 })
    else load()
  }, [client, after])
}

/** After going through a column the focus stands on the card that was looked at last. */
function useFocusAfter(id: string): void {
  const focusLast = useEffectEvent(() => document.getElementById(cardId(id))?.focus({ preventScroll: true }))
  useEffect(() => () => focusLast(), [])
}
