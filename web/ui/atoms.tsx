import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCheck,
  IconChevronDown,
  IconChevronRight,
  IconInfoCircle,
} from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import atoms from './atoms.module.css'

type TagLook = 'plain' | 'outline' | 'dashed' | 'bad' | 'due' | 'good' | 'acc'

export function Tag({ look = 'plain', children }: { look?: TagLook; children: ReactNode }) {
  return (
    <span className={atoms.tag} data-look={look}>
      {children}
    </span>
  )
}

/** `Анна Ким` → `АК` */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  return ((words[0]?.[0] ?? '') + (words[1]?.[0] ?? '')).toUpperCase() || '?'
}

/** Initials on grey, never coloured; `alone` when the name does not stand beside it. */
export function Avatar({ name, size = 'sm', alone = false }: { name: string; size?: 'sm' | 'lg'; alone?: boolean }) {
  return alone ? (
    <span className={atoms.avatar} data-size={size} role="img" aria-label={name} title={name}>
      {initialsOf(name)}
    </span>
  ) : (
    // drawn by the style sheet: as text they would have to be a part of the button's name
    <span className={atoms.avatar} data-size={size} data-initials={initialsOf(name)} aria-hidden />
  )
}

type NoteProps = {
  look?: 'plain' | 'bad' | 'due' | 'good' | 'acc'
  /** `alert` interrupts a screen reader: only for refusals. */
  role?: 'alert' | 'status' | 'note'
  action?: ReactNode
  children: ReactNode
}

const noteIcons = {
  plain: IconInfoCircle,
  bad: IconAlertCircle,
  due: IconAlertTriangle,
  good: IconCheck,
  acc: IconInfoCircle,
}

/** A remark inside a screen: what is so, and the way out beside it. */
export function Note({ look = 'plain', role, action, children }: NoteProps) {
  const Icon = noteIcons[look]
  return (
    <div className={atoms.note} data-look={look} role={role}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <div className="grow">{children}</div>
      {action}
    </div>
  )
}

/** Marks the pieces of a text that matched; `ranges` as the search gives them: `[[from, to], …]`. */
export function Mark({ text, ranges }: { text: string; ranges?: readonly (readonly number[])[] }) {
  if (!ranges?.length) return text
  const parts: ReactNode[] = []
  let at = 0
  for (const [from = 0, to = 0] of [...ranges].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
    if (from < at || to <= from) continue
    if (from > at) parts.push(text.slice(at, from))
    parts.push(<mark key={from}>{text.slice(from, to)}</mark>)
    at = to
  }
  parts.push(text.slice(at))
  return parts
}

type SectionProps = {
  title: ReactNode
  count?: number | string
  /** Right end of the head. */
  actions?: ReactNode
  /** Given: the section folds; the value says whether it is open at first. */
  folds?: 'open' | 'closed'
  /** Told whether it stands open now: what is dear is read only then. */
  onFold?: (open: boolean) => void
  level?: 2 | 3
  children: ReactNode
}

export function Section({ title, count, actions, folds, onFold, level = 2, children }: SectionProps) {
  const [open, setOpen] = useState(folds !== 'closed')
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  const Chevron = open ? IconChevronDown : IconChevronRight
  const fold = () => {
    setOpen(!open)
    onFold?.(!open)
  }
  return (
    <section className={atoms.section} aria-labelledby={id}>
      <div className={atoms.sectionHead}>
        <Heading id={id}>
          {folds ? (
            <button type="button" className={`plain ${atoms.fold}`} aria-expanded={open} onClick={fold}>
              <Chevron size={14} stroke={1.7} aria-hidden />
              {title}
            </button>
          ) : (
            title
          )}
        </Heading>
        {count !== undefined && <span className={atoms.count}>{count}</span>}
        <span className="grow" />
        {actions}
      </div>
      {open && children}
    </section>
  )
}

/** One setting: label at the left, control at the right, saved at once. */
export function SettingsRow({
  label,
  hint,
  htmlFor,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  htmlFor?: string
  children: ReactNode
}) {
  return (
    <div className={atoms.settingsRow}>
      <div className={atoms.settingsLabel}>
        {htmlFor ? <label htmlFor={htmlFor}>{label}</label> : label}
        {hint && <div className="s12 t3">{hint}</div>}
      </div>
      <div>{children}</div>
    </div>
  )
}
