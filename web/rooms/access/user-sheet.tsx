import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Select, TextInput } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { viewAs } from '../../../server/rooms/access/viewing/contract.ts'
import { useMay, useMe } from './me.ts'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import {
  changeUser,
  createUser,
  deactivateUser,
  emailTaken,
  getUser,
  listDepartments,
  reactivateUser,
  type user,
} from '../../../server/rooms/access/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { formErrors, isProblem, type ProblemError } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { listProfiles } from '../../../server/rooms/access/profiles/contract.ts'
import { useProfileName } from './profile-words.ts'
import { useRoles } from './roles.ts'
import { SignInLink } from './sign-in-link.tsx'
import { useSaveForm } from './use-edit.tsx'
import { UserSecurity } from './user-security.tsx'

type User = z.infer<typeof user>
type Fields = Pick<User, 'name' | 'email' | 'departmentId'> & { profileId: string }
type UserSheetProps = {
  open: string | undefined
  onClose: () => void
  onCreated: (id: string) => void
  /** What else may be done about a person, of other rooms. */
  more?: (user: User) => ReactNode
}

/** One user: who, what they may, and how they come in. `new` adds one. */
export function UserSheet({ open, onClose, onCreated, more }: UserSheetProps) {
  const { t } = useLingui()
  const isNew = open === 'new'
  const { data, error, refetch } = useQuery({
    ...queryOf(getUser, { params: { id: open ?? '' } }),
    enabled: open !== undefined && !isNew,
  })
  const title = isNew ? t`Новый пользователь` : (data?.name ?? t`Пользователь`)
  return (
    <Sheet opened={open !== undefined} onClose={onClose} title={title} padded={false}>
      {isNew && <UserForm key="new" onSaved={each => onCreated(each.id)} />}
      {!isNew && data && <UserForm key={data.id} known={data} onSaved={onClose} more={more?.(data)} />}
      {!isNew && !data && !error && open && <LoadingBars rows={4} />}
      {!isNew && error && (
        <ErrorState title={t`Пользователь не открылся`} error={error} onRetry={() => void refetch()} />
      )}
    </Sheet>
  )
}

type UserFormProps = { known?: User; onSaved: (user: User) => void; more?: ReactNode }

function UserForm({ known, onSaved, more }: UserFormProps) {
  const { t } = useLingui()
  const roles = useRoles()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  // One id for one intention: a second press or a lost answer makes no second person.
  const [id] = useState(newId)
  // What is shown below may change meanwhile; what is typed was begun on this.
  const [begun] = useState(known && { ...known, profileId: known.profile.id })
  const profiles = useQuery(queryOf(listProfiles, { query: {} })).data?.items ?? []
  const nameOf = useProfileName()
  const usual = profiles.find(each => each.role === 'salesperson' && each.name === null)
  const form = useForm<Fields>({
    initialValues: {
      name: begun?.name ?? '',
      email: begun?.email ?? '',
      profileId: begun?.profileId ?? '',
      departmentId: begun?.departmentId ?? null,
    },
    validate: {
      name: value => (value.trim() ? null : t`Напишите имя`),
      email: value => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t`Похоже, в адресе ошибка`),
    },
  })
  const refused = (error: ProblemError) => {
    if (isProblem(error, emailTaken)) form.setFieldError('email', error.title)
    else if (Object.keys(formErrors(error)).length > 0) form.setErrors(formErrors(error))
  }
  const add = useWrite(createUser, {
    onSuccess: each => {
      toast({ message: t`Пользователь добавлен: сделайте ему ссылку для входа` })
      onSaved(each)
    },
    onError: refused,
  })
  const change = useWrite(changeUser, { onError: refused })
  const named = profiles.map(each => ({ id: each.id, name: nameOf(each) }))
  const saveForm = useSaveForm<Fields>({ names: [...departments, ...named] })
  const error = add.error ?? change.error
  const readOnly = known !== undefined && known.can.edit !== true
  const chosen = profiles.find(each => each.id === form.values.profileId) ?? (begun ? undefined : usual)
  const hint = chosen?.name === null ? roles.find(role => role.value === chosen.role)?.hint : undefined

  const submit = form.onSubmit(values => {
    const typed = { name: values.name.trim(), email: values.email.trim() }
    const body = { ...typed, profileId: values.profileId }
    if (begun) {
      const put = (version: number, wanted: Partial<Fields>) =>
        change.mutateAsync({ params: { id: begun.id }, body: { version, ...wanted } })
      const labels = { name: t`Имя и фамилия`, email: 'Email', profileId: t`Профиль`, departmentId: t`Подразделение` }
      saveForm(begun, { ...body, departmentId: values.departmentId }, put, field => labels[field as keyof Fields]).then(
        () => onSaved(begun),
        () => {},
      )
    } else {
      // Whoever is quicker than the list of profiles adds a salesperson, as it is offered.
      const profile = values.profileId ? { profileId: values.profileId } : { role: 'salesperson' as const }
      add.mutate({
        body: { id, ...typed, ...profile, ...(values.departmentId ? { departmentId: values.departmentId } : {}) },
      })
    }
  })
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: () => submit() }])

  return (
    <div className="col" style={{ padding: '16px 20px', gap: 20 }}>
      <form onSubmit={submit} noValidate className="col" style={{ gap: 12 }}>
        {error && Object.keys(form.errors).length === 0 && (
          <Note look="bad" role="alert">
            {error.detail}
          </Note>
        )}
        <TextInput label={t`Имя и фамилия`} data-autofocus readOnly={readOnly} {...form.getInputProps('name')} />
        <TextInput label={t`Email`} type="email" readOnly={readOnly} {...form.getInputProps('email')} />
        <Select
          label={t`Профиль`}
          data={named.map(({ id: value, name: label }) => ({ value, label }))}
          allowDeselect={false}
          readOnly={readOnly}
          description={hint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('profileId')}
          value={chosen?.id ?? null}
        />
        <EntitySelect
          label={t`Подразделение`}
          entities={departments}
          clearable
          placeholder={t`не указано`}
          readOnly={readOnly}
          {...form.getInputProps('departmentId')}
        />
        {!readOnly && (
          <div className="row">
            <Button
              type="submit"
              variant="filled"
              loading={add.isPending || change.isPending}
              rightSection={<Key keys="mod+Enter" />}
            >
              {known ? <Trans>Сохранить</Trans> : <Trans>Добавить</Trans>}
            </Button>
          </div>
        )}
      </form>
      {known && <WayIn user={known} />}
      {known?.can.edit && <UserSecurity person={known} />}
      {known && <ViewAs user={known} />}
      {more}
    </div>
  )
}

