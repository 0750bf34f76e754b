import { Button, PasswordInput } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import {
  readSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from '../../../server/rooms/access/second-factor/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import type { ProblemError } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { SettingsRow, Tag } from '../../ui/atoms.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { toast } from '../../ui/toast.tsx'
import { Blocked } from './blocked.tsx'
import { CodeInput } from './code-input.tsx'
import { FactorSetUp } from './factor-set-up.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Open = 'on' | 'off' | 'codes' | undefined

/** My second factor: on or off, and what lets me in without the phone. */
export function SecondFactorRow() {
  const { t } = useLingui()
  const { date } = useFormats()
  const { data } = useQuery(queryOf(readSecondFactor, {}))
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const left = data?.recoveryCodesLeft ?? 0
  return (
    <SettingsRow label={t`Второй фактор`} hint={t`Код из приложения после пароля`}>
      {data && !data.on && (
        <Button onClick={() => setOpen('on')}>
          <Trans>Включить…</Trans>
        </Button>
      )}
      {data?.on && (
        <div className="col">
          <div className="row wrap">
            <Tag look="good">
              <Trans>включен</Trans>
            </Tag>
            {data.since && <span className="s12 t3">{t`с ${date(data.since)}`}</span>}
            <span className={`s12 ${left < 3 ? 'due' : 't3'}`}>
              <Plural
                value={left}
                one="остался # резервный код"
                few="осталось # резервных кода"
                many="осталось # резервных кодов"
                other="осталось # резервного кода"
              />
            </span>
          </div>
          <div className="row wrap">
            <Button onClick={() => setOpen('codes')}>
              <Trans>Новые резервные коды…</Trans>
            </Button>
            {!data.forced && (
              <Button onClick={() => setOpen('off')}>
                <Trans>Выключить…</Trans>
              </Button>
            )}
          </div>
          {data.forced && (
            <div className="s12 t3">
              <Trans>Ваш профиль требует второй фактор.</Trans>
            </div>
          )}
        </div>
      )}
      <Dialog opened={open === 'on'} onClose={close} title={t`Включить второй фактор`} size={520}>
        <FactorSetUp onDone={close} />
      </Dialog>
      <Dialog opened={open === 'off'} onClose={close} title={t`Выключить второй фактор`}>
        <TurnOff onDone={close} />
      </Dialog>
      <Dialog opened={open === 'codes'} onClose={close} title={t`Новые резервные коды`} size={520}>
        <RenewCodes onDone={close} />
      </Dialog>
    </SettingsRow>
  )
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const write = useWrite(turnOffSecondFactor, {
    onSuccess: () => {
      toast({ message: t`Второй фактор выключен` })
      onDone()
    },
  })
  return (
    <ProofForm
      hint={<Trans>Дальше для входа хватит пароля. Резервные коды перестанут действовать.</Trans>}
      confirm={<Trans>Выключить</Trans>}
      error={write.error}
      pending={write.isPending}
      onProof={body => write.mutate({ body })}
      onType={write.reset}
    />
  )
}

function RenewCodes({ onDone }: { onDone: () => void }) {
  const write = useWrite(renewRecoveryCodes)
  if (write.data) return <RecoveryCodes codes={write.data.recoveryCodes} onDone={onDone} />
  return (
    <ProofForm
      hint={<Trans>Прежние резервные коды перестанут действовать.</Trans>}
      confirm={<Trans>Сделать новые</Trans>}
      error={write.error}
      pending={write.isPending}
      onProof={body => write.mutate({ body })}
      onType={write.reset}
    />
  )
}

type ProofFormProps = {
  hint: ReactNode
  confirm: ReactNode
  error: ProblemError | null
  pending: boolean
  onProof: (proof: { password: string } | { code: string }) => void
  onType: () => void
}

/** An open session alone is no proof: the password, or a code. */
function ProofForm({ hint, confirm, error, pending, onProof, onType }: ProofFormProps) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const [by, setBy] = useState<'password' | 'code'>('password')
  const [typed, setTyped] = useState('')
  const change = (value: string) => {
    setTyped(value)
    onType()
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!typed.trim() || pending) return
    onProof(by === 'password' ? { password: typed } : { code: typed })
  }
  return (
    <form onSubmit={submit} noValidate className="col" style={{ gap: 12 }}>
      <p className="t2">{hint}</p>
      {by === 'password' ? (
        <PasswordInput
          key="password"
          label={t`Пароль`}
          autoComplete="current-password"
          data-autofocus
          autoFocus
          visibilityToggleButtonProps={eye}
          value={typed}
          onChange={event => change(event.currentTarget.value)}
        />
      ) : (
        <CodeInput
          key="code"
          label={t`Код из приложения или резервный`}
          inputMode="text"
          maxLength={24}
          autoFocus
          value={typed}
          onCode={change}
        />
      )}
      {error && <Blocked error={error} />}
      <div className="row wrap">
        <Button type="submit" variant="filled" loading={pending}>
          {confirm}
        </Button>
        <span className="grow" />
        <Button
          variant="subtle"
          onClick={() => {
            setBy(by === 'password' ? 'code' : 'password')
            change('')
          }}
        >
          {by === 'password' ? <Trans>Подтвердить кодом</Trans> : <Trans>Подтвердить паролем</Trans>}
        </Button>
      </div>
    </form>
  )
}
