import { ActionIcon, Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getInterest } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Field } from '../../ui/field.tsx'
import { Key } from '../../ui/keys.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { useServiceTypes } from '../company/directories.ts'
import { StateOf } from '../scenarios/state-of.tsx'
import { Who } from './interest-card.tsx'
import styles from './interest-peek.module.css'
import { Timeline } from './timeline.tsx'

type InterestPeekProps = { id: string; onOpen: () => void; onClose: () => void }

/** The current row of the list, read beside it: who, how much, what is wanted, what was last. Nothing is edited here. */
export function InterestPeek({ id, onOpen, onClose }: InterestPeekProps) {
  const { t } = useLingui()
  const format = useFormats()
  const types = useServiceTypes()
  const {
    data: interest,
    error,
    refetch,
  } = useQuery({ ...queryOf(getInterest, { params: { id } }), placeholderData: keepPreviousData })
  return (
    <aside className={styles.peek} aria-label={t`Просмотр Интереса`}>
      <div className={styles.bar}>
        <span className="s12 t3 grow">{interest?.number}</span>
        <Button size="compact-xs" onClick={onOpen} rightSection={<Key keys="Enter" />}>
          <Trans>Открыть</Trans>
        </Button>
        <ActionIcon size={24} onClick={onClose} aria-label={t`Закрыть просмотр`}>
          <IconX size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </div>
      {error && !interest && (
        <ErrorState title={t`Карточка не открылась`} error={error} onRetry={() => void refetch()} />
      )}
      {!interest && !error && <LoadingBars rows={8} />}
      {interest && (
        <div className={styles.body}>
          <h2>{format.typo(interest.subject)}</h2>
          <Who interest={interest} />
          <div>
            <Field label={t`Состояние`}>
              <StateOf stateId={interest.stateId} scenarioId={interest.scenarioId} />
            </Field>
            <Field label={t`Ожидаемая выручка`}>
              {interest.expectedRevenue && format.money(interest.expectedRevenue)}
            </Field>
            <Field label={t`Дата продажи`}>
              {interest.expectedCloseDate && format.date(interest.expectedCloseDate)}
            </Field>
            <Field label={t`Тип услуги`}>{types.find(each => each.id === interest.serviceTypeId)?.name}</Field>
            <Field label={t`Ответственный`}>{interest.responsible?.name}</Field>
          </div>
          {interest.content && <div className={styles.content}>{format.typo(interest.content)}</div>}
          <Timeline of="interest" id={interest.id} />
        </div>
      )}
    </aside>
  )
}
