import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Undecided } from '../lib/problem-error.ts'
import type { Editor } from './field.tsx'
import type { EditsOn } from './grid-columns.ts'
import styles from './data-grid.module.css'
import { toastError } from './toast.tsx'

type CellEditorProps<T> = {
  value: T
  onSave: (value: T) => Promise<unknown>
  /** The cell is done with: what is edited next. */
  onDone: (on: EditsOn) => void
  edit: (editor: Editor<T>) => ReactNode
  same?: (a: T, b: T) => boolean
}

/** The control of a cell that is edited in place. Enter, Tab and leaving save; Esc gives the old value back. */
export function CellEditor<T>({ value, onSave, onDone, edit, same = Object.is }: CellEditorProps<T>) {
  const id = useId()
  // How the cell stood when it was begun: others may change the record meanwhile.
  const [begun] = useState({ value, save: onSave })
  const [draft, setDraft] = useState(value)
  const [saving, setSaving] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const over = useRef(false)
  const control = () => place.current?.querySelector<HTMLElement>('input, textarea')

  useEffect(() => {
    const field = control()
    field?.focus()
    if (field instanceof HTMLInputElement) field.select()
  }, [])

  /** Going away takes the focus from the control, which must not save a second time. */
  function close(on: EditsOn): void {
    over.current = true
    onDone(on)
  }

  async function leave(on: EditsOn, next = draft): Promise<void> {
    if (saving || over.current) return
    if (same(next, begun.value)) return close(on)
    setSaving(true)
    try {
      await begun.save(next)
      close(on)
    } catch (error) {
      if (!(error instanceof Undecided)) toastError(error)
      // What was typed stays in the cell: nothing is lost by a refusal.
      setDraft(next)
      setSaving(false)
      control()?.focus()
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { target } = event
    const open = target instanceof Element && target.getAttribute('aria-expanded') === 'true'
    const list = open && target.getAttribute('aria-haspopup') !== 'dialog'
    const does: Record<string, (() => void) | undefined> = {
      Escape: open ? undefined : () => close('stay'),
      Enter: list ? undefined : () => void leave('stay'),
      NumpadEnter: list ? undefined : () => void leave('stay'),
      Tab: () => void leave(event.shiftKey ? 'previous' : 'next'),
    }
    const act = does[event.code]
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the control inside
    <div
      ref={place}
      data-own-escape
      className={styles.editor}
      aria-busy={saving || undefined}
      onKeyDown={onKeyDown}
      onBlur={event => {
        const to = event.relatedTarget
        // A calendar or list of this cell floats elsewhere in the page; going there is not leaving.
        if (to instanceof Element && to.closest('[data-portal], [role="listbox"], .mantine-Popover-dropdown')) return
        if (place.current?.contains(to)) return
        void leave('away')
      }}
    >
      {edit({ id, value: draft, onChange: setDraft, commit: next => void leave('stay', next) })}
    </div>
  )
}
