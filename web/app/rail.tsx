import { Trans, useLingui } from '@lingui/react/macro'
import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import {
  IconChartBar,
  IconCheckbox,
  IconMenu2,
  IconPlus,
  IconSettings,
  IconTargetArrow,
  IconUsers,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { signOut } from '../../server/rooms/access/contract.ts'
import { call } from '../lib/api.ts'
import { stopLive } from '../lib/live.ts'
import { useMe } from '../rooms/access/me.ts'
import { useDueCount } from '../rooms/activities/use-my-day.ts'
import { Avatar } from '../ui/atoms.tsx'
import { toastError } from '../ui/toast.tsx'
import { forgetRecent } from './recent.ts'
import styles from './shell.module.css'

const icon = { size: 20, stroke: 1.5, 'aria-hidden': true } as const

type ItemProps = { to: LinkProps['to']; label: string; waiting?: number; children: ReactNode }

function Item({ to, label, waiting = 0, children }: ItemProps) {
  const name = useWaitingName(label, waiting)
  return (
    <Tooltip label={label} position="right">
      <Link to={to} className={styles.item} activeOptions={{ exact: false, includeSearch: false }} {...name}>
        {children}
        <span>{label}</span>
        <Waiting count={waiting} />
      </Link>
    </Tooltip>
  )
}

const MOST = 99

function useWaitingName(label: string, count: number): { 'aria-label'?: string } {
  const { t } = useLingui()
  return count > 0 ? { 'aria-label': t`${label}, ждет: ${count}` } : {}
}

/** How much waits for me, drawn at the icon; the link says it in its name. */
function Waiting({ count }: { count: number }) {
  if (count === 0) return null
  // drawn by the style sheet: as text it would have to be a part of the link's name
  return <b className={styles.waiting} data-count={count > MOST ? `${MOST}+` : count} aria-hidden />
}

function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
      <rect x="3" y="11" width="3" height="6" rx="1" />
      <rect x="8.5" y="7" width="3" height="10" rx="1" />
      <rect x="14" y="3" width="3" height="14" rx="1" opacity=".55" />
    </svg>
  )
}

/** Sections at the left; a section that is not built or not allowed is absent. */
export function Rail() {
  const { t } = useLingui()
  const due = useDueCount()
  return (
    <nav className={styles.rail} aria-label={t`Разделы`}>
      <div className={styles.logo}>
        <Logo />
      </div>
      <div className={styles.nav}>
        <Item to="/sales" label={t`Продажи`}>
          <IconTargetArrow {...icon} />
        </Item>
        <Item to="/my-day" label={t`Мои дела`} waiting={due}>
          <IconCheckbox {...icon} />
        </Item>
        <Item to="/clients" label={t`Клиенты`}>
          <IconUsers {...icon} />
        </Item>
        <Item to="/reports/funnel" label={t`Отчеты`}>
          <IconChartBar {...icon} />
        </Item>
      </div>
      <div className="grow" />
      <div className={styles.nav}>
        <Item to="/settings" label={t`Настройка`}>
          <IconSettings {...icon} />
        </Item>
      </div>
      <PersonMenu />
    </nav>
  )
}

function PersonMenu() {
  const { t } = useLingui()
  const { user } = useMe()
  const leave = useSignOut()
  return (
    <Menu position="right-end">
      <Menu.Target>
        <UnstyledButton className={styles.me} aria-label={t`${user.name}: меню`}>
          <Avatar name={user.name} size="lg" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.name}</Menu.Label>
        <Menu.Item component={Link} to="/settings/me">
          <Trans>Мои настройки</Trans>
        </Menu.Item>
        <Menu.Item onClick={leave}>
          <Trans>Выйти</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  return () => {
    call(signOut, {}).then(() => {
      stopLive()
      // Over plain http the browser ignores Clear-Site-Data.
      sessionStorage.clear()
      forgetRecent()
      // Nothing of the work is on the screen any more when what it shows is forgotten.
      return navigate({ to: '/sign-in', search: {} }).then(() => client.clear())
    }, toastError)
  }
}

/** Phones: four places and the big «+» in the middle. */
export function BottomBar({ onCreate }: { onCreate: () => void }) {
  const { t } = useLingui()
  const due = useDueCount()
  const dueName = useWaitingName(t`Дела`, due)
  const leave = useSignOut()
  return (
    <nav className={styles.bottom} aria-label={t`Разделы`}>
      <Link to="/sales" className={styles.item} activeOptions={{ includeSearch: false }}>
        <IconTargetArrow {...icon} />
        <Trans>Продажи</Trans>
      </Link>
      <Link to="/my-day" className={styles.item} activeOptions={{ includeSearch: false }} {...dueName}>
        <IconCheckbox {...icon} />
        <Trans>Дела</Trans>
        <Waiting count={due} />
      </Link>
      <button type="button" className={styles.big} onClick={onCreate} aria-label={t`Создать Интерес`}>
        <IconPlus size={24} stroke={1.7} aria-hidden />
      </button>
      <Link to="/clients" className={styles.item} activeOptions={{ includeSearch: false }}>
        <IconUsers {...icon} />
        <Trans>Клиенты</Trans>
      </Link>
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className={styles.item}>
            <IconMenu2 {...icon} />
            <Trans>Еще</Trans>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to="/reports/funnel">
            <Trans>Отчеты</Trans>
          </Menu.Item>
          <Menu.Item component={Link} to="/settings/me">
            <Trans>Мои настройки</Trans>
          </Menu.Item>
          <Menu.Item component={Link} to="/settings">
            <Trans>Настройка</Trans>
          </Menu.Item>
          <Menu.Item onClick={leave}>
            <Trans>Выйти</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}
