import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type DirectoryItem, type DirectoryKind, directories } from '../../../server/rooms/company/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { DirectorySheet } from '../../rooms/company/directory-sheet.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { OrderButtons, useReorder } from '../../ui/order-buttons.tsx'
import { EmptyState } from '../../ui/states.tsx'

const route = getRouteApi('/signed-in/settings/directories/$kind')

/** Service types, loss reasons, channels, sources, projects: a name and an order each. */
export default function DirectoryPage() {
  const { t } = useLingui()
  const { kind } = route.useParams()
  const { archived, open } = route.useSearch()
  const navigate = route.useNavigate()
  const words = useWords(kind)
  const { data, error, isPending, refetch } = useQuery(
    queryOf(directories[kind].list, { query: { archived: archived ?? false } }),
  )
  const rows = data?.items ?? []
  const change = useWrite(directories[kind].change)
  const reorder = useReorder(refetch)
  const show = (id: string | undefined) => void navigate({ search: before => ({ ...before, open: id }) })
  const live = rows.filter(each => !each.archivedAt)
  const move = (item: DirectoryItem, by: -1 | 1) => {
    const at = live.indexOf(item)
    if (at < 0 || !live[at + by]) return
    void reorder(item, at, at + by, (version, order) =>
      change.mutateAsync({ params: { id: item.id }, body: { version, order } }),
    )
  }

  const columns: GridColumn<DirectoryItem>[] = [
    {
      id: 'name',
      header: t`Название`,
      width: 'free',
      min: 160,
      cell: each => <span className={each.archivedAt ? 't3' : 'm'}>{each.name}</span>,
    },
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
        const at = live.indexOf(each)
        return at < 0 ? null : (
          <OrderButtons name={each.name} first={at === 0} last={at === live.length - 1} onMove={by => move(each, by)} />
        )
      },
    },
  ]

  return (
    <AdminList
      title={words.title}
      count={data && rows.length}
      archived={{
        value: archived === true,
        onChange: on => void navigate({ search: before => ({ ...before, archived: on ? true : undefined }) }),
        label: t`И архив`,
      }}
      add={{ label: words.one, onClick: () => show('new') }}
    >
      <DataGrid
        key={kind}
        label={words.title}
        columns={columns}
        rows={rows}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState title={t`Пока пусто`}>{words.hint}</EmptyState>}
        currentId={open}
        onOpen={each => show(each.id)}
        onReorder={move}
      />
      <DirectorySheet kind={kind} open={open} items={rows} newTitle={words.newOne} onClose={() => show(undefined)} />
    </AdminList>
  )
}

function useWords(kind: DirectoryKind): { title: string; one: string; newOne: string; hint: string } {
  const { t } = useLingui()
  return {
    service_type: {
      title: t`Типы услуг`,
      one: t`Тип услуги`,
      newOne: t`Новый тип услуги`,
      hint: t`По типу услуги выбирается сценарий продажи.`,
    },
    loss_reason: {
      title: t`Причины отказа`,
      one: t`Причина`,
      newOne: t`Новая причина отказа`,
      hint: t`Причину спрашивают, когда Интерес потерян.`,
    },
    channel: {
      title: t`Каналы`,
      one: t`Канал`,
      newOne: t`Новый канал`,
      hint: t`Канал говорит, как клиент обратился: звонок, письмо, сайт.`,
    },
    source: {
      title: t`Источники`,
      one: t`Источник`,
      newOne: t`Новый источник`,
      hint: t`Источник говорит, откуда клиент узнал о вас.`,
    },
    project: {
      title: t`Проекты`,
      one: t`Проект`,
      newOne: t`Новый проект`,
      hint: t`Проект собирает Интересы одного большого дела.`,
    },
    calendar_region: {
      title: t`Регионы календаря`,
      one: t`Регион`,
      newOne: t`Новый регион`,
      hint: t`Региону можно добавить свои выходные в производственном календаре.`,
    },
    interaction_kind: {
      title: t`Виды взаимодействий`,
      one: t`Вид взаимодействия`,
      newOne: t`Новый вид взаимодействия`,
      hint: t`Звонок, встреча, письмо: что планируют с клиентом. Первый вид предлагается сам.`,
    },
  }[kind]
}
