import { Button, Checkbox, Input, MultiSelect, TextInput } from '@mantine/core'
import { useLimits } from '../access/limits.tsx'
import { useMediaQuery } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconFilter, IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { MoneyInput } from '../../ui/money-input.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useMe } from '../access/me.ts'
import { useDepartments, useFilterChoices, useFilterClient } from './filter-words.ts'
import { FindClient } from './find-client.tsx'
import styles from './sales-filter.module.css'
import { FILTER_BUTTON, focusFilterButton } from './filter-chips.tsx'
import { groupsSet, joinedOf, listOf, type MoreFilter } from './sales-filter.ts'

type FilterProps = {
  filter: MoreFilter
  /** Finished ones are shown: they can be narrowed to how they ended. */
  ends: boolean
  onChange: (change: MoreFilter) => void
  onReset: () => void
}

/** «Фильтр»: every field in one sheet, each taken at once; `Shift F` opens it. */
export function FilterButton(props: FilterProps) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const done = useRef<HTMLButtonElement>(null)
  const { currency } = useMe().company
  const count = groupsSet(props.filter).length
  const open = () => {
    // Whoever closes the sheet comes back to it.
    focusFilterButton()
    setOpened(true)
  }
  useKeys([{ keys: 'shift+F', does: t`Фильтр`, run: open }])
  return (
    <>
      <Button
        id={FILTER_BUTTON}
        style={{ flex: 'none' }}
        leftSection={<IconFilter size={14} stroke={1.7} aria-hidden />}
        rightSection={count > 0 ? <b>{count}</b> : undefined}
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-keyshortcuts="Shift+F"
        onClick={open}
      >
        <Trans>Фильтр</Trans>
      </Button>
      <Sheet
        opened={opened}
        onClose={() => setOpened(false)}
        title={t`Фильтр`}
        closesOutside
        footer={
          <>
            <Button
              variant="subtle"
              disabled={count === 0}
              onClick={() => {
                done.current?.focus()
                props.onReset()
              }}
            >
              <Trans>Сбросить</Trans>
            </Button>
            <span className="grow" />
            <Button ref={done} variant="filled" onClick={() => setOpened(false)} rightSection={<Key keys="Escape" />}>
              <Trans>Готово</Trans>
            </Button>
          </>
        }
      >
        <Fields {...props} currency={currency} />
      </Sheet>
    </>
  )
}

type FieldsProps = FilterProps & { currency: string }

function Fields({ filter, ends, onChange, currency }: FieldsProps) {
  const { t } = useLingui()
  const choices = useFilterChoices()
  const departments = useDepartments()
  const salesperson = useMe().user.role === 'salesperson'
  const revenue = useLimits()('revenue')
  // Where keys appear on the screen they would cover the filter before it was read.
  const phone = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false })
  const several = (
    key: keyof MoreFilter &
      (
        | 'sourceId'
        | 'channelId'
        | 'projectId'
        | 'stepKind'
        | 'clientKind'
        | 'relationType'
        | 'outcome'
        | 'lossReasonId'
      ),
  ) => ({
    value: listOf(filter[key]),
    onChange: (chosen: string[]) => onChange({ [key]: joinedOf(chosen) }),
    searchable: true,
    clearable: true,
    clearButtonProps: { 'aria-label': t`Очистить` },
    nothingFoundMessage: t`Ничего не нашлось`,
  })
  return (
    <div className={styles.form}>
      <h3>
        <Trans>Следующий шаг</Trans>
      </h3>
      <MultiSelect
        label={t`Что запланировано`}
        data-autofocus={phone ? undefined : true}
        openOnFocus={false}
        data={choices.step}
        {...several('stepKind')}
      />
      <Days label={t`Запланирован`} filter={filter} from="stepFrom" to="stepTo" onChange={onChange} />
      <h3>
        <Trans>Сделка</Trans>
      </h3>
      {!salesperson && departments.length > 1 && (
        <EntitySelect
          label={t`Подразделение`}
          entities={departments}
          value={filter.departmentId ?? null}
          onChange={id => onChange({ departmentId: id ?? undefined })}
          clearable
        />
      )}
      {!revenue.hidden && (
        <div className={styles.pair}>
          <Sum label={t`Выручка от`} name="revenueFrom" filter={filter} onChange={onChange} currency={currency} />
          <Sum label={t`Выручка до`} name="revenueTo" filter={filter} onChange={onChange} currency={currency} />
        </div>
      )}
      <Days label={t`Дата продажи`} filter={filter} from="closeDateFrom" to="closeDateTo" onChange={onChange} />
      <Days label={t`Зарегистрирован`} filter={filter} from="createdFrom" to="createdTo" onChange={onChange} />
      <MultiSelect label={t`Источник`} data={choices.source} {...several('sourceId')} />
      <MultiSelect label={t`Канал`} data={choices.channel} {...several('channelId')} />
      {choices.project.length > 0 && <MultiSelect label={t`Проект`} data={choices.project} {...several('projectId')} />}
      <Words
        label={t`Теги через запятую`}
        value={filter.tags}
        onTake={text =>
          onChange({
            tags: joinedOf(
              text
                .split(',')
                .map(each => each.trim())
                .filter(Boolean),
            ),
          })
        }
      />
      <h3>
        <Trans>Клиент</Trans>
      </h3>
      <OneClient id={filter.clientId} onChange={onChange} />
      <MultiSelect label={t`Вид клиента`} data={choices.clientKind} {...several('clientKind')} />
      <MultiSelect label={t`Тип отношений`} data={choices.relation} {...several('relationType')} />
      <h3>
        <Trans>Для меня</Trans>
      </h3>
      <div className={styles.marks}>
        <Mark name="starred" label={t`С пометкой`} filter={filter} onChange={onChange} />
        <Mark name="watched" label={t`На контроле`} filter={filter} onChange={onChange} />
        <Mark name="coExecuted" label={t`Я соисполнитель`} filter={filter} onChange={onChange} />
        <Mark name="checklistOpen" label={t`Чек-лист не закончен`} filter={filter} onChange={onChange} />
      </div>
      {ends && (
        <>
          <h3>
            <Trans>Как завершился</Trans>
          </h3>
          <MultiSelect label={t`Итог`} data={choices.outcome} {...several('outcome')} />
          <MultiSelect label={t`Причина отказа`} data={choices.lossReason} {...several('lossReasonId')} />
          <Words
            label={t`Конкурент`}
            value={filter.competitor}
            onTake={text => onChange({ competitor: text.trim() || undefined })}
          />
          <Days label={t`Завершен`} filter={filter} from="closedFrom" to="closedTo" onChange={onChange} />
        </>
      )}
    </div>
  )
}

