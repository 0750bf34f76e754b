import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import {
  changeSingleSignOn,
  checkSingleSignOn,
  readSingleSignOn,
  type SingleSignOnSettings,
} from '../../../server/rooms/access/single-sign-on/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { SettingsRow } from '../../ui/atoms.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { toastError } from '../../ui/toast.tsx'
import { GroupProfiles } from './group-profiles.tsx'
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
import { CheckSteps, TextRow, WordsRow, YesRow } from './outside-rows.tsx'
import { ProfileSelect } from './profile-select.tsx'

type Stored = z.infer<typeof readSingleSignOn.result>

/** Signing in at a provider of OpenID Connect: where it is, and who is let in. */
export function SingleSignOnSettingsForm() {
  return <OutsideSettings of={readSingleSignOn}>{stored => <Form stored={stored} />}</OutsideSettings>
}

const typedOf = typing((stored: Stored): SingleSignOnSettings => {
  const { version: _, hasSecret: __, redirectUri: ___, ...settings } = stored
  return settings
})

function Form({ stored }: { stored: Stored }) {
  const { t } = useLingui()
  const write = useWrite(changeSingleSignOn, { refresh: ['sign-in'] })
  const check = useWrite(checkSingleSignOn, { onError: error => toastError(error) })
  const [checked, setChecked] = useState('')

  function save({ secret, ...settings }: Typed<SingleSignOnSettings>) {
    const body = { version: stored.version, settings, ...(secret ? { clientSecret: secret } : {}) }
    return write.mutateAsync({ body })
  }

  return (
    <OutsideFrame
      stored={typedOf(stored)}
      secretField="clientSecret"
      save={save}
      saving={write.isPending}
      done={t`Настройки входа сохранены`}
      intro={
        <Trans>
          Люди входят учетной записью компании: Keycloak, Microsoft Entra ID, Blitz и любая другая служба с OpenID
          Connect. Вход по паролю остается.
        </Trans>
      }
      buttons={({ typed: { issuer, privateHosts } }) => (
        <Button
          variant="default"
          disabled={issuer === ''}
          loading={check.isPending}
          onClick={() => {
            setChecked(issuer)
            check.mutate({ body: { issuer, privateHosts } })
          }}
        >
          <Trans>Проверить службу</Trans>
        </Button>
      )}
      check={({ typed }) => <CheckSteps found={checked === typed.issuer ? check.data : undefined} />}
    >
      {form => (
        <>
          <Connection form={form} stored={stored} />
          <h3>
            <Trans>Кого впускать</Trans>
          </h3>
          <p className="t2" style={{ maxWidth: 720 }}>
            <Trans>
              Того, чья учетная запись уже связана с пользователем: это делает он сам в своих настройках или первый
              вход, если ниже разрешено.
            </Trans>
          </p>
          <Admitted form={form} />
        </>
      )}
    </OutsideFrame>
  )
}

type PartProps = { form: OutsideForm<SingleSignOnSettings> }

function Connection({ form, stored }: PartProps & { stored: Stored }) {
  const { t } = useLingui()
  const { typed, put, wrong } = form
  return (
    <>
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
      <SecretRow form={form} label={t`Секрет приложения`} kept={stored.hasSecret} />
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
      <HostsRow form={form} placeholder="id.firma.local" />
      <YesRow
        label={t`Второй фактор`}
        words={t`После службы спрашивать и код Interes`}
        hint={t`У кого он включен. Чей профиль требует второй фактор, того спросим в любом случае`}
        value={typed.secondFactor}
        onChange={secondFactor => put({ secondFactor })}
      />
    </>
  )
}

function Admitted({ form }: PartProps) {
  const { t } = useLingui()
  const { typed, put, wrong } = form
  return (
    <>
      <YesRow
        label={t`По почте`}
        words={t`Связывать при первом входе по подтвержденной почте`}
        hint={t`Включайте, только если служба выдает почту сама: иначе человек мог бы назвать чужую`}
        value={typed.linkByEmail}
        onChange={linkByEmail => put({ linkByEmail })}
      />
      <NewPeople form={form}>
        <WordsRow
          label={t`Домены почты`}
          hint={t`Только с этими адресами`}
          placeholder="firma.ru"
          value={typed.mailDomains}
          error={wrong('mailDomains')}
          onChange={mailDomains => put({ mailDomains })}
        />
        <SettingsRow label={t`Профиль новых`}>
          <ProfileSelect
            aria-label={t`Профиль новых`}
            value={typed}
            error={wrong('role')}
            withoutAdministrator
            onChange={given => given && put(given)}
          />
        </SettingsRow>
      </NewPeople>
      <TextRow
        label={t`Где служба передает группы`}
        hint={t`Утверждение (claim) с группами или ролями человека; пусто: на группы не смотреть`}
        placeholder="groups"
        value={typed.groupClaim}
        error={wrong('groupClaim')}
        onChange={groupClaim => put({ groupClaim })}
      />
      {(typed.groupClaim !== '' || typed.groupRoles.length > 0) && (
        <GroupProfiles
          rows={typed.groupRoles}
          placeholder="crm-sales"
          error={wrong('groupRoles')}
          withoutAdministrator
          onChange={groupRoles => put({ groupRoles })}
        />
      )}
    </>
  )
}
