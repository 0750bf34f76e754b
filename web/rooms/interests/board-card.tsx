import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconDotsVertical, IconStarFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, useEffect, useRef, useState } from 'react'
import { useFormats } from '../../lib/formats.ts'
import { Avatar, Tag } from '../../ui/atoms.tsx'
import { ProspectTag } from '../../ui/steps-glyph.tsx'
import styles from './board.module.css'
import { viewerZone } from '../../lib/formats.ts'
import { useNow } from '../../lib/now.ts'
import { NextStep, StepStripe, stepTone } from './next-step.tsx'
import { CoExecutorMark } from './co-executor-mark.tsx'
import { StuckMark } from './stuck-mark.tsx'
import { QueueMark } from './queue.tsx'
import type { Card } from './use-board.ts'

type BoardCardProps = {
  card: Card
  /** Has the one tab stop of the board. */
  active: boolean
  lifted: boolean
  /** Its state demands that something is planned. */
  demanded: boolean
  /** Initials only where several people share the board. */
  shared: boolean
}

/** Where the focus goes when the card of this Interest is closed. */
export const cardId = (id: string) => `card-${id}`

/**
 * Theme, client and sum, then the next step: it is the loudest. A tag stands at its end, where there is one. A hundred of
 * them are on the page: what changes around a card leaves it alone.
 */
export const BoardCard = memo(function BoardCard({ card, active, lifted, demanded, shared }: BoardCardProps) {
  const { t } = useLingui()
  const format = useFormats()
  const place = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState(false)
  const now = useNow()
  const may = card.can['move'] === true
  const { subject } = card

  useEffect(() => {
    const element = place.current
    if (!element || !may) return
    return draggable({
      element,
      getInitialData: () => ({ card }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [card, may])

  return (
    <div
      ref={place}
      className={styles.card}
      data-dragged={dragged || undefined}
      data-lifted={lifted || undefined}
      data-active={active || undefined}
    >
      <StepStripe tone={stepTone(card.nextStep, now, viewerZone(), demanded)} />
      <div className={styles.top}>
        <Link
          to="."
          search={before => ({ ...before, interest: card.id })}
          className={styles.subject}
          id={cardId(card.id)}
          data-card={card.id}
          tabIndex={active ? 0 : -1}
          draggable={false}
          aria-describedby={`${cardId(card.id)}-party ${cardId(card.id)}-step`}
          aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Space M"
        >
          {format.typo(card.subject)}
        </Link>
        {card.starred && (
          <IconStarFilled size={14} className="due" role="img" aria-label={t`С пометкой`} style={{ flex: 'none' }} />
        )}
        {shared && card.responsible && <Avatar name={card.responsible.name} alone />}
      </div>
      <div className={styles.party} id={`${cardId(card.id)}-party`}>
        {card.party.kind === 'prospect' && <ProspectTag short />}
        <span className="el">{card.party.name}</span>
        <span className="grow" />
        {card.expectedRevenue && <span className={styles.sum}>{format.money(card.expectedRevenue)}</span>}
      </div>
      <div className={styles.step} id={`${cardId(card.id)}-step`}>
        <NextStep step={card.nextStep} demanded={demanded} />
        <StuckMark interest={card} />
        {card.tags[0] && (
          <span className={styles.tag}>
            <Tag>
              {card.tags[0]}
              {card.tags.length > 1 && <Trans> +{card.tags.length - 1}</Trans>}
            </Tag>
          </span>
        )}
        {card.coExecutor && <CoExecutorMark />}
        {card.queued && <QueueMark />}
      </div>
      {may && (
        <button
          type="button"
          className={`plain ${styles.more}`}
          data-move={card.id}
          aria-label={t`Перенести: ${subject}`}
        >
          <IconDotsVertical size={20} stroke={1.5} aria-hidden />
        </button>
      )}
    </div>
  )
})
