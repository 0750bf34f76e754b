import { Button, FocusTrap, Popover } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { type ReactElement, type ReactNode, useState } from 'react'

type ConfirmPopoverProps = {
  /** The button that starts it; its own `onClick` is replaced. */
  target: (open: () => void) => ReactElement
  question: ReactNode
  /** Verb and object: «Архивировать клиента». */
  confirm: ReactNode
  onConfirm: () => void
}

/** Asks once, at the button, with focus inside; Esc or «Нет» leaves everything as it was. */
export function ConfirmPopover({ target, question, confirm, onConfirm }: ConfirmPopoverProps) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} withArrow={false} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>{target(() => setOpened(true))}</Popover.Target>
      <Popover.Dropdown>
        <FocusTrap active={opened}>
          <div className="col" style={{ maxWidth: 300 }}>
            <div>{question}</div>
            <div className="row">
              <Button
                variant="filled"
                data-autofocus
                onClick={() => {
                  setOpened(false)
                  onConfirm()
                }}
              >
                {confirm}
              </Button>
              <Button variant="subtle" onClick={() => setOpened(false)}>
                <Trans>Нет</Trans>
              </Button>
            </div>
          </div>
        </FocusTrap>
      </Popover.Dropdown>
    </Popover>
  )
}