/** Through the eyes of this person: the page is read anew, everything on it is what that person sees. */
function ViewAs({ user: person }: { user: User }) {
  const may = useMay('access.view_as')
  const me = useMe()
  const begin = useWrite(viewAs, {
    onSuccess: () => window.location.assign('/'),
    onError: error => toastError(error),
  })
  if (!may || person.deactivatedAt !== null || person.id === me.user.id) return null
  return (
    <div className="row">
      <Button
        leftSection={<IconEye size={16} stroke={1.7} aria-hidden />}
        loading={begin.isPending}
        onClick={() => begin.mutate({ body: { userId: person.id } })}
      >
        <Trans>Смотреть глазами сотрудника</Trans>
      </Button>
    </div>
  )
}

function WayIn({ user: person }: { user: User }) {
  const { t } = useLingui()
  const close = useWrite(deactivateUser, {
    onSuccess: () =>
      toast({ message: t`Вход закрыт: ${person.name}`, undo: () => open.mutateAsync({ params: { id: person.id } }) }),
    onError: error => toastError(error),
  })
  const open = useWrite(reactivateUser, {
    onSuccess: () => toast({ message: t`Вход открыт: ${person.name}` }),
    onError: error => toastError(error),
  })
  return (
    <section className="col" aria-label={t`Вход`}>
      <h3>
        <Trans>Вход</Trans>
      </h3>
      {person.can.createSignInLink && <SignInLink userId={person.id} />}
      {person.can.deactivate && (
        <div>
          <ConfirmPopover
            target={ask => (
              <Button onClick={ask} loading={close.isPending}>
                <Trans>Закрыть вход</Trans>
              </Button>
            )}
            question={
              <Trans>
                Сеансы, ключи, доступы и замещения этого человека закончатся сразу. История останется. Клиентов,
                Интересы и дела передайте ниже, в разделе «Дела».
              </Trans>
            }
            confirm={<Trans>Закрыть вход</Trans>}
            onConfirm={() => close.mutate({ params: { id: person.id } })}
          />
        </div>
      )}
      {person.can.reactivate && (
        <div>
          <Button onClick={() => open.mutate({ params: { id: person.id } })} loading={open.isPending}>
            <Trans>Открыть вход снова</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}
