import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { whenSessionIsLost } from '../lib/api.ts'
import { startLive } from '../lib/live.ts'
import { type Me, meQuery } from '../rooms/access/me.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SignInForm } from '../rooms/access/sign-in-form.tsx'

type Waiting = (again: boolean) => void

/** A session that ended in the middle of work: sign in over the page, and the interrupted call goes on. */
export function SignInAgain() {
  const { t } = useLingui()
  const client = useQueryClient()
  const person = useRef<string>(undefined)
  const [email, setEmail] = useState<string>()
  const [waiting, setWaiting] = useState<Waiting[]>([])
  useEffect(() => {
    whenSessionIsLost(() => {
      // Strangers' pages ask nobody: there is no work to go on with.
      if (/^\/(sign-in|set-up)/.test(location.pathname)) return Promise.resolve(false)
      const user = client.getQueryData(meQuery.queryKey)?.user
      person.current ??= user?.id
      setEmail(user?.email)
      return new Promise(resolve => setWaiting(before => [...before, resolve]))
    })
    return () => whenSessionIsLost(undefined)
  }, [client])

  function signedIn(me: Me): void {
    // What is on the screen belongs to the person before: another one starts afresh.
    if (person.current !== undefined && person.current !== me.user.id) return location.reload()
    if (me.secondFactor.due) return location.assign('/second-factor')
    startLive()
    answer(true)
  }

  function answer(again: boolean): void {
    person.current = undefined
    for (const resolve of waiting) resolve(again)
    setWaiting([])
  }

  return (
    <Dialog opened={waiting.length > 0} onClose={() => answer(false)} title={t`Сеанс закончился`}>
      <div className="col">
        <p className="t2">
          <Trans>Войдите снова, работа продолжится с того же места. Введенное не потеряно.</Trans>
        </p>
        <SignInForm {...(email ? { email } : {})} onDone={signedIn} />
      </div>
    </Dialog>
  )
}
