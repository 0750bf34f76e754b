import { ActionIcon, Drawer, Tooltip } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Hotkey, KeyLayer, useKeys } from './keys.tsx'
import styles from './sheet.module.css'

type SheetProps = {
  opened: boolean
  onClose: () => void
  /** Name for screen readers and, unless `head` is given, the heading. */
  title: string
  /** Drawn in the head instead of the title. */
  head?: ReactNode
  /** Buttons at the right of the head, before «Закрыть». */
  actions?: ReactNode
  footer?: ReactNode
  /** `form` 1120 px without a transition, so that no letter is lost; `interest` 920; `small` 480. */
  size?: 'form' | 'interest' | 'small'
  /** The read-only panel closes on a click beside it; a form never does. */
  closesOutside?: boolean
  padded?: boolean
  /** Drawn where it stands, by somebody who sees to its place in the page. */
  placed?: boolean
  /** Keys of what draws the sheet: bound inside it, because outside they lie under it. */
  keys?: Hotkey[]
  children: ReactNode
}

const widths = { form: 1120, interest: 920, small: 480 }

/** Everything that opens over a list comes from the right; Esc closes one layer, the list keeps its place. */
export function Sheet({ opened, onClose, title, size = 'small', closesOutside = false, placed, ...rest }: SheetProps) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      withinPortal={!placed}
      radius={0}
      size={widths[size]}
      closeOnClickOutside={closesOutside}
      transitionProps={{ duration: size === 'form' ? 0 : 200, transition: 'slide-left' }}
      trapFocus
      returnFocus
      // The page never scrolls as a whole; Esc is one of this layer's keys.
      lockScroll={false}
      closeOnEscape={false}
      classNames={{ content: styles.content, body: styles.body }}
    >
      <Drawer.Overlay transitionProps={{ duration: size === 'form' ? 0 : 140 }} />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <KeyLayer>
            <SheetFrame title={title} onClose={onClose} {...rest} />
          </KeyLayer>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

type FrameProps = Omit<SheetProps, 'opened' | 'size' | 'closesOutside' | 'placed'>

function SheetFrame({ title, onClose, head, actions, footer, padded = true, keys = [], children }: FrameProps) {
  const { t } = useLingui()
  useKeys([{ keys: 'Escape', does: t`Закрыть`, inFields: true, run: onClose }, ...keys])
  return (
    <>
      <div className={styles.head}>
        <div className="grow">{head ?? <h2>{title}</h2>}</div>
        {actions}
        <Tooltip label={t`Закрыть, Esc`}>
          <ActionIcon onClick={onClose} aria-label={t`Закрыть`}>
            <IconX size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={styles.main} data-padded={padded || undefined}>
        {children}
      </div>
      {footer && <div className={styles.foot}>{footer}</div>}
    </>
  )
}
