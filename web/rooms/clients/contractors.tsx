import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  addContractor,
  archiveContractor,
  changeContractor,
  type Client,
  type Contractor,
  contractorExists,
  restoreContractor,
} from '../../../server/rooms/clients/contract.ts'
import { fieldOfName } from '../../../server/platform/pure/field-marks.ts'
import { formErrors, isProblem, Undecided } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { useUndo } from '../../lib/undo.ts'
import { Section, Tag } from '../../ui/atoms.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useLimits } from '../access/limits.tsx'
import { useSaveRecord } from '../access/use-edit.tsx'
import { Archiving } from './archiving.tsx'
import { faultOfInn, StrictNote, useInnTexts } from './client-fields.tsx'
import { useKeepClient } from './keep-client.ts'
import styles from './party-card.module.css'
import { useClientKinds } from './party-lists.tsx'

const REFRESH = ['clients', 'search', 'interests', 'board']

type Values = Pick<Contractor, 'kind' | 'name' | 'fullName'> & {
  [K in 'inn' | 'kpp' | 'ogrn']?: Contractor[K] | undefined
}

/** Legal entities; hidden while there is exactly one. */
export function Contractors({ client }: { client: Client }) {
  const [adding, setAdding] = useState(false)
  const several = client.contractors.length > 1
  const add = client.can['addContractor'] && (several || client.kind !== 'person') && !adding && (
    <Button
      variant="subtle"
      leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      <Trans>Еще один контрагент</Trans>
    </Button>
  )
  if (!several && !adding) return add || null
  return (
    <Section title={<Trans>Контрагенты</Trans>} count={client.contractors.length}>
      <ul>
        {client.contractors.map(each => (
          <ContractorRow key={each.id} client={client} contractor={each} />
        ))}
      </ul>
      {adding && <AddContractor client={client} onDone={() => setAdding(false)} />}
      {add}
    </Section>
  )
}

function ContractorRow({ client, contractor }: { client: Client; contractor: Contractor }) {
  const { t } = useLingui()
  const [editing, setEditing] = useState(false)
  const { name, inn, kpp, main, archived, can } = contractor
  return (
    <li className={styles.person}>
      <div className={styles.entity}>
        <div className="grow">
          <span className="m">{name}</span> {main && <Tag look="outline">{t`основной`}</Tag>}
          <div className="t2">{[inn, kpp].filter(Boolean).join(' / ') || t`ИНН не указан`}</div>
        </div>
        {can['edit'] && !editing && (
          <ActionIcon size={24} aria-label={t`Изменить: ${name}`} onClick={() => setEditing(true)}>
            <IconPencil size={14} stroke={1.7} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {archived && <ContractorArchive client={client} contractor={contractor} />}
      {editing && can['edit'] && (
        <EditContractor client={client} contractor={contractor} onDone={() => setEditing(false)} />
      )}
    </li>
  )
}

function ContractorArchive(props: { client: Client; contractor: Contractor; onArchived?: () => void }) {
  const { client, contractor, onArchived } = props
  const keep = useKeepClient(client.id)
  const archive = useWrite(archiveContractor, { refresh: REFRESH, onSuccess: keep })
  const restore = useWrite(restoreContractor, { refresh: REFRESH, onSuccess: keep })
  const params = { id: contractor.id }
  return (
    <Archiving
      archived={contractor.archived}
      can={contractor.can}
      away={<Trans>Контрагент в архиве</Trans>}
      back={<Trans>Контрагент возвращен из архива</Trans>}
      archive={act => archive.mutateAsync({ params, act }).then(onArchived)}
      restore={act => restore.mutateAsync({ params, act })}
    />
  )
}

function EditContractor(props: { client: Client; contractor: Contractor; onDone: () => void }) {
  const { client, contractor, onDone } = props
  const { t } = useLingui()
  const change = useWrite(changeContractor, { refresh: REFRESH, onSuccess: useKeepClient(client.id) })
  const words = { kind: useClientKinds() }
  const labels = useLabels()
  const saveRecord = useSaveRecord<Values>({ words })
  // How it stood when the form was opened: others may change it meanwhile.
  const [begun] = useState(contractor)
  const undo = useUndo()
  type Wanted = Partial<Values> & { main?: true; override?: { reason: string } }
  const send = async (version: number, wanted: Wanted, act: string) => {
    const body = { version, ...wanted }
    const { contractors } = await change.mutateAsync({ params: { id: contractor.id }, body, act })
    return { version: contractors.find(each => each.id === contractor.id)?.version ?? version }
  }
  const makeMain = () => {
    const key = newId()
    send(contractor.version, { main: true }, key).then(
      () => {
        onDone()
        toast({ message: <Trans>{contractor.name}: основной контрагент</Trans>, undo: () => undo({ key }) })
      },
      error => toastError(error),
    )
  }
  return (
    <ContractorForm
      values={begun}
      verb={<Trans>Сохранить</Trans>}
      onDone={onDone}
      onSave={(values, override) =>
        saveRecord(
          begun,
          values,
          (version, body, act) => send(version, { ...body, ...(override && { override }) }, act),
          field => labels[field as keyof Values] ?? t`Основной`,
        )
      }
    >
      {contractor.can['makeMain'] && (
        <Button variant="subtle" onClick={makeMain}>
          <Trans>Сделать основным</Trans>
        </Button>
      )}
      <ContractorArchive client={client} contractor={contractor} onArchived={onDone} />
    </ContractorForm>
  )
}

function AddContractor({ client, onDone }: { client: Client; onDone: () => void }) {
  const [id] = useState(newId)
  const add = useWrite(addContractor, { refresh: REFRESH, onSuccess: useKeepClient(client.id) })
  const { kind } = client
  return (
    <ContractorForm
      values={{ kind, name: '', fullName: null, inn: null, kpp: null, ogrn: null }}
      verb={<Trans>Добавить контрагента</Trans>}
      onDone={onDone}
      onSave={({ kind, name, ...numbers }, override) => {
        const given = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== null))
        const body = { id, kind, name, ...given, ...(override && { override }) }
        return add.mutateAsync({ params: { id: client.id }, body })
      }}
    />
  )
}

