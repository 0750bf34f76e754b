import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { whenSessionIsLost } from '../lib/api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SignInForm } from '../rooms/access/sign-in-form.tsx'

type Waiting = (again: boolean) => void

/** A session that ended in the middle of work: sign in over the page, and the interrupted call goes on. */
export function SignInAgain() {
  const { t } = useLingui()
  const [waiting, setWaiting] = useState<Waiting[]>([])
  useEffect(() => {
    whenSessionIsLost(() => {
      // Strangers' pages ask nobody: there is no work to go on with.
      if (/^\/(sign-in|setup|invitation)/.test(location.pathname)) return Promise.resolve(false)
      return new Promise(resolve => setWaiting(before => [...before, resolve]))
    })
    return () => whenSessionIsLost(undefined)
  }, [])

  function answer(again: boolean): void {
    for (const resolve of waiting) resolve(again)
    setWaiting([])
  }

  return (
    <Dialog opened={waiting.length > 0} onClose={() => answer(false)} title={t`Сеанс закончился`}>
      <div className="col">
        <p className="t2">
          <Trans>Войдите снова, работа продолжится с того же места. Введенное не потеряно.</Trans>
        </p>
        <SignInForm onDone={() => answer(true)} />
      </div>
    </Dialog>
  )
}
