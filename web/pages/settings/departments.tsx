import { useLingui } from '@lingui/react/macro'
import { IconCornerDownRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { type Department, DepartmentSheet } from '../../rooms/access/department-sheet.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { EmptyState } from '../../ui/states.tsx'

const route = getRouteApi('/work/settings/departments')

export default function DepartmentsPage() {
  const { t } = useLingui()
  const { archived, open } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(
    queryOf(listDepartments, { query: { archived: archived ?? false } }),
  )
  const rows = data?.items ?? []
  const depth = depthsOf(rows)
  const show = (id: string | undefined) => void navigate({ search: before => ({ ...before, open: id }) })

  const columns: GridColumn<Department>[] = [
    {
      id: 'name',
      header: t`Название`,
      width: 'free',
      min: 200,
      cell: each => (
        <span className="row" style={{ paddingLeft: (depth.get(each.id) ?? 0) * 20, gap: 6 }}>
          {each.parentId && <IconCornerDownRight size={14} stroke={1.7} className="t3" aria-hidden />}
          <span className="m el">{each.name}</span>
        </span>
      ),
    },
    { id: 'users', header: t`Людей`, width: 90, align: 'end', cell: each => each.users },
    {
      id: 'state',
      header: t`Состояние`,
      width: 120,
      cell: each => (each.archivedAt ? t`В архиве` : t`Действует`),
      aside: 1,
    },
  ]

  return (
    <AdminList
      title={t`Подразделения`}
      count={data && rows.length}
      archived={{
        value: archived === true,
        onChange: on => void navigate({ search: before => ({ ...before, archived: on ? true : undefined }) }),
        label: t`И архив`,
      }}
      add={{ label: t`Подразделение`, onClick: () => show('new') }}
    >
      <DataGrid
        label={t`Подразделения`}
        columns={columns}
        rows={rows}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <EmptyState
            title={t`Подразделений пока нет`}
          >{t`Добавьте отдел: руководитель увидит работу своих людей.`}</EmptyState>
        }
        currentId={open}
        onOpen={each => show(each.id)}
      />
      <DepartmentSheet open={open} departments={rows} onClose={() => show(undefined)} />
    </AdminList>
  )
}

function depthsOf(rows: readonly Department[]): Map<string, number> {
  const depths = new Map<string, number>()
  for (const each of rows) depths.set(each.id, each.parentId ? (depths.get(each.parentId) ?? -1) + 1 : 0)
  return depths
}
