import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { changePassword, wrongPassword } from '../../../server/rooms/access/contract.ts'
import { fieldErrors, formErrors, isProblem } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { toast } from '../../ui/toast.tsx'
import { useMe } from './me.ts'
import { isTooShort, PasswordHint, useTooShort } from './new-password.tsx'

export function PasswordDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Dialog opened={opened} onClose={onClose} title={t`Сменить пароль`}>
      <PasswordForm onDone={onClose} />
    </Dialog>
  )
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const { passwordLength } = useMe()
  const tooShort = useTooShort(passwordLength)
  const form = useForm({
    initialValues: { current: '', password: '', again: '' },
    validate: {
      password: value => (isTooShort(value, passwordLength) ? tooShort : null),
      again: (value, all) => (value === all.password ? null : t`Пароли не совпали`),
    },
  })
  const save = useWrite(changePassword, {
    refresh: ['sessions'],
    onSuccess: () => {
      toast({ message: t`Пароль изменен, на других устройствах нужно войти снова` })
      onDone()
    },
    onError: error => {
      form.setErrors(isProblem(error, wrongPassword) ? { current: error.title } : formErrors(error))
    },
  })
  const submit = form.onSubmit(({ current, password }) =>
    save.mutate({ body: { ...(current ? { current } : {}), password } }),
  )
  return (
    <form onSubmit={submit} noValidate className="col" style={{ gap: 12 }}>
      {save.error && !isProblem(save.error, wrongPassword) && fieldErrors(save.error).length === 0 && (
        <Note look="bad" role="alert">
          {save.error.detail}
        </Note>
      )}
      <PasswordInput
        label={t`Текущий пароль`}
        description={t`Пусто, если пароля еще не было`}
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={eye}
        {...form.getInputProps('current')}
      />
      <PasswordInput
        label={t`Новый пароль`}
        autoComplete="new-password"
        visibilityToggleButtonProps={eye}
        description={<PasswordHint password={form.values.password} length={passwordLength} />}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        {...form.getInputProps('password')}
      />
      <PasswordInput
        label={t`Еще раз`}
        autoComplete="new-password"
        visibilityToggleButtonProps={eye}
        {...form.getInputProps('again')}
      />
      <div className="row">
        <Button type="submit" variant="filled" loading={save.isPending}>
          <Trans>Сменить пароль</Trans>
        </Button>
        <Button variant="subtle" onClick={onDone}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </form>
  )
}
