import { Trans } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { ProblemError, Undecided } from '../lib/problem-error.ts'
import { Key } from './keys.tsx'
import styles from './toast.module.css'

type Undo = () => unknown
type Toast = { message: ReactNode; undo?: Undo }

const LASTS = 8_000
const AT_MOST = 2
let shown: { id: string; stays: boolean }[] = []
let undoable: { id: string; undo: Undo }[] = []

/** One line at the bottom for 8 s, with «Отменить Z» where the step can be taken back. */
export function toast({ message, undo }: Toast): void {
  makeRoom()
  const row = {
    message: undo ? <UndoRow message={message} onUndo={() => undoOne(id)} /> : message,
    autoClose: LASTS,
    withCloseButton: false,
    role: 'status',
    classNames: { root: styles.toast, body: styles.body, description: styles.text },
    onClose: () => forget(id),
    // Under the focus it waits, as it does under the pointer.
    onFocus: () => notifications.update({ ...row, id, autoClose: false }),
    onBlur: () => notifications.update({ ...row, id }),
  }
  const id: string = notifications.show(row)
  shown = [...shown, { id, stays: false }]
  if (undo) undoable = [...undoable, { id, undo }]
}

/** An error stays until it is closed. Validation never comes here: it stands at its field. */
export function toastError(error: unknown, title?: ReactNode): void {
  const problem = error instanceof ProblemError ? error : undefined
  makeRoom()
  const id = notifications.show({
    message: (
      <span>
        {title ?? problem?.title ?? <Trans>Не получилось</Trans>}
        {problem && problem.detail !== problem.title ? `. ${problem.detail}` : ''}
      </span>
    ),
    autoClose: false,
    withCloseButton: true,
    role: 'alert',
    closeButtonProps: { 'aria-label': 'Esc' },
    classNames: { root: styles.toast, body: styles.body, description: styles.text, closeButton: styles.close },
    onClose: () => forget(id),
  })
  shown = [...shown, { id, stays: true }]
}

/** The newest is always seen: a third one takes the place of the oldest, an error last. */
function makeRoom(): void {
  if (shown.length < AT_MOST) return
  const oldest = shown.find(each => !each.stays) ?? shown[0]
  if (oldest) notifications.hide(oldest.id)
}

/** `Z`: takes back the last thing that a toast still offers to take back; false when there is none. */
export function undoLast(): boolean {
  const last = undoable.at(-1)
  if (!last) return false
  undoOne(last.id)
  return true
}

function undoOne(id: string): void {
  const found = undoable.find(each => each.id === id)
  forget(id)
  notifications.hide(id)
  void Promise.resolve(found?.undo()).catch(error => {
    if (!(error instanceof Undecided)) toastError(error, <Trans>Отменить не получилось</Trans>)
  })
}

function forget(id: string): void {
  shown = shown.filter(each => each.id !== id)
  undoable = undoable.filter(each => each.id !== id)
}

function UndoRow({ message, onUndo }: { message: ReactNode; onUndo: () => void }) {
  return (
    <span className={styles.row}>
      <span className="el">{message}</span>
      <button type="button" className={styles.undo} onClick={onUndo} aria-keyshortcuts="Z">
        <Trans>Отменить</Trans> <Key keys="Z" />
      </button>
    </span>
  )
}
