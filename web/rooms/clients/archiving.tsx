import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef } from 'react'
import { Note } from '../../ui/atoms.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

type ArchivingProps = {
  archived: boolean
  can: Record<string, boolean>
  /** «Клиент в архиве» */
  away: ReactNode
  /** «Клиент возвращен из архива» */
  back: ReactNode
  archive: () => Promise<unknown>
  restore: () => Promise<unknown>
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
  const step = (work: () => Promise<unknown>, message: ReactNode, undo: () => Promise<unknown>) => {
    pressed = true
    work().then(
      () => toast({ message, undo }),
      error => {
        pressed = false
        toastError(error)
      },
    )
  }
  if (archived) {
    const way = (
      <Button ref={button} size="compact-xs" onClick={() => step(restore, back, archive)}>
        <Trans>Вернуть</Trans>
      </Button>
    )
    return <Note action={can['restore'] && way}>{away}</Note>
  }
  if (!can['archive']) return null
  return (
    <Button ref={button} variant="subtle" onClick={() => step(archive, away, restore)}>
      <Trans>В архив</Trans>
    </Button>
  )
}
