import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { signIn, signInBlocked, wrongCredentials } from '../../../server/rooms/access/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { type Me, meQuery } from './me.ts'

/** E-mail and password; used by the page and by the dialog over a page whose session has ended. */
export function SignInForm({ email = '', onDone }: { email?: string; onDone: (me: Me) => void }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const client = useQueryClient()
  const enter = useWrite(signIn, {
    onSuccess: answer => {
      client.setQueryData(meQuery.queryKey, answer)
      onDone(answer)
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
  if (isProblem(error, signInBlocked)) {
    const minutes = Math.max(1, Math.ceil(error.data.seconds / 60))
    return (
      <Note look="bad" role="alert">
        <Plural
          value={minutes}
          one="Слишком много попыток. Попробуйте через # минуту."
          few="Слишком много попыток. Попробуйте через # минуты."
          many="Слишком много попыток. Попробуйте через # минут."
          other="Слишком много попыток. Попробуйте через # минуты."
        />
      </Note>
    )
  }
  return (
    <Note look="bad" role="alert">
      {isProblem(error, wrongCredentials) ? (
        <>
          <div className="m">
            <Trans>Email или пароль не подходят</Trans>
          </div>
          {error.data.attemptsLeft > 0 && error.data.attemptsLeft <= 5 && (
            <div>
              <Plural
                value={error.data.attemptsLeft}
                one="Осталась # попытка, потом вход закроется на несколько минут."
                few="Осталось # попытки, потом вход закроется на несколько минут."
                many="Осталось # попыток, потом вход закроется на несколько минут."
                other="Осталось # попытки, потом вход закроется на несколько минут."
              />
            </div>
          )}
        </>
      ) : (
        (error.detail ?? error.message)
      )}
    </Note>
  )
}
