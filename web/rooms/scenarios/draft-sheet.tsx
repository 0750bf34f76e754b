import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Hotkey, Key } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'

type DraftSheetProps = {
  title: string
  /** Of the page below: undo and redo act here as well. */
  keys: Hotkey[]
  onClose: () => void
  children: ReactNode
}

/** A part of the draft of a scenario beside the editor: nothing is confirmed, everything stays in the draft. */
export function DraftSheet({ title, keys, onClose, children }: DraftSheetProps) {
  return (
    <Sheet
      opened
      onClose={onClose}
      closesOutside
      title={title}
      keys={keys}
      footer={
        <>
          <Button variant="filled" onClick={onClose} rightSection={<Key keys="Escape" />}>
            <Trans>Готово</Trans>
          </Button>
          <span className="t3 s12">
            <Trans>Изменения остаются в черновике, пока сценарий не опубликован</Trans>
          </span>
        </>
      }
    >
      <div className="col" style={{ gap: 20 }}>
        {children}
      </div>
    </Sheet>
  )
}
