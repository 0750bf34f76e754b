import { Radio } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Merge } from '../../../server/rooms/clients/contract.ts'
import { Section } from '../../ui/atoms.tsx'
import { fieldOfName } from '../../../server/platform/pure/field-marks.ts'
import { Unseen, useLimits } from '../access/limits.tsx'
import styles from './merge.module.css'
import { cardOf, useMergeFields, useMergeValues, useMovedKinds } from './merge-words.ts'

export type Choice = 'winner' | 'loser' | 'both'
export type Choices = Record<string, Choice>

type Field = Merge['fields'][number]

const LISTS = new Set(['phones', 'emails', 'sites', 'addresses', 'messengers'])

/** Nothing and an empty list are one. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function isSame({ before, loser }: Field): boolean {
  return (isEmpty(before) && isEmpty(loser)) || JSON.stringify(before) === JSON.stringify(loser)
}

/** Whose value is taken: as chosen, else as the preview says. */
function chosenOf({ field, before, loser, after }: Field, choices: Choices): Choice {
  const chosen = choices[field]
  if (chosen) return chosen
  if (LISTS.has(field) && !isEmpty(before) && !isEmpty(loser)) return 'both'
  return JSON.stringify(after) === JSON.stringify(before) || (isEmpty(after) && isEmpty(before)) ? 'winner' : 'loser'
}

type PreviewProps = { preview: Merge; choices: Choices; onChoose: (field: string, choice: Choice) => void }

/** Both records side by side: what differs is chosen field by field, what is equal is folded away. */
export function MergeFields({ preview, choices, onChoose }: PreviewProps) {
  const { t } = useLingui()
  const different = preview.fields.filter(each => !isSame(each))
  const equal = preview.fields.filter(isSame)
  return (
    <div>
      <div className={styles.sides}>
        <span />
        <Side of={preview} which="winner" head={<Trans>Останется</Trans>} />
        <Side of={preview} which="loser" head={<Trans>Присоединится</Trans>} />
      </div>
      {different.map(field => (
        <FieldChoice
          key={field.field}
          field={field}
          chosen={chosenOf(field, choices)}
          onChoose={choice => onChoose(field.field, choice)}
        />
      ))}
      {different.length === 0 && (
        <p className="t2">
          <Trans>Все поля совпадают.</Trans>
        </p>
      )}
      {equal.length > 0 && (
        <Section title={t`Одинаковые и пустые поля`} count={equal.length} folds="closed">
          {equal.map(field => (
            <Equal key={field.field} field={field} />
          ))}
        </Section>
      )}
    </div>
  )
}

function Side({ of, which, head }: { of: Merge; which: 'winner' | 'loser'; head: React.ReactNode }) {
  const { id, title } = of[which]
  return (
    <div className={styles.side}>
      <div className="s12 t3">{head}</div>
      <Link to={cardOf[of.kind]} params={{ id }} className="m" target="_blank">
        {title}
      </Link>
    </div>
  )
}

function Values({ field, value }: { field: string; value: unknown }) {
  const valuesOf = useMergeValues()
  const limits = useLimits()
  const lines = valuesOf(field, value)
  const limited = fieldOfName(field)
  if (limited && limits(limited).hidden) return <Unseen field={limited} />
  if (lines.length === 0)
    return (
      <span className="t3">
        <Trans>нет</Trans>
      </span>
    )
  return lines.map(line => <div key={line}>{line}</div>)
}

type FieldChoiceProps = { field: Field; chosen: Choice; onChoose: (choice: Choice) => void }

function FieldChoice({ field, chosen, onChoose }: FieldChoiceProps) {
  const { t } = useLingui()
  const names = useMergeFields()
  const name = names[field.field] ?? field.field
  const limits = useLimits()
  const limited = fieldOfName(field.field)
  // A merge keeps what is not to be changed as it would by itself.
  const limit = limited && limits(limited)
  const canBoth =
    (LISTS.has(field.field) || field.field === 'comment') && !isEmpty(field.before) && !isEmpty(field.loser)
  const option = (choice: Choice, label: React.ReactNode) => (
    <Radio
      name={`merge-${field.field}`}
      value={choice}
      checked={chosen === choice}
      disabled={limit?.fixed === true}
      onChange={() => onChoose(choice)}
      label={label}
      classNames={{ label: styles.value ?? '' }}
    />
  )
  return (
    <fieldset className={styles.field} aria-label={name} title={limit?.fixed ? limit.reason : undefined}>
      <span className={styles.label}>{name}</span>
      {option('winner', <Values field={field.field} value={field.before} />)}
      {option('loser', <Values field={field.field} value={field.loser} />)}
      {canBoth && <div className={styles.both}>{option('both', t`Взять из обеих записей`)}</div>}
    </fieldset>
  )
}

function Equal({ field }: { field: Field }) {
  const names = useMergeFields()
  return (
    <div className={styles.field}>
      <span className={styles.label}>{names[field.field] ?? field.field}</span>
      <div className={`${styles.both} ${styles.value}`}>
        <Values field={field.field} value={field.before} />
      </div>
    </div>
  )
}

/** What moves to the record that stays: how many, and what the first ones are called. */
export function WhatMoves({ preview }: { preview: Merge }) {
  const { t } = useLingui()
  const kinds = useMovedKinds()
  const moved = preview.moved.filter(each => kinds[each.kind])
  return (
    <Section title={t`Что переедет`}>
      {moved.length === 0 ? (
        <p className="t2">
          <Trans>Переезжать нечему: объединятся только данные и история.</Trans>
        </p>
      ) : (
        <dl className={styles.moved}>
          {moved.map(({ kind, count, titles }) => (
            <MovedRow key={kind} name={kinds[kind] ?? kind} count={count} titles={titles} />
          ))}
        </dl>
      )}
      <p className="t2">
        <Trans>История присоединенной записи будет видна здесь же. Объединение можно отменить и позже.</Trans>
      </p>
    </Section>
  )
}

function MovedRow({ name, count, titles }: { name: string; count: number; titles: string[] }) {
  const more = count - titles.length
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span className="m">{count}</span> <span className="t2">{titles.join(', ')}</span>{' '}
        {titles.length > 0 && more > 0 && (
          <span className="t3">
            <Trans>и еще {more}</Trans>
          </span>
        )}
      </dd>
    </>
  )
}
