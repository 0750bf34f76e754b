import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Missing } from '../../../server/rooms/interests/contract.ts'
import type { Beside } from '../../../server/rooms/interests/placing/contract.ts'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { besideAt, type Row } from './board-rows.ts'
import { isForbidden, missingFor } from './states-bar.tsx'
import type { Card } from './use-board.ts'

/** What is dragged or lifted by keyboard, and over which state the keys have brought it. */
export type Carried = { card: Card; over: string | undefined } | undefined

/** `beside`: between which cards, in the order by hand. */
export type OnDrop = (card: Card, state: ScenarioState, beside?: Beside) => void

type Fate = { kind: 'free' | 'source' } | { kind: 'asks' | 'closed'; missing: Missing[] } | undefined

/** What dropping here would do. */
export function fateOf(carried: Carried, state: ScenarioState): Fate {
  if (!carried) return undefined
  if (carried.card.stateId === state.id) return { kind: 'source' }
  const missing = missingFor(carried.card, state.id)
  const closing = missing.filter(each => isForbidden([each]))
  if (closing.length > 0) return { kind: 'closed', missing: closing }
  return missing.length > 0 ? { kind: 'asks', missing } : { kind: 'free' }
}

type Between = { rows: readonly Row[]; slotAt: (clientY: number) => number | undefined }

/** Where a card may be dropped; with `between` the place among the others is part of it. */
export function useDropTarget(state: ScenarioState, onDrop: OnDrop, between?: Between) {
  const ref = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  const [slot, setSlot] = useState<number>()
  const look = useEffectEvent((clientY: number) => setSlot(between?.slotAt(clientY)))
  const drop = useEffectEvent((card: Card, clientY: number) => {
    const at = between?.slotAt(clientY)
    onDrop(card, state, at === undefined ? undefined : besideAt(between?.rows ?? [], at, card.id))
  })
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const leave = () => {
      setOver(false)
      setSlot(undefined)
    }
    return dropTargetForElements({
      element,
      onDragEnter: () => setOver(true),
      onDrag: ({ location }) => look(location.current.input.clientY),
      onDragLeave: leave,
      onDrop: ({ source, location }) => {
        leave()
        drop(source.data['card'] as Card, location.current.input.clientY)
      },
    })
  }, [])
  return { ref, over, slot }
}
