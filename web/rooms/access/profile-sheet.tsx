import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import {
  archiveProfile,
  changeProfile,
  copyProfile,
  FIELDS,
  type Field,
  type FieldLevel,
  type Grounds,
  getProfile,
  KINDS,
  LEVELS,
  type Level,
  type Profile,
  profileInUse,
  profileNameTaken,
  type Right,
  restoreProfile,
} from '../../../server/rooms/access/profiles/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { isProblem, type ProblemError } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useFieldLevels, useFields, useKinds, useLevels, useProfileName, useRights } from './profile-words.ts'
import styles from './profile-sheet.module.css'
import { useSaveForm } from './use-edit.tsx'

type ProfileSheetProps = {
  open: string | undefined
  onClose: () => void
  onCopied: (id: string) => void
  /** What the change would mean for the people of the profile, of another room. */
  effects: (id: string, grounds: Grounds) => ReactNode
}

/** One profile: what its people see and do, and what a change would mean for them. */
export function ProfileSheet({ open, onClose, onCopied, effects }: ProfileSheetProps) {
  const { t } = useLingui()
  const nameOf = useProfileName()
  const { data, error, refetch } = useQuery({
    ...queryOf(getProfile, { params: { id: open ?? '' } }),
    enabled: open !== undefined,
  })
  return (
    <Sheet
      opened={open !== undefined}
      onClose={onClose}
      title={data ? nameOf(data) : t`Профиль`}
      size="interest"
      padded={false}
    >
      {data && <ProfileForm key={data.id} known={data} onDone={onClose} onCopied={onCopied} effects={effects} />}
      {!data && !error && open && <LoadingBars rows={8} />}
      {error && <ErrorState title={t`Профиль не открылся`} error={error} onRetry={() => void refetch()} />}
    </Sheet>
  )
}

type FormProps = Omit<ProfileSheetProps, 'open' | 'onClose'> & { known: Profile; onDone: () => void }

function ProfileForm({ known, onDone, onCopied, effects }: FormProps) {
  const { t } = useLingui()
  // What is shown below may change meanwhile; what is set was begun on this.
  const [begun] = useState(known)
  const [name, setName] = useState(begun.name ?? '')
  const [grounds, setGrounds] = useState(begun.grounds)
  const [wrong, setWrong] = useState<ProblemError>()
  const readOnly = known.can['edit'] !== true
  const change = useWrite(changeProfile, { refresh: ['users', 'session'], onError: setWrong })
  const saveForm = useSaveForm<{ name: string | null; grounds: Grounds }>()
  const label = (field: string) => (field === 'name' ? t`Название` : t`Права профиля`)
  const own = begun.name === null ? {} : { name: name.trim() }
  const isChanged = !same(grounds, begun.grounds) || (begun.name !== null && name.trim() !== begun.name)
  const put = (version: number, wanted: { name?: string | null; grounds?: Grounds }) =>
    change.mutateAsync({
      params: { id: begun.id },
      body: {
        version,
        ...(wanted.name ? { name: wanted.name } : {}),
        ...(wanted.grounds ? { grounds: wanted.grounds } : {}),
      },
    })
  const save = () => {
    setWrong(undefined)
    saveForm(begun, { name: begun.name, ...own, grounds }, put, label).then(onDone, () => {})
  }
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, off: readOnly || !isChanged, run: save }])
  const nameError = wrong && isProblem(wrong, profileNameTaken) ? wrong.title : undefined

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      {wrong && !nameError && (
        <Note look="bad" role="alert">
          {wrong.detail ?? wrong.title}
        </Note>
      )}
      {known.role === 'administrator' && known.name === null && (
        <Note look="acc">
          <Trans>Администратор видит и может все. Чтобы дать меньше, скопируйте профиль и измените копию.</Trans>
        </Note>
      )}
      {begun.name !== null && (
        <TextInput
          label={t`Название`}
          value={name}
          readOnly={readOnly}
          error={nameError}
          onChange={event => setName(event.currentTarget.value)}
        />
      )}
      <Reach grounds={grounds} readOnly={readOnly} onChange={setGrounds} />
      <Rights grounds={grounds} readOnly={readOnly} onChange={setGrounds} />
      <FieldRights grounds={grounds} readOnly={readOnly} onChange={setGrounds} />
      {isChanged && effects(begun.id, grounds)}
      <div className={styles.buttons}>
        {!readOnly && (
          <Button
            type="submit"
            variant="filled"
            disabled={!isChanged}
            loading={change.isPending}
            rightSection={<Key keys="mod+Enter" />}
          >
            <Trans>Сохранить</Trans>
          </Button>
        )}
        {known.can['copy'] && <CopyButton from={known} grounds={grounds} onCopied={onCopied} />}
        {!readOnly && begun.name === null && !known.untouched && <ShippedButton profile={known} onDone={onDone} />}
        <ArchiveButton profile={known} onDone={onDone} />
      </div>
    </form>
  )
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

