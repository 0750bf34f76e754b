import { useLingui } from '@lingui/react/macro'
import type { NavigateOptions } from '@tanstack/react-router'
import { useMay } from '../rooms/access/me.ts'
import type { ShellActions } from '../ui/page.tsx'
import { useRecordHere } from './recent.ts'

export type Place = Pick<NavigateOptions, 'to' | 'params' | 'search'>

export type Command = {
  id: string
  label: string
  kind: 'new' | 'board' | 'settings' | 'go'
  keys?: string
  /** Where it leads, or what it does. */
  place?: Place
  run?: () => void
}

/** What the palette can do besides finding records; only what this person may. */
export function useCommands(openForm: ShellActions['openForm']): Command[] {
  const { t } = useLingui()
  const administers = useMay('users.administer')
  const arranges = useMay('directories.administer')
  const sets = useMay('scenarios.administer')
  const counts = useMay('settings.administer')
  const here = useRecordHere()
  const imports = useMay('clients.import')
  const weighs = useMay('duplicates.administer')
  const plain: Command[] = [
    { id: 'new', label: t`Новый Интерес`, kind: 'new', keys: 'N', run: () => openForm() },
    {
      id: 'board',
      label: t`Перейти: Мои продажи, доска`,
      kind: 'board',
      keys: 'G D',
      place: { to: '/sales', search: { view: 'board' } },
    },
    {
      id: 'list',
      label: t`Перейти: Мои продажи, список`,
      kind: 'go',
      keys: 'G L',
      place: { to: '/sales', search: { view: 'list' } },
    },
    { id: 'my-day', label: t`Перейти: Мои дела`, kind: 'go', keys: 'G T', place: { to: '/my-day', search: {} } },
    { id: 'clients', label: t`Перейти: Клиенты`, kind: 'go', keys: 'G K', place: { to: '/clients', search: {} } },
    { id: 'duplicates', label: t`Перейти: Дубли`, kind: 'go', keys: 'G B', place: { to: '/duplicates', search: {} } },
    { id: 'funnel', label: t`Перейти: Воронка`, kind: 'go', keys: 'G R', place: { to: '/reports/funnel', search: {} } },
    {
      id: 'notices',
      label: t`Перейти: Уведомления`,
      kind: 'go',
      keys: 'G U',
      place: { to: '.', search: (before: object) => ({ ...before, notices: true }) } as Place,
    },
    { id: 'me', label: t`Перейти: Мои настройки`, kind: 'settings', keys: 'G S', place: { to: '/settings/me' } },
  ]
  if (imports)
    plain.push({ id: 'imports', label: t`Перейти: Импорт клиентов`, kind: 'go', place: { to: '/clients/imports' } })
  const settings = (id: string, label: string, place: Place): Command => ({ id, label, kind: 'settings', place })
  if (here?.type === 'interest') {
    const { id } = here
    plain.push({
      id: 'based',
      label: t`Создать Интерес на основании этого`,
      kind: 'new',
      run: () => openForm({ basisId: id }),
    })
  } else if (here) {
    const { type: kind, id: a } = here
    const place: Place = { to: '/merge', search: { kind, a } }
    plain.push({ id: 'merge', label: t`Объединить с другой записью`, kind: 'go', place })
  }
  if (administers) {
    plain.push(
      settings('users', t`Перейти: Пользователи`, { to: '/settings/users', search: {} }),
      settings('profiles', t`Перейти: Профили доступа`, { to: '/settings/profiles', search: {} }),
      settings('departments', t`Перейти: Подразделения`, { to: '/settings/departments', search: {} }),
    )
  }
  if (sets) plain.push(settings('scenarios', t`Перейти: Сценарии продаж`, { to: '/settings/scenarios', search: {} }))
  if (weighs) plain.push(settings('duplicate_rules', t`Перейти: Правила дублей`, { to: '/settings/duplicates' }))
  if (counts) plain.push(settings('calendar', t`Перейти: Производственный календарь`, { to: '/settings/calendar' }))
  if (arranges) {
    const directory = (kind: 'service_type' | 'loss_reason' | 'channel' | 'source' | 'project') =>
      ({ to: '/settings/directories/$kind', params: { kind }, search: {} }) satisfies Place
    plain.push(
      settings('service_type', t`Перейти: Типы услуг`, directory('service_type')),
      settings('loss_reason', t`Перейти: Причины отказа`, directory('loss_reason')),
      settings('channel', t`Перейти: Каналы`, directory('channel')),
      settings('source', t`Перейти: Источники`, directory('source')),
      settings('project', t`Перейти: Проекты`, directory('project')),
    )
  }
  return plain
}
