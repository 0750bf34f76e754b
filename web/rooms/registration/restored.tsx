import { Button } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { getInterest, readClientTimeline } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { ProblemError } from '../../lib/problem-error.ts'
import { queryOf } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { useChannels, useProjects, useServiceTypes, useSources } from '../company/directories.ts'
import { useScenarios } from '../scenarios/scenarios.ts'
import { type DraftNews, newsOfDraft } from './draft-news.ts'
import type { FormState } from './form-state.ts'
import { useClientOf, useProspectOf } from './party-facts.tsx'
import styles from './restored.module.css'
import { useOpenInterests } from './where-to.tsx'

/** The bar of a draft that came back: when it was typed, and what has changed since around it. */
export function Restored({ at, state, onFresh }: { at: string; state: FormState; onFresh: () => void }) {
  const format = useFormats()
  const news = useNews(state, at)
  return (
    <Note
      look="acc"
      role="status"
      action={
        <Button size="compact-xs" onClick={onFresh}>
          <Trans>Начать заново</Trans>
        </Button>
      }
    >
      <Trans>Вернули черновик, {format.ago(at)}</Trans>
      {news.length > 0 && (
        <>
          {'. '}
          <Trans>За это время:</Trans>
          <ul className={styles.news}>
            {news.map(each => (
              <li key={each.what}>
                <News news={each} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Note>
  )
}

function useNews(state: FormState, since: string): DraftNews[] {
  const { party, target } = state
  const client = useClientOf(party)
  const history = useQuery({
    ...queryOf(readClientTimeline, {
      params: { id: party.kind === 'client' ? party.clientId : '' },
      query: { limit: 100 },
    }),
    enabled: party.kind === 'client' && client.isSuccess,
  })
  const joined = useQuery({ ...queryOf(getInterest, { params: { id: target } }), enabled: target !== 'new' })
  return newsOfDraft({
    state,
    since,
    client: client.data,
    clientGone: client.error instanceof ProblemError && client.error.status === 404,
    clientHistory: history.data?.items,
    prospect: useProspectOf(party).data,
    openInterests: useOpenInterests(party).rows,
    target: joined.data,
    serviceTypes: useServiceTypes(),
    scenarios: useScenarios(),
    channels: useChannels(),
    sources: useSources(),
    projects: useProjects(),
  })
}

function News({ news }: { news: DraftNews }): ReactNode {
  switch (news.what) {
    case 'client gone':
      return <Trans>клиент перешел к другим, его карточку вы больше не видите</Trans>
    case 'client archived':
      return <Trans>клиент ушел в архив</Trans>
    case 'client responsible':
      return news.name ? (
        <Trans>ответственный клиента теперь {news.name}</Trans>
      ) : (
        <Trans>клиент остался без ответственного</Trans>
      )
    case 'contact archived':
      return <Trans>контакт {news.name} ушел в архив</Trans>
    case 'prospect archived':
      return <Trans>потенциальный клиент ушел в архив</Trans>
    case 'prospect linked':
      return (
        <Trans>
          потенциальный клиент связан с клиентом{' '}
          <Link to="/clients/$id" params={{ id: news.clientId }}>
            {news.name}
          </Link>
        </Trans>
      )
    case 'new interests':
      return (
        <>
          <Plural
            value={news.interests.length}
            one="появился # незавершенный Интерес:"
            few="появились # незавершенных Интереса:"
            many="появились # незавершенных Интересов:"
            other="появились # незавершенных Интереса:"
          />{' '}
          {news.interests.map(({ id, number }, index) => (
            <Fragment key={number}>
              {index > 0 && ', '}
              {id ? (
                <Link to="/interests/$id" params={{ id }}>
                  {number}
                </Link>
              ) : (
                number
              )}
            </Fragment>
          ))}
        </>
      )
    case 'target closed':
      return <Trans>выбранный Интерес {news.number} завершен</Trans>
    case 'service type archived':
      return <Trans>тип услуги «{news.name}» ушел в архив, выберите другой</Trans>
    case 'scenario archived':
      return <Trans>сценарий «{news.name}» ушел в архив, выберите другой</Trans>
    case 'channel archived':
      return <Trans>канал «{news.name}» ушел в архив</Trans>
    case 'source archived':
      return <Trans>источник «{news.name}» ушел в архив</Trans>
    case 'project archived':
      return <Trans>проект «{news.name}» ушел в архив</Trans>
  }
}
