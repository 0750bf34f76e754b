import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { useUndo } from '../../lib/undo.ts'
import { Note } from '../../ui/atoms.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

type ArchivingProps = {
  archived: boolean
  can: Record<string, boolean>
  /** «Клиент в архиве» */
  away: ReactNode
  /** «Клиент возвращен из архива» */
  back: ReactNode
  archive: (act: string) => Promise<unknown>
  restore: (act: string) => Promise<unknown>
}

// The button that was pressed goes; the one for the way back, which comes in its place, takes the focus.
let pressed = false

/** «В архив» on a card; an archived one says so and offers the way back. Both can be undone. */
export function Archiving({ archived, can, away, back, archive, restore }: ArchivingProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (pressed) button.current?.focus()
    pressed = false
  }, [])
  const undo = useUndo()
  const step = (work: (act: string) => Promise<unknown>, message: ReactNode) => {
    pressed = true
    const key = newId()
    work(key).then(
      () => toast({ message, undo: () => undo({ key }) }),
      error => {
        pressed = false
        toastError(error)
      },
    )
  }
  if (archived) {
    const way = (
      <Button ref={button} size="compact-xs" onClick={() => step(restore, back)}>
        <Trans>Вернуть</Trans>
      </Button>
    )
    return <Note action={can['restore'] && way}>{away}</Note>
  }
  if (!can['archive']) return null
  return (
    <Button ref={button} variant="subtle" onClick={() => step(archive, away)}>
      <Trans>В архив</Trans>
    </Button>
  )
}
