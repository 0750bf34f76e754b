import { Button, Popover, Radio, Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResultOf } from '../../../server/platform/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import type { WantedInPlace } from '../../../server/rooms/clients/contract.ts'
import { describeAsking, requestOfRecord } from '../../../server/rooms/registration/contract.ts'
import { today, useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { DateField } from '../../ui/date-field.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import type { AskedRecord } from '../access/why-not.tsx'
import { AccessDecision } from './access-decision.tsx'

type Asked = ResultOf<typeof describeAsking>
type AskHereProps = { record: AskedRecord }

/** «Попросить» where a record is seen and not changed; what was asked for and waits, for both sides. */
export function AskInPlace({ record }: AskHereProps) {
  const asking = useQuery(queryOf(describeAsking, { query: record })).data
  if (!asking) return null
  if (asking.mine) return <Waiting record={record} asking={asking} mine={asking.mine} />
  if (asking.wants.length > 0) return <AskPopover record={record} asking={asking} />
  return asking.waiting.map(request => <AskedOfMe key={request.id} request={request} />)
}

/** What was asked for, as it reads for whoever asked. */
export function useWantWords(): Record<WantedInPlace, string> {
  const { t } = useLingui()
  return {
    change: t`открыть мне клиента для изменения`,
    member: t`сделать меня соисполнителем`,
    hand_over: t`передать мне`,
  }
}

const namesOf = (people: readonly { name: string }[]) => people.map(each => each.name).join(', ')

function useAsk(record: AskedRecord, onDone?: () => void) {
  const ask = useWrite(requestOfRecord, {
    refresh: ['access-requests'],
    onSuccess: ({ askedOf }) => {
      onDone?.()
      toast({ message: <Trans>Запрос отправлен: {namesOf(askedOf)}. Ответ придет уведомлением</Trans> })
    },
    onError: error => toastError(error),
  })
  return {
    pending: ask.isPending,
    send: (id: string, wanted: WantedInPlace, more: { until?: string | undefined; word?: string | undefined }) =>
      ask.mutate({ body: { id, record, wanted, ...more } }),
  }
}

function Waiting({ record, asking, mine }: AskHereProps & { asking: Asked; mine: NonNullable<Asked['mine']> }) {
  const format = useFormats()
  const words = useWantWords()
  const { pending, send } = useAsk(record)
  const wanted = mine.wanted as WantedInPlace
  const when = format.dateTime(mine.createdAt)
  const whom = namesOf(mine.askedOf)
  const now = namesOf(asking.whom)
  return (
    <span className="row wrap s12" role="status">
      <span className="t2">
        <Trans>
          Запрос отправлен {when}: {words[wanted]}. Решает {whom}
        </Trans>
      </span>
      {asking.stray && (
        <Button size="compact-xs" loading={pending} onClick={() => send(newId(), wanted, {})}>
          <Trans>Спросить: {now}</Trans>
        </Button>
      )}
    </span>
  )
}

function AskPopover({ record, asking }: AskHereProps & { asking: Asked }) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} withArrow={false} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-xs" style={{ alignSelf: 'flex-start' }} onClick={() => setOpened(!opened)}>
          <Trans>Попросить…</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <AskForm record={record} asking={asking} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function AskForm({ record, asking: { wants, whom }, onDone }: AskHereProps & { asking: Asked; onDone: () => void }) {
  const { t } = useLingui()
  const words = useWantWords()
  const [id] = useState(newId)
  const [wanted, setWanted] = useState<WantedInPlace>(wants[0] ?? 'hand_over')
  const [until, setUntil] = useState<string | null>(null)
  const [word, setWord] = useState('')
  const { pending, send } = useAsk(record, onDone)
  return (
    <form
      className="col"
      style={{ width: 320, maxWidth: '80vw' }}
      onSubmit={event => {
        event.preventDefault()
        if (pending) return
        const end = wanted === 'change' && until ? { until } : {}
        send(id, wanted, { ...end, word: word.trim() || undefined })
      }}
    >
      <div className="m">
        <Trans>Попросить: {namesOf(whom)}</Trans>
      </div>
      <Radio.Group aria-label={t`О чем попросить`} value={wanted} onChange={value => setWanted(value as WantedInPlace)}>
        <div className="col">
          {wants.map((each, at) => (
            <Radio key={each} value={each} label={words[each]} {...(at === 0 && { 'data-autofocus': true })} />
          ))}
        </div>
      </Radio.Group>
      {wanted === 'change' && (
        <DateField
          label={t`По какой день`}
          placeholder={t`бессрочно`}
          value={until}
          minDate={today()}
          onChange={setUntil}
        />
      )}
      <Textarea
        label={t`Зачем`}
        value={word}
        onChange={event => setWord(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1_000}
      />
      <div className="row">
        <Button type="submit" variant="filled" loading={pending}>
          <Trans>Отправить запрос</Trans>
        </Button>
        <Button variant="subtle" onClick={onDone}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </form>
  )
}

/** A colleague asks about the record that is open: decided right here. */
function AskedOfMe({ request }: { request: Asked['waiting'][number] }) {
  const title = useAskedTitle()
  const { asker, wanted, until, word } = request
  return (
    <section className="col" aria-label={title(asker.name, wanted)}>
      <div className="s12">
        <span className="m">{title(asker.name, wanted)}</span>
        {word && <span className="t2"> — {word}</span>}
      </div>
      <div className="row wrap">
        <AccessDecision data={{ requestId: request.id, asker, wanted, until }} />
      </div>
    </section>
  )
}

/** «Анна Ким просит передать», as whoever decides reads it. */
export function useAskedTitle(): (asker: string, wanted: WantedInPlace) => string {
  const { t } = useLingui()
  return (asker, wanted) => {
    switch (wanted) {
      case 'change':
        return t`${asker} просит открыть клиента для изменения`
      case 'member':
        return t`${asker} просит сделать соисполнителем`
      case 'hand_over':
        return t`${asker} просит передать`
    }
  }
}
