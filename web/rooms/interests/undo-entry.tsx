import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { moveRefused } from '../../../server/rooms/interests/contract.ts'
import { isProblem, Undecided } from '../../lib/problem-error.ts'
import { foreseeUndo, showUndo, type UndoOutcome, useUndo } from '../../lib/undo.ts'
import { toast, toastError } from '../../ui/toast.tsx'

type UndoEntryProps = {
  entryId: string
  /** Names the change for who cannot see it. */
  label: string
  /** A state refuses the way back. @returns whether that is asked for elsewhere */
  onBlocked?: ((stateId: string) => boolean) | undefined
  onDone?: (() => void) | undefined
}

/** «Отменить» in a history: what is simple is done at once, all else is said before it is done. */
export function UndoEntry({ entryId, label, onBlocked, onDone }: UndoEntryProps) {
  const client = useQueryClient()
  const undo = useUndo()
  const [busy, setBusy] = useState(false)
  const change = { entryId }
  const run = async () => {
    setBusy(true)
    try {
      const outcome = await foreseeUndo(change)
      if (!isPlain(outcome) && !isBlocked(outcome)) return showUndo(client, change, outcome, onDone)
      await undo(change)
      toast({ message: <Trans>Изменение отменено</Trans> })
      onDone?.()
    } catch (error) {
      if (error instanceof Undecided || (isProblem(error, moveRefused) && onBlocked?.(error.data.stateId))) return
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-xs"
        loading={busy}
        aria-label={label}
        leftSection={<IconArrowBackUp size={14} stroke={1.7} aria-hidden />}
        onClick={() => void run()}
      >
        <Trans>Отменить</Trans>
      </Button>
    </div>
  )
}

const isPlain = ({ left, undone }: UndoOutcome) =>
  left.length === 0 && undone.length === 1 && undone[0]?.keeps.length === 0

/** Of one record a door says best itself why it stays shut. */
const isBlocked = ({ left, undone }: UndoOutcome) => undone.length === 0 && left.length === 1 && left[0]?.field === null
