import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type Absence, listAbsences } from '../../../server/rooms/access/absences/contract.ts'
import { gridOf, pagesOf } from '../../lib/queries.ts'
import { useAbsenceWords } from '../../rooms/access/absence-words.ts'
import { AbsenceSheet } from '../../rooms/activities/absence-sheet.tsx'
import { AbsenceStrip } from '../../rooms/activities/absence-strip.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { Avatar } from '../../ui/atoms.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { EmptyState } from '../../ui/states.tsx'

const route = getRouteApi('/signed-in/settings/absences')

/** Who is away, when, and who stands in. */
export default function AbsencesPage() {
  const { t } = useLingui()
  const words = useAbsenceWords()
  const { archived, open } = route.useSearch()
  const navigate = route.useNavigate()
  const absences = useInfiniteQuery(pagesOf(listAbsences, { query: archived ? { past: true } : {} }))
  const grid = gridOf(absences)
  const show = (id: string | undefined) => void navigate({ search: before => ({ ...before, open: id }) })
  useKeys([{ keys: 'shift+N', does: t`Новое отсутствие`, run: () => show('new') }])
  const standIn = (each: Absence) => words.names(each.substitutes.map(({ user }) => user))
  const columns: GridColumn<Absence>[] = [
    {
      id: 'user',
      header: t`Сотрудник`,
      width: 'free',
      min: 180,
      cell: each => (
        <span className="row">
          <Avatar name={each.user.name} />
          <span className="m el">{each.user.name}</span>
        </span>
      ),
    },
    { id: 'kind', header: t`Вид`, width: 130, cell: each => words.kinds[each.kind] },
    { id: 'period', header: t`Период`, width: 190, cell: each => words.period(each) },
    {
      id: 'substitutes',
      header: t`Кто замещает`,
      width: 220,
      cell: each => (
        <span className="el" title={standIn(each)}>
          {standIn(each) || '—'}
        </span>
      ),
      aside: 1,
    },
    {
      id: 'status',
      header: t`Состояние`,
      width: 130,
      cell: each => <span className={each.status === 'lasts' ? 'm' : 't2'}>{words.statuses[each.status]}</span>,
      aside: 2,
    },
  ]
  return (
    <AdminList
      title={t`Отсутствия`}
      count={absences.isPending ? undefined : grid.rows.length}
      archived={{
        value: archived === true,
        onChange: on => void navigate({ search: before => ({ ...before, archived: on ? true : undefined }) }),
        label: t`И прошедшие`,
      }}
      add={{ label: t`Отсутствие`, onClick: () => show('new') }}
    >
      <AbsenceStrip onOpen={show} />
      <DataGrid
        label={t`Отсутствия`}
        columns={columns}
        {...grid}
        errorTitle={t`Отсутствия не загрузились`}
        empty={
          <EmptyState title={t`Все на месте`}>
            {t`Внесите отпуск, больничный или командировку: дела и права на это время получит замещающий.`}
          </EmptyState>
        }
        currentId={open}
        onOpen={each => show(each.id)}
        card={each => (
          <>
            <div className="row">
              <span className="m el grow">{each.user.name}</span>
              <span className="s12">{words.statuses[each.status]}</span>
            </div>
            <div className="s12 t2 el">
              {words.kinds[each.kind]}, {words.period(each)}
              {standIn(each) && `, ${standIn(each)}`}
            </div>
          </>
        )}
      />
      <AbsenceSheet open={open} onClose={() => show(undefined)} />
    </AdminList>
  )
}
