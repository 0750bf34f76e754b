import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { instantOf } from '../../../server/platform/pure/zones.ts'
import type { HistoryEndpoints, PastRecord } from '../../../server/rooms/clients/contract.ts'
import { today, useFormats, viewerZone } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { DateField } from '../../ui/date-field.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { byCard, type RecordKind, useFieldLabel, useShowValue } from './history-values.tsx'
import styles from './history.module.css'
import type { Wish } from './restore-dialog.tsx'

type HistoryPastProps = {
  kind: RecordKind
  id: string
  endpoint: HistoryEndpoints['asOf']
  version: number
  onVersion: (version: number) => void
  onWish: ((wish: Wish) => void) | undefined
}

/** The record as it was: at the end of a day, or version by version; what is different now is marked. */
export function HistoryPast({ kind, id, endpoint, version, onVersion, onWish }: HistoryPastProps) {
  const { t } = useLingui()
  const format = useFormats()
  const [day, setDay] = useState<string | null>(null)
  const moment = day ? { at: endOf(day).toISOString() } : { version: String(version) }
  const query = useQuery({
    ...queryOf(endpoint, { params: { id }, query: moment } as never),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const past = query.data as PastRecord | undefined
  const step = (to: { version: number } | null | undefined) => {
    if (!to) return
    setDay(null)
    onVersion(to.version)
  }
  const different = past?.fields.filter(each => each.differs && each.restorable).map(each => each.field) ?? []
  return (
    <>
      <div className={styles.tools}>
        <Tooltip label={t`Раньше`}>
          <ActionIcon aria-label={t`Предыдущая версия`} disabled={!past?.before} onClick={() => step(past?.before)}>
            <IconChevronLeft size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t`Позже`}>
          <ActionIcon aria-label={t`Следующая версия`} disabled={!past?.after} onClick={() => step(past?.after)}>
            <IconChevronRight size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <DateField
          aria-label={t`На конец дня`}
          value={day}
          maxDate={today()}
          onChange={date => setDay(date ? String(date).slice(0, 10) : null)}
        />
      </div>
      {query.error && (
        <ErrorState
          title={<Trans>Посмотреть не получилось</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <LoadingBars rows={4} />}
      {past && !query.error && (
        <>
          <div role="status">
            <span className="m">
              <Trans>
                Версия {past.version} из {past.current}
              </Trans>
            </span>
            {past.at && (
              <span className="t2">
                , {format.dateTime(past.at)}
                {past.actor && `, ${past.actor.name}`}
              </span>
            )}
          </div>
          <div>
            {byCard(kind, past.fields).map(each => (
              <PastField
                key={`${each.field}${each.of?.id ?? ''}`}
                kind={kind}
                field={each}
                version={past.version}
                onWish={onWish}
              />
            ))}
          </div>
          {onWish && different.length > 1 && (
            <div className={styles.foot}>
              <Button onClick={() => onWish({ version: past.version })}>
                <Trans>Вернуть все, как было</Trans>
              </Button>
            </div>
          )}
        </>
      )}
    </>
  )
}

type PastFieldProps = {
  kind: RecordKind
  field: PastRecord['fields'][number]
  version: number
  onWish: HistoryPastProps['onWish']
}

function PastField({ kind, field, version, onWish }: PastFieldProps) {
  const { t } = useLingui()
  const label = useFieldLabel()
  const show = useShowValue()
  const name = label(kind, field.field, field.of)
  return (
    <div className={styles.field} data-differs={field.differs || undefined}>
      <span className="t3">{name}</span>
      <div>
        {field.unknown === 'blanked' && <Trans>уничтожено</Trans>}
        {field.unknown === 'hidden' && <Trans>не показывается</Trans>}
        {field.unknown === 'before_history' && <Trans>неизвестно: старше истории</Trans>}
        {!field.unknown && show(kind, field.field, field.was)}
        {field.differs && (
          <div className={styles.now}>
            <Trans>сейчас: {show(kind, field.field, field.now)}</Trans>
          </div>
        )}
      </div>
      {onWish && field.differs && field.restorable && (
        <Tooltip label={t`Вернуть`}>
          <ActionIcon
            size={24}
            aria-label={t`Вернуть поле «${name}»`}
            onClick={() => onWish({ version, fields: [field.field] })}
          >
            <IconArrowBackUp size={14} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}

/** The last moment of a day of the viewer, or now. */
function endOf(day: string): Date {
  const end = instantOf(day, '23:59', viewerZone())
  return new Date(Math.min(end.getTime() + 59_999, Date.now()))
}
