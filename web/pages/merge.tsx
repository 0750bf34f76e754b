import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowsExchange } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { newId } from '../../server/platform/pure/ids.ts'
import {
  clientMerged,
  contactMerged,
  getClient,
  getContact,
  getProspect,
  mergeDifferentClients,
  mergeParties,
  prospectMerged,
} from '../../server/rooms/clients/contract.ts'
import { call } from '../lib/api.ts'
import { isProblem, type ProblemError } from '../lib/problem-error.ts'
import { queryOf } from '../lib/queries.ts'
import styles from '../rooms/clients/merge.module.css'
import { FindOther } from '../rooms/clients/merge-find.tsx'
import { type Choices, MergeFields, WhatMoves } from '../rooms/clients/merge-preview.tsx'
import { cardOf, type PartyKind } from '../rooms/clients/merge-words.ts'
import { useMergeParties } from '../rooms/clients/use-merge.tsx'
import { Note } from '../ui/atoms.tsx'
import { Key, useKeys } from '../ui/keys.tsx'
import { Page } from '../ui/page.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'

const route = getRouteApi('/signed-in/merge')

/** Two records side by side before they become one; without the other one it is chosen here. */
export default function MergePage() {
  const { t } = useLingui()
  const { kind, a, b } = route.useSearch()
  const navigate = useNavigate()
  const titles: Record<PartyKind, string> = {
    client: t`Объединение клиентов`,
    contact: t`Объединение контактов`,
    prospect: t`Объединение потенциальных клиентов`,
  }
  return (
    <Page title={titles[kind]} scroll>
      <div className={styles.page}>
        {a && !b && (
          <>
            <One kind={kind} id={a} />
            <FindOther
              kind={kind}
              not={a}
              onTake={other => void navigate({ to: '/merge', search: { kind, a, b: other }, replace: true })}
            />
          </>
        )}
        {a && b && <Sides key={`${a} ${b}`} kind={kind} a={a} b={b} />}
        {!a && (
          <p className="t2">
            <Trans>Откройте карточку и выберите «Объединить…».</Trans>
          </p>
        )}
      </div>
    </Page>
  )
}

const NUMBERS = ['inn', 'kpp', 'ogrn']

type Facts = { id: string; title: string; wealth: number; createdAt: string }

/** What a record is called, and how much is known of it. */
function useFacts(kind: PartyKind, id: string): { facts: Facts | undefined; error: ProblemError | null } {
  const input = { params: { id } }
  const client = useQuery({ ...queryOf(getClient, input), enabled: kind === 'client' })
  const contact = useQuery({ ...queryOf(getContact, input), enabled: kind === 'contact' })
  const prospect = useQuery({ ...queryOf(getProspect, input), enabled: kind === 'prospect' })
  const query = { client, contact, prospect }[kind]
  const record = query.data
  if (!record) return { facts: undefined, error: query.error }
  const { createdAt } = record
  const {
    fullName = null,
    company = null,
    name = null,
    publicName = null,
    phone = null,
    email = null,
  } = record as {
    [field: string]: unknown
  } as Record<string, string | null>
  const title = publicName ?? name ?? fullName ?? company ?? phone ?? email ?? ''
  return { facts: { id: record.id, title, wealth: wealthOf(record), createdAt }, error: null }
}

/** Data that somebody typed: each filled field and each value of a list. */
function wealthOf(record: object): number {
  return Object.values(record).reduce<number>((sum, value) => {
    if (Array.isArray(value)) return sum + value.length
    return value === null || value === undefined || value === '' ? sum : sum + 1
  }, 0)
}

function One({ kind, id }: { kind: PartyKind; id: string }) {
  const { facts } = useFacts(kind, id)
  if (!facts) return null
  return (
    <p>
      <Link to={cardOf[kind]} params={{ id: facts.id }} className="m">
        {facts.title}
      </Link>
    </p>
  )
}

function Sides({ kind, a, b }: { kind: PartyKind; a: string; b: string }) {
  const first = useFacts(kind, a)
  const second = useFacts(kind, b)
  const error = first.error ?? second.error
  if (error) return <ErrorState title={<Trans>Запись не открылась</Trans>} error={error} />
  if (!first.facts || !second.facts) return <LoadingBars />
  // The one of which more is known stays, of equals the older one.
  const [one, other] = [first.facts, second.facts]
  const isFirst = one.wealth === other.wealth ? one.createdAt <= other.createdAt : one.wealth > other.wealth
  return <Merging kind={kind} stays={isFirst ? a : b} goes={isFirst ? b : a} />
}

