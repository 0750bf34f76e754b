import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  readDuplicateSearch,
  startDuplicateSearch,
  steerDuplicateSearch,
} from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { toastError } from '../../ui/toast.tsx'
import styles from './duplicates.module.css'

const EVERY = 1_000

/** The search of the whole base: how far it is, and its buttons. */
export function DuplicateSearchStrip() {
  const { t } = useLingui()
  const format = useFormats()
  const { data } = useQuery({
    ...queryOf(readDuplicateSearch, {}),
    refetchInterval: query => (query.state.data?.search?.state === 'running' ? EVERY : false),
  })
  const refresh = { refresh: ['duplicates'], onError: (error: unknown) => toastError(error) }
  const start = useWrite(startDuplicateSearch, refresh)
  const steer = useWrite(steerDuplicateSearch, refresh)
  if (!data) return null
  const { search } = data
  const isOpen = search?.state === 'running' || search?.state === 'paused'
  const to = (state: 'running' | 'paused' | 'cancelled') => steer.mutate({ body: { state } })
  const stages = { numbers: t`сравниваем телефоны, почты, ИНН`, names: t`сравниваем имена`, end: t`заканчиваем` }
  if (!isOpen) {
    return (
      <section className={styles.search} aria-label={t`Поиск по всей базе`}>
        <Button variant="default" loading={start.isPending} onClick={() => start.mutate({ body: { id: newId() } })}>
          <Trans>Искать по всей базе</Trans>
        </Button>
        <span className="s12 t3" role="status">
          {search === null && <Trans>Еще не искали: в списке только то, что заметили при записи</Trans>}
          {search?.state === 'done' && (
            <Trans>
              Последний поиск: {format.dateTime(search.endedAt)}, пар найдено: {format.number(search.pairs)}
            </Trans>
          )}
          {search?.state === 'cancelled' && <Trans>Последний поиск отменен: {format.dateTime(search.endedAt)}</Trans>}
        </span>
      </section>
    )
  }
  return (
    <section className={styles.search} aria-label={t`Поиск по всей базе`}>
      <progress max={100} value={search.progress} aria-label={t`Поиск по всей базе`} />
      <span className="s12" role="status">
        {search.progress}&nbsp;% · {search.state === 'paused' ? t`пауза` : stages[search.step]} ·{' '}
        <Trans>найдено {format.number(search.pairs)}</Trans>
      </span>
      {search.state === 'running' ? (
        <Button variant="default" onClick={() => to('paused')}>
          <Trans>Пауза</Trans>
        </Button>
      ) : (
        <Button variant="default" onClick={() => to('running')}>
          <Trans>Продолжить</Trans>
        </Button>
      )}
      <Button variant="subtle" onClick={() => to('cancelled')}>
        <Trans>Отменить поиск</Trans>
      </Button>
    </section>
  )
}
