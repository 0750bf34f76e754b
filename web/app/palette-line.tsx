import { Trans } from '@lingui/react/macro'
import type { MouseEvent } from 'react'
import { Key } from '../ui/keys.tsx'
import styles from './palette.module.css'
import type { Row } from './palette-rows.tsx'

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

type LineProps = {
  id: string
  row: Row
  current: boolean
  onPoint: () => void
  onGo: (event: MouseEvent) => void
}

/** One row of the palette. */
export function Line({ id, row, current, onPoint, onGo }: LineProps) {
  const Icon = row.icon
  const leads = row.place !== undefined || row.run !== undefined
  return (
    // The keys belong to the field above; the row is only pointed at.
    // biome-ignore lint/a11y/useKeyWithClickEvents: virtual focus of a combobox
    <div
      id={id}
      role="option"
      aria-selected={current}
      aria-disabled={!leads || undefined}
      tabIndex={-1}
      className={styles.action}
      data-selected={current || undefined}
      onMouseDown={event => event.preventDefault()}
      onMouseMove={onPoint}
      onClick={onGo}
    >
      <Icon {...icon} />
      <span className="grow el">{row.title}</span>
      {row.aside}
      {row.keys ? <Key keys={row.keys} /> : current && leads && <Key keys="Enter" />}
    </div>
  )
}

/** The keys of the palette, at its foot. */
export function Hints() {
  return (
    <div className={styles.foot}>
      <span>
        <Key keys="ArrowUp ArrowDown" /> <Trans>выбрать</Trans>
      </span>
      <span>
        <Key keys="ArrowRight" /> <Trans>действия</Trans>
      </span>
      <span>
        <Key keys="mod+Enter" /> <Trans>в новой вкладке</Trans>
      </span>
      <span className="grow" />
      <span>
        <Key keys=">" /> <Trans>команды</Trans>
      </span>
      <span>
        <Key keys="#" /> <Trans>Интересы</Trans>
      </span>
      <span>
        <Key keys="@" /> <Trans>люди</Trans>
      </span>
    </div>
  )
}
