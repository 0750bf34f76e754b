import { Modal } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { KeyLayer, useKeys } from './keys.tsx'

type DialogProps = { opened: boolean; onClose: () => void; title: string; size?: number; children: ReactNode }

/** A small window for a question or a list of keys; nothing typed is lost by a click beside it. */
export function Dialog({ opened, onClose, title, size = 440, children }: DialogProps) {
  const { t } = useLingui()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t`Закрыть` }}
    >
      <KeyLayer>
        <Esc onClose={onClose} />
        {children}
      </KeyLayer>
    </Modal>
  )
}

function Esc({ onClose }: { onClose: () => void }) {
  useKeys([{ keys: 'Escape', inFields: true, run: onClose }])
  return null
}
