import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../rooms/access/me.ts'

export type Command = {
  id: string
  label: string
  kind: 'new' | 'board' | 'settings' | 'go'
  keys?: string
  run: () => void
}

/** What the palette can do besides finding records; only what this person may. */
export function useCommands(openForm: () => void): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const administers = useMay('users.administer')
  const sets = useMay('settings.administer')
  const plain: Command[] = [
    { id: 'new', label: t`Новый Интерес`, kind: 'new', keys: 'N', run: openForm },
    {
      id: 'board',
      label: t`Перейти: Мои продажи, доска`,
      kind: 'board',
      keys: 'G D',
      run: () => void navigate({ to: '/sales', search: { view: 'board' } }),
    },
    {
      id: 'list',
      label: t`Перейти: Мои продажи, список`,
      kind: 'go',
      keys: 'G L',
      run: () => void navigate({ to: '/sales', search: { view: 'list' } }),
    },
    {
      id: 'clients',
      label: t`Перейти: Клиенты`,
      kind: 'go',
      keys: 'G K',
      run: () => void navigate({ to: '/clients', search: {} }),
    },
    {
      id: 'me',
      label: t`Перейти: Мои настройки`,
      kind: 'settings',
      keys: 'G S',
      run: () => void navigate({ to: '/settings/me' }),
    },
  ]
  if (administers) {
    plain.push({
      id: 'users',
      label: t`Перейти: Пользователи`,
      kind: 'settings',
      run: () => void navigate({ to: '/settings/users', search: {} }),
    })
  }
  if (sets) {
    plain.push({
      id: 'scenarios',
      label: t`Перейти: Сценарии продаж`,
      kind: 'settings',
      run: () => void navigate({ to: '/settings/scenarios', search: {} }),
    })
  }
  return plain
}
