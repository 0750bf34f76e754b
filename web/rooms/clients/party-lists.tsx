import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { z } from 'zod'
import type { LimitedField } from '../../../server/platform/pure/field-marks.ts'
import { Unseen, useLimits } from '../access/limits.tsx'
import { displayCompany } from '../../../server/platform/pure/names.ts'
import {
  type clientRow,
  type contact,
  listClients,
  listContacts,
  listProspects,
  type prospect,
} from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { gridOf, pagesOf } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { EmptyState } from '../../ui/states.tsx'

type ClientRow = z.infer<typeof clientRow>
type ContactRow = z.infer<typeof contact>
type ProspectRow = Omit<z.infer<typeof prospect>, 'suggestions'>

export type PartyFilter = { q?: string | undefined; archived?: boolean | undefined; responsibleId?: string | undefined }

type ListProps = { filter: PartyFilter }

function Empty({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState title={<Trans>По этому фильтру никого нет</Trans>} />
  ) : (
    <EmptyState title={<Trans>Здесь пока никого нет</Trans>}>
      <Trans>Клиенты появляются, когда вы записываете обращения: нажмите N.</Trans>
    </EmptyState>
  )
}

/** In the place of what there is not, or what the profile does not show. */
function useNone(): (field: LimitedField) => React.ReactNode {
  const limits = useLimits()
  return field => (limits(field).hidden ? <Unseen field={field} /> : '—')
}

export function ClientList({ filter }: ListProps) {
  const { t } = useLingui()
  const none = useNone()
  const format = useFormats()
  const navigate = useNavigate()
  const kinds = useClientKinds()
  const query = useInfiniteQuery(pagesOf(listClients, { query: filter }))
  const columns: GridColumn<ClientRow>[] = [
    {
      id: 'name',
      header: t`Наименование`,
      width: 'free',
      min: 260,
      cell: row => (
        <span className="row">
          <span className="m el">{row.publicName ?? displayCompany(row.name)}</span>
          {row.archivedAt && (
            <Tag look="outline">
              <Trans>в архиве</Trans>
            </Tag>
          )}
        </span>
      ),
    },
    { id: 'kind', header: t`Вид`, width: 90, aside: 5, cell: row => kinds[row.kind] },
    { id: 'inn', header: t`ИНН`, width: 120, aside: 4, cell: row => row.inn ?? none('requisites') },
    {
      id: 'phone',
      header: t`Телефон`,
      width: 180,
      aside: 2,
      cell: row => (row.phones[0] ? format.phone(row.phones[0]) : none('phone')),
    },
    { id: 'email', header: 'Email', width: 200, aside: 3, cell: row => row.emails[0]?.raw ?? none('email') },
    {
      id: 'open',
      header: t`В работе`,
      width: 80,
      align: 'end',
      cell: row => (row.openInterests > 0 ? format.number(row.openInterests) : '—'),
    },
    { id: 'responsible', header: t`Ответственный`, width: 170, aside: 1, cell: row => row.responsible?.name ?? '—' },
  ]
  return (
    <DataGrid
      label={t`Клиенты`}
      columns={columns}
      {...gridOf(query)}
      empty={<Empty filtered={Boolean(filter.q ?? filter.responsibleId ?? filter.archived)} />}
      onOpen={row => void navigate({ to: '/clients/$id', params: { id: row.id } })}
      card={row => (
        <div className="col" style={{ gap: 2 }}>
          <span className="m el">{row.publicName ?? displayCompany(row.name)}</span>
          <span className="s12 t2 el">
            {[row.phones[0] && format.phone(row.phones[0]), row.responsible?.name].filter(Boolean).join(' · ')}
          </span>
        </div>
      )}
    />
  )
}

export function ContactList({ filter }: ListProps) {
  const { t } = useLingui()
  const none = useNone()
  const format = useFormats()
  const navigate = useNavigate()
  const query = useInfiniteQuery(pagesOf(listContacts, { query: { q: filter.q, archived: filter.archived } }))
  const columns: GridColumn<ContactRow>[] = [
    { id: 'name', header: t`ФИО`, width: 'free', min: 220, cell: row => <span className="m el">{row.fullName}</span> },
    {
      id: 'client',
      header: t`Клиент`,
      width: 260,
      aside: 1,
      cell: row => <span className="el">{row.clients.map(each => each.name).join(', ') || '—'}</span>,
    },
    { id: 'position', header: t`Должность`, width: 170, aside: 4, cell: row => row.clients[0]?.position ?? '—' },
    {
      id: 'phone',
      header: t`Телефон`,
      width: 180,
      aside: 2,
      cell: row => (row.phones[0] ? format.phone(row.phones[0]) : none('phone')),
    },
    { id: 'email', header: 'Email', width: 220, aside: 3, cell: row => row.emails[0]?.raw ?? none('email') },
  ]
  return (
    <DataGrid
      label={t`Контакты`}
      columns={columns}
      {...gridOf(query)}
      empty={<Empty filtered={Boolean(filter.q ?? filter.archived)} />}
      onOpen={row => void navigate({ to: '/contacts/$id', params: { id: row.id } })}
      card={row => (
        <div className="col" style={{ gap: 2 }}>
          <span className="m el">{row.fullName}</span>
          <span className="s12 t2 el">{row.clients.map(each => each.name).join(', ')}</span>
        </div>
      )}
    />
  )
}

export function ProspectList({ filter }: ListProps) {
  const { t } = useLingui()
  const none = useNone()
  const format = useFormats()
  const navigate = useNavigate()
  const query = useInfiniteQuery(pagesOf(listProspects, { query: filter }))
  const columns: GridColumn<ProspectRow>[] = [
    {
      id: 'name',
      header: t`ФИО`,
      width: 'free',
      min: 200,
      cell: row => (
        <span className="m el">
          {row.fullName ?? row.company ?? row.phone ?? row.email ?? <Unseen field="phone" />}
        </span>
      ),
    },
    { id: 'company', header: t`Компания`, width: 220, aside: 2, cell: row => row.company ?? '—' },
    { id: 'phone', header: t`Телефон`, width: 170, cell: row => row.phone ?? none('phone') },
    { id: 'email', header: 'Email', width: 200, aside: 3, cell: row => row.email ?? none('email') },
    {
      id: 'client',
      header: t`Клиент`,
      width: 200,
      aside: 1,
      cell: row => (row.client ? <span className="good el">{row.client.name}</span> : '—'),
    },
    { id: 'responsible', header: t`Ответственный`, width: 160, aside: 4, cell: row => row.responsible?.name ?? '—' },
    { id: 'created', header: t`Записан`, width: 90, align: 'end', aside: 5, cell: row => format.date(row.createdAt) },
  ]
  return (
    <DataGrid
      label={t`Потенциальные клиенты`}
      columns={columns}
      {...gridOf(query)}
      empty={<Empty filtered={Boolean(filter.q ?? filter.responsibleId ?? filter.archived)} />}
      onOpen={row => void navigate({ to: '/prospects/$id', params: { id: row.id } })}
      card={row => (
        <div className="col" style={{ gap: 2 }}>
          <span className="m el">
            {row.fullName ?? row.company ?? row.phone ?? row.email ?? <Unseen field="phone" />}
          </span>
          <span className="s12 t2 el">{[row.company, row.phone].filter(Boolean).join(' · ')}</span>
        </div>
      )}
    />
  )
}

export function useClientKinds(): Record<ClientRow['kind'], string> {
  const { t } = useLingui()
  return { organisation: t`Юр. лицо`, entrepreneur: t`ИП`, person: t`Физ. лицо` }
}
