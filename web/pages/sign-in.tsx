import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useOneTimeToken } from '../lib/one-time-token.ts'
import { Entrance } from '../rooms/access/entrance.tsx'
import { LinkForm } from '../rooms/access/link-form.tsx'
import { entranceQuery } from '../rooms/access/me.ts'
import { pathInside } from '../rooms/access/path-inside.ts'
import { SignInForm } from '../rooms/access/sign-in-form.tsx'
import { SingleSignOnButton } from '../rooms/access/single-sign-on.tsx'
import { ThreeKeys } from '../rooms/access/three-keys.tsx'
import { Note } from '../ui/atoms.tsx'

const route = getRouteApi('/sign-in')

export default function SignInPage() {
  const { t } = useLingui()
  const { to } = route.useSearch()
  const token = useOneTimeToken()
  const router = useRouter()
  const company = useQuery(entranceQuery).data?.companyName
  const [spentToken, setSpentToken] = useState<string>()
  const [code, setCode] = useState(false)
  const spent = token !== undefined && token === spentToken
  const onSpent = useCallback(() => setSpentToken(token), [token])

  const inside = pathInside(to)
  const enter = () => router.history.replace(inside)

  return (
    <Entrance title={t`Вход`} hint={company} side={<ThreeKeys />} sideLabel={t`Клавиши`} brand>
      {token && !spent ? (
        <LinkForm token={token} onDone={enter} onSpent={onSpent} key={token} />
      ) : (
        <>
          {spent && (
            <Note look="due" role="alert">
              <Trans>
                Ссылка уже использована или устарела. Войдите с паролем или попросите администратора сделать новую.
              </Trans>
            </Note>
          )}
          <SignInForm onDone={enter} onCode={setCode} />
          {!code && <SingleSignOnButton to={inside} />}
          <p className="s12 t3">
            {code ? (
              <Trans>Нет ни телефона, ни резервных кодов? Администратор сбросит второй фактор.</Trans>
            ) : (
              <Trans>Забыли пароль? Администратор сделает одноразовую ссылку для входа.</Trans>
            )}
          </p>
        </>
      )}
    </Entrance>
  )
}
