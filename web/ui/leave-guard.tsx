import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

type LeaveGuardProps = {
  /** Something here is not saved and goes with the page. */
  when: boolean
  title: string
  /** What would be lost. */
  children: ReactNode
}

/** Asks before the page is left, by a link, by «Назад» or by closing the tab; what opens over the page does not leave it. */
export function LeaveGuard({ when, title, children }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && next.pathname !== current.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog opened onClose={blocker.reset} title={title}>
      <div className="col" style={{ gap: 16 }}>
        <p>{children}</p>
        <div className="row wrap">
          <Button variant="filled" data-autofocus onClick={blocker.reset}>
            <Trans>Остаться</Trans>
          </Button>
          <Button variant="subtle" onClick={blocker.proceed}>
            <Trans>Уйти без сохранения</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
