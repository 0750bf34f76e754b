import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeMe } from '../../../server/rooms/access/contract.ts'
import type { MySettings } from '../../../server/rooms/fields/contract.ts'
import { setViewerZone } from '../../lib/formats.ts'
import { activateLanguage } from '../../lib/language.ts'
import { useWrite } from '../../lib/queries.ts'
import { type Me, meQuery, useMe } from '../../rooms/access/me.ts'
import { RemindersRow } from '../../rooms/activities/reminders-row.tsx'
import { PasswordDialog } from '../../rooms/access/password-dialog.tsx'
import { OutsideAccounts } from '../../rooms/access/single-sign-on.tsx'
import { SecondFactorRow } from '../../rooms/access/factor-row.tsx'
import { SessionsList } from '../../rooms/access/sessions-list.tsx'
import { useServiceTypes } from '../../rooms/company/directories.ts'
import { useTimeZones } from '../../rooms/company/time-zones.ts'
import { useChangeMySettings, useMySettings } from '../../rooms/fields/settings.ts'
import { SettingsPage } from '../../ui/admin-list.tsx'
import { SettingsRow } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

/** What only concerns me; every choice is saved at once and can be taken back. */
export default function MySettingsPage() {
  const { t } = useLingui()
  const settings = useMySettings()
  const serviceTypes = useServiceTypes()
  const change = useChange(settings)
  const [password, setPassword] = useState(false)
  const colours = t({ message: 'Тема', context: 'colours' })

  return (
    <SettingsPage title={t`Мои настройки`}>
      <h3>
        <Trans context="look">Вид</Trans>
      </h3>
      <ProfileRows />
      <SettingsRow label={colours}>
        <SegmentedControl
          aria-label={colours}
          value={settings.theme}
          onChange={theme => change({ theme: theme as MySettings['theme'] }, t`Тема изменена`)}
          data={[
            { value: 'light', label: t`Светлая` },
            { value: 'dark', label: t`Темная` },
            { value: 'auto', label: t`Как в системе` },
          ]}
        />
      </SettingsRow>
      <SettingsRow label={t`Размер`} hint={t`Высота строки 30 или 36 px`}>
        <SegmentedControl
          aria-label={t`Размер`}
          value={settings.density}
          onChange={density => change({ density: density as MySettings['density'] }, t`Размер изменен`)}
          data={[
            { value: 'compact', label: t`Плотно` },
            { value: 'comfortable', label: t`Свободно` },
          ]}
        />
      </SettingsRow>

      <h3>
        <Trans>Регистрация Интереса</Trans>
      </h3>
      <SettingsRow label={t`Основной тип услуг`} hint={t`Подставляется в новый Интерес`}>
        <EntitySelect
          aria-label={t`Основной тип услуг`}
          entities={serviceTypes}
          value={settings.defaultServiceTypeId}
          placeholder={t`не выбран`}
          clearable
          onChange={defaultServiceTypeId => change({ defaultServiceTypeId }, t`Основной тип услуг изменен`)}
        />
      </SettingsRow>
      <SettingsRow label={t`Ответственный`}>
        <Checkbox
          label={t`Брать ответственного клиента`}
          checked={settings.takeClientResponsible}
          onChange={event => change({ takeClientResponsible: event.currentTarget.checked }, t`Правило изменено`)}
        />
      </SettingsRow>
      <SettingsRow label={t`После создания`}>
        <Checkbox
          label={t`Открыть карточку`}
          checked={settings.openAfterCreating}
          onChange={event => change({ openAfterCreating: event.currentTarget.checked }, t`Правило изменено`)}
        />
      </SettingsRow>
      <SettingsRow label={t`Поиск совпадений`} hint={t`Какая часть слова должна совпасть`}>
        <SegmentedControl
          aria-label={t`Поиск совпадений`}
          value={settings.matchMode}
          onChange={mode => change({ matchMode: mode as MySettings['matchMode'] }, t`Поиск изменен`)}
          data={[
            { value: 'start', label: t`С начала` },
            { value: 'any', label: t`Любая часть` },
            { value: 'exact', label: t`Точно` },
          ]}
        />
      </SettingsRow>

      <h3>
        <Trans>Напоминания</Trans>
      </h3>
      <RemindersRow />

      <h3>
        <Trans>Вход</Trans>
      </h3>
      <SettingsRow label={t`Пароль`}>
        <Button onClick={() => setPassword(true)}>
          <Trans>Сменить пароль</Trans>
        </Button>
        <PasswordDialog opened={password} onClose={() => setPassword(false)} />
      </SettingsRow>
      <SettingsRow label={t`Вход через другие службы`}>
        <OutsideAccounts />
      </SettingsRow>
      <SecondFactorRow />
      <SettingsRow label={t`Где выполнен вход`}>
        <SessionsList />
      </SettingsRow>
    </SettingsPage>
  )
}

/** Saves and offers to take it back. */
function useChange(settings: MySettings) {
  const save = useChangeMySettings()
  return (changed: Partial<MySettings>, message: string) => {
    const before = Object.fromEntries(Object.keys(changed).map(key => [key, settings[key as keyof MySettings]]))
    save(changed).then(() => toast({ message, undo: () => save(before as Partial<MySettings>) }), toastError)
  }
}

function ProfileRows() {
  const { t } = useLingui()
  const me = useMe()
  const client = useQueryClient()
  const zones = useTimeZones()
  const [name, setName] = useState(me.user.name)
  const save = useWrite(changeMe, {
    onSuccess: async (answer: Me) => {
      client.setQueryData(meQuery.queryKey, answer)
      setViewerZone(answer.user.timeZone ?? answer.company.timeZone)
      await activateLanguage(answer.user.language)
    },
    onError: error => toastError(error),
  })
  const change = (body: { name?: string; language?: 'ru' | 'en'; timeZone?: string | null }, back: typeof body) =>
    save.mutate(
      { body },
      { onSuccess: () => toast({ message: t`Сохранено`, undo: () => save.mutateAsync({ body: back }) }) },
    )

  return (
    <>
      <SettingsRow label={t`Имя`} htmlFor="my-name">
        <TextInput
          id="my-name"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          onBlur={() => {
            const next = name.trim()
            if (next && next !== me.user.name) change({ name: next }, { name: me.user.name })
            else setName(me.user.name)
          }}
        />
      </SettingsRow>
      <SettingsRow label={t`Язык`}>
        <SegmentedControl
          aria-label={t`Язык`}
          value={me.user.language}
          onChange={language => change({ language: language as 'ru' | 'en' }, { language: me.user.language })}
          data={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
        />
      </SettingsRow>
      <SettingsRow label={t`Часовой пояс`} hint={t`В нем показаны даты и время`}>
        <Select
          aria-label={t`Часовой пояс`}
          data={zones}
          value={me.user.timeZone}
          placeholder={t`как у компании`}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t`Очистить` }}
          nothingFoundMessage={t`Ничего не нашлось`}
          onChange={timeZone => change({ timeZone }, { timeZone: me.user.timeZone })}
        />
      </SettingsRow>
    </>
  )
}
