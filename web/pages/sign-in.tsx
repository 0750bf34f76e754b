import { Button, PasswordInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { linkSpent, signInByLink } from '../../server/rooms/access/contract.ts'
import { useOneTimeToken } from '../lib/one-time-token.ts'
import { formErrors, isProblem } from '../lib/problem-error.ts'
import { useWrite } from '../lib/queries.ts'
import { Entrance } from '../rooms/access/entrance.tsx'
import { entranceQuery, meQuery } from '../rooms/access/me.ts'
import { PasswordHint, SHORTEST_PASSWORD } from '../rooms/access/new-password.tsx'
import { SignInForm } from '../rooms/access/sign-in-form.tsx'
import { SingleSignOnButton } from '../rooms/access/single-sign-on.tsx'
import { ThreeKeys } from '../rooms/access/three-keys.tsx'
import { Note } from '../ui/atoms.tsx'
import { useEyeLabel } from '../ui/password-labels.ts'

const route = getRouteApi('/sign-in')

export default function SignInPage() {
  const { t } = useLingui()
  const { to } = route.useSearch()
  const token = useOneTimeToken()
  const router = useRouter()
  const company = useQuery(entranceQuery).data?.companyName
  const [spentToken, setSpentToken] = useState<string>()
  const spent = token !== undefined && token === spentToken

  // Only addresses of this product: a link from outside must not lead away after the sign-in.
  const inside = to && /^\/(?![/\\])/.test(to) ? to : '/'
  const enter = () => router.history.replace(inside)

  return (
    <Entrance title={t`Вход`} hint={company} side={<ThreeKeys />} sideLabel={t`Клавиши`} brand>
      {token && !spent ? (
        <LinkForm token={token} onDone={enter} onSpent={() => setSpentToken(token)} />
      ) : (
        <>
          {spent && (
            <Note look="due" role="alert">
              <Trans>
                Ссылка уже использована или устарела. Войдите с паролем или попросите администратора сделать новую.
              </Trans>
            </Note>
          )}
          <SignInForm onDone={enter} />
          <SingleSignOnButton to={inside} />
          <p className="s12 t3">
            <Trans>Забыли пароль? Администратор сделает одноразовую ссылку для входа.</Trans>
          </p>
        </>
      )}
    </Entrance>
  )
}

/** A one-time link lets in; a password may be set in the same step, so that the link is not needed twice. */
function LinkForm({ token, onDone, onSpent }: { token: string; onDone: () => void; onSpent: () => void }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const [short, setShort] = useState(false)
  const enter = useWrite(signInByLink, {
    onSuccess: me => {
      client.setQueryData(meQuery.queryKey, me)
      onDone()
    },
    onError: error => isProblem(error, linkSpent) && onSpent(),
  })

  const refused = formErrors(enter.error)['password']

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (password && password.length < SHORTEST_PASSWORD) return setShort(true)
    enter.mutate({ body: { token, ...(password ? { password } : {}) } })
  }

  return (
    <form onSubmit={submit} className="col" style={{ gap: 12 }} noValidate>
      <p className="t2">
        <Trans>Это одноразовая ссылка. Придумайте пароль, чтобы входить потом без нее, или войдите так.</Trans>
      </p>
      {enter.error && !isProblem(enter.error, linkSpent) && !refused && (
        <Note look="bad" role="alert">
          {enter.error.detail}
        </Note>
      )}
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
        error={short ? t`Пароль короче 8 знаков` : refused}
        description={<PasswordHint password={password} />}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      />
      <Button type="submit" variant="filled" fullWidth loading={enter.isPending}>
        {password ? <Trans>Сохранить пароль и войти</Trans> : <Trans>Войти без пароля</Trans>}
      </Button>
    </form>
  )
}
