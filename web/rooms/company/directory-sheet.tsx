import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import {
  type DirectoryItem,
  type DirectoryKind,
  directories,
  itemNameTaken,
} from '../../../server/rooms/company/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { formErrors, isProblem, type ProblemError } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useSaveForm } from '../access/use-edit.tsx'

type DirectorySheetProps = {
  kind: DirectoryKind
  open: string | undefined
  items: readonly DirectoryItem[]
  newTitle: string
  onClose: () => void
}

/** One entry of a directory: its name; archived instead of deleted, because old records name it. */
export function DirectorySheet({ kind, open, items, newTitle, onClose }: DirectorySheetProps) {
  const known = items.find(each => each.id === open)
  return (
    <Sheet opened={open === 'new' || known !== undefined} onClose={onClose} title={known?.name ?? newTitle}>
      {open && <EntryForm key={open} kind={kind} known={known} onDone={onClose} />}
    </Sheet>
  )
}

function EntryForm({
  kind,
  known,
  onDone,
}: {
  kind: DirectoryKind
  known: DirectoryItem | undefined
  onDone: () => void
}) {
  const { t } = useLingui()
  const [id] = useState(newId)
  const [begun] = useState(known)
  const form = useForm({
    initialValues: { name: begun?.name ?? '' },
    validate: { name: value => (value.trim() ? null : t`Напишите название`) },
  })
  const onError = (error: ProblemError) => {
    if (isProblem(error, itemNameTaken)) form.setFieldError('name', error.title)
    else form.setErrors(formErrors(error))
  }
  const add = useWrite(directories[kind].create, { onSuccess: onDone, onError })
  const change = useWrite(directories[kind].change, { onError })
  const saveForm = useSaveForm<{ name: string }>()
  const restore = useWrite(directories[kind].restore, { onError: error => toastError(error) })
  const archive = useWrite(directories[kind].archive, {
    onSuccess: () => {
      const undo = known && (() => restore.mutateAsync({ params: { id: known.id } }))
      toast({ message: t`В архиве: ${known?.name}`, ...(undo ? { undo } : {}) })
      onDone()
    },
    onError: error => toastError(error),
  })
  const error = add.error ?? change.error
  const submit = form.onSubmit(({ name }) => {
    if (begun) {
      const put = (version: number, wanted: { name?: string }) =>
        change.mutateAsync({ params: { id: begun.id }, body: { version, ...wanted } })
      saveForm(begun, { name: name.trim() }, put, () => t`Название`).then(onDone, () => {})
    } else add.mutate({ body: { id, name: name.trim() } })
  })
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: () => submit() }])

  return (
    <form onSubmit={submit} noValidate className="col" style={{ gap: 12 }}>
      {error && Object.keys(form.errors).length === 0 && (
        <Note look="bad" role="alert">
          {error.detail}
        </Note>
      )}
      <TextInput label={t`Название`} data-autofocus {...form.getInputProps('name')} />
      <div className="row">
        <Button
          type="submit"
          variant="filled"
          loading={add.isPending || change.isPending}
          rightSection={<Key keys="mod+Enter" />}
        >
          {known ? <Trans>Сохранить</Trans> : <Trans>Добавить</Trans>}
        </Button>
        {known && !known.archivedAt && (
          <Button onClick={() => archive.mutate({ params: { id: known.id } })} loading={archive.isPending}>
            <Trans>В архив</Trans>
          </Button>
        )}
        {known?.archivedAt && (
          <Button onClick={() => restore.mutate({ params: { id: known.id } }, { onSuccess: onDone })}>
            <Trans>Вернуть из архива</Trans>
          </Button>
        )}
      </div>
    </form>
  )
}
