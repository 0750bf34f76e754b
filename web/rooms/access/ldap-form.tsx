import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import { changeLdap, checkLdap, type LdapSettings, readLdap } from '../../../server/rooms/access/ldap/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { Section, SettingsRow } from '../../ui/atoms.tsx'
import { toastError } from '../../ui/toast.tsx'
import { GroupProfiles } from './group-profiles.tsx'
import { LdapComparison } from './ldap-comparison.tsx'
import {
  HostsRow,
  NewPeople,
  type OutsideForm,
  OutsideFrame,
  OutsideSettings,
  SecretRow,
  type Typed,
  typing,
} from './outside-form.tsx'
import { CheckSteps, LinesRow, TextRow, YesRow } from './outside-rows.tsx'
import { ProfileSelect } from './profile-select.tsx'

type Stored = z.infer<typeof readLdap.result>

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

/** Signing in by the staff directory: where it is, who is let in and with which profile, and the nightly comparison. */
export function LdapSettingsForm() {
  return (
    <OutsideSettings of={readLdap}>
      {stored => (
        <>
          <Form stored={stored} />
          {stored.enabled && <LdapComparison stored={stored} />}
        </>
      )}
    </OutsideSettings>
  )
}

const typedOf = typing((stored: Stored): LdapSettings => {
  const { version: _, hasPassword: __, comparesNightly: ___, lastRun: ____, ...settings } = stored
  return settings
})

function bodyOf({ secret, ...settings }: Typed<LdapSettings>) {
  return { settings, ...(secret ? { bindPassword: secret } : {}) }
}

function Form({ stored }: { stored: Stored }) {
  const { t } = useLingui()
  const write = useWrite(changeLdap)
  return (
    <OutsideFrame
      stored={typedOf(stored)}
      secretField="bindPassword"
      save={typed => write.mutateAsync({ body: { version: stored.version, ...bodyOf(typed) } })}
      saving={write.isPending}
      done={t`Настройки службы каталогов сохранены`}
      intro={
        <Trans>
          Люди входят на той же странице, почтой и паролем из Active Directory или другой службы LDAP. У кого связи с
          ней нет, входят своим паролем, как раньше. Второй фактор спрашивает Interes.
        </Trans>
      }
      check={({ typed }) => <Check typed={typed} />}
    >
      {form => (
        <>
          <Connection form={form} kept={stored.hasPassword} />
          <h3>
            <Trans>Кого впускать и с каким профилем</Trans>
          </h3>
          <Admitted form={form} />
        </>
      )}
    </OutsideFrame>
  )
}

type PartProps = { form: OutsideForm<LdapSettings> }

function Connection({ form, kept }: PartProps & { kept: boolean }) {
  const { t } = useLingui()
  const { typed, put, wrong } = form
  return (
    <>
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
      <HostsRow form={form} placeholder="dc1.firma.local" />
      <TextRow
        label={t`Кто читает каталог`}
        hint={t`Учетная запись с правом чтения (bind DN)`}
        placeholder={typed.kind === 'active_directory' ? 'interes@firma.local' : 'cn=interes,dc=firma,dc=local'}
        value={typed.bindDn}
        error={wrong('bindDn')}
        onChange={bindDn => put({ bindDn })}
      />
      <SecretRow form={form} label={t`Ее пароль`} kept={kept} />
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
          <Attributes form={form} />
        </Section>
      </div>
    </>
  )
}

function Admitted({ form }: PartProps) {
  const { t } = useLingui()
  const { typed, put, wrong } = form
  const { defaultRole, defaultProfileId } = typed
  return (
    <>
      <TextRow
        label={t`Группа, которая впускает`}
        hint={t`Пусто: впускает любая группа, которой дан профиль, и профиль остальных`}
        placeholder="cn=crm,ou=groups,dc=firma,dc=local"
        value={typed.requiredGroup}
        error={wrong('requiredGroup')}
        onChange={requiredGroup => put({ requiredGroup })}
      />
      <GroupProfiles
        rows={typed.groupRoles}
        placeholder="cn=sales,ou=groups,…"
        error={wrong('groupRoles')}
        onChange={groupRoles => put({ groupRoles })}
      />
      <SettingsRow label={t`Профиль остальных`} hint={t`Кого впускает служба, но ни одна группа профиля не дала`}>
        <ProfileSelect
          aria-label={t`Профиль остальных`}
          value={defaultRole && { role: defaultRole, profileId: defaultProfileId }}
          error={wrong('defaultProfileId')}
          placeholder={t`Не впускать`}
          clearable
          clearButtonProps={{ 'aria-label': t`Не впускать` }}
          onChange={given => put({ defaultRole: given?.role ?? null, defaultProfileId: given?.profileId ?? null })}
        />
      </SettingsRow>
      <NewPeople form={form} />
      <YesRow
        label={t`По почте`}
        words={t`Связывать с пользователем, у которого та же почта`}
        hint={t`Включайте, только если люди не меняют свою почту в каталоге сами: иначе можно назвать чужую`}
        value={typed.linkByEmail}
        onChange={linkByEmail => put({ linkByEmail })}
      />
    </>
  )
}

function Attributes({ form: { typed, put, wrong } }: PartProps) {
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
function Check({ typed }: { typed: Typed<LdapSettings> }) {
  const { t } = useLingui()
  const [login, setLogin] = useState('')
  const [checked, setChecked] = useState<Typed<LdapSettings>>()
  const check = useWrite(checkLdap, { onError: error => toastError(error) })
  const run = () => {
    setChecked(typed)
    check.mutate({ body: { ...bodyOf(typed), ...(login ? { login } : {}) } })
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
