import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { getClient } from '../../server/rooms/clients/contract.ts'
import { queryOf } from '../lib/queries.ts'
import { ClientArchive, ClientFacts, useRelationTypes } from '../rooms/clients/client-card.tsx'
import { LocalTime } from '../rooms/clients/local-time.tsx'
import { AskHere, WhyNot } from '../rooms/access/why-not.tsx'
import { MergeButton, MergedNote, Merges } from '../rooms/clients/merges.tsx'
import styles from '../rooms/clients/party-card.module.css'
import { useFollowMerge } from '../rooms/clients/use-merge.tsx'
import { useClientKinds } from '../rooms/clients/party-lists.tsx'
import { PartyInterests } from '../rooms/interests/party-interests.tsx'
import { Timeline } from '../rooms/interests/timeline.tsx'
import { HistoryButton } from '../rooms/interests/history-sheet.tsx'
import { Section, Tag } from '../ui/atoms.tsx'
import { useKeys } from '../ui/keys.tsx'
import { Page, useShell } from '../ui/page.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'

const route = getRouteApi('/signed-in/clients/$id')

export default function ClientPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const query = useQuery(queryOf(getClient, { params: { id } }))
  const { openForm } = useShell()
  const kinds = useClientKinds()
  const relations = useRelationTypes()
  const client = query.data
  useFollowMerge('client', client)
  useKeys([{ keys: 'N', does: t`Новый Интерес этого клиента`, run: () => openForm({ clientId: id }) }])
  return (
    <Page
      title={client?.name ?? t`Клиент`}
      heading={
        <>
          <Link to="/clients">
            <Trans>Клиенты</Trans>
          </Link>
          {client?.name && <span className="t3"> / </span>}
          <span className="el">{client?.name}</span>
        </>
      }
      scroll
    >
      {query.isPending && <LoadingBars />}
      {query.error && !client && (
        <ErrorState
          title={<Trans>Клиент не открылся</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {client && (
        <>
          <header className={styles.head}>
            <div className="row wrap">
              <h2 className="name">{client.name}</h2>
              <Tag>{kinds[client.kind]}</Tag>
              <Tag look="outline">{relations[client.relationType]}</Tag>
              <LocalTime zone={client.whereabouts?.timeZone} />
              <span className="grow" />
              <HistoryButton
                kind="client"
                id={client.id}
                version={client.version}
                title={client.name}
                edit={client.can['edit'] === true}
                more={client.contractors.map(each => ({
                  kind: 'contractor' as const,
                  id: each.id,
                  version: each.version,
                  title: client.contractors.length > 1 ? each.name : t`Реквизиты: ${each.name}`,
                  edit: each.can['edit'] === true,
                }))}
              />
              {client.can['merge'] && <MergeButton kind="client" id={client.id} />}
              {!client.archivedAt && <ClientArchive client={client} />}
            </div>
            <div className={styles.facts}>
              {client.inn && <span>{client.kpp ? t`ИНН ${client.inn}, КПП ${client.kpp}` : t`ИНН ${client.inn}`}</span>}
              <span>
                {client.responsible ? <Trans>отв. {client.responsible.name}</Trans> : <Trans>без ответственного</Trans>}
              </span>
            </div>
            {client.archivedAt && <ClientArchive client={client} />}
            {!client.can['edit'] && !client.archivedAt && <WhyNot kind="clients" owner={client.responsible} />}
            <AskHere record={{ kind: 'client', id: client.id }} />
            <MergedNote kind="client" id={client.id} />
          </header>
          <div className={styles.body}>
            <section className={styles.left} aria-label={t`Данные клиента`}>
              <ClientFacts client={client} />
            </section>
            <section className={styles.right} aria-label={t`Интересы и история`}>
              <PartyInterests of="client" id={id} />
              <Merges kind="client" id={client.id} may={client.can['merge'] === true} />
              <Section title={<Trans>История</Trans>}>
                <Timeline of="client" id={id} />
              </Section>
            </section>
          </div>
        </>
      )}
    </Page>
  )
}
