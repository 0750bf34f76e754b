import { ActionIcon, Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { Key } from './keys.tsx'
import styles from './page.module.css'

/** What the shell offers to every page; filled in by the shell, so that the kit knows no room. */
export type ShellActions = {
  openPalette: () => void
  /** Opens the registration form over this page: for a client or prospect, or on the basis of an Interest. */
  openForm: (of?: { clientId?: string; prospectId?: string; basisId?: string }) => void
  /** The bell with its number. */
  bell?: ReactNode
}

export const ShellActionsContext = createContext<ShellActions>({ openPalette: () => {}, openForm: () => {} })

export function useShell(): ShellActions {
  return useContext(ShellActionsContext)
}

type PageProps = {
  /** Name of the page in words: the heading and the name of the browser tab. */
  title: string
  /** Drawn instead of the heading's text: a path on records. */
  heading?: ReactNode
  /** After the title: scenario, view switch. */
  head?: ReactNode
  toolbar?: ReactNode
  footer?: ReactNode
  surface?: 'sheet' | 'canvas'
  /** The body scrolls as a whole; off where the content has scrollers of its own. */
  scroll?: boolean
  children: ReactNode
}

/** The frame of every page: header of 48 px with search and «Создать», toolbar of 42 px, body, footer. */
export function Page({
  title,
  heading,
  head,
  toolbar,
  footer,
  surface = 'sheet',
  scroll = false,
  children,
}: PageProps) {
  const { t } = useLingui()
  const { openForm, bell } = useShell()
  useEffect(() => {
    document.title = `${title} — Interes`
  }, [title])
  return (
    <main className={styles.page} data-surface={surface}>
      <header className={styles.head}>
        <h1 data-path={heading !== undefined || undefined}>{heading ?? title}</h1>
        {head}
        <div className="grow" />
        <FindButton />
        {bell}
        <Button
          className={styles.create}
          variant="filled"
          leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
          rightSection={<Key keys="N" />}
          onClick={() => openForm()}
          aria-keyshortcuts="N"
        >
          <Trans>Создать</Trans>
        </Button>
      </header>
      {toolbar && (
        <div className={styles.tool} role="toolbar" aria-label={t`Фильтры и действия`}>
          {toolbar}
        </div>
      )}
      <div className={styles.body} data-scroll={scroll || undefined}>
        {children}
      </div>
      {footer && <footer className={styles.foot}>{footer}</footer>}
    </main>
  )
}

function FindButton() {
  const { t } = useLingui()
  const { openPalette } = useShell()
  return (
    <>
      <button type="button" className={styles.find} onClick={openPalette} aria-keyshortcuts="Control+K">
        <IconSearch size={14} stroke={1.7} aria-hidden />
        <span className="el grow">
          <Trans>Клиент, телефон, ИНН, номер</Trans>
        </span>
        <Key keys="mod+K" />
      </button>
      <ActionIcon className={styles.findIcon} onClick={openPalette} aria-label={t`Поиск`} size={44}>
        <IconSearch size={20} stroke={1.5} aria-hidden />
      </ActionIcon>
    </>
  )
}
