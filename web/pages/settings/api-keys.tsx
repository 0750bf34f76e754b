import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { z } from 'zod'
import { type apiKey, listApiKeys, revokeApiKey } from '../../../server/rooms/access/api-keys/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { useApiScopes } from '../../rooms/access/api-scopes.ts'
import { ApiKeySheet } from '../../rooms/access/api-key-sheet.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

type ApiKey = z.infer<typeof apiKey>

const SOON_MS = 7 * 24 * 3_600_000
const leftOf = ({ expiresAt }: ApiKey) => (expiresAt ? Date.parse(expiresAt) - Date.now() : Infinity)
const isOver = (key: ApiKey) => leftOf(key) <= 0
const endsSoon = (key: ApiKey) => !key.revokedAt && leftOf(key) <= SOON_MS

const route = getRouteApi('/signed-in/settings/api-keys')

export default function ApiKeysPage() {
  const { t } = useLingui()
  const { ago, date } = useFormats()
  const { open, archived } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(queryOf(listApiKeys, {}))
  const scopes = useApiScopes()
  const scopesOf = (each: ApiKey) =>
    each.scopes === null
      ? t`все права владельца`
      : scopes
          .filter(({ value }) => each.scopes?.includes(value))
          .map(({ label }) => label)
          .join(', ')
  const rows = (data?.items ?? []).filter(each => archived || !each.revokedAt)
  const show = (id: 'new' | undefined) => void navigate({ search: before => ({ ...before, open: id }) })
  const revoke = useWrite(revokeApiKey, {
    onSuccess: () => toast({ message: t`Ключ отозван` }),
    onError: reason => toastError(reason),
  })

  const endOf = (each: ApiKey) =>
    each.expiresAt ? (
      <span className={endsSoon(each) ? 'due' : undefined}>{isOver(each) ? t`истек` : date(each.expiresAt)}</span>
    ) : (
      t`без срока`
    )
  const stateOf = (each: ApiKey) =>
    each.revokedAt ? (
      <span className="t3">{t`Отозван`}</span>
    ) : (
      <ConfirmPopover
        target={ask => (
          <Button size="compact-xs" onClick={ask}>
            <Trans>Отозвать</Trans>
          </Button>
        )}
        question={<Trans>Все, что ходит с ключом «{each.name}», остановится сразу.</Trans>}
        confirm={<Trans>Отозвать</Trans>}
        onConfirm={() => revoke.mutate({ params: { id: each.id } })}
      />
    )
  const columns: GridColumn<ApiKey>[] = [
    { id: 'name', header: t`Для чего`, width: 'free', min: 180, cell: each => <span className="m">{each.name}</span> },
    { id: 'hint', header: t`Ключ`, width: 140, cell: each => <span className="t2">{each.hint}</span>, aside: 2 },
    { id: 'user', header: t`Чей`, width: 170, cell: each => each.user.name, aside: 5 },
    {
      id: 'scopes',
      header: t`Права`,
      width: 220,
      cell: each => (
        <span className="t2 el" title={scopesOf(each)}>
          {scopesOf(each)}
        </span>
      ),
      aside: 2.5,
    },
    {
      id: 'used',
      header: t`Последний вызов`,
      width: 160,
      cell: each => <span className="t2">{each.lastUsedAt ? ago(each.lastUsedAt) : t`не вызывали`}</span>,
      aside: 4,
    },
    {
      id: 'expires',
      header: t`Действует до`,
      width: 120,
      cell: endOf,
      aside: 1,
    },
    { id: 'state', header: t`Состояние`, width: 130, cell: stateOf },
  ]

  return (
    <AdminList
      title={t`Ключи API`}
      count={data && rows.length}
      archived={{
        value: archived === true,
        onChange: on => void navigate({ search: before => ({ ...before, archived: on ? true : undefined }) }),
        label: t`И отозванные`,
      }}
      add={{ label: t`Ключ`, onClick: () => show('new') }}
    >
      <DataGrid
        label={t`Ключи API`}
        columns={columns}
        rows={rows}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        card={each => (
          <>
            <div className="row">
              <span className="m el grow">{each.name}</span>
              {stateOf(each)}
            </div>
            <div className="s12 t2 el">
              {endOf(each)}, {scopesOf(each)}, {each.user.name}
            </div>
          </>
        )}
        empty={
          <EmptyState title={t`Ключей пока нет`}>
            {t`Ключ нужен программе, которая читает и пишет за вас: сайту, выгрузке, телефонии.`}
          </EmptyState>
        }
      />
      <ApiKeySheet opened={open === 'new'} onClose={() => show(undefined)} />
    </AdminList>
  )
}
