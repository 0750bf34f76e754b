import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  type Absence,
  type AbsenceKind,
  cancelAbsence,
  changeAbsence,
  enterAbsence,
  getAbsence,
  listAbsentable,
} from '../../../server/rooms/access/absences/contract.ts'
import { today, viewerZone } from '../../lib/formats.ts'
import { formErrors } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { type AbsenceFields, fieldsOf, periodOf, WORK_KINDS } from '../access/absence-form.ts'
import { useAbsenceWords } from '../access/absence-words.ts'
import { useMe } from '../access/me.ts'
import { useSettle } from '../access/use-edit.tsx'
import { AbsencePreview } from './absence-preview.tsx'
import { AbsenceSubstitutes } from './absence-substitutes.tsx'
import styles from './activities.module.css'

type AbsenceSheetProps = { open: string | undefined; onClose: () => void }
const refresh = ['users', 'absences-preview', 'my-day']

/** One absence: who, how long, who stands in and with what. `new` enters one. */
export function AbsenceSheet({ open, onClose }: AbsenceSheetProps) {
  const { t } = useLingui()
  const isNew = open === 'new'
  const { data, error, refetch } = useQuery({
    ...queryOf(getAbsence, { params: { id: open ?? '' } }),
    enabled: open !== undefined && !isNew,
  })
  return (
    <Sheet
      opened={open !== undefined}
      onClose={onClose}
      title={isNew ? t`Новое отсутствие` : (data?.user.name ?? t`Отсутствие`)}
    >
      {isNew && <AbsenceForm key="new" onDone={onClose} />}
      {!isNew && data && <AbsenceForm key={data.id} known={data} onDone={onClose} />}
      {!isNew && !data && !error && open && <LoadingBars rows={6} />}
      {!isNew && error && (
        <ErrorState title={t`Отсутствие не открылось`} error={error} onRetry={() => void refetch()} />
      )}
    </Sheet>
  )
}

