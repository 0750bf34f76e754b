import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Closing, listClosings } from '../../../server/rooms/interests/closing/contract.ts'
import type { Interest } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { useLossReasons } from '../company/directories.ts'
import styles from './closings.module.css'

/** Why it is lost, and how often it was closed before: «Закрывался 2 раза» opens each time with its reason. */
export function Closings({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const reasons = useLossReasons()
  const { closings, lossReasonId, lossCompetitor, lossComment } = interest
  const reason = reasons.find(each => each.id === lossReasonId)?.name
  const isTold = closings > 1 || (closings > 0 && interest.open)
  if (!reason && !isTold) return null
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <div className={styles.closings}>
      {reason && (
        <span>
          <Trans>
            Причина отказа: <span className="m">{reason}</span>
          </Trans>
        </span>
      )}
      {lossCompetitor && (
        <span>
          <Trans>
            Конкурент: <span className="m">{lossCompetitor}</span>
          </Trans>
        </span>
      )}
      {lossComment && <span className="el">{t`«${lossComment}»`}</span>}
      {isTold && (
        <button type="button" className={`plain ${styles.fold}`} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={14} stroke={1.7} aria-hidden />
          <Plural
            value={closings}
            one="Закрывался # раз"
            few="Закрывался # раза"
            many="Закрывался # раз"
            other="Закрывался # раза"
          />
        </button>
      )}
      {open && <History id={interest.id} />}
    </div>
  )
}

function History({ id }: { id: string }) {
  const { data } = useQuery(queryOf(listClosings, { params: { id } }))
  return (
    <ol className={styles.history}>
      {data?.items.map(closing => (
        <ClosingRow key={closing.id} closing={closing} />
      ))}
    </ol>
  )
}

function ClosingRow({ closing }: { closing: Closing }) {
  const { t } = useLingui()
  const format = useFormats()
  const reasons = useLossReasons()
  const { outcome, closedAt, closedBy, confirmedAt, confirmedBy, reopenedAt, reopenedBy, competitor, comment } = closing
  const why = [
    reasons.find(each => each.id === closing.lossReasonId)?.name,
    competitor && t`конкурент: ${competitor}`,
    comment && t`«${comment}»`,
  ].filter(Boolean)
  const said = (at: string, who: { name: string } | null) => [format.dateTime(at), who?.name].filter(Boolean).join(', ')
  return (
    <li>
      <span className="m">{outcome === 'won' ? <Trans>Завершен успешно</Trans> : <Trans>Потерян</Trans>}</span>{' '}
      {said(closedAt, closedBy)}
      {why.length > 0 && <span className="t2">: {why.join(', ')}</span>}
      <div className="t3">
        {[
          confirmedAt && t`подтверждено ${said(confirmedAt, confirmedBy)}`,
          closing.awaited && !confirmedAt && !reopenedAt && t`ждет подтверждения`,
          reopenedAt && t`возвращен ${said(reopenedAt, reopenedBy)}`,
        ]
          .filter(Boolean)
          .join('; ')}
      </div>
    </li>
  )
}
