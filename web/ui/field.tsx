import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import styles from './field.module.css'
import { fieldErrors, Undecided } from '../lib/problem-error.ts'
import { toastError } from './toast.tsx'

/** A label and what it says; the value is only read. */
export function Field({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <div className={styles.label}>{label}</div>
      <div className={styles.value}>{children ?? <span className="t3">—</span>}</div>
    </div>
  )
}

/** Label of a form field with small grey words at its right end: where a value came from. */
export function LabelFrom({
  children,
  from,
  required = false,
}: {
  children: ReactNode
  from?: ReactNode
  /** Draws the star inside the row; give the field `withAsterisk={false}`. */
  required?: boolean
}) {
  return (
    <span className={styles.labelRow}>
      <span>
        {children}
        {required && (
          <span className="bad" aria-hidden>
            {' *'}
          </span>
        )}
      </span>
      {from && <span className={styles.from}>{from}</span>}
    </span>
  )
}

export type Editor<T> = {
  id: string
  value: T
  onChange: (value: T) => void
  /** Saves and closes; for controls that choose and are done (a select). */
  commit: (value: T) => void
}

type InPlaceFieldProps<T> = {
  label: string
  value: T
  /** The value as read; nothing = «не указано». */
  show?: ReactNode
  /** Words of the empty value: «не указана». */
  empty?: ReactNode
  required?: boolean
  readOnly?: boolean
  /** Why it is read only, for whoever points at it. */
  reason?: string | undefined
  /** The value stands alone, as the name of a record does; the label is there for screen readers. */
  bare?: boolean
  /** What is shown holds links of its own: editing then has a button beside it. */
  links?: boolean
  /** Marks of somebody else editing it, a source and the like, behind the label. */
  mark?: ReactNode
  /** Who else is editing it now: it is outlined with the name. */
  taken?: string | undefined
  /** Told when editing begins and ends. */
  onEditing?: ((editing: boolean) => void) | undefined
  onSave: (value: T) => Promise<unknown>
  /** What stands under the field instead of a toast when saving was refused so; what is typed may be saved another way. */
  explain?: (error: unknown, saveBy: (save: (value: T) => Promise<unknown>) => void) => ReactNode
  edit: (editor: Editor<T>) => ReactNode
  same?: (a: T, b: T) => boolean
}

// Tab out of one edited field opens the next one: the person is walking.
let walking = 0

/** What is typed, and how the field stood when it was begun: others may change the record meanwhile. */
type Draft<T> = {
  value: T
  begun: { value: T; save: (value: T) => Promise<unknown> }
  fault?: string
  told?: ReactNode
}

function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}

