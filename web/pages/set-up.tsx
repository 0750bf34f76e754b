import { Button, PasswordInput, Radio, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { checkSetUp, setUp } from '../../server/rooms/access/contract.ts'
import { currentLanguage } from '../lib/language.ts'
import { forgetSetUpToken, useOneTimeToken } from '../lib/one-time-token.ts'
import { formErrors, type ProblemError } from '../lib/problem-error.ts'
import { queryOf, useWrite } from '../lib/queries.ts'
import { Entrance } from '../rooms/access/entrance.tsx'
import styles from '../rooms/access/entrance.module.css'
import { meQuery } from '../rooms/access/me.ts'
import { isTooShort, PasswordHint, SHORTEST_PASSWORD, useTooShort } from '../rooms/access/new-password.tsx'
import { SetUpFacts } from '../rooms/access/set-up-facts.tsx'
import { browserZone, useCurrencies, useTimeZones } from '../rooms/company/time-zones.ts'
import { Note } from '../ui/atoms.tsx'
import { FormErrorSummary } from '../ui/form-error-summary.tsx'
import { Key, useKeys } from '../ui/keys.tsx'
import { useEyeLabel } from '../ui/password-labels.ts'
import { ErrorState } from '../ui/states.tsx'

const wide = { 'data-wide': true }

/** From nothing to work in a minute: one page, one button. */
export default function SetUpPage() {
  const { t } = useLingui()
  const token = useOneTimeToken()
  const [entering, setEntering] = useState(false)
  // Asked once: after the set-up the answer is «closed», while this person is already on the way in.
  const { data, error, refetch } = useQuery({ ...queryOf(checkSetUp, { body: { token } }), enabled: !entering })
  const done = entering || data?.open === false
  useEffect(() => {
    if (done) forgetSetUpToken()
  }, [done])
  return (
    <Entrance
      title={t`Первый запуск`}
      hint={<Trans>Около минуты. Все можно изменить потом.</Trans>}
      side={<SetUpFacts checks={data?.checks ?? []} />}
      sideLabel={t`Состояние сервера`}
    >
      {error && <ErrorState title={<Trans>Сервер не отвечает</Trans>} error={error} onRetry={() => void refetch()} />}
      {data && !data.open && !entering && (
        <Note look="acc">
          <Trans>
            Первая настройка уже выполнена. <Link to="/sign-in">Войти</Link>
          </Trans>
        </Note>
      )}
      {data?.open && !data.allowed && (
        <Note look="due" role="alert">
          <Trans>Откройте адрес, который сервер напечатал при запуске: в нем одноразовый ключ первой настройки.</Trans>
        </Note>
      )}
      {(entering || (data?.open && data.allowed)) && token && (
        <SetUpForm token={token} onDone={() => setEntering(true)} />
      )}
    </Entrance>
  )
}

function SetUpForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const client = useQueryClient()
  const navigate = useNavigate()
  const zones = useTimeZones()
  const currencies = useCurrencies()
  const tooShort = useTooShort(SHORTEST_PASSWORD)
  const form = useForm({
    initialValues: {
      name: '',
      email: '',
      password: '',
      again: '',
      company: '',
      timeZone: browserZone(),
      currency: 'RUB',
      demo: 'demo',
    },
    validate: {
      name: value => (value.trim() ? null : t`Напишите имя и фамилию`),
      email: value => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t`Похоже, в адресе ошибка`),
      password: value => (isTooShort(value, SHORTEST_PASSWORD) ? tooShort : null),
      again: (value, all) => (value === all.password ? null : t`Пароли не совпали`),
      company: value => (value.trim() ? null : t`Напишите название компании`),
    },
    validateInputOnBlur: true,
  })
  const start = useWrite(setUp, {
    onSuccess: me => {
      onDone()
      client.setQueryData(meQuery.queryKey, me)
      client.removeQueries({ queryKey: ['set-up'] })
      void navigate({ to: '/sales', replace: true })
    },
    onError: error => form.setErrors(byField(error)),
  })

  const submit = form.onSubmit(({ name, email, password, company, timeZone, currency, demo }) =>
    start.mutate({
      body: {
        token,
        administrator: { name: name.trim(), email: email.trim(), password },
        company: { name: company.trim(), timeZone, currency },
        language: currentLanguage(),
        demo: demo === 'demo',
      },
    }),
  )
  useKeys([{ keys: 'mod+Enter', does: t`Начать работу`, run: () => submit() }])

  return (
    <form onSubmit={submit} noValidate className="col" style={{ gap: 18 }}>
      {start.error && Object.keys(form.errors).length === 0 && (
        <Note look="bad" role="alert">
          {start.error.detail}
        </Note>
      )}
      {start.error && Object.keys(form.errors).length > 0 && (
        <FormErrorSummary errors={form.errors as Record<string, string>} />
      )}
      <fieldset>
        <legend>
          <Trans>1. Администратор</Trans>
        </legend>
        <div className={styles.pair}>
          <TextInput
            wrapperProps={wide}
            id="name"
            label={t`Имя и фамилия`}
            autoComplete="name"
            autoFocus
            {...form.getInputProps('name')}
          />
          <TextInput
            wrapperProps={wide}
            id="email"
            type="email"
            label={t`Email`}
            autoComplete="username"
            {...form.getInputProps('email')}
          />
          <PasswordInput
            id="password"
            label={t`Пароль`}
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            description={<PasswordHint password={form.values.password} length={SHORTEST_PASSWORD} />}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            {...form.getInputProps('password')}
          />
          <PasswordInput
            id="again"
            label={t`Еще раз`}
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            {...form.getInputProps('again')}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>
          <Trans>2. Компания</Trans>
        </legend>
        <div className={styles.pair}>
          <TextInput
            wrapperProps={wide}
            id="company"
            label={t`Название`}
            autoComplete="organization"
            {...form.getInputProps('company')}
          />
          <Select
            label={t`Часовой пояс`}
            data={zones}
            searchable
            allowDeselect={false}
            nothingFoundMessage={t`Ничего не нашлось`}
            {...form.getInputProps('timeZone')}
          />
          <Select label={t`Валюта`} data={currencies} allowDeselect={false} {...form.getInputProps('currency')} />
        </div>
      </fieldset>
      <fieldset>
        <legend>
          <Trans>3. С чего начать</Trans>
        </legend>
        <Radio.Group {...form.getInputProps('demo')}>
          <div className="col">
            <Radio
              value="demo"
              label={t`Демо-данные`}
              description={t`Клиенты и Интересы, чтобы попробовать. Удаляются одной кнопкой`}
            />
            <Radio
              value="clean"
              label={t`Чистая база`}
              description={t`Сценарии «Продажа» и «Разовая продажа» уже будут`}
            />
          </div>
        </Radio.Group>
      </fieldset>
      <Button
        type="submit"
        variant="filled"
        fullWidth
        loading={start.isPending}
        rightSection={<Key keys="mod+Enter" />}
      >
        <Trans>Начать работу</Trans>
      </Button>
    </form>
  )
}

/** The contract's paths (`administrator.email`) are the form's fields by their last word; the company has its own name. */
function byField(error: ProblemError): Record<string, string> {
  return Object.fromEntries(
    Object.entries(formErrors(error)).map(([path, message]) => [
      path === 'company.name' ? 'company' : (path.split('.').at(-1) ?? path),
      message,
    ]),
  )
}