function Merging({ kind, stays, goes }: { kind: PartyKind; stays: string; goes: string }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { history } = useRouter()
  const [id, setId] = useState(newId)
  const [swapped, setSwapped] = useState(false)
  const [choices, setChoices] = useState<Choices>({})
  const [winnerId, loserId] = swapped ? [goes, stays] : [stays, goes]
  const body = { id, kind, winnerId, loserId, choices }
  const preview = useQuery({
    queryKey: ['merges', 'preview', { kind, winnerId, loserId, choices }],
    queryFn: ({ signal }) => call(mergeParties, { body: { ...body, dryRun: true } }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const merge = useMergeParties(({ winnerId: winner }) => {
    void navigate({ to: cardOf[kind], params: { id: winner }, replace: true })
  })
  const swap = () => {
    setSwapped(!swapped)
    // Another order is another request.
    setId(newId())
    const turned = { winner: 'loser', loser: 'winner', both: 'both' } as const
    setChoices(Object.fromEntries(Object.entries(choices).map(([field, choice]) => [field, turned[choice]])))
  }
  const run = () => {
    if (preview.data && !merge.isPending) merge.mutate({ body }, { onError: error => toastError(error) })
  }
  useKeys([
    { keys: 'mod+Enter', inFields: true, does: t`Объединить`, run },
    { keys: 'S', does: t`Поменять стороны`, run: swap },
  ])
  if (preview.error) return <Refused error={preview.error as ProblemError} kind={kind} onSwap={swap} />
  if (!preview.data) return <LoadingBars />
  return (
    <>
      <div className="row wrap">
        <p className="grow t2">
          <Trans>Выберите значения: из двух записей получится одна.</Trans>
        </p>
        <Button
          leftSection={<IconArrowsExchange size={16} stroke={1.7} aria-hidden />}
          rightSection={<Key keys="S" />}
          onClick={swap}
          aria-keyshortcuts="S"
        >
          <Trans>Поменять стороны</Trans>
        </Button>
      </div>
      <MergeFields
        preview={preview.data}
        choices={choices}
        onChoose={(field, choice) => {
          // Numbers of one legal entity belong together.
          const fields = NUMBERS.includes(field) ? NUMBERS : [field]
          setChoices({ ...choices, ...Object.fromEntries(fields.map(each => [each, choice])) })
          setId(newId())
        }}
      />
      <WhatMoves preview={preview.data} />
      <div className="row">
        <Button
          variant="filled"
          loading={merge.isPending}
          rightSection={<Key keys="mod+Enter" />}
          onClick={run}
          aria-keyshortcuts="Control+Enter"
        >
          <Trans>Объединить</Trans>
        </Button>
        <Button variant="subtle" onClick={() => history.back()}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </>
  )
}

/** Why these two cannot be merged, and the way on. */
function Refused({ error, kind, onSwap }: { error: ProblemError; kind: PartyKind; onSwap: () => void }) {
  const merged =
    isProblem(error, clientMerged) || isProblem(error, contactMerged) || isProblem(error, prospectMerged)
      ? error.data
      : undefined
  const clients = isProblem(error, mergeDifferentClients) ? error.data.clients : []
  const [one, other] = clients.flatMap(each => each.id ?? [])
  return (
    <Note
      look="bad"
      role="alert"
      action={
        error.code === 'merge.winner_archived' && (
          <Button size="compact-xs" onClick={onSwap}>
            <Trans>Поменять стороны</Trans>
          </Button>
        )
      }
    >
      <div>{error.detail}</div>
      {merged && (
        <Link to={cardOf[kind]} params={{ id: merged.winnerId }} className="m">
          {merged.title}
        </Link>
      )}
      {one && other && (
        <Link to="/merge" search={{ kind: 'client', a: one, b: other }} className="m">
          <Trans>Объединить клиентов: {clients.map(each => each.title).join(', ')}</Trans>
        </Link>
      )}
    </Note>
  )
}
