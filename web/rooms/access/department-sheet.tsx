import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { z } from 'zod'
import {
  archiveDepartment,
  changeDepartment,
  createDepartment,
  type department,
  departmentInUse,
  departmentLoop,
  restoreDepartment,
} from '../../../server/rooms/access/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { formErrors, isProblem, type ProblemError } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useSaveForm } from './use-edit.tsx'

export type Department = z.infer<typeof department>
type Fields = Pick<Department, 'name' | 'parentId'>

type DepartmentSheetProps = { open: string | undefined; departments: readonly Department[]; onClose: () => void }

/** One department: its name and what it stands in. `new` adds one. */
export function DepartmentSheet({ open, departments, onClose }: DepartmentSheetProps) {
  const { t } = useLingui()
  const known = departments.find(each => each.id === open)
  return (
    <Sheet
      opened={open === 'new' || known !== undefined}
      onClose={onClose}
      title={known?.name ?? t`Новое подразделение`}
    >
      {open && <DepartmentForm key={open} known={known} departments={departments} onDone={onClose} />}
    </Sheet>
  )
}

type FormProps = { known: Department | undefined; departments: readonly Department[]; onDone: () => void }

function DepartmentForm({ known, departments, onDone }: FormProps) {
  const { t } = useLingui()
  const [id] = useState(newId)
  const [begun] = useState(known)
  const form = useForm<Fields>({
    initialValues: { name: begun?.name ?? '', parentId: begun?.parentId ?? null },
    validate: { name: value => (value.trim() ? null : t`Напишите название`) },
  })
  const onError = (error: ProblemError) => {
    if (isProblem(error, departmentLoop)) form.setFieldError('parentId', error.title)
    else form.setErrors(formErrors(error))
  }
  const add = useWrite(createDepartment, { onSuccess: onDone, onError })
  const change = useWrite(changeDepartment, { onError })
  const saveForm = useSaveForm<Fields>({ names: departments })
  const error = add.error ?? change.error
  const submit = form.onSubmit(({ name, parentId }) => {
    if (begun) {
      const put = (version: number, wanted: Partial<Fields>) =>
        change.mutateAsync({ params: { id: begun.id }, body: { version, ...wanted } })
      const label = (field: string) => (field === 'name' ? t`Название` : t`Входит в`)
      saveForm(begun, { name: name.trim(), parentId }, put, label).then(onDone, () => {})
    } else add.mutate({ body: { id, name: name.trim(), ...(parentId ? { parentId } : {}) } })
  })
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: () => submit() }])
  const inside = insideOf(known?.id, departments)

  return (
    <form onSubmit={submit} noValidate className="col" style={{ gap: 12 }}>
      {error && Object.keys(form.errors).length === 0 && (
        <Note look="bad" role="alert">
          {error.detail}
        </Note>
      )}
      <TextInput label={t`Название`} data-autofocus {...form.getInputProps('name')} />
      <EntitySelect
        label={t`Входит в`}
        entities={departments.filter(each => !inside.has(each.id))}
        clearable
        placeholder={t`верхний уровень`}
        {...form.getInputProps('parentId')}
      />
      <div className="row">
        <Button
          type="submit"
          variant="filled"
          loading={add.isPending || change.isPending}
          rightSection={<Key keys="mod+Enter" />}
        >
          {known ? <Trans>Сохранить</Trans> : <Trans>Добавить</Trans>}
        </Button>
        {known && <ArchiveButton department={known} onDone={onDone} />}
      </div>
    </form>
  )
}

function ArchiveButton({ department: known, onDone }: { department: Department; onDone: () => void }) {
  const { t } = useLingui()
  const input = { params: { id: known.id } }
  const restore = useWrite(restoreDepartment, { onError: error => toastError(error) })
  const archive = useWrite(archiveDepartment, {
    onSuccess: () => {
      toast({ message: t`Подразделение в архиве`, undo: () => restore.mutateAsync(input) })
      onDone()
    },
    onError: error => {
      if (!isProblem(error, departmentInUse)) return toastError(error)
      const { users, departments } = error.data
      toastError(error, t`Сначала переведите людей (${users}) и подразделения (${departments})`)
    },
  })
  if (known.archivedAt) {
    return (
      <Button onClick={() => restore.mutate(input, { onSuccess: onDone })}>
        <Trans>Вернуть из архива</Trans>
      </Button>
    )
  }
  return (
    <Button onClick={() => archive.mutate(input)} loading={archive.isPending}>
      <Trans>В архив</Trans>
    </Button>
  )
}

/** The department and everything below it: nothing of that can be its parent. */
function insideOf(id: string | undefined, departments: readonly Department[]): Set<string> {
  const inside = new Set<string>(id ? [id] : [])
  // Parents come before children, so one pass is enough.
  for (const each of departments) if (each.parentId && inside.has(each.parentId)) inside.add(each.id)
  return inside
}
