import { Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconStarFilled } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import {
  type InterestRow,
  type InterestSort,
  listInterests,
  summariseInterests,
} from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { gridOf, pagesOf, queryOf } from '../../lib/queries.ts'
import { Avatar, Tag } from '../../ui/atoms.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { ProspectTag } from '../../ui/steps-glyph.tsx'
import { fieldOfName, type LimitedField } from '../../../server/platform/pure/field-marks.ts'
import { type FieldLimit, Unseen, useLimits } from '../access/limits.tsx'
import { useChannels, useLossReasons, useProjects, useServiceTypes, useSources } from '../company/directories.ts'
import { useMySettings } from '../fields/settings.ts'
import { StateOf } from '../scenarios/state-of.tsx'
import { CoExecutorMark } from './co-executor-mark.tsx'
import { QueueMark } from './queue.tsx'
import { InterestPeek } from './interest-peek.tsx'
import styles from './interest-peek.module.css'
import { useListBelow } from './list-below.ts'
import type { MoreFilter } from './sales-filter.ts'
import { NextStep } from './next-step.tsx'
import { StarButton, useMarks } from './marks.tsx'
import { StuckMark } from './stuck-mark.tsx'
import { DateCell, editBy, ResponsibleCell, RevenueCell, ServiceTypeCell, SubjectCell } from './sales-cells.tsx'

export type ListFilter = MoreFilter & {
  scenarioId?: string | undefined
  stateId?: string | undefined
  responsibleId?: string | undefined
  serviceTypeId?: string | undefined
  open?: boolean | undefined
  q?: string | undefined
  steps?: string | undefined
}

type SalesListProps = {
  filter: ListFilter
  currentId: string | undefined
  empty: ReactNode
  sort?: InterestSort | undefined
  onSort?: (sort: InterestSort) => void
}

/** The same work as a table. */
export function SalesList({ filter, sort, ...rest }: SalesListProps) {
  const query = { ...filter, ...(sort ? { sort } : {}) }
  return <InterestsGrid query={useInfiniteQuery(pagesOf(listInterests, { query }))} sort={sort} {...rest} />
}

type InterestsGridProps = Omit<SalesListProps, 'filter'> & { query: Parameters<typeof gridOf<InterestRow>>[0] }

