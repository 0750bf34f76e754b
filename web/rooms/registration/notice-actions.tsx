import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { dismissSuggestion } from '../../../server/rooms/clients/contract.ts'
import type { NoticeData } from '../../../server/rooms/notices/contract.ts'
import { linkHandOver, takeHandOver } from '../../../server/rooms/registration/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useLinkProspect } from '../interests/link-prospect.tsx'
import { WallActions } from '../clients/access.tsx'
import { draftsQuery } from './draft.ts'
import type { Party } from './form-state.ts'
import { useOpenInterests } from './where-to.tsx'

const NOTICES = ['notices', 'notices-summary']

/** A request that was handed over: it becomes an Interest, or joins one that is open. */
export function HandOverActions({ data }: { data: NoticeData<'request.handed_over'> }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [choosing, setChoosing] = useState(false)
  const { handOverId: id, interest, client, prospect } = data
  const params = { id }
  const take = useWrite(takeHandOver, {
    refresh: NOTICES,
    onSuccess: draft => {
      cache.setQueryData(draftsQuery.queryKey, before => ({
        items: [draft, ...(before?.items ?? []).filter(each => each.id !== draft.id)],
        nextCursor: null,
      }))
      void navigate({ to: '.', search: before => ({ ...before, notices: undefined, new: true as const, draft: id }) })
    },
    onError: error => toastError(error),
  })
  const link = useWrite(linkHandOver, {
    refresh: [...NOTICES, 'interests', 'clients', 'prospects'],
    onSuccess: () => toast({ message: <Trans>Обращение добавлено к Интересу</Trans> }),
    onError: error => toastError(error),
  })
  const join = (interestId: string) => link.mutate({ params, body: { interestId } })
  const party: Party = client
    ? { kind: 'client', clientId: client.id, contactId: null, matched: null }
    : prospect
      ? { kind: 'prospect', prospectId: prospect.id }
      : { kind: 'none' }
  return (
    <>
      {interest ? (
        <Button variant="filled" loading={link.isPending} onClick={() => join(interest.id)}>
          <Trans>Добавить к {interest.number}</Trans>
        </Button>
      ) : (
        <Button variant="filled" loading={take.isPending} onClick={() => take.mutate({ params })}>
          <Trans>Записать Интерес</Trans>
        </Button>
      )}
      {interest ? (
        <Button variant="subtle" loading={take.isPending} onClick={() => take.mutate({ params })}>
          <Trans>Записать Интерес</Trans>
        </Button>
      ) : choosing ? (
        <ChooseInterest party={party} onChoose={join} onClose={() => setChoosing(false)} />
      ) : (
        <Button variant="subtle" loading={link.isPending} onClick={() => setChoosing(true)}>
          <Trans>Добавить к Интересу</Trans>
        </Button>
      )}
      {client && (
        <Link to="/clients/$id" params={{ id: client.id }}>
          <Trans>Карточка</Trans>
        </Link>
      )}
      {prospect && (
        <Link to="/prospects/$id" params={{ id: prospect.id }}>
          <Trans>Карточка</Trans>
        </Link>
      )}
    </>
  )
}

type ChooseProps = { party: Party; onChoose: (id: string) => void; onClose: () => void }

function ChooseInterest({ party, onChoose, onClose }: ChooseProps) {
  const { t } = useLingui()
  const { own, loading } = useOpenInterests(party)
  return (
    <EntitySelect
      aria-label={t`К какому Интересу`}
      placeholder={t`К какому Интересу`}
      entities={own.map(row => ({ id: row.id, name: `${row.number}, ${row.subject}` }))}
      nothingFoundMessage={loading ? t`Загружаем` : t`Открытых Интересов нет`}
      autoFocus
      defaultDropdownOpened
      onBlur={onClose}
      onChange={id => id && onChoose(id)}
    />
  )
}

/** A prospect of mine looks like a client: linked by one click, or said to be somebody else. */
export function LinkActions({ data }: { data: NoticeData<'link.suggested'> }) {
  const { prospect, client, contactId, typed, responsible } = data
  const link = useLinkProspect(prospect.id)
  const dismiss = useWrite(dismissSuggestion, { refresh: NOTICES, onError: error => toastError(error) })
  return (
    <>
      {client ? (
        <Button variant="filled" onClick={() => link({ clientId: client.id, contactId })}>
          <Trans>Связать</Trans>
        </Button>
      ) : (
        <WallActions wall={{ typed, type: 'client', responsible }} askedAt={null} />
      )}
      {client && (
        <Button
          variant="subtle"
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate({ params: { id: prospect.id }, body: { clientId: client.id } })}
        >
          <Trans>Не тот клиент</Trans>
        </Button>
      )}
      <Link to="/prospects/$id" params={{ id: prospect.id }}>
        <Trans>Карточка</Trans>
      </Link>
    </>
  )
}
