import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { signIn, wrongCredentials } from '../../../server/rooms/access/contract.ts'
import { codeWanted } from '../../../server/rooms/access/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { Blocked } from './blocked.tsx'
import { CodeForm } from './code-form.tsx'
import { type Me, meQuery } from './me.ts'

type SignInFormProps = { email?: string; onDone: (me: Me) => void; onCode?: (wanted: boolean) => void }

/** E-mail and password, then the code where one is wanted; used by the page and by the dialog over a page whose session has ended. */
export function SignInForm({ email = '', onDone, onCode }: SignInFormProps) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const client = useQueryClient()
  const [awaited, setAwaited] = useState<string>()
  const enter = useWrite(signIn, {
    onSuccess: answer => {
      client.setQueryData(meQuery.queryKey, answer)
      onDone(answer)
    },
    onError: error => {
      if (!isProblem(error, codeWanted)) return
      setAwaited(error.data.name)
      onCode?.(true)
    },
  })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email, password: '' },
    validate: {
      email: value => (value.trim() ? null : t`Введите email`),
      password: value => (value ? null : t`Введите пароль`),
    },
  })
  if (awaited !== undefined) {
    const back = () => {
      setAwaited(undefined)
      enter.reset()
      form.setFieldValue('password', '')
      onCode?.(false)
    }
    return <CodeForm name={awaited} onDone={onDone} onBack={back} />
  }
  return (
    <form noValidate onSubmit={form.onSubmit(body => enter.mutate({ body }))} className="col" style={{ gap: 12 }}>
      <TextInput
        label={t`Email`}
        type="email"
        autoComplete="username"
        autoFocus={email === ''}
        data-autofocus={email === '' || undefined}
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label={t`Пароль`}
        autoComplete="current-password"
        autoFocus={email !== ''}
        data-autofocus={email !== '' || undefined}
        visibilityToggleButtonProps={eye}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      {enter.error && <Refusal error={enter.error} />}
      <Button type="submit" variant="filled" fullWidth loading={enter.isPending} mt={4}>
        <Trans>Войти</Trans>
      </Button>
    </form>
  )
}

function Refusal({ error }: { error: Error & { detail?: string } }) {
  if (!isProblem(error, wrongCredentials)) return <Blocked error={error} />
  const { attemptsLeft } = error.data
  return (
    <Note look="bad" role="alert">
      <div className="m">
        <Trans>Email или пароль не подходят</Trans>
      </div>
      {attemptsLeft > 0 && attemptsLeft <= 5 && (
        <div>
          <Plural
            value={attemptsLeft}
            one="Осталась # попытка, потом вход закроется на несколько минут."
            few="Осталось # попытки, потом вход закроется на несколько минут."
            many="Осталось # попыток, потом вход закроется на несколько минут."
            other="Осталось # попытки, потом вход закроется на несколько минут."
          />
        </div>
      )}
    </Note>
  )
}
