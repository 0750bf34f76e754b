import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { finishSingleSignOn } from '../../server/rooms/access/single-sign-on/contract.ts'
import { takeProviderReturn } from '../lib/provider-return.ts'
import { useWrite } from '../lib/queries.ts'
import { Entrance } from '../rooms/access/entrance.tsx'
import { entranceQuery, meQuery } from '../rooms/access/me.ts'
import { SignInForm } from '../rooms/access/sign-in-form.tsx'
import { SingleSignOnButton } from '../rooms/access/single-sign-on.tsx'
import { ThreeKeys } from '../rooms/access/three-keys.tsx'
import { Note } from '../ui/atoms.tsx'
import { LoadingBars } from '../ui/states.tsx'

const parameters = takeProviderReturn()

/** Back from the sign-in service: in at once, or told in words why not, with every way in at hand. */
export default function SignInReturnPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const router = useRouter()
  const company = useQuery(entranceQuery).data?.companyName
  const finish = useWrite(finishSingleSignOn, {
    refresh: ['session'],
    onSuccess: ({ me, to }) => {
      client.setQueryData(meQuery.queryKey, me)
      router.history.replace(to)
    },
  })
  const begin = useEffectEvent(() => {
    if (parameters === undefined) router.history.replace('/sign-in')
    else if (finish.isIdle) finish.mutate({ body: { parameters } })
  })
  useEffect(() => begin(), [])

  return (
    <Entrance title={t`Вход`} hint={company} side={<ThreeKeys />} sideLabel={t`Клавиши`} brand>
      {finish.error ? (
        <>
          <Note look="bad" role="alert">
            {finish.error.detail}
          </Note>
          <SingleSignOnButton to="/" />
          <SignInForm onDone={() => router.history.replace('/')} />
        </>
      ) : (
        <div role="status">
          <p className="t2">
            <Trans>Проверяем ответ службы входа…</Trans>
          </p>
          <LoadingBars rows={2} />
        </div>
      )}
    </Entrance>
  )
}
