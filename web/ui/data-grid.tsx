import { useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { useElementSize, useMediaQuery, useMergedRef } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
} from 'react'
import styles from './data-grid.module.css'
import { fittingColumns, type GridColumn, gridTemplate } from './grid-columns.ts'
import { ErrorState, LoadingBars } from './states.tsx'
import { useActiveRow } from './use-active-row.ts'
import { useCellEditing } from './use-cell-editing.ts'
import { useGridKeys } from './use-grid-keys.ts'

export type { GridColumn }

export type DataGridProps<T extends { id: string }> = {
  /** Name of the list for screen readers. */
  label: string
  columns: readonly GridColumn<T>[]
  rows: readonly T[]
  loading?: boolean
  error?: unknown
  /** «Список не загрузился» */
  errorTitle?: ReactNode
  onRetry?: () => void
  hasMore?: boolean
  onMore?: () => void
  /** Shown instead of rows when there are none: first day or filter. */
  empty?: ReactNode
  onOpen?: (row: T) => void
  onPeek?: (row: T) => void
  /** Told which row is the current one. */
  onActive?: (id: string | undefined) => void
  /** The order means something: Alt with an arrow takes the row one place up or down. */
  onReorder?: (row: T, by: -1 | 1) => void
  /** Chosen ids; given with its setter the rows can be selected. */
  selection?: ReadonlySet<string>
  onSelection?: (ids: ReadonlySet<string>) => void
  /** `-expectedRevenue` is descending. */
  sort?: string | undefined
  onSort?: (sort: string) => void
  /** Row that is open in a sheet. */
  currentId?: string | undefined
  /** Groups as the server orders them: a head is drawn wherever the key changes. */
  groupOf?: (row: T) => string
  groupHead?: (key: string) => ReactNode
  /** Phones: two or three lines in place of the columns. */
  card?: (row: T) => ReactNode
  /** Keys act wherever the focus is on the page; off where several lists share a page. */
  pageKeys?: boolean
  /** Ids of rows that somebody else has just changed. */
  fresh?: ReadonlySet<string>
}

type Line<T> = { kind: 'group'; key: string } | { kind: 'row'; row: T; index: number }

const features = tableFeatures({ rowSelectionFeature })
const none: ReadonlySet<string> = new Set()

