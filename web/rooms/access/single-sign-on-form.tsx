import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { z } from 'zod'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import {
  changeSingleSignOn,
  checkSingleSignOn,
  readSingleSignOn,
  type SingleSignOnSettings,
} from '../../../server/rooms/access/single-sign-on/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { SettingsRow } from '../../ui/atoms.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { CheckSteps, SaveBar, TextRow, useWhole, WordsRow, YesRow } from './outside-settings.tsx'
import { useRoles } from './roles.ts'

type Stored = z.infer<typeof readSingleSignOn.result>
type Typed = SingleSignOnSettings & { clientSecret: string }

/** Signing in at a provider of OpenID Connect: where it is, and who is let in. */
export function SingleSignOnSettingsForm() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(queryOf(readSingleSignOn, {}))
  if (error) return <ErrorState title={t`Настройки не загрузились`} error={error} onRetry={() => void refetch()} />
  return data ? <Form stored={data} /> : <LoadingBars rows={10} />
}

/** Made once for an answer of the server: the form compares what is typed with it. */
const settingsOf = new WeakMap<Stored, Typed>()
function typedOf(stored: Stored): Typed {
  const known = settingsOf.get(stored)
  if (known) return known
  const { version: _, hasSecret: __, redirectUri: ___, ...settings } = stored
  const made = { ...settings, clientSecret: '' }
  settingsOf.set(stored, made)
  return made
}

function Form({ stored }: { stored: Stored }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const secretId = useId()
  const roles = useRoles()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  const form = useWhole(typedOf(stored))
  const { typed, put, wrong } = form
  const write = useWrite(changeSingleSignOn, { refresh: ['sign-in'] })
  const check = useWrite(checkSingleSignOn, { onError: error => toastError(error) })
  const [checked, setChecked] = useState('')

  function save(event?: FormEvent): void {
    event?.preventDefault()
    const { clientSecret, ...settings } = typed
    const body = { version: stored.version, settings, ...(clientSecret ? { clientSecret } : {}) }
    write.mutateAsync({ body }).then(() => {
      form.saved()
      put({ clientSecret: '' })
      toast({ message: t`Настройки входа сохранены` })
    }, form.refused)
  }
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: () => form.changed && save() }])

  return (
    <form onSubmit={save} noValidate>
      <p className="t2" style={{ maxWidth: 720 }}>
        <Trans>
          Люди входят учетной записью компании: Keycloak, Microsoft Entra ID, Blitz и любая другая служба с OpenID
          Connect. Вход по паролю остается.
        </Trans>
      </p>
      <YesRow
        label={t`Состояние`}
        words={t`Показывать кнопку на странице входа`}
        value={typed.enabled}
        onChange={enabled => put({ enabled })}
      />
      <TextRow
        label={t`Адрес службы`}
        hint={t`Как служба называет себя сама (issuer)`}
        placeholder="https://id.firma.ru/realms/firma"
        value={typed.issuer}
        error={wrong('issuer')}
        onChange={issuer => put({ issuer })}
      />
      <TextRow
        label={t`Код приложения`}
        hint="client_id"
        value={typed.clientId}
        error={wrong('clientId')}
        onChange={clientId => put({ clientId })}
      />
      <SettingsRow
        label={t`Секрет приложения`}
        hint={stored.hasSecret ? t`Сохранен и зашифрован. Пустое поле оставит его` : t`Хранится зашифрованным`}
        htmlFor={secretId}
      >
        <PasswordInput
          id={secretId}
          autoComplete="new-password"
          visibilityToggleButtonProps={eye}
          placeholder={stored.hasSecret ? '••••••••••••' : ''}
          value={typed.clientSecret}
          error={wrong('clientSecret')}
          onChange={event => put({ clientSecret: event.currentTarget.value })}
        />
      </SettingsRow>
      <SettingsRow label={t`На стороне службы`} hint={t`Впишите адрес возврата в настройках приложения`}>
        <CopyField label={t`Адрес возврата`} value={stored.redirectUri} />
      </SettingsRow>
      <TextRow
        label={t`Надпись на кнопке`}
        value={typed.button}
        error={wrong('button')}
        onChange={button => put({ button })}
      />
      <TextRow
        label={t`Области`}
        hint={t`Что просить у службы (scope)`}
        value={typed.scopes}
        error={wrong('scopes')}
        onChange={scopes => put({ scopes })}
      />
      <WordsRow
        label={t`Свои внутренние узлы`}
        hint={t`Если служба стоит во внутренней сети: к другим внутренним адресам продукт не обратится`}
        placeholder="id.firma.local"
        value={typed.privateHosts}
        error={wrong('privateHosts')}
        onChange={privateHosts => put({ privateHosts })}
      />

      <h3>
        <Trans>Кого впускать</Trans>
      </h3>
      <p className="t2" style={{ maxWidth: 720 }}>
        <Trans>
          Того, чья учетная запись уже связана с пользователем: это делает он сам в своих настройках или первый вход,
          если ниже разрешено.
        </Trans>
      </p>
      <YesRow
        label={t`По почте`}
        words={t`Связывать при первом входе по подтвержденной почте`}
        hint={t`Включайте, только если служба выдает почту сама: иначе человек мог бы назвать чужую`}
        value={typed.linkByEmail}
        onChange={linkByEmail => put({ linkByEmail })}
      />
      <YesRow
        label={t`Новые люди`}
        words={t`Создавать пользователя при первом входе`}
        value={typed.createUsers}
        onChange={createUsers => put({ createUsers })}
      />
      {typed.createUsers && (
        <>
          <WordsRow
            label={t`Домены почты`}
            hint={t`Только с этими адресами`}
            placeholder="firma.ru"
            value={typed.mailDomains}
            error={wrong('mailDomains')}
            onChange={mailDomains => put({ mailDomains })}
          />
          <SettingsRow label={t`Роль новых`}>
            <Select
              aria-label={t`Роль новых`}
              data={roles.filter(each => each.value !== 'administrator').map(({ value, label }) => ({ value, label }))}
              value={typed.role}
              error={wrong('role')}
              allowDeselect={false}
              onChange={role => role && put({ role })}
            />
          </SettingsRow>
          <SettingsRow label={t`Подразделение новых`}>
            <EntitySelect
              aria-label={t`Подразделение новых`}
              entities={departments}
              value={typed.departmentId}
              error={wrong('departmentId')}
              placeholder={t`не указано`}
              clearable
              onChange={departmentId => put({ departmentId })}
            />
          </SettingsRow>
        </>
      )}

      <SaveBar changed={form.changed} pending={write.isPending} onUndo={form.undo}>
        <Button
          variant="default"
          disabled={typed.issuer === ''}
          loading={check.isPending}
          onClick={() => {
            const { issuer, privateHosts } = typed
            setChecked(issuer)
            check.mutate({ body: { issuer, privateHosts } })
          }}
        >
          <Trans>Проверить службу</Trans>
        </Button>
      </SaveBar>
      <CheckSteps found={checked === typed.issuer ? check.data : undefined} />
      <LeaveGuard when={form.changed} title={t`Настройки не сохранены`}>
        <Trans>Введенное на этой странице пропадет.</Trans>
      </LeaveGuard>
    </form>
  )
}