function AbsenceForm({ known, onDone }: { known?: Absence; onDone: () => void }) {
  const { t } = useLingui()
  const me = useMe()
  const words = useAbsenceWords()
  const zone = viewerZone()
  // One id for one intention: a second press or a lost answer enters no second absence.
  const [id] = useState(() => known?.id ?? newId())
  const [begun] = useState(known)
  const absentable = useQuery(queryOf(listAbsentable, { query: {} })).data?.items ?? []
  const [fields, setFields] = useState<AbsenceFields>(() =>
    begun
      ? fieldsOf(begun, zone)
      : {
          userId: me.user.id,
          kind: 'vacation',
          from: today(),
          to: today(),
          times: null,
          work: true,
          rights: true,
          comment: '',
          substitutes: [{ userId: '', kinds: [...WORK_KINDS] }],
        },
  )
  const set = (more: Partial<AbsenceFields>) => setFields(before => ({ ...before, ...more }))
  const readOnly = begun !== undefined && begun.can['edit'] !== true
  const enter = useWrite(enterAbsence, { refresh })
  const change = useWrite(changeAbsence, { refresh })
  const settle = useSettle({ words: { kind: words.kinds } })
  const error = enter.error ?? change.error
  const errors = error ? formErrors(error) : {}
  const period = periodOf(fields, zone)
  const said = {
    ...period,
    kind: fields.kind,
    work: fields.work,
    rights: fields.rights,
    comment: fields.comment.trim() || null,
    substitutes: fields.substitutes.filter(each => each.userId !== ''),
  }
  const submit = () => {
    if (readOnly || enter.isPending || change.isPending) return
    if (!begun) {
      enter.mutate(
        { body: { id, userId: fields.userId, ...said } },
        {
          onSuccess: () => {
            toast({ message: t`Отсутствие внесено` })
            onDone()
          },
        },
      )
      return
    }
    const labels: Record<string, string> = {
      kind: t`Вид`,
      work: t`Передать дела`,
      rights: t`Передать права`,
      comment: t`Комментарий`,
      substitutes: t`Замещающие`,
    }
    const put = (version: number, wanted: Partial<typeof said>) =>
      change.mutateAsync({ params: { id }, body: { version, ...wanted } })
    settle(begun.version, said, put, field => labels[field] ?? t`Период`).then(
      done => {
        if (done) toast({ message: t`Сохранено` })
        onDone()
      },
      () => {},
    )
  }
  useKeys([{ keys: 'mod+Enter', inFields: true, does: t`Сохранить`, run: submit }])
  const field = (name: string, other = name) => errors[name] ?? errors[other]
  return (
    <form
      noValidate
      className="col"
      style={{ gap: 12 }}
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      {error && Object.keys(errors).length === 0 && (
        <Note look="bad" role="alert">
          {error.detail}
        </Note>
      )}
      {begun && begun.status !== 'planned' && <p className="t2">{words.statuses[begun.status]}</p>}
      <EntitySelect
        label={t`Сотрудник`}
        entities={begun ? [begun.user] : absentable}
        value={fields.userId}
        onChange={userId => userId && set({ userId })}
        allowDeselect={false}
        readOnly={begun !== undefined}
        data-autofocus={begun ? undefined : true}
        openOnFocus={false}
        error={errors['userId']}
      />
      <Select
        label={t`Вид`}
        data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
        value={fields.kind}
        onChange={kind => kind && set({ kind: kind as AbsenceKind })}
        allowDeselect={false}
        readOnly={readOnly}
      />
      <div className={styles.period}>
        <DateField
          clearable={false}
          label={t`С`}
          value={fields.from}
          onChange={from => set({ from, ...(from && fields.to && fields.to < from ? { to: from } : {}) })}
          readOnly={readOnly}
          error={field('fromDay', 'startsAt')}
        />
        {fields.times && (
          <TextInput
            label={t`Время начала`}
            type="time"
            value={fields.times.from}
            readOnly={readOnly}
            onChange={event => fields.times && set({ times: { ...fields.times, from: event.currentTarget.value } })}
          />
        )}
        <DateField
          clearable={false}
          label={fields.times ? t`До` : t`По, включительно`}
          value={fields.to}
          onChange={to => set({ to })}
          readOnly={readOnly}
          error={field('toDay', 'endsAt')}
        />
        {fields.times && (
          <TextInput
            label={t`Время конца`}
            type="time"
            value={fields.times.to}
            readOnly={readOnly}
            onChange={event => fields.times && set({ times: { ...fields.times, to: event.currentTarget.value } })}
          />
        )}
      </div>
      <Checkbox
        label={t`С точностью до времени`}
        description={t`Иначе день начинается и заканчивается по часам компании`}
        checked={fields.times !== null}
        disabled={readOnly}
        onChange={event => set({ times: event.currentTarget.checked ? { from: '09:00', to: '18:00' } : null })}
      />
      <AbsenceSubstitutes fields={fields} errors={errors} readOnly={readOnly} onChange={set} />
      <fieldset className={`col ${styles.what}`} disabled={readOnly}>
        <legend className="m">
          <Trans>Что передать</Trans>
        </legend>
        <Checkbox
          label={t({ message: 'Дела', context: 'work' })}
          description={t`Новые и срочные дела видны замещающему и выполняются им; сами они остаются за сотрудником`}
          checked={fields.work}
          onChange={event => set({ work: event.currentTarget.checked })}
        />
        <Checkbox
          label={t`Права`}
          description={t`Замещающий видит и меняет то же, что сотрудник. Права администратора не передаются`}
          checked={fields.rights}
          onChange={event => set({ rights: event.currentTarget.checked })}
        />
      </fieldset>
      <Textarea
        label={t`Комментарий`}
        description={t`Виден сотруднику, замещающим и тем, кто ведет отсутствия`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autosize
        minRows={2}
        value={fields.comment}
        readOnly={readOnly}
        onChange={event => set({ comment: event.currentTarget.value })}
      />
      {!readOnly && (
        <AbsencePreview
          id={id}
          userId={fields.userId}
          period={period}
          substituteIds={said.substitutes.map(each => each.userId)}
        />
      )}
      <div className="row wrap">
        {!readOnly && (
          <Button
            type="submit"
            variant="filled"
            loading={enter.isPending || change.isPending}
            rightSection={<Key keys="mod+Enter" />}
          >
            {begun ? <Trans>Сохранить</Trans> : <Trans>Внести</Trans>}
          </Button>
        )}
        {begun?.can['cancel'] && <CancelButton absence={begun} onDone={onDone} />}
      </div>
    </form>
  )
}

/** What has not begun is cancelled, what lasts ends now. */
function CancelButton({ absence, onDone }: { absence: Absence; onDone: () => void }) {
  const { t } = useLingui()
  const cancel = useWrite(cancelAbsence, { refresh, onError: error => toastError(error) })
  const lasts = absence.status === 'lasts'
  return (
    <ConfirmPopover
      target={ask => (
        <Button onClick={ask} loading={cancel.isPending}>
          {lasts ? <Trans>Завершить сейчас</Trans> : <Trans>Отменить отсутствие</Trans>}
        </Button>
      )}
      question={
        lasts ? (
          <Trans>Замещение закончится сразу, сотрудник получит сводку.</Trans>
        ) : (
          <Trans>Замещающие узнают, что замещать не нужно.</Trans>
        )
      }
      confirm={lasts ? <Trans>Завершить</Trans> : <Trans>Отменить</Trans>}
      onConfirm={() =>
        cancel.mutate(
          { params: { id: absence.id }, body: { version: absence.version } },
          {
            onSuccess: () => {
              toast({ message: lasts ? t`Отсутствие завершено` : t`Отсутствие отменено` })
              onDone()
            },
          },
        )
      }
    />
  )
}
