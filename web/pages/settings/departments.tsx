import { useLingui } from '@lingui/react/macro'
import { IconCornerDownRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { changeDepartment, listDepartments } from '../../../server/rooms/access/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { type Department, DepartmentSheet } from '../../rooms/access/department-sheet.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { OrderButtons, useReorder } from '../../ui/order-buttons.tsx'
import { EmptyState } from '../../ui/states.tsx'

const route = getRouteApi('/signed-in/settings/departments')

export default function DepartmentsPage() {
  const { t } = useLingui()
  const { archived, open } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(
    queryOf(listDepartments, { query: { archived: archived ?? false } }),
  )
  const rows = data?.items ?? []
  const depth = depthsOf(rows)
  const change = useWrite(changeDepartment)
  const reorder = useReorder(refetch)
  const move = (department: Department, by: -1 | 1) => {
    const siblings = siblingsOf(department, rows)
    const at = siblings.indexOf(department)
    if (at < 0 || !siblings[at + by]) return
    void reorder(department, at, at + by, (version, order) =>
      change.mutateAsync({ params: { id: department.id }, body: { version, order } }),
    )
  }
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
    {
      id: 'order',
      header: t`Порядок`,
      width: 90,
      cell: each => {
        const siblings = siblingsOf(each, rows)
        return (
          !each.archivedAt && (
            <OrderButtons
              name={each.name}
              first={siblings[0] === each}
              last={siblings.at(-1) === each}
              onMove={by => move(each, by)}
            />
          )
        )
      },
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
        onReorder={move}
      />
      <DepartmentSheet open={open} departments={rows} onClose={() => show(undefined)} />
    </AdminList>
  )
}

/** Those among which a department has its place. */
function siblingsOf({ parentId }: Department, rows: readonly Department[]): Department[] {
  return rows.filter(each => each.parentId === parentId && !each.archivedAt)
}

function depthsOf(rows: readonly Department[]): Map<string, number> {
  const depths = new Map<string, number>()
  for (const each of rows) depths.set(each.id, each.parentId ? (depths.get(each.parentId) ?? -1) + 1 : 0)
  return depths
}
