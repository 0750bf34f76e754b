import { useLingui } from '@lingui/react/macro'
import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { changeCompany, type company, readCompany } from '../../../server/rooms/company/contract.ts'
import { useMe } from '../../rooms/access/me.ts'
import { useEdit } from '../../rooms/access/use-edit.tsx'
import { RemoveDemo } from '../../rooms/company/remove-demo.tsx'
import { formErrors, Undecided } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { useCurrencies, useTimeZones } from '../../rooms/company/time-zones.ts'
import { SettingsPage } from '../../ui/admin-list.tsx'
import { SettingsRow } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toastError } from '../../ui/toast.tsx'

type Company = z.infer<typeof company>
type Change = Partial<Omit<Company, 'version'>>

export default function CompanyPage() {
  const { t } = useLingui()
  const { demo } = useMe()
  const { data, error, refetch } = useQuery(queryOf(readCompany, {}))
  return (
    <SettingsPage title={t`Компания`}>
      {error && <ErrorState title={t`Настройки не загрузились`} error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingBars rows={4} />}
      {data && <CompanyRows company={data} />}
      {demo && <RemoveDemo />}
    </SettingsPage>
  )
}

function CompanyRows({ company: now }: { company: Company }) {
  const { t } = useLingui()
  const zones = useTimeZones()
  const currencies = useCurrencies()
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const write = useWrite(changeCompany, { refresh: ['session'] })

  const edit = useEdit<Change, Company>(now.version, (version, change) =>
    write.mutateAsync({ body: { version, ...change } }),
  )
  const save = (label: string, changed: Change) => {
    setWrong({})
    const before = Object.fromEntries(Object.keys(changed).map(key => [key, now[key as keyof Change]])) as Change
    edit(changed, before, label).catch(error => {
      const errors = formErrors(error)
      setWrong(errors)
      if (Object.keys(errors).length === 0 && !(error instanceof Undecided)) toastError(error)
    })
  }

  return (
    <>
      <SettingsRow label={t`Название`} htmlFor="company-name">
        <LeaveToSave
          id="company-name"
          value={now.name}
          error={wrong['name']}
          onSave={name => save(t`Название`, { name })}
        />
      </SettingsRow>
      <SettingsRow label={t`Часовой пояс`} hint={t`Для новых людей и сроков`}>
        <Select
          aria-label={t`Часовой пояс`}
          data={zones}
          value={now.timeZone}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t`Ничего не нашлось`}
          onChange={timeZone => timeZone && save(t`Часовой пояс`, { timeZone })}
        />
      </SettingsRow>
      <SettingsRow label={t`Валюта`} hint={t`Для новых сумм; записанные не пересчитываются`}>
        <Select
          aria-label={t`Валюта`}
          data={currencies}
          value={now.currency}
          allowDeselect={false}
          onChange={currency => currency && save(t`Валюта`, { currency })}
        />
      </SettingsRow>
      <SettingsRow label={t`Буквы перед номером`} hint={t`Номер Интереса: И-000412`} htmlFor="company-prefix">
        <LeaveToSave
          id="company-prefix"
          value={now.numberPrefix}
          error={wrong['numberPrefix']}
          onSave={numberPrefix => save(t`Буквы перед номером`, { numberPrefix })}
        />
      </SettingsRow>
    </>
  )
}

type LeaveToSaveProps = { id: string; value: string; error: string | undefined; onSave: (value: string) => void }

/** A line that is saved when it is left; an empty one gets its old words back. */
function LeaveToSave({ id, value, error, onSave }: LeaveToSaveProps) {
  // What is typed is saved as it was begun: others may change the company meanwhile.
  const [typed, setTyped] = useState<{ text: string; begun: { value: string; save: typeof onSave } }>()
  return (
    <TextInput
      id={id}
      value={typed?.text ?? value}
      error={error}
      onChange={event => setTyped({ begun: { value, save: onSave }, ...typed, text: event.currentTarget.value })}
      onKeyDown={event => event.code === 'Enter' && event.currentTarget.blur()}
      onBlur={() => {
        const next = typed?.text.trim()
        setTyped(undefined)
        if (typed && next && next !== typed.begun.value) typed.begun.save(next)
      }}
    />
  )
}
