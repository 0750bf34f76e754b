import { useRef } from 'react'
import { type Beside, placeInterest } from '../../../server/rooms/interests/placing/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { standsBeside } from './stretches.ts'
import type { Card, useBoard } from './use-board.ts'

/**
 * Puts cards beside others in the order by hand, with undo: shown at once, written one after the other, then read
 * again. Ends once it is shown.
 */
export function usePlace(
  board: ReturnType<typeof useBoard>,
): (card: Card, beside: Beside, message: string) => Promise<void> {
  const { mutateAsync } = useWrite(placeInterest)
  const line = useRef<Promise<unknown>>(Promise.resolve())
  const waiting = useRef(0)

  /** The order is read again after the last one only: what is read before would show an older one. */
  function write(id: string, beside: Beside, shown: Promise<void> = Promise.resolve()): Promise<unknown> {
    waiting.current += 1
    const written = Promise.all([line.current, shown]).then(() => mutateAsync({ params: { id }, body: { beside } }))
    line.current = written
      .catch(() => undefined)
      .finally(() => {
        waiting.current -= 1
        if (waiting.current === 0) board.refresh()
      })
    return written
  }

  return async (card, beside, message) => {
    const column = board.now().find(each => each.stateId === card.stateId)
    const back = column && standsBeside(column.stretches, card.id)
    const shown = board.foresee(card, card.stateId, beside)
    write(card.id, beside, shown).then(
      () => toast({ message, ...(back ? { undo: () => write(card.id, back) } : {}) }),
      toastError,
    )
    await shown
  }
}