/** Read until it is clicked; then its control stands in the same place. Leaving saves, Esc gives the old value back. */
export function InPlaceField<T>(props: InPlaceFieldProps<T>) {
  const { t } = useLingui()
  const { label, value, show, empty, required, readOnly, bare, links, onSave, explain, edit, taken, onEditing } = props
  const { same = Object.is } = props
  const id = useId()
  const [draft, setDraft] = useState<Draft<T>>()
  const [saving, setSaving] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const editing = draft !== undefined

  useEffect(() => {
    if (!editing) return
    const control = place.current?.querySelector<HTMLElement>('input, textarea, [contenteditable="true"]')
    control?.focus()
    if (control instanceof HTMLInputElement) control.select()
  }, [editing])

  const tell = useEffectEvent((now: boolean) => onEditing?.(now))
  useEffect(() => {
    if (!editing) return
    tell(true)
    return () => tell(false)
  }, [editing])

  function begin(): void {
    // Until the answer is there nobody knows which value would be edited.
    if (!saving) setDraft({ value, begun: { value, save: onSave } })
  }

  function finish({ begun }: Draft<T>, next: T, back: boolean): void {
    setDraft(undefined)
    if (back) requestAnimationFrame(() => button.current?.focus())
    if (same(next, begun.value)) return
    send(begun, next)
  }

  function send(begun: Draft<T>['begun'], next: T): void {
    const again = (save: Draft<T>['begun']['save']) => {
      setDraft(undefined)
      requestAnimationFrame(() => button.current?.focus())
      send({ ...begun, save }, next)
    }
    setSaving(true)
    begun
      .save(next)
      .catch(error => {
        const fault = fieldErrors(error)
          .map(each => each.message)
          .join('. ')
        const told = explain?.(error, again)
        if (fault === '' && !told && !(error instanceof Undecided)) toastError(error)
        // What was typed comes back into the field: nothing is lost by a refusal.
        setDraft({ value: next, begun, fault, told })
      })
      .finally(() => setSaving(false))
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!draft) return
    const inText = event.target instanceof HTMLTextAreaElement
    const list = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true'
    const inTold = event.target instanceof Element && event.target.closest('[data-told]') !== null
    if (event.code === 'Escape' && !list) {
      event.preventDefault()
      setDraft(undefined)
      requestAnimationFrame(() => button.current?.focus())
    }
    if (event.code === 'Enter' && !list && !inTold && (!inText || event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      finish(draft, draft.value, true)
    }
    if (event.code === 'Tab') walking = Date.now()
  }

  const mark = (
    <>
      {props.mark}
      {taken && (
        <span className={styles.taken} data-no-print>
          <Trans>правит {taken}</Trans>
        </span>
      )}
    </>
  )
  const labelled = (
    <label className={styles.label} htmlFor={editing ? id : `${id}-read`} id={`${id}-label`}>
      {label}
      {required && <span className="bad">*</span>}
      {mark}
    </label>
  )
  const isEmpty = show === undefined || show === null || show === false || show === ''
  const words = isEmpty ? (empty ?? <Trans>не указано</Trans>) : show

  if (readOnly) {
    return (
      <div
        className={styles.field}
        data-bare={bare || undefined}
        data-taken={taken ? true : undefined}
        title={props.reason}
      >
        <div className={styles.label}>
          {label}
          {mark}
        </div>
        <div className={styles.value}>{isEmpty ? <span className="t3">{words}</span> : words}</div>
      </div>
    )
  }
  return (
    <div className={styles.field} data-bare={bare || undefined} data-taken={taken ? true : undefined}>
      {labelled}
      {editing ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the control inside
        <div
          ref={place}
          data-own-escape
          onKeyDown={onKeyDown}
          onBlur={event => {
            const to = event.relatedTarget as Element | null
            // A button under the field did its work and is gone: nobody has left.
            if (to === null && event.target.closest('[data-told]')) {
              requestAnimationFrame(() => place.current?.querySelector<HTMLElement>('input, textarea')?.focus())
              return
            }
            // A calendar or list of this field floats elsewhere in the page; going there is not leaving.
            if (
              place.current?.contains(to) ||
              to?.closest('[data-portal], [role="listbox"], .mantine-Popover-dropdown')
            )
              return
            if (draft) finish(draft, draft.value, false)
          }}
        >
          {edit({
            id,
            value: draft.value,
            onChange: next => setDraft({ value: next, begun: draft.begun }),
            commit: next => finish(draft, next, true),
          })}
          {draft.fault && (
            <div role="alert" className={styles.fault}>
              {draft.fault}
            </div>
          )}
          {/* Takes the focus where a button does not, so that a click in it is no leaving. */}
          {draft.told && (
            <div data-told tabIndex={-1} ref={bringIntoView}>
              {draft.told}
            </div>
          )}
        </div>
      ) : links && !isEmpty ? (
        <div className={styles.linked}>
          <div className="grow">{words}</div>
          <ActionIcon ref={button} id={`${id}-read`} size={24} aria-label={t`Изменить: ${label}`} onClick={begin}>
            <IconPencil size={14} stroke={1.7} aria-hidden />
          </ActionIcon>
        </div>
      ) : (
        <button
          ref={button}
          id={`${id}-read`}
          type="button"
          data-edits
          className={styles.button}
          aria-busy={saving || undefined}
          data-empty={isEmpty || undefined}
          aria-labelledby={`${id}-label ${id}-read`}
          onClick={begin}
          onKeyDown={event => {
            if (event.code === 'F2') begin()
            if (event.code === 'Tab') walking = Date.now()
          }}
          onFocus={() => {
            if (Date.now() - walking < 100) begin()
          }}
        >
          {words}
        </button>
      )}
    </div>
  )
}
