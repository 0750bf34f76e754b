import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays } from '../../../server/platform/pure/working-time.ts'
import { startOfDay } from '../../../server/platform/pure/zones.ts'
import { type AuditRow, exportAudit, listAudit } from '../../../server/rooms/access/audit/contract.ts'
import { address } from '../../lib/api.ts'
import { useFormats, viewerZone } from '../../lib/formats.ts'
import { gridOf, pagesOf } from '../../lib/queries.ts'
import { type LogFilter, LogFilters } from '../../rooms/access/log/log-filters.tsx'
import { LogSheet } from '../../rooms/access/log/log-sheet.tsx'
import { LogState } from '../../rooms/access/log/log-state.tsx'
import { RecordLink } from '../../rooms/access/log/record-link.tsx'
import { useLogWords } from '../../rooms/access/log/words.ts'
import { AdminList } from '../../ui/admin-list.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { EmptyState } from '../../ui/states.tsx'

const route = getRouteApi('/signed-in/settings/access-log')

/** Who came in, saw, took away and changed what; and whether the log is as it was written. */
export default function AccessLogPage() {
  const { t } = useLingui()
  const filter = route.useSearch({
    select: ({ q, actorId, recordId, group, from, to, address: place }): LogFilter => ({
      q,
      actorId,
      recordId,
      group,
      from,
      to,
      address: place,
    }),
  })
  const navigate = route.useNavigate()
  const asked = askedOf(filter)
  const query = useInfiniteQuery(pagesOf(listAudit, { query: asked }, 50))
  const grid = gridOf<AuditRow>(query)
  const columns = useColumns()
  const words = useLogWords()
  const [openId, setOpenId] = useState<string>()
  const open = grid.rows.find(each => each.id === openId)
  const narrow = (part: LogFilter) => void navigate({ search: before => ({ ...before, ...part }), replace: true })
  const isFiltered = Object.values(filter).some(each => each !== undefined)
  const record = grid.rows.find(each => each.record?.id === filter.recordId)?.record
  return (
    <AdminList title={t`Журнал доступа`} action={<Export filter={asked} />}>
      <LogState />
      <LogFilters filter={filter} recordName={record?.name ?? null} onChange={narrow} />
      <DataGrid
        label={t`Журнал доступа`}
        columns={columns}
        {...grid}
        errorTitle={t`Журнал не загрузился`}
        empty={
          isFiltered ? (
            <EmptyState
              title={t`Ничего не нашлось`}
              action={
                <Button onClick={() => void navigate({ search: {}, replace: true })}>
                  <Trans>Убрать отбор</Trans>
                </Button>
              }
            >
              <Trans>Измените отбор.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`В журнале пока пусто`} />
          )
        }
        currentId={openId}
        onOpen={row => setOpenId(row.id)}
        card={row => (
          <>
            <div className="row">
              <span className="el grow m">{words.kind(row.kind)}</span>
              <When row={row} />
            </div>
            <div className="row s12 t2">
              <span className="el grow">{row.record?.name ?? ''}</span>
              <span className="nw">{row.actor?.name ?? ''}</span>
            </div>
          </>
        )}
      />
      {open && <LogSheet row={open} onClose={() => setOpenId(undefined)} onRecord={recordId => narrow({ recordId })} />}
    </AdminList>
  )
}

/** Days of the viewer as moments. */
function askedOf({ from, to, ...rest }: LogFilter) {
  const zone = viewerZone()
  return {
    ...rest,
    ...(from === undefined ? {} : { from: startOfDay(from, zone).toISOString() }),
    ...(to === undefined ? {} : { to: startOfDay(addDays(to, 1), zone).toISOString() }),
  }
}

function Export({ filter }: { filter: ReturnType<typeof askedOf> }) {
  const { t } = useLingui()
  const link = (format: 'csv' | 'xlsx') => address(exportAudit.path, { query: { ...filter, format } })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconDownload size={14} stroke={1.7} aria-hidden />}>{t`Экспорт`}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={link('xlsx')} download>
          {t`Скачать XLSX`}
        </Menu.Item>
        <Menu.Item component="a" href={link('csv')} download>
          {t`Скачать CSV`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function When({ row }: { row: AuditRow }) {
  const format = useFormats()
  return <span className="t2 nw">{format.dateTime(row.at)}</span>
}

function useColumns(): GridColumn<AuditRow>[] {
  const { t } = useLingui()
  const words = useLogWords()
  return [
    { id: 'when', header: t`Когда`, width: 130, cell: row => <When row={row} /> },
    {
      id: 'who',
      header: t`Кто`,
      width: 190,
      cell: row => (
        <span className={row.actor ? 'el' : 'el t3'} title={row.actor?.name}>
          {row.actor?.name ?? '—'}
        </span>
      ),
    },
    {
      id: 'what',
      header: t`Что`,
      width: 'free',
      min: 220,
      cell: row => (
        <span className="el" title={words.kind(row.kind)}>
          {words.kind(row.kind)}
        </span>
      ),
    },
    {
      id: 'record',
      header: t`Запись`,
      width: 260,
      aside: 1,
      cell: row => row.record && <RecordLink record={row.record} tabIndex={-1} />,
    },
    {
      id: 'address',
      header: t`Адрес в сети`,
      width: 130,
      aside: 2,
      cell: row => (
        <span className="t2">{typeof row.personal?.['address'] === 'string' ? row.personal['address'] : ''}</span>
      ),
    },
    {
      id: 'seq',
      header: t`№`,
      width: 90,
      aside: 3,
      cell: row => <span className="t3">{row.seq ?? '…'}</span>,
    },
  ]
}
