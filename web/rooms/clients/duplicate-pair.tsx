import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { personKey } from '../../../server/platform/pure/names.ts'
import { digitsOf } from '../../../server/platform/pure/phones.ts'
import type { DuplicatePair, DuplicateSide } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { Tag } from '../../ui/atoms.tsx'
import { Key } from '../../ui/keys.tsx'
import styles from './duplicates.module.css'
import { useReasons } from './reasons.ts'

type PairProps = {
  pair: DuplicatePair
  active: boolean
  selected: boolean
  onActivate: () => void
  onSelect: (selected: boolean) => void
  onMerge: () => void
  onDismiss: () => void
  onReopen: () => void
  undoing: boolean
  onUndoMerge: () => void
}

/** Two records side by side with everything equal marked, and what may be done with them. */
export function DuplicatePairRow({
  pair,
  active,
  selected,
  onActivate,
  onSelect,
  onMerge,
  onDismiss,
  onReopen,
  undoing,
  onUndoMerge,
}: PairProps) {
  const { t } = useLingui()
  const row = useRef<HTMLLIElement>(null)
  const reasons = useReasons()
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const { left, right } = pair
  const [one, other] = [left.title, right.title]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the page move between rows
    <li
      ref={row}
      className={styles.pair}
      data-active={active || undefined}
      data-selected={selected || undefined}
      aria-current={active || undefined}
      onClick={onActivate}
    >
      <div className={styles.check}>
        {/* What is merged already is undone one by one. */}
        {pair.status !== 'merged' && (
          <Checkbox
            aria-label={t`Выбрать: ${one} и ${other}`}
            checked={selected}
            onChange={event => onSelect(event.currentTarget.checked)}
          />
        )}
      </div>
      <div className={styles.why}>
        <span className={styles.score}>{pair.score}</span>
        {pair.certain && (
          <Tag look="acc">
            <Trans>точно</Trans>
          </Tag>
        )}
        <span className="s12 t2">{reasons(pair.reasons, pair.kind)}</span>
      </div>
      <Side kind={pair.kind} side={left} other={right} />
      <Side kind={pair.kind} side={right} other={left} />
      <div className={styles.actions}>
        {pair.status === 'open' && (
          <>
            <Button variant="default" onClick={onMerge} aria-keyshortcuts="M" rightSection={active && <Key keys="M" />}>
              <Trans>Объединить</Trans>
            </Button>
            <Button
              variant="subtle"
              onClick={onDismiss}
              aria-keyshortcuts="D"
              rightSection={active && <Key keys="D" />}
            >
              <Trans>Не дубль</Trans>
            </Button>
          </>
        )}
        {pair.status === 'dismissed' && (
          <>
            <Decided pair={pair} />
            <Button variant="subtle" onClick={onReopen}>
              <Trans>Вернуть в список</Trans>
            </Button>
          </>
        )}
        {pair.status === 'merged' && (
          <>
            <Decided pair={pair} />
            {pair.mergeId !== null && (
              <Button
                variant="subtle"
                loading={undoing}
                aria-label={t`Отменить объединение: ${one}`}
                onClick={onUndoMerge}
              >
                <Trans>Отменить</Trans>
              </Button>
            )}
          </>
        )}
      </div>
    </li>
  )
}

/** Where the merge of the two is looked at before it is done. */
export function mergePlace({ kind, left, right }: Pick<DuplicatePair, 'kind' | 'left' | 'right'>): string {
  return `/merge?${new URLSearchParams({ kind, a: left.id, b: right.id })}`
}

function Decided({ pair }: { pair: DuplicatePair }) {
  const format = useFormats()
  return (
    <span className="s12 t3">
      {pair.decidedBy?.name ?? <Trans>Система</Trans>}, {format.dateTime(pair.decidedAt)}
    </span>
  )
}

const cards = { client: '/clients/$id', contact: '/contacts/$id', prospect: '/prospects/$id' } as const

function Side({ kind, side, other }: { kind: DuplicatePair['kind']; side: DuplicateSide; other: DuplicateSide }) {
  const { t } = useLingui()
  const format = useFormats()
  const same = (mine: string, theirs: readonly string[], key: (text: string) => string) =>
    theirs.some(each => key(each) === key(mine))
  const phone = (text: string) => digitsOf(text).slice(-10)
  const day = format.date(side.createdAt)
  const since = t`с ${day}`
  const open = side.openInterests
  const lower = (text: string) => text.trim().toLowerCase()
  return (
    <div className={styles.side}>
      <div className="row">
        <Link to={cards[kind]} params={{ id: side.id }} className={styles.title}>
          <Same if={personKey(side.title) === personKey(other.title)}>{side.title}</Same>
        </Link>
        {side.archived && (
          <Tag look="outline">
            <Trans>в архиве</Trans>
          </Tag>
        )}
      </div>
      <div className={styles.facts}>
        {side.company && side.company !== side.title && <Same if={side.company === other.company}>{side.company}</Same>}
        {side.inns.map(inn => (
          <span key={inn}>
            {t`ИНН`} <Same if={same(inn, other.inns, lower)}>{inn}</Same>
          </span>
        ))}
        {side.phones.map(each => (
          <Same key={each} if={same(each, other.phones, phone)}>
            {each}
          </Same>
        ))}
        {side.emails.map(each => (
          <Same key={each} if={same(each, other.emails, lower)}>
            {each}
          </Same>
        ))}
      </div>
      <div className="s12 t3">
        {side.responsible?.name ?? t`без ответственного`} · {since}
        {open > 0 && ` · ${t`в работе: ${open}`}`}
      </div>
    </div>
  )
}

/** What both records have alike. */
function Same({ if: isSame, children }: { if: boolean; children: string }) {
  return isSame ? <mark className={styles.same}>{children}</mark> : <span>{children}</span>
}
