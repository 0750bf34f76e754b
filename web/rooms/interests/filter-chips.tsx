import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { useFilterWords } from './filter-words.ts'
import styles from './sales-filter.module.css'
import { groupsSet, type MoreFilter } from './sales-filter.ts'

/** The button that opens the filter, where the focus goes when nothing is left of what is set. */
export const FILTER_BUTTON = 'filter-button'
export const focusFilterButton = () => document.getElementById(FILTER_BUTTON)?.focus()

type FilterChipsProps = {
  filter: MoreFilter
  onChange: (change: MoreFilter) => void
  onReset: () => void
}

/** What is set, each taken away by a click. */
export function FilterChips({ filter, onChange, onReset }: FilterChipsProps) {
  const { t } = useLingui()
  const wordsOf = useFilterWords(filter)
  const groups = groupsSet(filter)
  const row = useRef<HTMLDivElement>(null)
  // The next chip takes the focus of the one that goes away, at the end the one before it.
  const hand = (at: number) => {
    const chips = row.current?.querySelectorAll('button')
    if (groups.length > 1) chips?.[at + 1 < groups.length ? at + 1 : at - 1]?.focus()
    else focusFilterButton()
  }
  if (groups.length === 0) return null
  return (
    <div ref={row} className={styles.chips} role="group" aria-label={t`Что отобрано`}>
      {groups.map(({ id, keys }, at) => {
        const { name, says } = wordsOf(id)
        const whole = says ? `${name}: ${says}` : name
        return (
          <button
            key={id}
            type="button"
            className={`plain ${styles.chip}`}
            aria-label={t`Убрать фильтр «${whole}»`}
            title={whole}
            onClick={() => {
              hand(at)
              onChange(Object.fromEntries(keys.map(key => [key, undefined])))
            }}
          >
            <span className="el">{whole}</span>
            <IconX size={14} stroke={1.7} aria-hidden />
          </button>
        )
      })}
      <Button
        variant="subtle"
        onClick={() => {
          focusFilterButton()
          onReset()
        }}
      >
        <Trans>Сбросить</Trans>
      </Button>
    </div>
  )
}
