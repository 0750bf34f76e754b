import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { beginSecondFactor, confirmSecondFactor } from '../../../server/rooms/access/second-factor/contract.ts'
import { call } from '../../lib/api.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { CodeInput, isCompleteCode } from './code-input.tsx'
import styles from './factor.module.css'
import { RecoveryCodes } from './recovery-codes.tsx'

const QrCode = lazy(() => import('./qr-code.tsx'))

/** A new key each time the set-up is opened, and the same one as long as it is open. */
const beginning = {
  queryKey: ['second-factor-set-up'],
  queryFn: () => call(beginSecondFactor, {}, { reads: true }),
  staleTime: Infinity,
  gcTime: 0,
  refetchOnWindowFocus: false,
}

/** Turns the second factor on: the key into the app, a code as the proof, then the recovery codes. */
export function FactorSetUp({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(beginning)
  const [code, setCode] = useState('')
  const confirm = useWrite(confirmSecondFactor, { refresh: ['sessions'], onError: () => setCode('') })
  const send = (typed: string) => !confirm.isPending && confirm.mutate({ body: { code: typed } })

  if (error) {
    return <ErrorState title={t`Ключ не получен`} error={error} onRetry={() => void refetch()} />
  }
  if (data && confirm.isSuccess) return <RecoveryCodes codes={data.recoveryCodes} onDone={onDone} />

  function type(typed: string): void {
    setCode(typed)
    if (typed) confirm.reset()
    if (isCompleteCode(typed)) send(typed)
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (code.trim()) send(code)
  }

  return (
    <form onSubmit={submit} noValidate className="col" style={{ gap: 14 }}>
      <div className={styles.setup}>
        {data ? (
          <Suspense fallback={<Skeleton width={196} height={196} />}>
            <QrCode text={data.uri} label={t`QR-код для приложения`} />
          </Suspense>
        ) : (
          <Skeleton width={196} height={196} />
        )}
        <ol className={styles.steps}>
          <li>
            <Trans>Откройте приложение с кодами: Яндекс Ключ, Google Authenticator, Aegis или другое.</Trans>
          </li>
          <li>
            <Trans>Наведите камеру на картинку или введите ключ руками.</Trans>
          </li>
          <li>
            <Trans>Введите шесть цифр, которые показало приложение.</Trans>
          </li>
        </ol>
      </div>
      <div className={styles.key}>
        <CopyField label={t`Ключ`} value={inGroups(data?.key ?? '')} />
      </div>
      <CodeInput label={t`Код из приложения`} data-autofocus autoFocus value={code} onCode={type} />
      {confirm.error && (
        <Note look="bad" role="alert">
          <div className="m">{confirm.error.detail}</div>
          {confirm.error.status === 422 && <Trans>Проверьте, что часы телефона идут верно, и введите новый код.</Trans>}
        </Note>
      )}
      <div>
        <Button type="submit" variant="filled" loading={confirm.isPending} disabled={!data}>
          <Trans>Включить</Trans>
        </Button>
      </div>
    </form>
  )
}

function inGroups(key: string): string {
  return key.match(/.{1,4}/g)?.join(' ') ?? ''
}