type ContractorFormProps = {
  values: Values
  verb: React.ReactNode
  onSave: (values: Values, override: { reason: string } | undefined) => Promise<unknown>
  onDone: () => void
  children?: React.ReactNode
}

/** The fields of a legal entity; what is wrong stands at its field, and an INN is checked while it is typed. */
function ContractorForm({ values: first, verb, onSave, onDone, children }: ContractorFormProps) {
  const { t } = useLingui()
  const kinds = useClientKinds()
  const labels = useLabels()
  const innTexts = useInnTexts()
  const [values, setValues] = useState(first)
  const [error, setError] = useState<unknown>()
  const [override, setOverride] = useState('')
  const [saving, setSaving] = useState(false)
  const limit = useLimits()('requisites')
  // A new one may be given its numbers; those of a known one stay as they are.
  const isFixed = limit.fixed && first.name !== ''
  const { kind, name } = values
  const errors = formErrors(error)
  const strict = isProblem(error, contractorExists) ? error.data : undefined
  const inn = values.inn?.trim() ?? ''
  const innFault = inn === '' ? null : faultOfInn(inn, kind)
  const set = (change: Partial<Values>) => {
    setError(undefined)
    setValues({ ...values, ...change })
  }
  const field = (name: Exclude<keyof Values, 'kind'>, fault?: string) => (
    <TextInput
      label={labels[name]}
      autoComplete="off"
      required={name === 'name'}
      autoFocus={name === 'name'}
      value={isFixed && limit.hidden && isNumber(name) ? '' : (values[name] ?? '')}
      disabled={isFixed && isNumber(name)}
      description={isFixed && isNumber(name) ? limit.reason : undefined}
      onChange={event => set({ [name]: event.currentTarget.value })}
      error={errors[name] ?? fault}
    />
  )
  const submit = async () => {
    setSaving(true)
    try {
      await onSave(
        {
          kind,
          name: name.trim(),
          fullName: given(values.fullName),
          ...(isFixed
            ? {}
            : {
                inn: given(inn),
                kpp: kind === 'organisation' ? given(values.kpp) : null,
                ogrn: kind === 'person' ? null : given(values.ogrn),
              }),
        },
        strict?.mayOverride && override.trim() ? { reason: override.trim() } : undefined,
      )
      onDone()
    } catch (failure) {
      setError(failure)
      setSaving(false)
      const isShown = Object.keys(formErrors(failure)).length > 0 || isProblem(failure, contractorExists)
      if (!isShown && !(failure instanceof Undecided)) toastError(failure)
    }
  }
  return (
    <form
      className={styles.inline}
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <SegmentedControl
        aria-label={t`Вид контрагента`}
        value={kind}
        onChange={kind => set({ kind: kind as Values['kind'] })}
        data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
      />
      {field('name')}
      {field('fullName')}
      {field('inn', strict ? t`Уже есть в базе` : innFault ? innTexts[innFault] : undefined)}
      {kind === 'organisation' && field('kpp')}
      {kind !== 'person' && field('ogrn')}
      {strict && <StrictNote strict={strict} override={override} onOverride={setOverride} />}
      <div className="row wrap">
        <Button
          type="submit"
          variant="filled"
          loading={saving}
          disabled={!name.trim() || (strict !== undefined && !(strict.mayOverride && override.trim()))}
        >
          {verb}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          <Trans>Отмена</Trans>
        </Button>
        {children}
      </div>
    </form>
  )
}

const isNumber = (name: string) => fieldOfName(name) === 'requisites'
const given = (text: string | null | undefined) => text?.trim() || null

function useLabels(): Record<keyof Values, string> {
  const { t } = useLingui()
  return {
    kind: t`Вид`,
    name: t`Наименование`,
    fullName: t`Полное наименование`,
    inn: t`ИНН`,
    kpp: t`КПП`,
    ogrn: t`ОГРН`,
  }
}
