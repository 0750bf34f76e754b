import { Button, Checkbox, MultiSelect } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { handOverWork, takeBackWork } from '../../../server/rooms/activities/handing-over/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toast } from '../../ui/toast.tsx'
import { usePeople } from '../access/people.ts'
import {
  Examples,
  Givers,
  HandOverFilters,
  type HandOverFilter,
  HandOverWeights,
  PersonOption,
} from './hand-over-parts.tsx'
import { WorkCounts } from '../notices/work-handed-over.tsx'
import styles from './activities.module.css'

type HandOverDialogProps = { from: { id: string; name: string }; onClose: () => void }
const refresh = ['activities', 'my-day', 'my-day-summary', 'interests', 'clients', 'prospects', 'work-hand-overs']

/** Everything planned of one person goes to others: how much to whom is seen before, and taken back after. */
export function HandOverDialog({ from, onClose }: HandOverDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog opened onClose={onClose} title={t`Передать дела`} size={480}>
      <HandOverForm from={from} onClose={onClose} />
    </Dialog>
  )
}

/** The way to it, for those who look at a person. */
export function HandOverSection({ from }: Pick<HandOverDialogProps, 'from'>) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  return (
    <section className="col" aria-label={t({ message: 'Дела', context: 'work' })}>
      <h3>
        <Trans context="work">Дела</Trans>
      </h3>
      <div>
        <Button onClick={() => setOpened(true)}>
          <Trans>Передать дела…</Trans>
        </Button>
      </div>
      {opened && <HandOverDialog from={from} onClose={() => setOpened(false)} />}
    </section>
  )
}