/** The house's list: virtual rows read page by page, everything by keyboard, columns that step aside. */
export function DataGrid<T extends { id: string }>(props: DataGridProps<T>) {
  'use no memo' // the virtualizer is read while rendering
  const { label, columns, rows, loading, error, onRetry, hasMore, onMore, onOpen, onPeek, selection, onSelection } =
    props
  const {
    onReorder,
    onActive,
    sort,
    onSort,
    currentId,
    groupOf,
    groupHead,
    card,
    pageKeys = true,
    fresh = none,
  } = props
  const { t } = useLingui()
  const id = useId()
  const phone = useMediaQuery('(max-width: 640px)') && card !== undefined
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize<HTMLDivElement>()
  const ref = useMergedRef(scroller, sized)
  const [active, setActive] = useActiveRow(rows)
  const selectable = selection !== undefined && onSelection !== undefined && !phone
  const shown = fittingColumns(columns, width || 1200, 16 + (selectable ? 36 : 0))
  const template = gridTemplate(shown as GridColumn<never>[], selectable)

  const table = useTable({
    features,
    columns: shown.map(column => ({ id: column.id, header: column.header })),
    data: rows as T[],
    getRowId: row => row.id,
    state: { rowSelection: stateOf(selection) },
    onRowSelectionChange: change => {
      const after = typeof change === 'function' ? change(stateOf(selection)) : change
      onSelection?.(new Set(Object.keys(after).filter(each => after[each])))
    },
  })
  const lines = linesOf(rows, groupOf)
  const rowHeight = phone ? 64 : heightOf(scroller.current)
  const activeLine = lines.findIndex(line => line.kind === 'row' && line.index === active)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: at => (lines[at]?.kind === 'row' ? rowHeight : heightOf(scroller.current)),
    overscan: 12,
    scrollPaddingStart: phone ? 0 : 30,
    // aria-activedescendant must always point at something that is there.
    rangeExtractor: range => {
      const all = defaultRangeExtractor(range)
      return activeLine < 0 || all.includes(activeLine) ? all : [...all, activeLine].sort((a, b) => a - b)
    },
  })
  // What was measured as cards says nothing of rows.
  const forget = useEffectEvent(() => virtual.measure())
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the width
  useEffect(() => forget(), [phone])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  const more = useEffectEvent(() => onMore?.())
  useEffect(() => {
    if (hasMore && last >= lines.length - 20) more()
  }, [hasMore, last, lines.length])

  // The row that is open stays the current one afterwards, also when the sheet went on to another.
  const follow = useEffectEvent((id: string) => {
    const index = rows.findIndex(row => row.id === id)
    const line = lines.findIndex(each => each.kind === 'row' && each.index === index)
    if (index < 0) return
    setActive(index)
    virtual.scrollToIndex(line)
  })
  useEffect(() => {
    if (currentId) follow(currentId)
  }, [currentId])

  function goTo(index: number): void {
    setActive(index)
    const line = lines.findIndex(each => each.kind === 'row' && each.index === index)
    if (line >= 0) virtual.scrollToIndex(line)
    scroller.current?.focus({ preventScroll: true })
  }
  function move(by: number | 'first' | 'last', extend: boolean): void {
    const end = rows.length - 1
    if (end < 0) return
    const next = by === 'first' ? 0 : by === 'last' ? end : Math.max(0, Math.min(end, active < 0 ? 0 : active + by))
    if (extend && selection) {
      const both = [rows[active]?.id, rows[next]?.id].filter(each => each !== undefined)
      onSelection?.(new Set([...selection, ...both]))
    }
    goTo(next)
  }
  const activeRow = rows[active]
  const activeId = activeRow?.id
  const tellActive = useEffectEvent(() => onActive?.(activeId))
  // Before the eye sees it: the next key of a quick hand is meant for this row already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when another row becomes the current one
  useLayoutEffect(() => tellActive(), [activeId])
  const { edit, editorOf } = useCellEditing({ rows, columns: phone ? [] : shown, active, goTo })
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / rowHeight) - 2)
  const toggle = (row: T) => table.getRow(row.id).toggleSelected()
  const act = {
    move,
    page,
    open: () => activeRow && onOpen?.(activeRow),
    peek: onPeek && (() => activeRow && onPeek(activeRow)),
    edit,
    reorder: onReorder && ((by: -1 | 1) => activeRow && onReorder(activeRow, by)),
    toggle: selectable ? () => activeRow && toggle(activeRow) : undefined,
    all: selectable ? () => onSelection?.(new Set(rows.map(row => row.id))) : undefined,
  }
  useGridKeys({ whole: pageKeys, ...act })

  function onKeyDown(event: KeyboardEvent): void {
    if (pageKeys || event.target !== scroller.current) return
    const known: Record<string, () => void> = {
      ArrowDown: () => move(1, event.shiftKey),
      ArrowUp: () => move(-1, event.shiftKey),
      PageDown: () => move(page, false),
      PageUp: () => move(-page, false),
      Home: () => move('first', false),
      End: () => move('last', false),
      Enter: act.open,
      ...(act.peek ? { Space: act.peek } : {}),
      ...(act.toggle ? { KeyX: act.toggle } : {}),
    }
    const run = event.altKey || event.ctrlKey || event.metaKey ? undefined : known[event.code]
    if (!run) return
    event.preventDefault()
    run()
  }

  function onClick(event: MouseEvent, row: T, index: number): void {
    if ((event.target as Element).closest('a, button, input, label, [data-editing]')) return
    setActive(index)
    onOpen?.(row)
  }

  if (error && rows.length === 0)
    return <ErrorState title={props.errorTitle ?? t`Список не загрузился`} error={error} onRetry={onRetry} />
  if (loading && rows.length === 0) return <LoadingBars rows={12} />
  if (rows.length === 0) return props.empty ?? null

  const chosen = selection ?? none
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are virtual, a table cannot be
    <div
      ref={ref}
      className={styles.grid}
      role="grid"
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-multiselectable={selectable || undefined}
      aria-activedescendant={activeRow ? `${id}-${activeRow.id}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={event => event.target === event.currentTarget && active < 0 && setActive(0)}
    >
      {!phone && (
        <div className={styles.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {selectable && (
            <div className={styles.tick} role="columnheader">
              <Checkbox
                aria-label={t`Выбрать все`}
                checked={chosen.size > 0 && chosen.size === rows.length}
                indeterminate={chosen.size > 0 && chosen.size < rows.length}
                onChange={() => onSelection?.(chosen.size === rows.length ? none : new Set(rows.map(row => row.id)))}
              />
            </div>
          )}
          {shown.map(column => (
            <HeadCell key={column.id} column={column as GridColumn<never>} sort={sort} onSort={onSort} />
          ))}
        </div>
      )}
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
        {items.map(item => {
          const line = lines[item.index]
          const place = { transform: `translateY(${item.start}px)` }
          if (!line) return null
          if (line.kind === 'group') {
            return (
              <div key={`group ${line.key}`} className={styles.group} role="row" style={place}>
                <div role="gridcell" className="row grow">
                  {groupHead?.(line.key) ?? line.key}
                </div>
              </div>
            )
          }
          const { row, index } = line
          return (
            <div
              key={row.id}
              id={`${id}-${row.id}`}
              ref={phone ? virtual.measureElement : undefined}
              data-index={item.index}
              className={`${styles.row} ${phone ? styles.card : ''} ${fresh.has(row.id) ? 'fresh' : ''}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selectable ? chosen.has(row.id) : undefined}
              data-active={index === active || row.id === currentId || undefined}
              data-chosen={chosen.has(row.id) || undefined}
              data-opens={onOpen ? true : undefined}
              style={phone ? place : { ...place, gridTemplateColumns: template, height: rowHeight }}
              onClick={event => onClick(event, row, index)}
            >
              {selectable && (
                <div className={styles.tick} role="gridcell">
                  <Checkbox
                    aria-label={t`Выбрать строку`}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row)}
                    tabIndex={-1}
                  />
                </div>
              )}
              {phone ? (
                <div role="gridcell">{card?.(row)}</div>
              ) : (
                shown.map(column => {
                  const editor = editorOf(row, column)
                  return (
                    <div
                      key={column.id}
                      className={styles.cell}
                      role="gridcell"
                      data-align={column.align}
                      data-editing={editor !== undefined || undefined}
                    >
                      {editor ?? column.cell(row)}
                    </div>
                  )
                })
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function HeadCell({
  column,
  sort,
  onSort,
}: {
  column: GridColumn<never>
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
}) {
  const key = column.sort
  const up = sort === key
  const down = sort === `-${key}`
  const name = column.short ?? column.header
  return (
    <div
      className={styles.cell}
      role="columnheader"
      data-align={column.align}
      aria-label={column.short && column.header}
      title={column.short && column.header}
      aria-sort={key && up ? 'ascending' : key && down ? 'descending' : undefined}
    >
      {key && onSort ? (
        <button
          type="button"
          className={`plain ${styles.sort}`}
          data-on={up || down || undefined}
          onClick={() => onSort(up ? `-${key}` : key)}
        >
          {name}
          {up && <IconArrowUp size={14} stroke={1.7} aria-hidden />}
          {down && <IconArrowDown size={14} stroke={1.7} aria-hidden />}
        </button>
      ) : (
        name
      )}
    </div>
  )
}

const stateOf = (ids: ReadonlySet<string> = none) => Object.fromEntries([...ids].map(each => [each, true as const]))

function linesOf<T>(rows: readonly T[], groupOf: ((row: T) => string) | undefined): Line<T>[] {
  const lines: Line<T>[] = []
  let before: string | undefined
  rows.forEach((row, index) => {
    const key = groupOf?.(row)
    if (key !== undefined && key !== before) lines.push({ kind: 'group', key })
    before = key
    lines.push({ kind: 'row', row, index })
  })
  return lines
}

/** 30, 36 or 44 px by density and device, as the tokens say. */
function heightOf(element: Element | null): number {
  return Number.parseInt(getComputedStyle(element ?? document.documentElement).getPropertyValue('--row'), 10) || 30
}
