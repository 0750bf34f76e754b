import { useLingui } from '@lingui/react/macro'
import {
  IconAlertCircleFilled,
  IconCalendarEvent,
  IconCircleDashed,
  IconClockHour3,
  IconMail,
  IconMessage,
  IconMessages,
  IconPhone,
  IconSquareCheck,
} from '@tabler/icons-react'
import { daysBetween, localDateOf } from '../../../server/platform/pure/working-time.ts'
import type { NextStep as Step } from '../../../server/rooms/interests/contract.ts'
import { useFormats, viewerZone } from '../../lib/formats.ts'
import { useNow } from '../../lib/now.ts'
import { useInteractionKinds } from '../company/directories.ts'
import styles from './next-step.module.css'

/** `none`: nothing is planned, and nothing has to be; `demanded`: the state demands that something is. */
export type StepTone = 'overdue' | 'today' | 'planned' | 'demanded' | 'none'
type Due = Pick<Step, 'dueAt' | 'dueDay'>

/** What a step says by its time, where the reader is: a day is late when it has passed, a time at once. */
export function stepTone(step: Due | null, now: Date, zone: string, demanded = false): StepTone {
  if (!step) return demanded ? 'demanded' : 'none'
  const day = dueDate(step, zone)
  if (!day) return 'planned'
  const today = localDateOf(now, zone)
  const late = step.dueDay ? step.dueDay < today : step.dueAt !== null && new Date(step.dueAt) < now
  return late ? 'overdue' : day === today ? 'today' : 'planned'
}

/** The day on which a step falls for the reader; null without a date. */
export function dueDate({ dueAt, dueDay }: Due, zone: string): string | null {
  return dueDay ?? (dueAt && localDateOf(dueAt, zone))
}

const kindIcons: [RegExp, typeof IconPhone][] = [
  [/звон|созвон|тел|call|phone/i, IconPhone],
  [/встреч|визит|выезд|показ|meet|visit/i, IconCalendarEvent],
  [/пис|почт|mail|letter/i, IconMail],
  [/сообщ|чат|messag|chat|sms|смс/i, IconMessage],
]

/** The icon of a task, or of a kind of interaction by what its name says. */
export function stepIcon(kind: Step['kind'], name: string): typeof IconPhone {
  if (kind === 'task') return IconSquareCheck
  return kindIcons.find(([says]) => says.test(name))?.[1] ?? IconMessages
}

/** The name of a kind of interaction, or of the task. */
export function useStepKind(): (step: Pick<Step, 'kind' | 'interactionKindId'>) => string {
  const { t } = useLingui()
  const kinds = useInteractionKinds()
  return ({ kind, interactionKindId }) =>
    kind === 'task' ? t`Задача` : (kinds.find(each => each.id === interactionKindId)?.name ?? t`Взаимодействие`)
}

/** «просрочен 2 дня», «сегодня, 15:00», «25.11, 10:00»; `short` where there is little room: «−2 дня», «15:00». */
export function useDueWords(): (step: Due, now: Date, of?: string) => { full: string; short: string } {
  const { t } = useLingui()
  const format = useFormats()
  return (step, now, of = '') => {
    const zone = viewerZone()
    const day = dueDate(step, zone)
    const time = step.dueDay || !step.dueAt ? null : format.time(step.dueAt)
    if (!day) return { full: t`без даты`, short: t`без даты` }
    const tone = stepTone(step, now, zone)
    if (tone === 'overdue') {
      const late = daysBetween(day, localDateOf(now, zone))
      const word = inGender(of, { m: t`просрочен`, f: t`просрочена`, n: t`просрочено` })
      if (late > 0) return { full: `${word} ${format.days(late)}`, short: `−${format.days(late)}` }
      return { full: t`${word} с ${time ?? ''}`, short: t`с ${time ?? ''}` }
    }
    const full = time ? `${format.nearDate(day)}, ${time}` : format.nearDate(day)
    return { full, short: tone === 'today' && time ? time : full }
  }
}

/** Звонок просрочен, встреча просрочена, письмо просрочено; where the word does not tell, the last. */
export function inGender(of: string, words: { m: string; f: string; n: string }): string {
  const last = of.trim().split(/\s+/)[0]?.toLowerCase().slice(-1) ?? ''
  if (/[ая]/.test(last)) return words.f
  return /[б-джзй-нп-тф-щ]/.test(last) ? words.m : words.n
}

type NextStepProps = {
  step: Omit<Step, 'id' | 'assigneeId'> | null
  /** The state demands that something is planned. */
  demanded?: boolean
  /** With what it is about, where there is room for it; without, where that stands beside it. */
  about?: boolean | 'beside'
}

/** The next step of an Interest: icon, words and colour by its time. Fills the width and gives up words by itself. */
export function NextStep({ step, demanded = false, about = false }: NextStepProps) {
  const { t } = useLingui()
  const format = useFormats()
  const now = useNow()
  const kindOf = useStepKind()
  const wordsOf = useDueWords()
  const tone = stepTone(step, now, viewerZone(), demanded)
  if (!step) {
    return (
      <span className={styles.step} data-tone={tone}>
        <span className={styles.line}>
          <IconCircleDashed size={16} stroke={1.7} aria-hidden />
          <span className="el">{demanded ? t`Нет следующего шага` : t`Без шага`}</span>
        </span>
      </span>
    )
  }
  const kind = kindOf(step)
  // A task is called by what is to be done.
  const isCalled = step.kind === 'task' && step.subject !== null && about !== 'beside'
  const name = isCalled ? (step.subject ?? kind) : kind
  const words = wordsOf(step, now, isCalled ? '' : kind)
  // «Звонок сегодня, 15:00», but «Звонок, просрочен 2 дня»
  const joint = tone === 'overdue' || !(step.dueAt || step.dueDay) ? ', ' : ' '
  const tail = about === true && !isCalled && step.subject ? `: ${format.typo(step.subject)}` : ''
  const Icon =
    tone === 'overdue' ? IconAlertCircleFilled : tone === 'today' ? IconClockHour3 : stepIcon(step.kind, kind)
  const full = `${name}${joint}${words.full}${tail}`
  return (
    <span className={styles.step} data-tone={tone} title={step.subject ? `${kind}: ${step.subject}` : full}>
      <span className={styles.line}>
        <Icon size={16} stroke={1.7} aria-hidden />
        <span className="vh">{full}</span>
        <span className={styles.name} aria-hidden>
          {name}
        </span>
        <span className={styles.due} aria-hidden>
          <span className={styles.full}>
            {joint}
            {words.full}
          </span>
          <span className={styles.short}>
            {joint}
            {words.short}
          </span>
        </span>
        {tail && (
          <span className="el" aria-hidden>
            {tail}
          </span>
        )}
      </span>
    </span>
  )
}

/** The stripe on the left edge of a card; its parent is positioned. */
export function StepStripe({ tone }: { tone: StepTone }) {
  return <span className={styles.stripe} data-tone={tone} aria-hidden />
}
