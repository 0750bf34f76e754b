import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/**
 * The focus of the board. It follows the card that the keys chose, and stays with a card that has it wherever that is
 * put: a browser drops the focus of what is moved on the page.
 * @returns gives the focus to a card as soon as it is on the page
 */
export function useCardFocus(place: RefObject<HTMLElement | null>): (id: string) => void {
  const wanted = useRef<string>(undefined)
  const held = useRef<string>(undefined)
  useEffect(() => {
    const look = ({ target }: FocusEvent) => {
      const isCard = target instanceof HTMLElement && place.current?.contains(target)
      held.current = isCard ? target.dataset['card'] : undefined
    }
    const leave = () => {
      held.current = undefined
    }
    document.addEventListener('focusin', look)
    document.addEventListener('pointerdown', leave)
    return () => {
      document.removeEventListener('focusin', look)
      document.removeEventListener('pointerdown', leave)
    }
  }, [place])
  useLayoutEffect(() => {
    const id = wanted.current ?? (document.activeElement === document.body ? held.current : undefined)
    const card = id && place.current?.querySelector<HTMLElement>(`[data-card="${id}"]`)
    if (!card) return
    wanted.current = undefined
    if (card !== document.activeElement) card.focus()
  })
  return id => {
    wanted.current = id
  }
}
