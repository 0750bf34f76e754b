import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { type InterestRow, listInterests, summariseInterests } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { gridOf, pagesOf, queryOf } from '../../lib/queries.ts'
import { Avatar } from '../../ui/atoms.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { ProspectTag } from '../../ui/steps-glyph.tsx'
import { useServiceTypes } from '../company/directories.ts'
import { StateOf } from '../scenarios/state-of.tsx'
import { InterestPeek } from './interest-peek.tsx'
import styles from './interest-peek.module.css'
import { useListBelow } from './list-below.ts'
import { DateCell, editBy, ResponsibleCell, RevenueCell, ServiceTypeCell, SubjectCell } from './sales-cells.tsx'

export type ListFilter = {
  scenarioId?: string | undefined
  stateId?: string | undefined
  responsibleId?: string | undefined
  serviceTypeId?: string | undefined
  open?: boolean | undefined
  q?: string | undefined
}

type SalesListProps = { filter: ListFilter; currentId: string | undefined; empty: ReactNode }

/** The same work as a table. */
export function SalesList({ filter, currentId, empty }: SalesListProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const columns = useColumns()
  const query = useInfiniteQuery(pagesOf(listInterests, { query: filter }))
  const list = gridOf(query)
  useListBelow([{ ids: list.rows.map(each => each.id), more: list.hasMore ? () => void list.onMore() : undefined }])
  const [peeking, setPeeking] = useState(false)
  const [activeId, setActiveId] = useState<string>()
  const open = (id: string) => void navigate({ to: '.', search: before => ({ ...before, interest: id }) })
  useKeys([{ keys: 'Escape', off: !peeking, run: () => setPeeking(false) }])
  return (
    <div className={styles.both}>
      <DataGrid
        label={t`Интересы`}
        columns={columns}
        {...list}
        errorTitle={<Trans>Список не загрузился</Trans>}
        empty={empty}
        currentId={currentId}
        onOpen={row => open(row.id)}
        onPeek={() => setPeeking(!peeking)}
        onActive={setActiveId}
        card={row => <PhoneCard row={row} />}
      />
      {peeking && activeId && (
        <InterestPeek id={activeId} onOpen={() => open(activeId)} onClose={() => setPeeking(false)} />
      )}
    </div>
  )
}

function useColumns(): GridColumn<InterestRow>[] {
  const { t } = useLingui()
  const format = useFormats()
  const types = useServiceTypes()
  return [
    {
      id: 'subject',
      header: t`Тема`,
      width: 'free',
      min: 280,
      cell: row => <span className="m el">{format.typo(row.subject)}</span>,
      edit: editBy(SubjectCell),
    },
    {
      id: 'party',
      header: t`Клиент`,
      width: 200,
      aside: 1,
      cell: row => (
        <span className="row">
          {row.party.kind === 'prospect' && <ProspectTag short />}
          <span className="el">{row.party.name}</span>
        </span>
      ),
    },
    {
      id: 'state',
      header: t`Состояние`,
      width: 244,
      cell: row => <StateOf stateId={row.stateId} scenarioId={row.scenarioId} />,
    },
    {
      id: 'revenue',
      header: t`Ожидаемая выручка`,
      width: 168,
      align: 'end',
      cell: row => (row.expectedRevenue ? format.money(row.expectedRevenue) : '—'),
      edit: editBy(RevenueCell),
    },
    {
      id: 'date',
      header: t`Дата продажи`,
      width: 110,
      align: 'end',
      aside: 2,
      cell: row => format.date(row.expectedCloseDate),
      edit: editBy(DateCell),
    },
    {
      id: 'type',
      header: t`Тип услуги`,
      width: 170,
      aside: 4,
      cell: row => types.find(each => each.id === row.serviceTypeId)?.name,
      edit: editBy(ServiceTypeCell),
    },
    {
      id: 'responsible',
      header: t`Отв.`,
      width: 60,
      aside: 3,
      cell: row => row.responsible && <Avatar name={row.responsible.name} alone />,
      edit: editBy(ResponsibleCell),
    },
    { id: 'number', header: t`Номер`, width: 100, aside: 5, cell: row => row.number },
  ]
}

function PhoneCard({ row }: { row: InterestRow }) {
  const format = useFormats()
  return (
    <div className="col" style={{ gap: 2 }}>
      <span className="m el">{format.typo(row.subject)}</span>
      <span className="row">
        {row.party.kind === 'prospect' && <ProspectTag short />}
        <span className="t2 el grow">{row.party.name}</span>
        {row.expectedRevenue && <span className="b nw">{format.money(row.expectedRevenue)}</span>}
      </span>
      <StateOf stateId={row.stateId} scenarioId={row.scenarioId} />
    </div>
  )
}

/** Count and sums of the filter, as far as one counts, and the keys of the list. */
export function SalesFooter({ filter }: { filter: ListFilter }) {
  return (
    <>
      <Totals filter={filter} />
      <span className="grow" />
      <Hints />
    </>
  )
}

function Hints() {
  return (
    <span className="row not-phone t2" style={{ gap: 14 }}>
      <span>
        <Key keys="Space" /> <Trans>просмотр</Trans>
      </span>
      <span>
        <Key keys="F2" /> <Trans>изменить</Trans>
      </span>
      <span>
        <Key keys="Enter" /> <Trans>открыть</Trans>
      </span>
    </span>
  )
}

function Totals({ filter }: { filter: ListFilter }) {
  const format = useFormats()
  const { data } = useQuery(queryOf(summariseInterests, { query: filter }))
  if (!data) return null
  const count = `${format.number(data.count)}${data.more ? '+' : ''}`
  const sums = data.sums.map(format.money).join(', ')
  return (
    <span>
      <Trans>Интересов: {count}</Trans>
      {sums && (
        <>
          {', '}
          <b>{sums}</b>
        </>
      )}
    </span>
  )
}
