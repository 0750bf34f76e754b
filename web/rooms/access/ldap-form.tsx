import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, PasswordInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { z } from 'zod'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { changeLdap, checkLdap, type LdapSettings, readLdap } from '../../../server/rooms/access/ldap/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Section, SettingsRow } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { LdapComparison } from './ldap-comparison.tsx'
import { LdapGroups } from './ldap-groups.tsx'
import { CheckSteps, LinesRow, SaveBar, TextRow, useWhole, WordsRow, YesRow } from './outside-settings.tsx'

type Stored = z.infer<typeof readLdap.result>
type Typed = LdapSettings & { bindPassword: string }

/** Braces mean something in texts that are translated. */
const PLACE = '{login}'

/** What differs between directories; the rest an administrator knows. */
const PRESETS = {
  active_directory: {
    userFilter:
      '(&(objectCategory=person)(objectClass=user)(|(mail={login})(userPrincipalName={login})(sAMAccountName={login})))',
    idAttribute: 'objectGUID',
    mailAttribute: 'mail',
    nameAttribute: 'displayName',
    groupAttribute: 'memberOf',
  },
  other: {
    userFilter: '(&(objectClass=inetOrgPerson)(mail={login}))',
    idAttribute: 'entryUUID',
    mailAttribute: 'mail',
    nameAttribute: 'cn',
    groupAttribute: 'memberOf',
  },
} as const

/** Signing in by the staff directory: where it is, who is let in and with which role, and the nightly comparison. */
export function LdapSettingsForm() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(queryOf(readLdap, {}))
  if (error) return <ErrorState title={t`Настройки не загрузились`} error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingBars rows={12} />
  return (
    <>
      <Form stored={data} />
      {data.enabled && <LdapComparison stored={data} />}
    </>
  )
}

/** Made once for an answer of the server: the form compares what is typed with it. */
const settingsOf = new WeakMap<Stored, Typed>()
function typedOf(stored: Stored): Typed {
  const known = settingsOf.get(stored)
  if (known) return known
  const { version: _, hasPassword: __, comparesNightly: ___, lastRun: ____, ...settings } = stored
  const made = { ...settings, bindPassword: '' }
  settingsOf.set(stored, made)
  return made
}

