import { Trans, useLingui } from '@lingui/react/macro'
import { Outlet, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type Hotkey, hotkeysNow } from '../lib/hotkeys.ts'
import { useLoaded } from '../lib/loaded.ts'
import { Asking } from '../rooms/access/why-not.tsx'
import { HandOver } from '../rooms/clients/access.tsx'
import { AskInPlace } from '../rooms/registration/ask-here.tsx'
import { usePlanningHere } from '../rooms/activities/use-activities.tsx'
import { PlanningContext } from '../rooms/interests/planning.ts'
import { Bell } from '../rooms/notices/bell.tsx'
import { useApplyLooks } from '../rooms/fields/settings.ts'
import { formClosed } from '../rooms/registration/form-state.ts'
import { HandOverHere } from '../rooms/registration/hand-over.tsx'
import { useKeys } from '../ui/keys.tsx'
import { ShellActionsContext, type ShellActions } from '../ui/page.tsx'
import { undoLast } from '../ui/toast.tsx'
import { FormOver } from './form-over.tsx'
import { KeysHelp } from './keys-help.tsx'
import { useLiveRefresh } from './live-refresh.ts'
import { Bars } from './bars.tsx'
import { openPalette, Palette } from './palette.tsx'
import { BottomBar, Rail } from './rail.tsx'
import { useReminders } from './reminders.tsx'
import { useLeaveForFactor } from './use-leave-for-factor.ts'
import { useRememberRecent } from './recent.ts'
import { useNotePrints } from './use-note-prints.ts'
import styles from './shell.module.css'

const loadInterest = () => import('../pages/interest-sheet.tsx')
const loadNotices = () => import('../pages/notices-sheet.tsx')

/** Around every page: rail or bottom bar, keys, palette, and what opens over any page. */
export function Shell() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const search = useSearch({ from: '/signed-in' })
  const InterestSheet = useLoaded(loadInterest, search.interest !== undefined)?.default
  const NoticesSheet = useLoaded(loadNotices, search.notices === true)?.default
  const [keys, setKeys] = useState<Hotkey[]>()
  useLeaveForFactor()
  useApplyLooks()
  useNotePrints()
  useLiveRefresh()
  useReminders(id => void navigate({ to: '.', search: before => ({ ...before, interest: id }) }))
  useRememberRecent()
  const planning = usePlanningHere()

  const openNotices = () => void navigate({ to: '.', search: before => ({ ...before, notices: true as const }) })
  const actions: ShellActions = {
    openPalette,
    bell: <Bell onOpen={openNotices} />,
    openForm: of =>
      void navigate({
        to: '.',
        search: before => ({
          ...before,
          new: true as const,
          newClient: of?.clientId,
          newProspect: of?.prospectId,
          newBasis: of?.basisId,
        }),
      }),
  }
  const go = (
    to: '/sales' | '/my-day' | '/clients' | '/duplicates' | '/reports/funnel' | '/settings/me',
    view?: 'board' | 'list',
  ) => void navigate({ to, search: view ? { view } : {} })

  useKeys([
    {
      keys: 'N',
      does: t`Новый Интерес`,
      everywhere: true,
      off: search.new === true,
      run: () => actions.openForm(),
    },
    { keys: 'mod+K', does: t`Поиск и команды`, run: openPalette, everywhere: true },
    { keys: 'Z', does: t`Отменить последнее`, run: () => void undoLast(), everywhere: true },
    { keys: '?', does: t`Клавиши этого экрана`, run: () => setKeys(hotkeysNow()), everywhere: true },
    { keys: 'G D', does: t`Мои продажи, доска`, run: () => go('/sales', 'board') },
    { keys: 'G L', does: t`Мои продажи, список`, run: () => go('/sales', 'list') },
    { keys: 'G T', does: t`Мои дела`, run: () => go('/my-day') },
    { keys: 'G K', does: t`Клиенты`, run: () => go('/clients') },
    { keys: 'G B', does: t`Дубли`, run: () => go('/duplicates') },
    { keys: 'G R', does: t`Воронка`, run: () => go('/reports/funnel') },
    { keys: 'G U', does: t`Уведомления`, run: openNotices },
    { keys: 'G S', does: t`Настройка`, run: () => go('/settings/me') },
  ])

  const close = (over: 'form' | 'interest' | 'notices') =>
    void navigate({
      to: '.',
      search: before => (over === 'form' ? { ...before, ...formClosed } : { ...before, [over]: undefined }),
    })

  return (
    <ShellActionsContext.Provider value={actions}>
      <PlanningContext value={planning}>
        <HandOver value={HandOverHere}>
          <Asking value={AskInPlace}>
            <div className={styles.app}>
              <a className={styles.skip} href="#page">
                <Trans>К содержанию</Trans>
              </a>
              <Rail />
              <Bars />
              <div className={styles.page} id="page" tabIndex={-1}>
                <Outlet />
              </div>
              <BottomBar onCreate={() => actions.openForm()} />
            </div>
            {search.interest && InterestSheet && (
              <InterestSheet id={search.interest} onClose={() => close('interest')} />
            )}
            {search.notices && NoticesSheet && <NoticesSheet onClose={() => close('notices')} />}
            <FormOver
              shown={search.new === true}
              clientId={search.newClient}
              prospectId={search.newProspect}
              basisId={search.newBasis}
              draftId={search.draft}
              onClose={() => close('form')}
            />
            <Palette openForm={actions.openForm} />
            <KeysHelp keys={keys} onClose={() => setKeys(undefined)} />
          </Asking>
        </HandOver>
      </PlanningContext>
    </ShellActionsContext.Provider>
  )
}
