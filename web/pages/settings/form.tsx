import { useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { changeCompanySettings, formField, readCompanySettings } from '../../../server/rooms/fields/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { SettingsPage } from '../../ui/admin-list.tsx'
import { SettingsRow } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

type FormField = z.infer<typeof formField>

/** Which optional fields the registration form shows to everybody. */
export default function FormSettingsPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(queryOf(readCompanySettings, {}))
  const write = useWrite(changeCompanySettings)
  const names: Record<FormField, string> = {
    expectedRevenue: t`Ожидаемая выручка`,
    expectedCloseDate: t`Ожидаемая дата продажи`,
    channelId: t`Канал`,
    sourceId: t`Источник`,
    projectId: t`Проект`,
    responsibleId: t`Ответственный`,
    subject: t`Тема`,
  }
  const shown = data?.formFields ?? []

  function save(formFields: FormField[], message: string): void {
    const put = (fields: FormField[]) => write.mutateAsync({ body: { formFields: fields } })
    put(formFields).then(() => toast({ message, undo: () => put(shown) }), toastError)
  }

  function toggle(field: FormField): void {
    const off = shown.includes(field)
    const name = names[field]
    // The order of the form stays as it is shipped, whatever is shown.
    const next = (Object.keys(names) as FormField[]).filter(each => (each === field ? !off : shown.includes(each)))
    save(next, off ? t`Поле убрано из формы: ${name}` : t`Поле добавлено в форму: ${name}`)
  }

  return (
    <SettingsPage title={t`Форма регистрации`} hint={t`Для всех. Сохраняется сразу`}>
      {error && <ErrorState title={t`Настройки не загрузились`} error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingBars rows={6} />}
      {data && (
        <SettingsRow label={t`Поля на форме`} hint={t`Содержание и тип услуги есть всегда`}>
          <div className="col">
            {(Object.keys(names) as FormField[]).map(field => (
              <Checkbox
                key={field}
                label={names[field]}
                checked={shown.includes(field)}
                onChange={() => toggle(field)}
              />
            ))}
          </div>
        </SettingsRow>
      )}
    </SettingsPage>
  )
}
