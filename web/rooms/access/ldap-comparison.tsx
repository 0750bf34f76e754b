import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import {
  type Comparison,
  compareNow,
  previewComparison,
  type readLdap,
} from '../../../server/rooms/access/ldap/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { keyOf, queryOf, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useProfileName } from './profile-words.ts'

type Stored = z.infer<typeof readLdap.result>

/** Who is gone from the directory loses the way in: looked at by a person first, then every night. */
export function LdapComparison({ stored }: { stored: Stored }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  return (
    <section aria-label={t`Сверка`} className="col" style={{ maxWidth: 720, gap: 10, paddingBlock: 8 }}>
      <h3>
        <Trans>Сверка</Trans>
      </h3>
      <p className="t2">
        <Trans>
          Кого в каталоге больше нет, кто отключен или вышел из групп, теряет вход: сеансы, ключи и открытые страницы
          заканчиваются сразу. Профиль следует за группой.
        </Trans>
      </p>
      {stored.comparesNightly ? (
        <Note look="good">
          <Trans>Сверяется каждую ночь.</Trans>
        </Note>
      ) : (
        <Note look="due">
          <Trans>По ночам пока не сверяется: посмотрите, что изменится, и сверьте первый раз сами.</Trans>
        </Note>
      )}
      {stored.lastRun && <LastRun run={stored.lastRun} />}
      <div>
        <Button onClick={() => setOpen(true)}>
          <Trans>Сверить сейчас</Trans>
        </Button>
      </div>
      <Dialog opened={open} onClose={() => setOpen(false)} title={t`Что изменит сверка`} size={560}>
        {open && <Preview onClose={() => setOpen(false)} />}
      </Dialog>
    </section>
  )
}

function LastRun({ run }: { run: NonNullable<Stored['lastRun']> }) {
  const { dateTime } = useFormats()
  const at = dateTime(run.at)
  if (run.outcome === 'refused') {
    return (
      <Note look="bad">
        <Trans>{at}: не сверено, вход закрылся бы больше чем у трети людей. Проверьте настройки.</Trans>
      </Note>
    )
  }
  if (run.outcome === 'failed') {
    return (
      <Note look="bad">
        <Trans>{at}: не сверено, служба каталогов не ответила. Нажмите «Проверить», чтобы узнать почему.</Trans>
      </Note>
    )
  }
  return (
    <p className="t2">
      <Trans>
        {at}: вход закрыт: {run.deactivated}, профиль изменен: {run.roles}
      </Trans>
      {run.kept > 0 && (
        <>
          {' '}
          <Trans>
            Оставлены: {run.kept} (последнему администратору вход не закрывается, и чужие правки не затираются)
          </Trans>
        </>
      )}
    </p>
  )
}

function Preview({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({
    ...queryOf(previewComparison, {}),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const run = useWrite(compareNow, {
    refresh: ['users'],
    onSuccess: done => {
      toast({ message: t`Сверено. Вход закрыт: ${done.deactivated}, профиль изменен: ${done.roles}` })
      client.removeQueries({ queryKey: keyOf(previewComparison, {}) })
      onClose()
    },
    onError: problem => toastError(problem),
  })
  if (error) {
    return <ErrorState title={t`Каталог не прочитан`} error={error} onRetry={() => void refetch()} />
  }
  if (!data) return <LoadingBars rows={4} />
  const nothing = data.gone.length === 0 && data.roles.length === 0
  return (
    <div className="col" style={{ gap: 14 }}>
      <p className="t2">
        <Plural
          value={data.found}
          one="В каталоге найден # человек."
          few="В каталоге найдены # человека."
          many="В каталоге найдено # человек."
          other="В каталоге найдено # человека."
        />{' '}
        <Plural
          value={data.linked}
          one="Им входит # пользователь."
          few="Им входят # пользователя."
          many="Им входят # пользователей."
          other="Им входят # пользователя."
        />
      </p>
      <Changes found={data} />
      {data.refused && (
        <Note look="bad" role="alert">
          <Trans>
            Вход закрылся бы больше чем у трети людей, поэтому сверка ничего не сделает. Проверьте ветвь и фильтр; если
            люди и правда ушли, закройте им вход в списке пользователей.
          </Trans>
        </Note>
      )}
      <div className="row wrap">
        <Button
          variant="filled"
          data-autofocus
          disabled={data.refused}
          loading={run.isPending}
          onClick={() => run.mutate({})}
        >
          {nothing ? <Trans>Сверять каждую ночь</Trans> : <Trans>Сверить и дальше каждую ночь</Trans>}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          <Trans>Не сейчас</Trans>
        </Button>
      </div>
    </div>
  )
}

function Changes({ found: { gone, roles } }: { found: Comparison }) {
  const { t } = useLingui()
  const nameOf = useProfileName()
  const why = {
    missing: t`в каталоге больше нет`,
    disabled: t`отключен в каталоге`,
    not_in_group: t`нет в группах, которым разрешен вход`,
  }
  if (gone.length === 0 && roles.length === 0) {
    return (
      <Note look="good">
        <Trans>Менять нечего: все на месте.</Trans>
      </Note>
    )
  }
  return (
    <div className="col" style={{ gap: 10, maxHeight: '50vh', overflow: 'auto' }}>
      {gone.length > 0 && (
        <section aria-label={t`Вход закроется`}>
          <h3>
            <Trans>Вход закроется</Trans>
          </h3>
          <ul>
            {gone.map(each => (
              <li key={each.id}>
                {each.name} <span className="t3">{why[each.why]}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {roles.length > 0 && (
        <section aria-label={t`Профиль изменится`}>
          <h3>
            <Trans>Профиль изменится</Trans>
          </h3>
          <ul>
            {roles.map(each => (
              <li key={each.id}>
                {each.name}{' '}
                <span className="t3">
                  {nameOf(each.from)} → {nameOf(each.to)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
