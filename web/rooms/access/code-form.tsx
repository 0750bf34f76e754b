import { Button, TextInput } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { codeRefused, codeTooLate, signInByCode } from '../../../server/rooms/access/second-factor/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Blocked } from './blocked.tsx'
import { CodeInput, isCompleteCode } from './code-input.tsx'
import styles from './factor.module.css'
import { type Me, meQuery } from './me.ts'

type CodeFormProps = { name: string; onDone: (me: Me) => void; onBack: () => void }

/** The second step of a sign-in: a code of the app, which is sent as soon as it is whole, or a recovery code. */
export function CodeForm({ name, onDone, onBack }: CodeFormProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState(false)
  const enter = useWrite(signInByCode, {
    onSuccess: me => {
      client.setQueryData(meQuery.queryKey, me)
      onDone(me)
    },
    // A wrong one is typed anew, not corrected.
    onError: () => !recovery && setCode(''),
  })
  const send = (typed: string) => !enter.isPending && enter.mutate({ body: { code: typed } })

  function type(typed: string): void {
    setCode(typed)
    if (typed) enter.reset()
    if (isCompleteCode(typed)) send(typed)
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (code.trim()) send(code)
  }
  function change(to: boolean): void {
    setRecovery(to)
    setCode('')
    enter.reset()
  }

  return (
    <form onSubmit={submit} className="col" style={{ gap: 12 }} noValidate>
      <p className="t2">
        {recovery ? (
          <Trans>{name}, введите один из резервных кодов. Каждый действует один раз.</Trans>
        ) : (
          <Trans>{name}, введите шесть цифр из приложения с кодами.</Trans>
        )}
      </p>
      {recovery ? (
        <TextInput
          key="recovery"
          className={styles.code}
          label={t`Резервный код`}
          placeholder="XXXX-XXXX-XXXX-XXXX"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          data-autofocus
          value={code}
          onChange={event => {
            setCode(event.currentTarget.value)
            enter.reset()
          }}
        />
      ) : (
        <CodeInput key="app" label={t`Код из приложения`} autoFocus data-autofocus value={code} onCode={type} />
      )}
      {enter.error && <CodeRefusal error={enter.error} />}
      <Button type="submit" variant="filled" fullWidth loading={enter.isPending}>
        <Trans>Войти</Trans>
      </Button>
      <div className="row wrap">
        <Button variant="subtle" size="compact-xs" onClick={() => change(!recovery)}>
          {recovery ? <Trans>Ввести код из приложения</Trans> : <Trans>Нет телефона: резервный код</Trans>}
        </Button>
        <span className="grow" />
        <Button variant="subtle" size="compact-xs" onClick={onBack}>
          <Trans>Начать заново</Trans>
        </Button>
      </div>
    </form>
  )
}

function CodeRefusal({ error }: { error: Error & { detail?: string } }) {
  if (isProblem(error, codeRefused)) {
    const { attemptsLeft } = error.data
    return (
      <Note look="bad" role="alert">
        <div className="m">
          <Trans>Код не подходит</Trans>
        </div>
        {attemptsLeft > 5 ? (
          <Trans>Проверьте часы телефона и возьмите следующий код: каждый действует один раз.</Trans>
        ) : (
          <Plural
            value={attemptsLeft}
            _0="Попыток не осталось, вход закрыт на несколько минут."
            one="Осталась # попытка, потом вход закроется на несколько минут."
            few="Осталось # попытки, потом вход закроется на несколько минут."
            many="Осталось # попыток, потом вход закроется на несколько минут."
            other="Осталось # попытки, потом вход закроется на несколько минут."
          />
        )}
      </Note>
    )
  }
  if (isProblem(error, codeTooLate)) {
    return (
      <Note look="due" role="alert">
        <Trans>Время для кода вышло. Начните вход сначала.</Trans>
      </Note>
    )
  }
  return <Blocked error={error} />
}
