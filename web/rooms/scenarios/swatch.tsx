import { Select } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import styles from './states-table.module.css'

const COLOURS = [1, 2, 3, 4, 5, 6, 7, 8] as const

/** The colour of a column as a token; outcomes have their own. `at`: place among the ordinary states. */
export function colourOf({ kind, color }: Pick<ScenarioState, 'kind' | 'color'>, at: number): string {
  if (kind === 'won') return 'var(--good-fill)'
  if (kind === 'lost') return 'var(--line-strong)'
  return `var(--s${color || Math.min(5, at + 1)})`
}

export function Swatch({ state, at }: { state: Pick<ScenarioState, 'kind' | 'color'>; at: number }) {
  return <span className={styles.swatch} style={{ background: colourOf(state, at) }} />
}

type ColourSelectProps = { color: number; at: number; onChoose: (color: number) => void }

export function ColourSelect({ color, at, onChoose }: ColourSelectProps) {
  const { t } = useLingui()
  const swatch = (value: number) => <Swatch state={{ kind: 'ordinary', color: value }} at={at} />
  const options = [
    { value: '0', label: t`По порядку` },
    ...COLOURS.map(each => ({ value: String(each), label: t`Цвет ${each}` })),
  ]
  return (
    <Select
      label={t`Цвет колонки`}
      data={options}
      value={String(color)}
      allowDeselect={false}
      leftSection={swatch(color)}
      renderOption={({ option }) => (
        <span className="row">
          {swatch(Number(option.value))}
          {option.label}
        </span>
      )}
      onChange={value => onChoose(Number(value ?? 0))}
    />
  )
}