type PartProps = { grounds: Grounds; readOnly: boolean; onChange: (grounds: Grounds) => void }

/** Whose records are seen and changed, by kind. */
function Reach({ grounds, readOnly, onChange }: PartProps) {
  const { t } = useLingui()
  const kinds = useKinds()
  const levels = useLevels()
  const columns = { see: t`Видит`, edit: t`Меняет` } as const
  const data = LEVELS.map(value => ({ value, label: levels[value] }))
  const set = (part: 'see' | 'edit', kind: (typeof KINDS)[number], level: Level) => {
    const see = part === 'see' ? { ...grounds.see, [kind]: level } : grounds.see
    const edit = part === 'edit' ? { ...grounds.edit, [kind]: level } : grounds.edit
    // Nothing is changed further than it is seen, so that each choice says what will be.
    const most = LEVELS.indexOf(see[kind])
    onChange({
      ...grounds,
      see,
      edit: { ...edit, [kind]: LEVELS[Math.min(most, LEVELS.indexOf(edit[kind]))] ?? 'none' },
    })
  }
  return (
    <section className="col" style={{ gap: 8 }}>
      <table className={styles.reach}>
        <thead>
          <tr>
            <th scope="col">
              <h3>
                <Trans>Чьи записи</Trans>
              </h3>
            </th>
            <th scope="col">{columns.see}</th>
            <th scope="col">{columns.edit}</th>
          </tr>
        </thead>
        <tbody>
          {KINDS.map(kind => (
            <tr key={kind}>
              <th scope="row">
                {kinds[kind].name}
                <div className="s12 t2">{kinds[kind].hint}</div>
              </th>
              {(['see', 'edit'] as const).map(part => (
                <td key={part}>
                  <Select
                    aria-label={`${kinds[kind].name}: ${columns[part]}`}
                    data={part === 'see' ? data : data.slice(0, LEVELS.indexOf(grounds.see[kind]) + 1)}
                    value={grounds[part][kind]}
                    allowDeselect={false}
                    readOnly={readOnly}
                    onChange={value => value && set(part, kind, value)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Checkbox
        label={t`Записи без ответственного считаются своими`}
        checked={grounds.unowned}
        disabled={readOnly}
        onChange={event => onChange({ ...grounds, unowned: event.currentTarget.checked })}
      />
      <Checkbox
        label={t`Открытого клиента не только видит, но и меняет`}
        checked={grounds.editOpened}
        disabled={readOnly}
        onChange={event => onChange({ ...grounds, editOpened: event.currentTarget.checked })}
      />
    </section>
  )
}

function Rights({ grounds, readOnly, onChange }: PartProps) {
  const groups = useRights()
  const set = (right: Right, on: boolean) =>
    onChange({ ...grounds, rights: on ? [...grounds.rights, right] : grounds.rights.filter(each => each !== right) })
  return (
    <div className={styles.rights}>
      {groups.map(({ title, rights }) => (
        <fieldset key={title} className={styles.group}>
          <legend>{title}</legend>
          {rights.map(({ right, name, hint }) => (
            <Checkbox
              key={right}
              label={name}
              description={hint}
              checked={grounds.rights.includes(right)}
              disabled={readOnly}
              onChange={event => set(right, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
      ))}
    </div>
  )
}

function FieldRights({ grounds, readOnly, onChange }: PartProps) {
  const fields = useFields()
  const words = useFieldLevels()
  const set = (field: Field, level: FieldLevel) =>
    onChange({ ...grounds, fields: { ...grounds.fields, [field]: level } })
  return (
    <section className="col" style={{ gap: 8 }}>
      <h3>
        <Trans>Поля</Trans>
      </h3>
      <div className={styles.fields}>
        {(Object.keys(FIELDS) as Field[]).map(field => (
          <Select
            key={field}
            label={fields[field]}
            data={FIELDS[field].map(value => ({ value, label: words[value] }))}
            value={grounds.fields[field] ?? 'edit'}
            allowDeselect={false}
            readOnly={readOnly}
            onChange={value => value && set(field, value)}
          />
        ))}
      </div>
    </section>
  )
}

function CopyButton({ from, grounds, onCopied }: { from: Profile; grounds: Grounds; onCopied: (id: string) => void }) {
  const { t } = useLingui()
  const nameOf = useProfileName()
  const [id, setId] = useState(newId)
  const copy = useWrite(copyProfile, {
    onSuccess: made => {
      toast({ message: t`Профиль скопирован` })
      setId(newId())
      onCopied(made.id)
    },
    onError: error => toastError(error),
  })
  const name = nameOf(from)
  const run = () => copy.mutate({ body: { id, fromId: from.id, name: t`${name}, копия ${stamp()}`, grounds } })
  return (
    <Button onClick={run} loading={copy.isPending}>
      <Trans>Скопировать</Trans>
    </Button>
  )
}

/** Two copies made at once need two names; whoever copies gives the real one next. */
const stamp = () => new Date().toTimeString().slice(0, 8)

function ShippedButton({ profile, onDone }: { profile: Profile; onDone: () => void }) {
  const { t } = useLingui()
  const change = useWrite(changeProfile, {
    refresh: ['users', 'session'],
    onSuccess: saved => {
      const back = { params: { id: saved.id }, body: { version: saved.version, grounds: profile.grounds } }
      toast({ message: t`Профиль снова такой, как поставлялся`, undo: () => change.mutateAsync(back) })
      onDone()
    },
    onError: error => toastError(error),
  })
  const body = { version: profile.version, grounds: null }
  return (
    <Button onClick={() => change.mutate({ params: { id: profile.id }, body })} loading={change.isPending}>
      <Trans>Как поставлялся</Trans>
    </Button>
  )
}

function ArchiveButton({ profile, onDone }: { profile: Profile; onDone: () => void }) {
  const { t } = useLingui()
  const input = { params: { id: profile.id } }
  const restore = useWrite(restoreProfile, { onError: error => toastError(error) })
  const archive = useWrite(archiveProfile, {
    onSuccess: () => {
      toast({ message: t`Профиль в архиве`, undo: () => restore.mutateAsync(input) })
      onDone()
    },
    onError: error => {
      if (!isProblem(error, profileInUse)) return toastError(error)
      const { users } = error.data
      toastError(error, t`Сначала дайте людям другой профиль (${users})`)
    },
  })
  if (profile.can['restore']) {
    return (
      <Button onClick={() => restore.mutate(input, { onSuccess: onDone })}>
        <Trans>Вернуть из архива</Trans>
      </Button>
    )
  }
  if (!profile.can['archive']) return null
  return (
    <Button onClick={() => archive.mutate(input)} loading={archive.isPending}>
      <Trans>В архив</Trans>
    </Button>
  )
}
