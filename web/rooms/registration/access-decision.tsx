import { Button, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { WantedInPlace } from '../../../server/rooms/clients/contract.ts'
import { declineAccessRequest, grantAccessRequest } from '../../../server/rooms/registration/contract.ts'
import { today } from '../../lib/formats.ts'
import { useWrite } from '../../lib/queries.ts'
import { DateField } from '../../ui/date-field.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

const NOTICES = ['notices', 'notices-summary']

type DecisionProps = {
  data: {
    requestId: string
    asker: { name: string }
    /** What a card asks for; left out at a wall. */
    wanted?: WantedInPlace
    until?: string | null
  }
}

/** A colleague asks for access: decided in place, with a word where it is declined. */
export function AccessDecision({ data }: DecisionProps) {
  const { t } = useLingui()
  const [declining, setDeclining] = useState(false)
  // Who thought better of it goes on from the same button.
  const [isBack, setBack] = useState(false)
  const goBack = () => {
    setDeclining(false)
    setBack(true)
  }
  const [comment, setComment] = useState('')
  const [until, setUntil] = useState<string | null>(data.until ?? null)
  const refresh = [...NOTICES, 'access-requests', 'clients', 'prospects', 'interests']
  const { wanted } = data
  const hasEnd = wanted === undefined || wanted === 'change'
  const grant = useWrite(grantAccessRequest, {
    refresh,
    onSuccess: () => toast({ message: <Trans>Разрешено: {data.asker.name}</Trans> }),
    onError: error => toastError(error),
  })
  const decline = useWrite(declineAccessRequest, { refresh, onError: error => toastError(error) })
  const params = { id: data.requestId }
  const say = () => decline.mutate({ params, body: { comment: comment.trim() || undefined } })
  if (declining) {
    return (
      <form
        className="row wrap grow"
        data-own-escape
        onKeyDown={event => {
          if (event.code !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          goBack()
        }}
        onSubmit={event => {
          event.preventDefault()
          say()
        }}
      >
        <TextInput
          className="grow"
          aria-label={t`Почему`}
          placeholder={t`Почему, если есть что сказать`}
          value={comment}
          onChange={event => setComment(event.currentTarget.value)}
          autoFocus
          maxLength={1_000}
        />
        <Button type="submit" loading={decline.isPending}>
          <Trans>Отклонить</Trans>
        </Button>
        <Button variant="subtle" onClick={goBack}>
          <Trans>Отмена</Trans>
        </Button>
      </form>
    )
  }
  return (
    <>
      <Button
        variant="filled"
        loading={grant.isPending}
        onClick={() => grant.mutate({ params, body: hasEnd && until ? { until } : {} })}
      >
        {wanted === 'member' ? (
          <Trans>Сделать соисполнителем</Trans>
        ) : wanted === 'hand_over' ? (
          <Trans>Передать</Trans>
        ) : (
          <Trans context="what was asked for">Открыть доступ</Trans>
        )}
      </Button>
      <Button variant="subtle" autoFocus={isBack} onClick={() => setDeclining(true)}>
        <Trans>Отклонить</Trans>
      </Button>
      {hasEnd && (
        <DateField
          aria-label={t`По какой день`}
          placeholder={t`бессрочно`}
          w={140}
          value={until}
          minDate={today()}
          onChange={setUntil}
        />
      )}
    </>
  )
}