/** Interests of whatever list, with everything that a row of them can do. */
export function InterestsGrid({ query, currentId, empty, sort, onSort }: InterestsGridProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const columns = useColumns()
  const list = gridOf(query)
  useListBelow([{ ids: list.rows.map(each => each.id), more: list.hasMore ? () => void list.onMore() : undefined }])
  const [peeking, setPeeking] = useState(false)
  const [activeId, setActiveId] = useState<string>()
  const open = (id: string) => void navigate({ to: '.', search: before => ({ ...before, interest: id }) })
  const active = list.rows.find(each => each.id === activeId)
  const { toggleStar } = useMarks()
  useKeys([
    ...(peeking ? [{ keys: 'Escape', run: () => setPeeking(false) }] : []),
    { keys: 'S', does: t`Пометка`, off: !active, run: () => active && toggleStar(active) },
  ])
  return (
    <div className={styles.both}>
      <DataGrid
        label={t`Интересы`}
        columns={columns}
        {...list}
        {...(onSort ? { sort: sort ?? '-created', onSort: next => onSort(next as InterestSort) } : {})}
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

/** The subject, then what the person has chosen. */
function useColumns(): GridColumn<InterestRow>[] {
  const { salesColumns } = useMySettings()
  const limits = useLimits()
  const [subject, ...others] = useAllColumns().map(each => {
    const field = each.id === 'weighted' ? 'revenue' : fieldOfName(each.id)
    return field ? withinLimits(each, field, limits(field)) : each
  })
  const chosen = salesColumns.flatMap(id => others.find(each => each.id === id) ?? [])
  return subject ? [subject, ...chosen] : chosen
}

/** What is not shown does not order the list, and what is not to be changed is not edited in it. */
function withinLimits(
  column: GridColumn<InterestRow>,
  field: LimitedField,
  { hidden, fixed }: FieldLimit,
): GridColumn<InterestRow> {
  const { edit, sort, ...rest } = column
  if (hidden) return { ...rest, cell: () => <Unseen field={field} /> }
  return { ...rest, ...(sort && { sort }), ...(edit && !fixed && { edit }) }
}

/** Every column that there is; what the person put last steps aside first. */
export function useAllColumns(): GridColumn<InterestRow>[] {
  const { t } = useLingui()
  const format = useFormats()
  const types = useServiceTypes()
  const sources = useSources()
  const channels = useChannels()
  const projects = useProjects()
  const reasons = useLossReasons()
  const nameIn = (list: readonly { id: string; name: string }[], id: string | null) =>
    list.find(each => each.id === id)?.name ?? '—'
  return [
    {
      id: 'subject',
      header: t`Тема`,
      width: 'free',
      min: 280,
      sort: 'subject',
      cell: row => (
        <span className="row" style={{ gap: 4, width: '100%' }}>
          <span className="m el">{format.typo(row.subject)}</span>
          {row.coExecutor && <CoExecutorMark />}
          {row.queued && <QueueMark />}
          <span className="grow" />
          <StarButton interest={row} quiet />
        </span>
      ),
      edit: editBy(SubjectCell),
    },
    {
      id: 'party',
      header: t`Клиент`,
      width: 200,
      aside: 1,
      sort: 'party',
      cell: row => (
        <span className="row">
          {row.party.kind === 'prospect' && <ProspectTag short />}
          <span className="el">{row.party.name}</span>
        </span>
      ),
    },
    {
      id: 'step',
      header: t`Следующий шаг`,
      width: 210,
      sort: 'step',
      cell: row =>
        row.open ? (
          <span className="row" style={{ gap: 4, width: '100%' }}>
            <NextStep step={row.nextStep} />
            <StuckMark interest={row} />
          </span>
        ) : (
          '—'
        ),
    },
    {
      id: 'state',
      header: t`Состояние`,
      width: 244,
      sort: 'state',
      cell: row => (
        <span className="row" style={{ gap: 6 }}>
          <StateOf stateId={row.stateId} scenarioId={row.scenarioId} />
          <Awaited row={row} />
        </span>
      ),
    },
    {
      id: 'revenue',
      header: t`Ожидаемая выручка`,
      width: 168,
      align: 'end',
      // The last that gives way, before the theme would.
      aside: 0.5,
      sort: 'revenue',
      cell: row => (row.expectedRevenue ? format.money(row.expectedRevenue) : '—'),
      edit: editBy(RevenueCell),
    },
    {
      id: 'date',
      header: t`Дата продажи`,
      width: 124,
      align: 'end',
      aside: 2,
      sort: 'closeDate',
      cell: row => format.date(row.expectedCloseDate),
      edit: editBy(DateCell),
    },
    {
      id: 'type',
      header: t`Тип услуги`,
      width: 170,
      aside: 4,
      sort: 'serviceType',
      cell: row => nameIn(types, row.serviceTypeId),
      edit: editBy(ServiceTypeCell),
    },
    {
      id: 'responsible',
      header: t`Ответственный`,
      short: t`Отв.`,
      width: 64,
      aside: 3,
      sort: 'responsible',
      cell: row => row.responsible && <Avatar name={row.responsible.name} alone />,
      edit: editBy(ResponsibleCell),
    },
    { id: 'number', header: t`Номер`, width: 100, aside: 5, sort: 'number', cell: row => row.number },
    {
      id: 'created',
      header: t`Зарегистрирован`,
      width: 140,
      align: 'end',
      aside: 6,
      sort: 'created',
      cell: row => format.date(row.createdAt),
    },
    {
      id: 'closed',
      header: t`Завершен`,
      width: 110,
      align: 'end',
      aside: 6,
      sort: 'closed',
      cell: row => format.date(row.closedAt),
    },
    {
      id: 'weighted',
      header: t`Оценка`,
      width: 140,
      align: 'end',
      aside: 6,
      cell: row => (row.weightedRevenue ? format.money(row.weightedRevenue) : '—'),
    },
    { id: 'source', header: t`Источник`, width: 140, aside: 6, cell: row => nameIn(sources, row.sourceId) },
    { id: 'channel', header: t`Канал`, width: 120, aside: 6, cell: row => nameIn(channels, row.channelId) },
    { id: 'project', header: t`Проект`, width: 160, aside: 6, cell: row => nameIn(projects, row.projectId) },
    { id: 'tags', header: t`Теги`, width: 160, aside: 6, cell: row => row.tags.join(', ') || '—' },
    {
      id: 'lossReason',
      header: t`Причина отказа`,
      width: 160,
      aside: 6,
      cell: row => nameIn(reasons, row.lossReasonId),
    },
  ]
}

/** A loss that waits: whose word is awaited. */
function Awaited({ row }: { row: InterestRow }) {
  const { t } = useLingui()
  const [first, ...others] = row.awaited
  if (!first) return null
  const names = row.awaited.map(each => each.name).join(', ')
  const more = others.length
  return (
    <Tooltip label={t`Потеря ждет подтверждения: ${names}`}>
      <span style={{ minWidth: 0 }}>
        <Tag look="due">
          {more > 0 ? (
            <Trans>
              ждет {first.name} +{more}
            </Trans>
          ) : (
            <Trans>ждет {first.name}</Trans>
          )}
        </Tag>
      </span>
    </Tooltip>
  )
}

function PhoneCard({ row }: { row: InterestRow }) {
  const { t } = useLingui()
  const format = useFormats()
  return (
    <div className="col" style={{ gap: 2 }}>
      <span className="row">
        <span className="m el">{format.typo(row.subject)}</span>
        {row.coExecutor && <CoExecutorMark />}
        {row.queued && <QueueMark />}
        {row.starred && <IconStarFilled size={14} className="due" role="img" aria-label={t`С пометкой`} />}
      </span>
      <span className="row">
        {row.party.kind === 'prospect' && <ProspectTag short />}
        <span className="t2 el grow">{row.party.name}</span>
        {row.expectedRevenue && <span className="b nw">{format.money(row.expectedRevenue)}</span>}
      </span>
      {row.open && (
        <span className="row">
          <NextStep step={row.nextStep} />
          <StuckMark interest={row} />
        </span>
      )}
      <span className="row wrap">
        <StateOf stateId={row.stateId} scenarioId={row.scenarioId} />
        <Awaited row={row} />
      </span>
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
  const weighted = data.weighted.map(format.money).join(', ')
  return (
    <span>
      <Trans>Интересов: {count}</Trans>
      {sums && (
        <>
          {', '}
          <b>{sums}</b>
        </>
      )}
      {weighted && (
        <span className="t2">
          {', '}
          <Trans>оценка {weighted}</Trans>
        </span>
      )}
    </span>
  )
}
