import { Trans, useLingui } from '@lingui/react/macro'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useMe } from '../../rooms/access/me.ts'
import { Page } from '../../ui/page.tsx'
import styles from './settings.module.css'

/** Settings: a menu of what this person may change, one page each. */
export default function SettingsPage() {
  const { t } = useLingui()
  const { can } = useMe()
  const directories = can['directories.administer']
  const people = can['users.administer']
  const sets = can['settings.administer']
  const menu = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the menu is one line that scrolls sideways: the chosen page is brought into it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the address
  useEffect(() => {
    menu.current?.querySelector('[data-status="active"]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  return (
    <Page title={t`Настройка`}>
      <div className={styles.frame}>
        <nav ref={menu} className={styles.menu} aria-label={t`Настройка`}>
          {(directories || sets || can['scenarios.administer']) && (
            <Group title={<Trans>Продажи</Trans>}>
              {can['scenarios.administer'] && (
                <>
                  <li>
                    <Link to="/settings/scenarios">{t`Сценарии продаж`}</Link>
                  </li>
                  <li>
                    <Link to="/settings/trigger-journal">{t`Журнал триггеров`}</Link>
                  </li>
                </>
              )}
              {directories && <DirectoryLinks />}
              {sets && (
                <li>
                  <Link to="/settings/form">{t`Форма регистрации`}</Link>
                </li>
              )}
              {can['duplicates.administer'] && (
                <li>
                  <Link to="/settings/duplicates">{t`Правила дублей`}</Link>
                </li>
              )}
            </Group>
          )}
          {people && (
            <Group title={<Trans>Люди</Trans>}>
              <li>
                <Link to="/settings/users">{t`Пользователи`}</Link>
              </li>
              <li>
                <Link to="/settings/departments">{t`Подразделения`}</Link>
              </li>
              <li>
                <Link to="/settings/profiles">{t`Профили доступа`}</Link>
              </li>
            </Group>
          )}
          <Group title={<Trans>Система</Trans>}>
            {sets && (
              <li>
                <Link to="/settings/company">{t`Компания`}</Link>
              </li>
            )}
            {sets && (
              <li>
                <Link to="/settings/calendar">{t`Производственный календарь`}</Link>
              </li>
            )}
            <li>
              <Link to="/settings/api-keys">{t`Ключи API`}</Link>
            </li>
            {can['audit.read'] && (
              <li>
                <Link to="/settings/access-log">{t`Журнал доступа`}</Link>
              </li>
            )}
          </Group>
          <Group title={<Trans>Для меня</Trans>}>
            <li>
              <Link to="/settings/me">{t`Мои настройки`}</Link>
            </li>
          </Group>
        </nav>
        <div className={styles.content}>
          <Outlet />
        </div>
      </div>
    </Page>
  )
}

function Group({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </div>
  )
}

function DirectoryLinks() {
  const { t } = useLingui()
  const kinds = [
    ['service_type', t`Типы услуг`],
    ['loss_reason', t`Причины отказа`],
    ['channel', t`Каналы`],
    ['source', t`Источники`],
    ['project', t`Проекты`],
    ['interaction_kind', t`Виды взаимодействий`],
  ] as const
  return kinds.map(([kind, name]) => (
    <li key={kind}>
      <Link to="/settings/directories/$kind" params={{ kind }}>
        {name}
      </Link>
    </li>
  ))
}
