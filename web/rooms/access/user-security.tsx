import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { endUserSession, endUserSessions, listUserSessions } from '../../../server/rooms/access/sessions/contract.ts'
import { readSecondFactorOf, resetSecondFactor } from '../../../server/rooms/access/second-factor/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useMe } from './me.ts'
import { SessionRows } from './sessions-list.tsx'

type Person = { id: string; name: string }

/** What an administrator sees and may end of somebody's ways in: open sessions, and the second factor. */
export function UserSecurity({ person }: { person: Person }) {
  const { t } = useLingui()
  const input = { params: { id: person.id } }
  const sessions = useQuery(queryOf(listUserSessions, input)).data?.items
  const refused = { onError: (error: unknown) => toastError(error) }
  const end = useWrite(endUserSession, { ...refused, onSuccess: () => toast({ message: t`Сеанс завершен` }) })
  const endAll = useWrite(endUserSessions, {
    ...refused,
    onSuccess: () => toast({ message: t`Сеансы завершены: ${person.name}` }),
  })
  const others = sessions?.filter(each => !each.current).length ?? 0
  return (
    <>
      <section className="col" aria-label={t`Второй фактор`}>
        <h3>
          <Trans>Второй фактор</Trans>
        </h3>
        <FactorOf person={person} />
      </section>
      <section className="col" aria-label={t`Открытые сеансы`}>
        <h3>
          <Trans>Открытые сеансы</Trans>
        </h3>
        {sessions?.length === 0 && (
          <p className="t3">
            <Trans>Сейчас никто не вошел.</Trans>
          </p>
        )}
        {sessions && (
          <SessionRows sessions={sessions} onEnd={sessionId => end.mutate({ params: { id: person.id, sessionId } })} />
        )}
        {others > 1 && (
          <div>
            <Button loading={endAll.isPending} onClick={() => endAll.mutate(input)}>
              <Trans>Завершить все</Trans>
            </Button>
          </div>
        )}
      </section>
    </>
  )
}

function FactorOf({ person }: { person: Person }) {
  const { t } = useLingui()
  const { date } = useFormats()
  const me = useMe()
  const input = { params: { id: person.id } }
  const { data } = useQuery(queryOf(readSecondFactorOf, input))
  const reset = useWrite(resetSecondFactor, {
    onSuccess: () => toast({ message: t`Второй фактор сброшен: ${person.name}` }),
    onError: error => toastError(error),
  })
  if (!data) return null
  if (!data.on) {
    return (
      <p className={data.forced ? 'due' : 't3'}>
        {data.forced ? <Trans>Обязателен, еще не настроен.</Trans> : <Trans>Не включен.</Trans>}
      </p>
    )
  }
  return (
    <div className="row wrap">
      <Tag look="good">
        <Trans>включен</Trans>
      </Tag>
      {data.since && <span className="s12 t3">{t`с ${date(data.since)}`}</span>}
      <span className="grow" />
      {person.id !== me.user.id && (
        <ConfirmPopover
          target={ask => (
            <Button onClick={ask} loading={reset.isPending}>
              <Trans>Сбросить…</Trans>
            </Button>
          )}
          question={
            <Trans>
              Если человек потерял телефон и резервные коды. Убедитесь, что просит он сам: дальше хватит пароля. Его
              сеансы закончатся.
            </Trans>
          }
          confirm={<Trans>Сбросить второй фактор</Trans>}
          onConfirm={() => reset.mutate(input)}
        />
      )}
    </div>
  )
}
