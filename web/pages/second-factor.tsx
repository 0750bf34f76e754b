import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { signOut } from '../../server/rooms/access/contract.ts'
import { call } from '../lib/api.ts'
import { FactorSetUp } from '../rooms/access/factor-set-up.tsx'
import { Entrance } from '../rooms/access/entrance.tsx'
import { pathInside } from '../rooms/access/path-inside.ts'
import { useMe } from '../rooms/access/me.ts'
import { toastError } from '../ui/toast.tsx'

const route = getRouteApi('/second-factor')

/** Whoever's role demands a second factor sets it up before anything else. */
export default function SecondFactorPage() {
  const { t } = useLingui()
  const { to } = route.useSearch()
  const { user, company } = useMe()
  const router = useRouter()
  const client = useQueryClient()

  function leave(): void {
    call(signOut, {}).then(() => {
      client.clear()
      return router.navigate({ to: '/sign-in', search: {} })
    }, toastError)
  }

  return (
    <Entrance
      title={t`Второй фактор`}
      hint={company.name}
      sideLabel={t`Зачем это`}
      brand
      side={
        <div style={{ marginTop: 80, maxWidth: 520 }} className="col">
          <h2>
            <Trans>Пароль могут узнать, телефон останется у вас</Trans>
          </h2>
          <p>
            <Trans>
              После пароля нужен будет код, который раз в полминуты меняется в приложении на вашем телефоне. Связь
              телефону для этого не нужна.
            </Trans>
          </p>
        </div>
      }
    >
      <p className="t2">
        <Trans>{user.name}, ваш профиль требует второй фактор. Это займет минуту, потом откроется работа.</Trans>
      </p>
      <FactorSetUp onDone={() => router.history.replace(pathInside(to))} />
      <div>
        <Button variant="subtle" onClick={leave}>
          <Trans>Выйти</Trans>
        </Button>
      </div>
    </Entrance>
  )
}
