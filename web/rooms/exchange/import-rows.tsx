import { Trans, useLingui } from '@lingui/react/macro'
import { SegmentedControl, Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import {
  decideImportRow,
  type ImportRecord,
  type ImportRow,
  listImportRows,
} from '../../../server/rooms/exchange/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { gridOf, keyOf, pagesOf, useWrite } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './import.module.css'

type Show = 'all' | 'faulty' | 'matching' | 'failed'
type Line = ImportRow & { id: string }

/** Rows as they would be, or were, written; what becomes of one row can be decided here. */
export function ImportRows({ record, first = 'all' }: { record: ImportRecord; first?: Show }) {
  const { t } = useLingui()
  const format = useFormats()
  const [show, setShow] = useState<Show>(first)
  const [active, setActive] = useState<string>()
  const toldOf = useTold(record.header)
  const phone = useMediaQuery('(max-width: 640px)')
  const { id, version } = record
  const query = useInfiniteQuery({
    ...pagesOf(listImportRows, { params: { id }, query: { show } }),
    queryKey: keyOf(listImportRows, { params: { id }, show, version, pages: true }),
  })
  const isAfter = ['done', 'cancelled', 'undone', 'undoing', 'paused', 'running'].includes(record.status)
  const outcomes: Record<NonNullable<ImportRow['outcome']>, string> = {
    created: t`Создан`,
    updated: t`Дополнен`,
    unchanged: t`Уже есть, новое не нашлось`,
    skipped: t`Пропущен`,
    failed: t`Не загружен`,
  }
  const columns: GridColumn<Line>[] = [
    { id: 'n', header: '№', width: 60, align: 'end', cell: row => <span className="t3">{format.number(row.n)}</span> },
    {
      id: 'name',
      header: t`Клиент`,
      width: 'free',
      min: 200,
      cell: row =>
        row.clientId && isAfter ? (
          <Link to="/clients/$id" params={{ id: row.clientId }} className="hit el">
            {row.values?.name ?? row.cells.find(Boolean)}
          </Link>
        ) : (
          <span className="m el">{row.values?.name ?? row.cells.find(Boolean) ?? '—'}</span>
        ),
    },
    { id: 'inn', header: t`ИНН`, width: 120, aside: 5, cell: row => row.values?.inn ?? '—' },
    {
      id: 'phones',
      header: t`Телефоны`,
      width: 180,
      aside: 4,
      cell: row => <span className="el">{row.values?.phones.join('; ') || '—'}</span>,
    },
    {
      id: 'contact',
      header: t`Контакт`,
      width: 180,
      aside: 3,
      cell: row => (
        <span className="el">
          {row.values?.contact
            ? [row.values.contact.fullName, row.values.contact.phones[0]].filter(Boolean).join(', ')
            : '—'}
        </span>
      ),
    },
    {
      id: 'told',
      header: t`Замечания`,
      width: 'free',
      min: 280,
      aside: 1,
      cell: row => <Told row={row} told={toldOf(row)} />,
    },
    {
      id: 'what',
      header: isAfter ? t`Итог` : t`Что сделать`,
      width: 210,
      cell: row => {
        if (isAfter) return row.outcome ? <span title={row.reason ?? undefined}>{outcomes[row.outcome]}</span> : '—'
        if (row.byRule === null) return t`Не загрузится`
        return row.matches.length === 0 ? t`Создать` : <Decision row={row} importId={id} />
      },
    },
  ]
  const shows = [
    { value: 'all', label: t`Все` },
    { value: 'faulty', label: t`С замечаниями` },
    { value: 'matching', label: t`Уже есть` },
    ...(isAfter ? [{ value: 'failed', label: t`Не загружены` }] : []),
  ]
  const grid = gridOf(query)
  const strip = useRef<HTMLElement>(null)
  useEffect(() => {
    // By keyboard the words of the row come into sight; under a pointer nothing moves.
    if (active && document.activeElement?.matches('[role=grid]:focus-visible'))
      strip.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const chosen = grid.rows.find(row => String(row.n) === active)
  return (
    <Section
      title={t`Строки`}
      count={format.number(record.rowCount)}
      actions={
        phone ? (
          <Select
            aria-label={t`Какие строки`}
            allowDeselect={false}
            w={190}
            value={show}
            onChange={value => setShow(value as Show)}
            data={shows}
          />
        ) : (
          <SegmentedControl
            aria-label={t`Какие строки`}
            value={show}
            onChange={value => setShow(value as Show)}
            data={shows}
          />
        )
      }
    >
      <div
        className={styles.rows}
        data-bare={grid.rows.length === 0 || undefined}
        style={{ '--rows': grid.rows.length } as React.CSSProperties}
      >
        <DataGrid
          label={t`Строки файла`}
          columns={columns}
          {...grid}
          rows={grid.rows.map(row => ({ ...row, id: String(row.n) }))}
          pageKeys={false}
          onActive={setActive}
          empty={<EmptyState title={t`Таких строк нет`} />}
          card={row => (
            <div className="col" style={{ gap: 2 }}>
              <span className="m el">
                {row.n}. {row.values?.name ?? row.cells.find(Boolean)}
              </span>
              <span className="s12 t2 el">
                <Told row={row} told={toldOf(row)} />
              </span>
            </div>
          )}
        />
      </div>
      {chosen && (
        <section ref={strip} className={styles.chosen} aria-label={t`Выбранная строка`} aria-live="polite">
          <span className="m">
            {format.number(chosen.n)}. {chosen.values?.name ?? chosen.cells.find(Boolean)}
          </span>
          {toldOf(chosen).map(line => (
            <span key={line} className="t2">
              {line}
            </span>
          ))}
          {phone && !isAfter && chosen.byRule !== null && chosen.matches.length > 0 && (
            <Decision row={chosen} importId={id} />
          )}
        </section>
      )}
    </Section>
  )
}

/** What becomes of one row, whatever the rule says. */
function Decision({ row, importId }: { row: ImportRow; importId: string }) {
  const { t } = useLingui()
  const decide = useWrite(decideImportRow, { onError: error => toastError(error) })
  const byRule = { update: t`По правилу: дополнить`, skip: t`По правилу: пропустить`, create: t`По правилу: создать` }
  return (
    <Select
      size="xs"
      className={styles.decision}
      aria-label={t`Что сделать со строкой ${row.n}`}
      allowDeselect={false}
      data={[
        ...(isWalled(row)
          ? [{ value: 'rule', label: t`Создать` }]
          : [
              { value: 'rule', label: byRule[row.byRule ?? 'create'] },
              { value: 'update', label: t`Дополнить` },
            ]),
        { value: 'skip', label: t`Пропустить` },
        ...(isStrict(row) || isWalled(row) ? [] : [{ value: 'create', label: t`Создать` }]),
      ]}
      value={row.decision ?? 'rule'}
      onChange={value => decide.mutate({ params: { id: importId }, body: { n: row.n, decision: value as 'rule' } })}
    />
  )
}

/** The same INN and KPP stand in the base, or in a row above: there is never a second one. */
function isStrict({ matches, values }: ImportRow): boolean {
  return matches.some(match => match.reasons.includes('same') || (match.row !== null && values?.inn !== null))
}

/** Whoever looks like it lies behind a wall: there is nobody to fill in. */
function isWalled(row: ImportRow): boolean {
  return row.matches.some(match => match.row === null && match.clientId === null) && !isStrict(row)
}

/** Everything that is to be said of a row: the column, what is wrong, what is done; or whom it means. */
function useTold(header: readonly string[]): (row: ImportRow) => string[] {
  const { t } = useLingui()
  const reasons: Record<string, string> = {
    same: t`те же ИНН и КПП`,
    inn: t`тот же ИНН`,
    name: t`то же название`,
    name_similar: t`похожее название`,
    phone: t`тот же телефон`,
    email: t`та же почта`,
  }
  const all = (row: ImportRow) => [
    ...(row.reason ? [row.reason] : []),
    ...row.faults.map(fault => {
      const column = fault.column === null ? undefined : header[fault.column]
      return column ? `${column}: ${fault.message}` : fault.message
    }),
    ...row.matches.map(match => {
      if (match.row !== null) return t`Тот же клиент, что в строке ${match.row}`
      const why = match.reasons.map(reason => reasons[reason] ?? reason).join(', ')
      if (match.name !== null) return `${match.name}: ${why}`
      const { responsible } = match
      return responsible === null
        ? t`Уже есть, доступа нет: ${why}`
        : t`Уже есть, доступа нет: ${why}, ответственный ${responsible}`
    }),
  ]
  return row => [...new Set(all(row))]
}

function Told({ row, told }: { row: ImportRow; told: readonly string[] }) {
  const isBad = row.outcome === 'failed' || row.faults.some(fault => fault.effect === 'refused')
  if (told.length === 0) return <span className="t3">—</span>
  return (
    <span className={isBad ? 'el bad' : 'el'} title={told.join('\n')}>
      {told[0]}
      {told.length > 1 && (
        <span className="t3">
          {' '}
          <Trans>и еще {told.length - 1}</Trans>
        </span>
      )}
    </span>
  )
}