function Form({ stored }: { stored: Stored }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const passwordId = useId()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  const form = useWhole(typedOf(stored))
  const { typed, put, wrong } = form
  const write = useWrite(changeLdap)

  function save(event?: FormEvent): void {
    event?.preventDefault()
    const { bindPassword, ...settings } = typed
    const body = { version: stored.version, settings, ...(bindPassword ? { bindPassword } : {}) }
    write.mutateAsync({ body }).then(() => {
      form.saved()
      put({ bindPassword: '' })
      toast({ message: t`Настройки службы каталогов сохранены` })
    }, form.refused)
  }
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: () => form.changed && save() }])

  return (
    <form onSubmit={save} noValidate>
      <p className="t2" style={{ maxWidth: 720 }}>
        <Trans>
          Люди входят на той же странице, почтой и паролем из Active Directory или другой службы LDAP. У кого связи с
          ней нет, входят своим паролем, как раньше.
        </Trans>
      </p>
      <YesRow
        label={t`Состояние`}
        words={t`Проверять пароли в службе каталогов`}
        value={typed.enabled}
        onChange={enabled => put({ enabled })}
      />
      <SettingsRow label={t`Служба`} hint={t`Выбор заполнит фильтр и названия полей`}>
        <Select
          aria-label={t`Служба`}
          data={[
            { value: 'active_directory', label: 'Active Directory' },
            { value: 'other', label: t`Другая: OpenLDAP, FreeIPA, ALD Pro` },
          ]}
          value={typed.kind}
          allowDeselect={false}
          onChange={kind => kind && kind !== typed.kind && put({ kind, ...PRESETS[kind] })}
        />
      </SettingsRow>
      <TextRow
        label={t`Адрес`}
        placeholder="ldaps://dc1.firma.local"
        value={typed.url}
        error={wrong('url')}
        onChange={url => put({ url })}
      />
      {typed.url.startsWith('ldap:') && (
        <SettingsRow label={t`Шифрование`}>
          <Checkbox
            label={t`Включать StartTLS до пароля`}
            checked={typed.startTls}
            error={wrong('startTls')}
            onChange={event => put({ startTls: event.currentTarget.checked })}
          />
        </SettingsRow>
      )}
      <LinesRow
        label={t`Свой удостоверяющий центр`}
        hint={t`Сертификат центра в PEM, если служба подписана не публичным. Проверка не отключается`}
        placeholder="-----BEGIN CERTIFICATE-----"
        value={typed.certificate}
        error={wrong('certificate')}
        onChange={certificate => put({ certificate })}
      />
      <WordsRow
        label={t`Свои внутренние узлы`}
        hint={t`Имя узла из адреса, если он стоит во внутренней сети: к другим внутренним адресам продукт не обратится`}
        placeholder="dc1.firma.local"
        value={typed.privateHosts}
        error={wrong('privateHosts')}
        onChange={privateHosts => put({ privateHosts })}
      />
      <TextRow
        label={t`Кто читает каталог`}
        hint={t`Учетная запись с правом чтения (bind DN)`}
        placeholder={typed.kind === 'active_directory' ? 'interes@firma.local' : 'cn=interes,dc=firma,dc=local'}
        value={typed.bindDn}
        error={wrong('bindDn')}
        onChange={bindDn => put({ bindDn })}
      />
      <SettingsRow
        label={t`Ее пароль`}
        hint={stored.hasPassword ? t`Сохранен и зашифрован. Пустое поле оставит его` : t`Хранится зашифрованным`}
        htmlFor={passwordId}
      >
        <PasswordInput
          id={passwordId}
          autoComplete="new-password"
          visibilityToggleButtonProps={eye}
          placeholder={stored.hasPassword ? '••••••••••••' : ''}
          value={typed.bindPassword}
          error={wrong('bindPassword')}
          onChange={event => put({ bindPassword: event.currentTarget.value })}
        />
      </SettingsRow>
      <TextRow
        label={t`Где искать людей`}
        hint={t`Ветвь каталога (base DN)`}
        placeholder="ou=people,dc=firma,dc=local"
        value={typed.baseDn}
        error={wrong('baseDn')}
        onChange={baseDn => put({ baseDn })}
      />
      <LinesRow
        label={t`Как искать`}
        hint={t`Фильтр LDAP; на место ${PLACE} подставится то, что ввели при входе`}
        value={typed.userFilter}
        error={wrong('userFilter')}
        onChange={userFilter => put({ userFilter })}
      />
      <div style={{ paddingBlock: 8, maxWidth: 720 }}>
        <Section title={<Trans>Названия полей</Trans>} folds="closed" level={3}>
          <Attributes typed={typed} put={put} wrong={wrong} />
        </Section>
      </div>

      <h3>
        <Trans>Кого впускать и с какой ролью</Trans>
      </h3>
      <LdapGroups typed={typed} put={put} wrong={wrong} />
      <YesRow
        label={t`Новые люди`}
        words={t`Создавать пользователя при первом входе`}
        value={typed.createUsers}
        onChange={createUsers => put({ createUsers })}
      />
      {typed.createUsers && (
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
      )}
      <YesRow
        label={t`По почте`}
        words={t`Связывать с пользователем, у которого та же почта`}
        hint={t`Включайте, только если люди не меняют свою почту в каталоге сами: иначе можно назвать чужую`}
        value={typed.linkByEmail}
        onChange={linkByEmail => put({ linkByEmail })}
      />
      <SaveBar changed={form.changed} pending={write.isPending} onUndo={form.undo} />
      <Check typed={typed} />
      <LeaveGuard when={form.changed} title={t`Настройки не сохранены`}>
        <Trans>Введенное на этой странице пропадет.</Trans>
      </LeaveGuard>
    </form>
  )
}

type PartProps = {
  typed: Typed
  put: (change: Partial<Typed>) => void
  wrong: (field: keyof Typed) => string | undefined
}

function Attributes({ typed, put, wrong }: PartProps) {
  const { t } = useLingui()
  const names = {
    idAttribute: t`Постоянный код человека`,
    mailAttribute: t`Почта`,
    nameAttribute: t`Имя`,
    groupAttribute: t`Группы`,
  }
  return (Object.keys(names) as (keyof typeof names)[]).map(field => (
    <TextRow
      key={field}
      label={names[field]}
      value={typed[field]}
      error={wrong(field)}
      onChange={value => put({ [field]: value })}
    />
  ))
}

/** Tries what is typed, before it is saved. */
function Check({ typed }: { typed: Typed }) {
  const { t } = useLingui()
  const [login, setLogin] = useState('')
  const [checked, setChecked] = useState<Typed>()
  const check = useWrite(checkLdap, { onError: error => toastError(error) })
  const run = () => {
    const { bindPassword, ...settings } = typed
    setChecked(typed)
    check.mutate({ body: { settings, ...(bindPassword ? { bindPassword } : {}), ...(login ? { login } : {}) } })
  }
  return (
    <section aria-label={t`Проверка`} className="col" style={{ gap: 8, paddingBottom: 8 }}>
      <div className="row wrap" style={{ alignItems: 'flex-end' }}>
        <TextInput
          label={t`Найти человека`}
          placeholder={t`Почта, необязательно`}
          value={login}
          onChange={event => setLogin(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.code !== 'Enter') return
            event.preventDefault()
            run()
          }}
        />
        <Button variant="default" disabled={typed.url === ''} loading={check.isPending} onClick={run}>
          <Trans>Проверить</Trans>
        </Button>
      </div>
      <CheckSteps found={checked === typed ? check.data : undefined} />
    </section>
  )
}
