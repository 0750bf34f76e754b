import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { KINDS, listProfiles, type Profile } from '../../../server/rooms/access/profiles/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { ProfileSheet } from '../../rooms/access/profile-sheet.tsx'
import { useKinds, useLevels, useProfileName } from '../../rooms/access/profile-words.ts'
import { ProfileEffects } from '../../rooms/analytics/profile-effects.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { Tag } from '../../ui/atoms.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'

const route = getRouteApi('/signed-in/settings/profiles')

export default function ProfilesPage() {
  const { t } = useLingui()
  const nameOf = useProfileName()
  const kinds = useKinds()
  const levels = useLevels()
  const { archived, open } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(
    queryOf(listProfiles, { query: { archived: archived ?? false } }),
  )
  const rows = data?.items ?? []
  const show = (id: string | undefined) => void navigate({ search: before => ({ ...before, open: id }) })
  const columns: GridColumn<Profile>[] = [
    {
      id: 'name',
      header: t`Название`,
      width: 'free',
      min: 180,
      cell: each => (
        <span className="row">
          <span className="m el">{nameOf(each)}</span>
          {each.archivedAt && <span className="t3">{t`В архиве`}</span>}
          {each.name === null && !each.untouched && <Tag look="acc">{t`изменен`}</Tag>}
        </span>
      ),
    },
    ...KINDS.map(
      (kind, at): GridColumn<Profile> => ({
        id: kind,
        header: kinds[kind].name,
        width: 250,
        aside: at + 1,
        cell: ({ grounds }) => {
          const sees = levels[grounds.see[kind]]
          const changes = grounds.edit[kind] === 'none' ? t`, не меняет` : t`, меняет: ${levels[grounds.edit[kind]]}`
          const differs = grounds.edit[kind] !== grounds.see[kind]
          return (
            <span className="el" title={differs ? sees + changes : undefined}>
              {sees}
              {differs && <span className="t2">{changes}</span>}
            </span>
          )
        },
      }),
    ),
    { id: 'users', header: t`Людей`, width: 80, align: 'end', cell: each => each.users },
  ]
  return (
    <AdminList
      title={t`Профили доступа`}
      count={data && rows.length}
      archived={{
        value: archived === true,
        onChange: on => void navigate({ search: before => ({ ...before, archived: on ? true : undefined }) }),
        label: t`И архив`,
      }}
    >
      <DataGrid
        label={t`Профили доступа`}
        columns={columns}
        rows={rows}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        currentId={open}
        onOpen={each => show(each.id)}
        card={each => (
          <>
            <div className="row">
              <span className="m el grow">{nameOf(each)}</span>
              <span className="s12">{t`людей: ${each.users}`}</span>
            </div>
            <div className="s12 t2 el">{t`клиенты: ${levels[each.grounds.see.clients]}`}</div>
          </>
        )}
      />
      <ProfileSheet
        open={open}
        onClose={() => show(undefined)}
        onCopied={show}
        effects={(id, grounds) => <ProfileEffects id={id} grounds={grounds} />}
      />
    </AdminList>
  )
}
