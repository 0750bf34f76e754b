import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useOneTimeToken } from '../lib/one-time-token.ts'
import { Entrance } from '../rooms/access/entrance.tsx'
import styles from '../rooms/access/entrance.module.css'
import { LinkForm } from '../rooms/access/link-form.tsx'
import { entranceQuery } from '../rooms/access/me.ts'
import { pathInside } from '../rooms/access/path-inside.ts'
import { SignInForm } from '../rooms/access/sign-in-form.tsx'
import { Note } from '../ui/atoms.tsx'
import { Key } from '../ui/keys.tsx'

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

  function enter(): void {
    router.history.replace(pathInside(to))
  }

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

function ThreeKeys() {
  return (
    <>
      <div style={{ marginTop: 80 }}>
        <h2>
          <Trans>Три клавиши, с которых начинают</Trans>
        </h2>
        <dl className={styles.keys}>
          <dt>
            <Key keys="N" spoken />
          </dt>
          <dd>
            <Trans>
              <b>Новый Интерес</b> с любого экрана, с поиском клиента
            </Trans>
          </dd>
          <dt>
            <Key keys="mod+K" spoken />
          </dt>
          <dd>
            <Trans>
              <b>Найти и перейти</b> клиент, телефон, ИНН, номер или команда
            </Trans>
          </dd>
          <dt>
            <Key keys="?" spoken />
          </dt>
          <dd>
            <Trans>
              <b>Клавиши этого экрана</b> работают и на русской раскладке
            </Trans>
          </dd>
        </dl>
      </div>
      <svg className={styles.bars} viewBox="0 0 800 300" preserveAspectRatio="none" aria-hidden="true">
        <rect x="0" y="210" width="148" height="90" />
        <rect x="163" y="160" width="148" height="140" />
        <rect x="326" y="110" width="148" height="190" />
        <rect x="489" y="60" width="148" height="240" />
        <rect x="652" y="0" width="148" height="300" />
      </svg>
    </>
  )
}
