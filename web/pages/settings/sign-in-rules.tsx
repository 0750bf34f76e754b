import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { listProfiles } from '../../../server/rooms/access/profiles/contract.ts'
import {
  changeSignInRules,
  readSignInRules,
  type signInRules,
} from '../../../server/rooms/access/sign-in-rules/contract.ts'
import { Undecided } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { useMe } from '../../rooms/access/me.ts'
import { useProfileName } from '../../rooms/access/profile-words.ts'
import { useEdit } from '../../rooms/access/use-edit.tsx'
import { SettingsPage } from '../../ui/admin-list.tsx'
import { Note, SettingsRow } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toastError } from '../../ui/toast.tsx'

type Rules = z.infer<typeof signInRules>
type Change = Partial<Pick<Rules, 'passwordLength' | 'secondFactorProfiles'>>

/** How people come in: how long passwords are, and whose sign-in wants a code. */
export default function SignInRulesPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(queryOf(readSignInRules, {}))
  return (
    <SettingsPage title={t`Вход и пароли`} hint={t`Для всех. Сохраняется сразу`}>
      {error && <ErrorState title={t`Настройки не загрузились`} error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingBars rows={4} />}
      {data?.secretKey === 'another' && <KeyWarning />}
      {data && <RulesRows rules={data} />}
    </SettingsPage>
  )
}

/** Nothing is read or sealed with a key that is not the one of the base: who administers must know before anybody asks. */
function KeyWarning() {
  return (
    <Note look="bad" role="alert">
      <Trans>
        Ключ установки этого сервера не тот, которым зашифрована база: коды вторых факторов и секреты других служб не
        читаются, новые не сохраняются. Верните прежний secret.key и перезапустите сервер; что делать, если он утерян,
        написано в руководстве администратора.
      </Trans>
    </Note>
  )
}

function RulesRows({ rules: now }: { rules: Rules }) {
  const { t } = useLingui()
  const nameOf = useProfileName()
  const profiles = useQuery(queryOf(listProfiles, { query: {} })).data?.items ?? []
  const named = profiles.map(each => ({ id: each.id, name: nameOf(each) }))
  const me = useMe()
  const [length, setLength] = useState<number | string>(now.passwordLength)
  const [seen, setSeen] = useState(now.passwordLength)
  // What somebody else saves is shown here too.
  if (seen !== now.passwordLength) {
    setSeen(now.passwordLength)
    setLength(now.passwordLength)
  }
  const write = useWrite(changeSignInRules, { refresh: ['session'] })
  const edit = useEdit<Change, Rules>(
    now.version,
    (version, change) => {
      const { passwordLength, secondFactorProfiles } = { ...now, ...change }
      return write.mutateAsync({ body: { version, passwordLength, secondFactorProfiles } })
    },
    { names: named },
  )
  const save = (label: string, changed: Change) => {
    const before = Object.fromEntries(Object.keys(changed).map(key => [key, now[key as keyof Change]])) as Change
    edit(changed, before, label).catch(error => {
      setLength(now.passwordLength)
      if (!(error instanceof Undecided)) toastError(error)
    })
  }
  const { secondFactorProfiles: demanding } = now
  const toggle = (id: string, on: boolean) =>
    save(t`Второй фактор`, {
      secondFactorProfiles: on ? [...demanding, id].sort() : demanding.filter(each => each !== id),
    })

  return (
    <>
      <SettingsRow label={t`Длина пароля`} hint={t`Не меньше, для новых паролей; от 8 до 64`} htmlFor="password-length">
        <NumberInput
          id="password-length"
          min={8}
          max={64}
          clampBehavior="blur"
          allowDecimal={false}
          value={length}
          onChange={setLength}
          onBlur={() => {
            const wanted = Math.min(64, Math.max(8, Number(length) || now.passwordLength))
            setLength(wanted)
            if (wanted !== now.passwordLength) save(t`Длина пароля`, { passwordLength: wanted })
          }}
          w={120}
        />
      </SettingsRow>
      <SettingsRow label={t`Второй фактор обязателен`} hint={t`У кого его нет, настроит при следующем входе`}>
        <div className="col" role="group" aria-label={t`Второй фактор обязателен`}>
          {named.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={demanding.includes(id)}
              disabled={write.isPending}
              onChange={event => toggle(id, event.currentTarget.checked)}
            />
          ))}
          {now.without > 0 && (
            <Note look="due">
              <Plural
                value={now.without}
                one="# человек еще без второго фактора: он настроит его прежде всего другого."
                few="# человека еще без второго фактора: они настроят его прежде всего другого."
                many="# человек еще без второго фактора: они настроят его прежде всего другого."
                other="# человека еще без второго фактора: они настроят его прежде всего другого."
              />
            </Note>
          )}
          {!me.secondFactor.on && (
            <p className="s12 t3">
              <Trans>Если отметить свой профиль, вы сразу перейдете к настройке своего второго фактора.</Trans>
            </p>
          )}
        </div>
      </SettingsRow>
    </>
  )
}
