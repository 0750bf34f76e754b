import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useFormats } from '../../lib/formats.ts'
import { Avatar, Tag } from '../../ui/atoms.tsx'
import { ProspectTag } from '../../ui/steps-glyph.tsx'
import styles from './board.module.css'
import type { Card } from './use-board.ts'

type BoardCardProps = {
  card: Card
  /** Has the one tab stop of the board. */
  active: boolean
  lifted: boolean
  /** Initials only where several people share the board. */
  shared: boolean
  onFocus: () => void
  onDrag: (card: Card | undefined) => void
}

/** Where the focus goes when the card of this Interest is closed. */
export const cardId = (id: string) => `card-${id}`

/** Theme, client and sum: in this order, never less; a tag below, where there is one. */
export function BoardCard({ card, active, lifted, shared, onFocus, onDrag }: BoardCardProps) {
  const format = useFormats()
  const place = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState(false)
  const may = card.can['move'] === true

  useEffect(() => {
    const element = place.current
    if (!element || !may) return
    return draggable({
      element,
      getInitialData: () => ({ card }),
      onDragStart: () => {
        setDragged(true)
        onDrag(card)
      },
      onDrop: () => {
        setDragged(false)
        onDrag(undefined)
      },
    })
  }, [card, may, onDrag])

  return (
    <div
      ref={place}
      className={styles.card}
      data-dragged={dragged || undefined}
      data-lifted={lifted || undefined}
      data-active={active || undefined}
    >
      <div className={styles.top}>
        <Link
          to="."
          search={before => ({ ...before, interest: card.id })}
          className={styles.subject}
          id={cardId(card.id)}
          data-card={card.id}
          tabIndex={active ? 0 : -1}
          draggable={false}
          onFocus={onFocus}
        >
          {format.typo(card.subject)}
        </Link>
        {shared && card.responsible && <Avatar name={card.responsible.name} alone />}
      </div>
      <div className={styles.party}>
        {card.party.kind === 'prospect' && <ProspectTag short />}
        <span className="el">{card.party.name}</span>
        <span className="grow" />
        {card.expectedRevenue && <span className={styles.sum}>{format.money(card.expectedRevenue)}</span>}
      </div>
      {card.tags[0] && (
        <div className={styles.tags}>
          <Tag>
            {card.tags[0]}
            {card.tags.length > 1 && <Trans> +{card.tags.length - 1}</Trans>}
          </Tag>
        </div>
      )}
    </div>
  )
}
