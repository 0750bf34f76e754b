import { Button, PasswordInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { linkSpent, signInByLink } from '../../../server/rooms/access/contract.ts'
import { codeWanted } from '../../../server/rooms/access/contract.ts'
import { checkSignInLink } from '../../../server/rooms/access/sessions/contract.ts'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { formErrors, isProblem, type ProblemError } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { CodeForm } from './code-form.tsx'
import { meQuery } from './me.ts'
import { isTooShort, PasswordHint, useTooShort } from './new-password.tsx'

type LinkFormProps = { token: string; onDone: () => void; onSpent: () => void }
type Link = Awaited<ReturnType<typeof check>>

const check = (token: string) => call(checkSignInLink, { body: { token } }, { reads: true })

/** A one-time link says whose it is and what it is for, lets in, and a password is set in the same step. */
export function LinkForm({ token, onDone, onSpent }: LinkFormProps) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery<Link, ProblemError>({
    queryKey: ['sign-in-link', token],
    queryFn: () => check(token),
    gcTime: 0,
    retry: false,
  })
  const spent = isProblem(error, linkSpent)
  useEffect(() => {
    if (spent) onSpent()
  }, [spent, onSpent])
  if (data) return <PasswordStep token={token} link={data} onDone={onDone} onSpent={onSpent} />
  if (!error || spent) return <LoadingBars rows={3} />
  return <ErrorState title={t`Ссылку не удалось проверить`} error={error} onRetry={() => void refetch()} />
}

function PasswordStep({ token, link, onDone, onSpent }: LinkFormProps & { link: Link }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const client = useQueryClient()
  const { dateTime } = useFormats()
  const [password, setPassword] = useState('')
  const [short, setShort] = useState(false)
  const [awaited, setAwaited] = useState(false)
  const tooShort = useTooShort(link.passwordLength)
  const enter = useWrite(signInByLink, {
    onSuccess: me => {
      client.setQueryData(meQuery.queryKey, me)
      onDone()
    },
    onError: error => {
      if (isProblem(error, linkSpent)) onSpent()
      if (isProblem(error, codeWanted)) setAwaited(true)
    },
  })
  const { name } = link.user
  if (awaited) {
    const back = () => {
      setAwaited(false)
      enter.reset()
    }
    return <CodeForm name={name} onDone={onDone} onBack={back} />
  }
  const refused = formErrors(enter.error)['password']
  const until = dateTime(link.expiresAt)

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (password && isTooShort(password, link.passwordLength)) return setShort(true)
    enter.mutate({ body: { token, ...(password ? { password } : {}) } })
  }

  return (
    <form onSubmit={submit} className="col" style={{ gap: 12 }} noValidate>
      <div>
        <div className="m">{name}</div>
        <div className="t2">{link.user.email}</div>
      </div>
      <p className="t2">
        {link.meaning === 'invitation' ? (
          <Trans>
            Вас пригласили в Interes. Придумайте пароль, чтобы входить потом без ссылки, или войдите так. Ссылка пускает
            один раз, до {until}.
          </Trans>
        ) : (
          <Trans>
            По этой ссылке вы зададите новый пароль: прежний перестанет действовать, на других устройствах нужно будет
            войти снова. Ссылка пускает один раз, до {until}.
          </Trans>
        )}
      </p>
      {link.secondFactor && (
        <Note>
          <Trans>После пароля понадобится код из приложения: второй фактор ссылка не заменяет.</Trans>
        </Note>
      )}
      {enter.error && !isProblem(enter.error, linkSpent) && !isProblem(enter.error, codeWanted) && !refused && (
        <Note look="bad" role="alert">
          {enter.error.detail}
        </Note>
      )}
      {/* The managers of passwords keep what was chosen with the name that it belongs to. */}
      <input type="text" autoComplete="username" value={link.user.email} readOnly hidden />
      <PasswordInput
        label={t`Новый пароль`}
        autoComplete="new-password"
        data-autofocus
        autoFocus
        visibilityToggleButtonProps={eye}
        value={password}
        onChange={event => {
          setPassword(event.currentTarget.value)
          setShort(false)
          enter.reset()
        }}
        error={short ? tooShort : refused}
        description={<PasswordHint password={password} length={link.passwordLength} />}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      />
      <Button type="submit" variant="filled" fullWidth loading={enter.isPending}>
        {password ? <Trans>Сохранить пароль и войти</Trans> : <Trans>Войти без пароля</Trans>}
      </Button>
    </form>
  )
}
