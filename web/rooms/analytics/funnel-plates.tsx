import { Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormats } from '../../lib/formats.ts'
import { CellLink } from './cell-link.tsx'
import styles from './funnel.module.css'
import type { Cell, Funnel } from './use-funnel.ts'

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** What the period brought, each beside the period before. */
export function FunnelPlates({ now, before, than }: { now: Funnel; before: Funnel | undefined; than: string }) {
  const { t } = useLingui()
  const format = useFormats()
  const days = (value: number | null) => (value === null ? '—' : format.typo(t`${format.number(value)} дн.`))
  const sums = (funnel: Funnel, of: 'won' | 'lost') => funnel[of].sums.map(format.money).join(', ')
  const counted = (of: 'won' | 'lost') => (
    <Plate
      icon={of === 'won' ? <IconCircleCheck {...icon} className="good" /> : <IconCircleX {...icon} className="t2" />}
      title={of === 'won' ? <Trans>Успешно</Trans> : <Trans>Потеряно</Trans>}
      value={<Number cell={{ cell: of }} count={now[of].count} />}
      more={sums(now, of)}
      before={before && [format.number(before[of].count), sums(before, of)].filter(Boolean).join(', ')}
      than={than}
    />
  )
  return (
    <dl className={styles.plates} aria-label={t`Итоги периода`}>
      {counted('won')}
      {counted('lost')}
      <Plate
        title={<Trans>Конверсия</Trans>}
        value={format.percent(now.conversion)}
        more={<Trans>успешные из завершенных</Trans>}
        before={before && format.percent(before.conversion)}
        than={than}
      />
      <Plate
        title={<Trans>Средняя длина продажи</Trans>}
        value={days(now.averageSaleDays)}
        more={<Trans>от обращения до успеха</Trans>}
        before={before && days(before.averageSaleDays)}
        than={than}
      />
    </dl>
  )
}

function Number({ cell, count }: { cell: Cell; count: number }) {
  const format = useFormats()
  return (
    <CellLink cell={cell} count={count}>
      {format.number(count)}
    </CellLink>
  )
}

type PlateProps = {
  icon?: ReactNode
  title: ReactNode
  value: ReactNode
  more: ReactNode
  before: string | undefined
  /** «октябрь 2026» */
  than: string
}

function Plate({ icon: mark, title, value, more, before, than }: PlateProps) {
  return (
    <div className={styles.plate}>
      <dt>
        {mark}
        {title}
      </dt>
      <dd className={styles.value}>{value}</dd>
      {more && <dd className={styles.more}>{more}</dd>}
      {before && (
        <dd className="s12 t3">
          {than}: {before}
        </dd>
      )}
    </div>
  )
}
