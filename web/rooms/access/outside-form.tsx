import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { conflict, type Endpoint, type ResultOf } from '../../../server/platform/contract.ts'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { formErrors, isProblem } from '../../lib/problem-error.ts'
import type { CallInput } from '../../lib/api.ts'
import { queryOf } from '../../lib/queries.ts'
import { SettingsRow } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { useEyeLabel } from '../../ui/password-labels.ts'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { SaveBar, WordsRow, YesRow } from './outside-rows.tsx'

/** What the settings of every service have, by which people come in from outside. */
type Common = { privateHosts: string[]; createUsers: boolean; departmentId: string | null }

/** What is typed: the settings, and the secret that is never told again. */
export type Typed<T extends Common> = T & { secret: string }

export type OutsideForm<T extends Common> = {
  typed: Typed<T>
  put: (change: Partial<Typed<T>>) => void
  wrong: (field: keyof T & string) => string | undefined
}

/** Makes what is typed out of an answer of the server, once for each: the form compares what is typed with it. */
export function typing<S extends object, T extends Common>(settingsOf: (stored: S) => T): (stored: S) => Typed<T> {
  const known = new WeakMap<S, Typed<T>>()
  return stored => {
    const typed = known.get(stored) ?? { ...settingsOf(stored), secret: '' }
    known.set(stored, typed)
    return typed
  }
}

/** Loads the settings and shows their form. */
export function OutsideSettings<E extends Endpoint>({
  of,
  children,
}: {
  of: E
  children: (stored: ResultOf<E>) => ReactNode
}) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(queryOf(of, {} as CallInput<E>))
  if (error) return <ErrorState title={t`Настройки не загрузились`} error={error} onRetry={() => void refetch()} />
  return data === undefined ? <LoadingBars rows={12} /> : children(data as ResultOf<E>)
}

/** Settings that hold together and are saved by a button; what nobody has touched here follows what others save. */
function useWhole<T extends Common>(stored: Typed<T>, secretField: string) {
  const [begun, setBegun] = useState(stored)
  const [typed, setTyped] = useState(stored)
  const [wrong, setWrong] = useState<Record<string, string>>({})
  if (begun !== stored) {
    setBegun(stored)
    if (same(typed, begun)) setTyped(stored)
  }
  return {
    typed,
    changed: !same(typed, stored),
    wrong: (field: string) => wrong[`settings.${field}`] ?? (field === 'secret' ? wrong[secretField] : undefined),
    put: (change: Partial<Typed<T>>) => setTyped(before => ({ ...before, ...change })),
    undo: () => {
      setTyped(stored)
      setWrong({})
    },
    saved: () => {
      setWrong({})
      setTyped(before => ({ ...before, secret: '' }))
    },
    refused: (error: unknown) => {
      const errors = formErrors(error)
      setWrong(errors)
      if (Object.keys(errors).length === 0) toastError(error)
      // Somebody saved meanwhile: what is typed stays, and is saved over theirs only when it is asked for again.
      if (isProblem(error, conflict)) setBegun(stored)
    },
  }
}

const same = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other)

type FrameProps<T extends Common> = {
  stored: Typed<T>
  /** How the API calls the secret. */
  secretField: string
  save: (typed: Typed<T>) => Promise<unknown>
  saving: boolean
  /** What is said once it is saved. */
  done: string
  intro: ReactNode
  /** Beside the buttons of saving. */
  buttons?: (form: OutsideForm<T>) => ReactNode
  /** Below them: what a check found. */
  check?: (form: OutsideForm<T>) => ReactNode
  children: (form: OutsideForm<T>) => ReactNode
}

/** The form of such settings: what it is for, its rows, saving and taking back, and a word before what is typed is lost. */
export function OutsideFrame<T extends Common>(props: FrameProps<T>) {
  const { t } = useLingui()
  const { stored, secretField, save, saving, done, intro, buttons, check, children } = props
  const form = useWhole(stored, secretField)
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    save(form.typed).then(() => {
      form.saved()
      toast({ message: done })
    }, form.refused)
  }
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: () => form.changed && submit() }])
  return (
    <form onSubmit={submit} noValidate>
      <p className="t2" style={{ maxWidth: 720 }}>
        {intro}
      </p>
      {children(form)}
      <SaveBar changed={form.changed} pending={saving} onUndo={form.undo}>
        {buttons?.(form)}
      </SaveBar>
      {check?.(form)}
      <LeaveGuard when={form.changed} title={t`Настройки не сохранены`}>
        <Trans>Введенное на этой странице пропадет.</Trans>
      </LeaveGuard>
    </form>
  )
}

type PartProps<T extends Common> = { form: OutsideForm<T> }

/** The secret: typed anew or left as it is. */
export function SecretRow<T extends Common>({ form, label, kept }: PartProps<T> & { label: string; kept: boolean }) {
  const { t } = useLingui()
  const eye = useEyeLabel()
  const id = useId()
  return (
    <SettingsRow
      label={label}
      hint={kept ? t`Сохранен и зашифрован. Пустое поле оставит его` : t`Хранится зашифрованным`}
      htmlFor={id}
    >
      <PasswordInput
        id={id}
        autoComplete="new-password"
        visibilityToggleButtonProps={eye}
        placeholder={kept ? '••••••••••••' : ''}
        value={form.typed.secret}
        error={form.wrong('secret' as keyof T & string)}
        onChange={event => form.put({ secret: event.currentTarget.value } as Partial<Typed<T>>)}
      />
    </SettingsRow>
  )
}

/** Hosts of the own network that may be called. */
export function HostsRow<T extends Common>({ form, placeholder }: PartProps<T> & { placeholder: string }) {
  const { t } = useLingui()
  return (
    <WordsRow
      label={t`Свои внутренние узлы`}
      hint={t`Имя узла из адреса, если он стоит во внутренней сети: к другим внутренним адресам продукт не обратится`}
      placeholder={placeholder}
      value={form.typed.privateHosts}
      error={form.wrong('privateHosts')}
      onChange={privateHosts => form.put({ privateHosts } as Partial<Typed<T>>)}
    />
  )
}

/** Whether people are made at their first sign-in; if so, with what. */
export function NewPeople<T extends Common>({ form, children }: PartProps<T> & { children?: ReactNode }) {
  const { t } = useLingui()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  const { typed, put, wrong } = form
  return (
    <>
      <YesRow
        label={t`Новые люди`}
        words={t`Создавать пользователя при первом входе`}
        value={typed.createUsers}
        onChange={createUsers => put({ createUsers } as Partial<Typed<T>>)}
      />
      {typed.createUsers && (
        <>
          {children}
          <SettingsRow label={t`Подразделение новых`}>
            <EntitySelect
              aria-label={t`Подразделение новых`}
              entities={departments}
              value={typed.departmentId}
              error={wrong('departmentId')}
              placeholder={t`не указано`}
              clearable
              onChange={departmentId => put({ departmentId } as Partial<Typed<T>>)}
            />
          </SettingsRow>
        </>
      )}
    </>
  )
}
