import { ActionIcon, Radio } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconExternalLink, IconLock } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  type InterestRow,
  listClientInterests,
  listProspectInterests,
  type walledInterest,
} from '../../../server/rooms/interests/contract.ts'
import type { z } from 'zod'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import { Key } from '../../ui/keys.tsx'
import { LoadingBars } from '../../ui/states.tsx'
import { useMe } from '../access/me.ts'
import { useServiceTypes } from '../company/directories.ts'
import { StateOf } from '../scenarios/state-of.tsx'
import { outOfSight, type Party } from './form-state.ts'
import styles from './registration.module.css'

type Walled = z.infer<typeof walledInterest>
export type Row = InterestRow | Walled

export const isWalled = (row: Row): row is Walled => 'walled' in row

/** Unfinished Interests of the party, those out of scope reduced. */
export function useOpenInterests(party: Party) {
  const queries = useQueryClient()
  const clientId = party.kind === 'client' ? party.clientId : undefined
  const prospectId = party.kind === 'prospect' ? party.prospectId : undefined
  const ofClient = queryOf(listClientInterests, { params: { id: clientId ?? '' }, query: { open: true, limit: 200 } })
  const ofProspect = queryOf(listProspectInterests, {
    params: { id: prospectId ?? '' },
    query: { open: true, limit: 200 },
  })
  const client = useQuery({ ...ofClient, enabled: clientId !== undefined })
  const prospect = useQuery({ ...ofProspect, enabled: prospectId !== undefined })
  const query = clientId ? client : prospect
  const rows = (clientId || prospectId ? query.data?.items : undefined) as Row[] | undefined
  return {
    rows: rows ?? [],
    own: (rows ?? []).filter((row): row is InterestRow => !isWalled(row)),
    loading: Boolean(clientId ?? prospectId) && query.isPending,
    /** The same rows once they are there; none when they cannot be had. */
    async settled(): Promise<Row[]> {
      if (!clientId && !prospectId) return []
      const reading = clientId ? queries.ensureQueryData(ofClient) : queries.ensureQueryData(ofProspect)
      return reading.then(
        answer => answer.items as Row[],
        () => [],
      )
    },
  }
}

/** An open Interest of this service type, rather one that can be joined; never the basis of the new one. */
export function sameType(
  rows: readonly Row[],
  serviceTypeId: string | null,
  basisId: string | undefined,
): Row | undefined {
  const same = rows.filter(row => row.serviceTypeId === serviceTypeId && (isWalled(row) || row.id !== basisId))
  return same.find(row => !isWalled(row)) ?? same[0]
}

type WhereToProps = {
  party: Party
  target: string
  serviceTypeId: string | null
  onTarget: (target: string) => void
}

/** «Куда записать запрос»: a new Interest, or one of those that are open already. */
export function WhereTo({ party, target, serviceTypeId, onTarget }: WhereToProps) {
  const { t } = useLingui()
  const { rows, own, loading } = useOpenInterests(party)
  if (loading) return <LoadingBars rows={3} />
  return (
    <fieldset className={styles.whereTo}>
      <legend className={styles.legend}>
        <Trans>Куда записать запрос</Trans>
      </legend>
      <Radio.Group value={target} onChange={onTarget}>
        <label className={styles.option} data-chosen={target === 'new' || undefined} htmlFor="target-new">
          <Radio id="target-new" value="new" aria-label={t`Новый Интерес`} />
          <span className="grow m">
            <Trans>Новый Интерес</Trans>
          </span>
          <Key keys="alt+1" />
        </label>
        {rows.length > 0 && (
          <div className={styles.openHead}>
            <Trans>Незавершенные Интересы, {rows.length}</Trans>
          </div>
        )}
        {rows.map(row =>
          isWalled(row) ? (
            <WalledRow key={row.number} row={row} chosen={target === outOfSight(row.number)} />
          ) : (
            <OpenRow
              key={row.id}
              row={row}
              place={own.indexOf(row) + 2}
              chosen={target === row.id}
              sameType={row.serviceTypeId === serviceTypeId}
            />
          ),
        )}
      </Radio.Group>
    </fieldset>
  )
}

function OpenRow({
  row,
  place,
  chosen,
  sameType,
}: {
  row: InterestRow
  place: number
  chosen: boolean
  sameType: boolean
}) {
  const { t } = useLingui()
  const format = useFormats()
  const me = useMe()
  const navigate = useNavigate()
  const owner = row.responsible?.id === me.user.id ? t`вы` : row.responsible?.name
  return (
    <div className={styles.option} data-chosen={chosen || undefined}>
      <Radio id={`target-${row.id}`} value={row.id} aria-label={row.subject} />
      <label className="grow" htmlFor={`target-${row.id}`}>
        <span className="m el">{format.typo(row.subject)}</span>
        <span className={`s12 t2 ${styles.line}`}>
          <StateOf scenarioId={row.scenarioId} stateId={row.stateId} />
          {row.expectedRevenue && ` · ${format.money(row.expectedRevenue)}`}
          {owner && ` · ${owner}`}
        </span>
        {sameType && (
          <Tag look="due">
            <Trans>тот же тип услуги</Trans>
          </Tag>
        )}
      </label>
      <ActionIcon
        aria-label={t`Открыть ${row.number}`}
        size={24}
        onClick={() => void navigate({ to: '/interests/$id', params: { id: row.id } })}
      >
        <IconExternalLink size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
      {place <= 9 && <Key keys={`alt+${place}`} />}
    </div>
  )
}

/** Number, service type, state, date and responsible: enough not to register it twice, and no more. */
function WalledRow({ row, chosen }: { row: Walled; chosen: boolean }) {
  const { t } = useLingui()
  const format = useFormats()
  const types = useServiceTypes()
  const type = types.find(each => each.id === row.serviceTypeId)?.name
  const { number } = row
  return (
    <div className={styles.option} data-chosen={chosen || undefined}>
      <Radio id={`target-${number}`} value={outOfSight(number)} aria-label={t`Передать обращение в ${number}`} />
      <label className="grow" htmlFor={`target-${number}`}>
        <span className="m">{number}</span>{' '}
        <span className="t2">
          {type}
          {', '}
          <Trans>от {format.date(row.createdAt)}</Trans>
        </span>
        <span className={`s12 t2 ${styles.line}`}>
          <StateOf stateId={row.stateId} />
          {row.responsible && <Trans> · отв. {row.responsible.name}</Trans>}
        </span>
        <span className={`s12 t3 ${styles.line}`}>
          <Trans>Подробности видят он и руководитель.</Trans>
        </span>
        <Tag look="outline">
          <Trans>передать обращение</Trans>
        </Tag>
      </label>
      <IconLock size={16} stroke={1.7} aria-hidden />
    </div>
  )
}