function HandOverForm({ from, onClose }: HandOverDialogProps) {
  const { t } = useLingui()
  const people = usePeople()
  // One id for one intention: a second press or a lost answer hands nothing over twice.
  const [id] = useState(newId)
  const [toIds, setToIds] = useState<string[]>([])
  const [isOpen, setOpen] = useState(false)
  const [what, setWhat] = useState({ activities: true, interests: false, clients: false })
  const [filter, setFilter] = useState<HandOverFilter>({})
  const [weights, setWeights] = useState<Record<string, number>>({})
  const [byWeight, setByWeight] = useState(false)
  const [departmentId, setDepartmentId] = useState<string | null>(null)
  const body = {
    id,
    ...(departmentId ? { fromDepartmentId: departmentId } : { fromId: from.id }),
    toIds,
    what,
    ...(Object.keys(filter).length > 0 ? { filter } : {}),
    ...(byWeight && toIds.length > 1 ? { weights: toIds.map(each => weights[each] ?? 1) } : {}),
  }
  const isAsked = toIds.length > 0 && (what.activities || what.interests || what.clients)
  const preview = useQuery({
    ...queryOf(handOverWork, { body: { ...body, preview: true } }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  const takeBack = useWrite(takeBackWork, { refresh })
  const give = useWrite(handOverWork, {
    refresh,
    onSuccess: done => {
      toast({
        message: (
          <Trans>
            Передано: <WorkCounts activities={done.activities} interests={done.interests} clients={done.clients} />
          </Trans>
        ),
        undo: async () => {
          const { returned, kept } = await takeBack.mutateAsync({ params: { id } })
          toast({
            message:
              kept > 0
                ? t`Возвращено: ${returned}. Осталось у новых ответственных: ${kept}`
                : t`Возвращено: ${returned}`,
          })
        },
      })
      onClose()
    },
  })
  const counted = isAsked ? preview.data : undefined
  const isNothing = counted !== undefined && counted.activities + counted.interests + counted.clients === 0
  const isReady = isAsked && counted !== undefined && !isNothing && !preview.isPlaceholderData && !preview.error
  const error = give.error ?? (isAsked ? preview.error : null)
  const submit = () => {
    if (isReady && !give.isPending) give.mutate({ body })
  }
  useKeys([{ keys: 'mod+Enter', inFields: true, does: t`Передать`, run: submit }])
  return (
    <div className="col" style={{ gap: 12 }}>
      <Givers from={from} departmentId={departmentId} onChange={setDepartmentId} />
      <MultiSelect
        label={t`Кому`}
        description={t`Нескольким: поровну или по долям, от ближайшего срока; за отсутствующего получает замещающий`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data-autofocus
        searchable
        hidePickedOptions
        maxValues={20}
        nothingFoundMessage={t`Ничего не нашлось`}
        data={people
          .filter(each => departmentId !== null || each.id !== from.id)
          .map(({ id: value, name: label }) => ({ value, label }))}
        renderOption={({ option }) => <PersonOption person={people.find(each => each.id === option.value)} />}
        value={toIds}
        // The list goes once somebody is chosen: it lies over what comes next.
        dropdownOpened={isOpen}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
        onChange={ids => {
          setToIds(ids)
          setOpen(false)
        }}
      />
      <fieldset className={`col ${styles.what}`}>
        <legend className="m">
          <Trans>Что передать</Trans>
        </legend>
        <Checkbox
          label={t`Запланированные дела`}
          checked={what.activities}
          onChange={event => setWhat({ ...what, activities: event.currentTarget.checked })}
        />
        <Checkbox
          label={t`Открытые Интересы`}
          description={t`Дела по Интересу уйдут вместе с ним; прежний ответственный останется соисполнителем`}
          checked={what.interests}
          onChange={event => setWhat({ ...what, interests: event.currentTarget.checked })}
        />
        <Checkbox
          label={t`Клиенты`}
          description={t`С контактами и реквизитами; связанные с ними потенциальные клиенты уйдут следом`}
          checked={what.clients}
          onChange={event => setWhat({ ...what, clients: event.currentTarget.checked })}
        />
      </fieldset>
      {toIds.length > 1 && (
        <HandOverWeights
          people={toIds.map(each => ({ id: each, name: people.find(person => person.id === each)?.name ?? '' }))}
          weights={byWeight ? weights : null}
          onChange={given => {
            setByWeight(given !== null)
            if (given) setWeights(given)
          }}
        />
      )}
      <HandOverFilters filter={filter} what={what} onChange={setFilter} />
      {error && (
        <Note look="bad" role="alert">
          {error.detail}
        </Note>
      )}
      {counted && !error && <Shares shares={counted.shares} isNothing={isNothing} />}
      {counted && !error && !isNothing && counted.examples && <Examples examples={counted.examples} />}
      <div className={`row ${styles.decide}`}>
        <Button
          variant="filled"
          disabled={!isReady}
          loading={give.isPending}
          onClick={submit}
          rightSection={<Key keys="mod+Enter" />}
        >
          <Trans>Передать</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </div>
  )
}

type Share = { userId: string; activities: number; interests: number; clients: number }

/** Who gets how much, before anything is done. */
function Shares({ shares, isNothing }: { shares: readonly Share[]; isNothing: boolean }) {
  const { t } = useLingui()
  const people = usePeople()
  if (isNothing) {
    return (
      <Note>
        <Trans>Передавать нечего: такого здесь нет.</Trans>
      </Note>
    )
  }
  return (
    <ul className={styles.shares} aria-label={t`Кто сколько получит`} aria-live="polite">
      {shares.map(({ userId, activities, interests, clients }) => (
        <li key={userId} className="row wrap">
          <span className="el grow">{people.find(each => each.id === userId)?.name}</span>
          <span className="t2 nw">
            <Plural value={activities} one="# дело" few="# дела" many="# дел" other="# дел" />
            {', '}
            <Plural value={interests} one="# Интерес" few="# Интереса" many="# Интересов" other="# Интересов" />
            {clients > 0 && ', '}
            {clients > 0 && (
              <Plural value={clients} one="# клиент" few="# клиента" many="# клиентов" other="# клиентов" />
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