/** Found by any of its identifiers; chosen, it is named and can be taken away. */
function OneClient({ id, onChange }: { id: string | undefined; onChange: FilterProps['onChange'] }) {
  const { t } = useLingui()
  const label = useId()
  const name = useFilterClient(id)
  const place = useRef<HTMLDivElement>(null)
  const chosen = useRef<{ clientId: string | undefined }>(undefined)
  const choose = (clientId: string | undefined) => {
    chosen.current = { clientId }
    onChange({ clientId })
  }
  // What had the focus gives way to what stands there now.
  useEffect(() => {
    if (!chosen.current || chosen.current.clientId !== id) return
    chosen.current = undefined
    place.current?.querySelector<HTMLElement>('button, input')?.focus()
  }, [id])
  return (
    <div ref={place} role="group" aria-labelledby={id && label}>
      {id === undefined ? (
        <FindClient label={t`Один клиент`} action={t`Выбрать`} onTake={choose} />
      ) : (
        <>
          <Input.Label id={label} labelElement="div">
            <Trans>Один клиент</Trans>
          </Input.Label>
          <Button
            className={styles.client}
            aria-label={t`Убрать клиента: ${name}`}
            rightSection={<IconX size={14} stroke={1.7} aria-hidden />}
            onClick={() => choose(undefined)}
          >
            {name}
          </Button>
        </>
      )}
    </div>
  )
}

type Part = Pick<FilterProps, 'filter' | 'onChange'>
type DayKey =
  | 'stepFrom'
  | 'stepTo'
  | 'closeDateFrom'
  | 'closeDateTo'
  | 'createdFrom'
  | 'createdTo'
  | 'closedFrom'
  | 'closedTo'

function Days({ label, filter, from, to, onChange }: Part & { label: string; from: DayKey; to: DayKey }) {
  const { t } = useLingui()
  const dated = (key: DayKey) => ({
    value: filter[key] ?? null,
    onChange: (date: string | Date | null) => onChange({ [key]: date ? String(date).slice(0, 10) : undefined }),
  })
  return (
    <div className={styles.pair}>
      <DateField label={t`${label} с`} {...dated(from)} />
      <DateField label={t`${label} по`} {...dated(to)} />
    </div>
  )
}

type SumProps = Part & { label: string; name: 'revenueFrom' | 'revenueTo'; currency: string }

function Sum({ label, name, filter, onChange, currency }: SumProps) {
  const sum = filter[name]
  return (
    <MoneyInput
      label={label}
      currency={currency}
      value={sum === undefined ? null : { amount: sum, currency }}
      onChange={money => onChange({ [name]: money?.amount })}
    />
  )
}

type MarkProps = Part & { label: string; name: 'starred' | 'watched' | 'coExecuted' | 'checklistOpen' }

function Mark({ label, name, filter, onChange }: MarkProps) {
  return (
    <Checkbox
      label={label}
      checked={filter[name] ?? false}
      onChange={event => onChange({ [name]: event.currentTarget.checked || undefined })}
    />
  )
}

type WordsProps = { label: string; value: string | undefined; onTake: (text: string) => void }

/** Taken with Enter, or when it is left: every letter would be another list. */
function Words({ label, value, onTake }: WordsProps) {
  const shown = value?.replaceAll(',', ', ') ?? ''
  const [text, setText] = useState(shown)
  useEffect(() => setText(shown), [shown])
  const take = () => text !== shown && onTake(text)
  return (
    <TextInput
      label={label}
      value={text}
      maxLength={200}
      onChange={event => setText(event.currentTarget.value)}
      onKeyDown={event => event.key === 'Enter' && take()}
      onBlur={take}
    />
  )
}
