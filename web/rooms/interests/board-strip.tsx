import { useLingui } from '@lingui/react/macro'
import { type RefObject, useEffect, useState } from 'react'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import styles from './board.module.css'

type BoardStripProps = {
  states: readonly ScenarioState[]
  /** The columns of the ordinary states, one a screen. */
  columns: RefObject<HTMLElement | null>
  countOf: (stateId: string) => number | undefined
  onOpenList: (stateId: string) => void
}

/** On a phone one column fills the screen: this names the others, and goes to them. */
export function BoardStrip({ states, columns, countOf, onOpenList }: BoardStripProps) {
  const { t } = useLingui()
  const format = useFormats()
  const [shown, setShown] = useState(0)
  useEffect(() => {
    const element = columns.current
    if (!element) return
    const look = () => setShown(Math.round(element.scrollLeft / Math.max(1, element.clientWidth)))
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [columns])
  return (
    <nav className={styles.strip} aria-label={t`Состояния`}>
      {states.map((state, index) => (
        <button
          key={state.id}
          type="button"
          aria-current={index === shown || undefined}
          ref={button => {
            if (index === shown) button?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
          }}
          onClick={() => {
            const element = columns.current
            if (state.kind !== 'ordinary') onOpenList(state.id)
            else element?.scrollTo({ left: index * element.clientWidth })
          }}
        >
          {state.name} <span className="t3">{format.number(countOf(state.id))}</span>
        </button>
      ))}
    </nav>
  )
}
