import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCheck, IconDots, IconListCheck, IconPhone, IconRepeat } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { type Activity, dayGroup } from '../../../server/rooms/activities/contract.ts'
import { today, useFormats } from '../../lib/formats.ts'
import { Avatar } from '../../ui/atoms.tsx'
import { Key } from '../../ui/keys.tsx'
import { ProspectTag } from '../../ui/steps-glyph.tsx'
import { ReachLink } from '../access/limits.tsx'
import { useMe } from '../access/me.ts'
import { LocalTime } from '../clients/local-time.tsx'
import { NextStep, useStepKind } from '../interests/next-step.tsx'
import styles from './activities.module.css'
import { dayOf } from './change.ts'
import { DoneForm } from './done-form.tsx'
import { EditPlan } from './plan-form.tsx'
import { useActivityName } from './use-activities.tsx'
import type { Rows } from './use-rows.tsx'

/** How the row of something planned is found. */
export const rowId = (id: string) => `activity-${id}`

type ActivityRowProps = {
  activity: Activity
  rows: Rows
  /** Has the one tab stop of its list; absent where the list has none. */
  active?: boolean
  onFocus?: () => void
  /** On the card of its Interest it needs not be named. */
  ofInterest?: boolean
}

/** What is to be done: a round tick, when, what, for whom; everything can be done from here. */
export function ActivityRow({ activity, rows, active, onFocus, ofInterest = false }: ActivityRowProps) {
  const { t } = useLingui()
  const format = useFormats()
  const me = useMe()
  const kindOf = useStepKind()
  const nameOf = useActivityName()
  const place = useRef<HTMLLIElement>(null)
  const [dragged, setDragged] = useState(false)
  const { id, interest, assignee, checklist, subject } = activity
  const may = activity.can['edit'] === true
  const form = rows.opened?.id === id ? rows.opened : undefined
  const isList = active !== undefined

  useEffect(() => {
    const element = place.current
    if (!element || !isList || !may || form) return
    return draggable({
      element,
      getInitialData: () => ({ activity }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [activity, isList, may, form])

  const done = checklist.filter(item => item.done).length
  return (
    <li
      ref={place}
      id={rowId(id)}
      className={styles.row}
      data-active={active || undefined}
      data-dragged={dragged || undefined}
      data-of={ofInterest ? 'interest' : undefined}
      {...(isList && { tabIndex: active ? 0 : -1 })}
      onFocus={onFocus}
    >
      <div className={styles.line}>
        <Tooltip label={isList ? t`Завершить, пробел` : t`Завершить`}>
          <button
            type="button"
            className={styles.tick}
            aria-label={t`Завершить: ${nameOf(activity)}`}
            disabled={!activity.can['complete']}
            onClick={() => rows.tick(activity)}
          >
            <IconCheck size={12} stroke={2.4} aria-hidden />
          </button>
        </Tooltip>
        <PutOff activity={activity} rows={rows} />
        <span className={styles.theme}>
          <span className="el m">
            {subject ? format.typo(subject) : <span className="t2">{kindOf(activity)}</span>}
          </span>
          {checklist.length > 0 && (
            <span className={styles.mark} title={t`Чек-лист`}>
              <IconListCheck size={14} stroke={1.7} aria-hidden />
              {done}/{checklist.length}
            </span>
          )}
          {activity.kind === 'interaction' && (
            <LocalTime zone={interest?.timeZone} at={activity.dueDay ? undefined : activity.dueAt} />
          )}
          {activity.repeat && (
            <IconRepeat size={14} stroke={1.7} className="t3" role="img" aria-label={t`Повторяется`} />
          )}
        </span>
        {!ofInterest && <Of activity={activity} />}
        {interest?.phone && !ofInterest ? (
          <ReachLink
            field="phone"
            href={`tel:${interest.phone.replace(/[^\d+]/g, '')}`}
            text={interest.phone}
            className={styles.phone}
          >
            <IconPhone size={14} stroke={1.7} aria-hidden />
            <span className={styles.number}>
              {format.phone({
                raw: interest.phone,
                e164: interest.phone.startsWith('+') ? interest.phone : null,
                extension: null,
              })}
            </span>
          </ReachLink>
        ) : (
          <span className={styles.phone} />
        )}
        <span className={styles.who}>{assignee.id !== me.user.id && <Avatar name={assignee.name} alone />}</span>
        <RowMenu activity={activity} rows={rows} keys={isList} />
      </div>
      {form?.form === 'edit' && <EditPlan activity={activity} onDone={rows.close} onCancel={rows.close} />}
      {form && form.form !== 'edit' && (
        <DoneForm activity={activity} outcome={form.form} onDone={rows.close} onCancel={rows.close} />
      )}
    </li>
  )
}

/** The Interest and its client; of what is out of sight the number only. */
function Of({ activity: { interest } }: { activity: Activity }) {
  const format = useFormats()
  if (!interest) return <span className={styles.of} />
  if (interest.walled) return <span className={`${styles.of} t3`}>{interest.number}</span>
  return (
    <span className={styles.of}>
      <Link to="." search={before => ({ ...before, interest: interest.id })} className="el" draggable={false}>
        {interest.subject ? format.typo(interest.subject) : interest.number}
      </Link>
      {interest.party && (
        <span className={styles.party}>
          {interest.party.kind === 'prospect' && <ProspectTag short />}
          <span className="el t2">{interest.party.name}</span>
        </span>
      )}
    </span>
  )
}

/** When, and to which day it may be put off: digits choose. */
function PutOff({ activity, rows }: { activity: Activity; rows: Rows }) {
  const { t } = useLingui()
  const format = useFormats()
  const [opened, setOpened] = useState(false)
  const may = activity.can['edit'] === true
  const step = <NextStep step={activity} about="beside" />
  if (!may) return <span className={styles.when}>{step}</span>
  const labels = {
    today: t`Сегодня`,
    tomorrow: t`Завтра`,
    week: t`До конца недели`,
    later: t`На следующую неделю`,
    none: t`Без даты`,
  }
  const choices = dayGroup.options.flatMap(group => {
    const day = dayOf(group, today())
    return group === 'overdue' || day === undefined ? [] : [{ group, label: labels[group], day }]
  })
  return (
    <Menu position="bottom-start" width={290} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <button type="button" className={`plain ${styles.when}`} data-put-off>
          {step}
        </button>
      </Menu.Target>
      <Menu.Dropdown
        onKeyDown={event => {
          const choice = choices[Number(event.key) - 1]
          if (!choice) return
          event.preventDefault()
          setOpened(false)
          rows.move(activity, choice.group)
        }}
      >
        <Menu.Label>
          <Trans>Отложить</Trans>
        </Menu.Label>
        {choices.map(({ group, label, day }, at) => (
          <Menu.Item
            key={group}
            onClick={() => rows.move(activity, group)}
            rightSection={<Key keys={String(at + 1)} />}
          >
            {label}
            {day !== null && group !== 'today' && group !== 'tomorrow' && (
              <span className="t3"> {`${format.weekday(day)} ${format.date(day)}`}</span>
            )}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => rows.edit(activity)}>
          <Trans>Другая дата…</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function RowMenu({ activity, rows, keys }: { activity: Activity; rows: Rows; keys: boolean }) {
  const { t } = useLingui()
  const nameOf = useActivityName()
  if (!activity.can['edit']) return <span />
  const key = (of: string) => keys && <Key keys={of} />
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} className={styles.dots} aria-label={t`Действия: ${nameOf(activity)}`}>
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => rows.edit(activity)} rightSection={key('E')}>
          <Trans>Изменить</Trans>
        </Menu.Item>
        <Menu.Item onClick={() => rows.give(activity)} rightSection={key('D')}>
          <Trans>Поручить</Trans>
        </Menu.Item>
        <Menu.Item onClick={() => rows.cancel(activity)}>
          <Trans>Не состоится</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
