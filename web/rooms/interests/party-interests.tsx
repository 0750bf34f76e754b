import { SegmentedControl } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import {
  type InterestRow,
  listClientInterests,
  listProspectInterests,
  type partyInterest,
} from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { useServiceTypes } from '../company/directories.ts'
import { StateOf } from '../scenarios/state-of.tsx'
import { useListBelow } from './list-below.ts'
import styles from './party-interests.module.css'

type Row = z.infer<typeof partyInterest>

/** Interests of a client or a prospect: those in work first, the finished ones by choice. */
export function PartyInterests({ of, id }: { of: 'client' | 'prospect'; id: string }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(true)
  const endpoint = of === 'client' ? listClientInterests : listProspectInterests
  const query = useQuery(queryOf(endpoint, { params: { id }, query: { limit: 100, ...(open ? { open: true } : {}) } }))
  const rows = (query.data?.items ?? []) as Row[]
  useListBelow([{ ids: rows.flatMap(row => ('walled' in row ? [] : row.id)) }])
  return (
    <Section
      title={<Trans>Интересы</Trans>}
      count={query.data ? rows.length : undefined}
      actions={
        <SegmentedControl
          aria-label={t`Какие Интересы показать`}
          value={open ? 'open' : 'all'}
          onChange={value => setOpen(value === 'open')}
          data={[
            { value: 'open', label: t`Активные` },
            { value: 'all', label: t`Все` },
          ]}
        />
      }
    >
      {query.isPending && <LoadingBars rows={3} />}
      {query.error && (
        <ErrorState
          title={<Trans>Интересы не загрузились</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && rows.length === 0 && (
        <p className="t3">{open ? <Trans>Незавершенных Интересов нет</Trans> : <Trans>Интересов нет</Trans>}</p>
      )}
      <ul>
        {rows.map(row => ('walled' in row ? <Walled key={row.number} row={row} /> : <Open key={row.id} row={row} />))}
      </ul>
    </Section>
  )
}

function Open({ row }: { row: InterestRow }) {
  const format = useFormats()
  return (
    <li className={styles.row}>
      <Link to="." search={before => ({ ...before, interest: row.id })} className={`m el ${styles.subject}`}>
        {format.typo(row.subject)}
      </Link>
      <StateOf stateId={row.stateId} scenarioId={row.scenarioId} />
      <span className="t2 el not-phone">{row.responsible && <Trans>отв. {row.responsible.name}</Trans>}</span>
      <span className="num b">{row.expectedRevenue ? format.money(row.expectedRevenue) : ''}</span>
    </li>
  )
}

function Walled({ row }: { row: Exclude<Row, InterestRow> }) {
  const format = useFormats()
  const type = useServiceTypes().find(each => each.id === row.serviceTypeId)?.name
  return (
    <li className={styles.row}>
      <span className="row t2">
        <IconLock size={16} stroke={1.7} aria-hidden />
        {row.number}, {type}
      </span>
      <StateOf stateId={row.stateId} />
      <span className="t2 el">{row.responsible && <Trans>отв. {row.responsible.name}</Trans>}</span>
      <span className="num t3">{format.date(row.createdAt)}</span>
    </li>
  )
}
