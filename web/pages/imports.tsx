import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ImportRecord, listImports } from '../../server/rooms/exchange/contract.ts'
import { useFormats } from '../lib/formats.ts'
import { allItems, gridOf, pagesOf } from '../lib/queries.ts'
import { ImportDrop } from '../rooms/exchange/import-drop.tsx'
import { isBusy, useStatusNames } from '../rooms/exchange/import-words.ts'
import { DataGrid, type GridColumn } from '../ui/data-grid.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'

/** Files that were imported or are about to be, newest first, and the place for a new one. */
export default function ImportsPage() {
  const { t } = useLingui()
  const format = useFormats()
  const names = useStatusNames()
  const navigate = useNavigate()
  const query = useInfiniteQuery({
    ...pagesOf(listImports, {}),
    refetchInterval: ({ state }) => (allItems(state.data).some(each => isBusy(each.status)) ? 2_000 : false),
  })
  const open = (id: string) => void navigate({ to: '/clients/imports/$id', params: { id } })
  const columns: GridColumn<ImportRecord>[] = [
    { id: 'name', header: t`Файл`, width: 'free', min: 200, cell: each => <span className="m el">{each.name}</span> },
    { id: 'status', header: t`Состояние`, width: 150, cell: each => names[each.status] },
    { id: 'rows', header: t`Строк`, width: 90, align: 'end', aside: 1, cell: each => format.number(each.rowCount) },
    {
      id: 'created',
      header: t`Создано`,
      width: 90,
      align: 'end',
      aside: 3,
      cell: each => format.number(each.counts['created'] ?? 0),
    },
    {
      id: 'updated',
      header: t`Дополнено`,
      width: 100,
      align: 'end',
      aside: 4,
      cell: each => format.number(each.counts['updated'] ?? 0),
    },
    {
      id: 'failed',
      header: t`Ошибок`,
      width: 80,
      align: 'end',
      aside: 5,
      cell: each => format.number(each.counts['failed'] ?? 0),
    },
    { id: 'author', header: t`Кто`, width: 170, aside: 6, cell: each => each.author.name },
    { id: 'when', header: t`Когда`, width: 150, aside: 2, cell: each => format.dateTime(each.createdAt) },
  ]
  return (
    <Page
      title={t`Импорт клиентов`}
      heading={
        <>
          <Link to="/clients" search={{}}>
            <Trans>Клиенты</Trans>
          </Link>
          <span className="t3"> / </span>
          <span className="el">
            <Trans>Импорт</Trans>
          </span>
        </>
      }
    >
      <ImportDrop onSent={record => open(record.id)} />
      <DataGrid
        label={t`Импорты`}
        columns={columns}
        {...gridOf(query)}
        onOpen={row => open(row.id)}
        empty={
          <EmptyState title={t`Импортов пока не было`}>
            {t`Файл, его строки и возможность отмены хранятся 30 дней.`}
          </EmptyState>
        }
        card={each => (
          <div className="col" style={{ gap: 2 }}>
            <span className="m el">{each.name}</span>
            <span className="s12 t2 el">
              {names[each.status]} · {t`строк: ${format.number(each.rowCount)}`} · {format.dateTime(each.createdAt)}
            </span>
          </div>
        )}
      />
    </Page>
  )
}
