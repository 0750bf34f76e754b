import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, MultiSelect, Select, TagsInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { ruleField, ruleFieldNames } from '../../../server/rooms/scenarios/contract.ts'
import type { TriggerCondition } from '../../../server/rooms/scenarios/triggers/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { MoneyInput } from '../../ui/money-input.tsx'
import { conditionOf, keyOfCondition, type PartProps } from './trigger-editing.ts'
import styles from './trigger-section.module.css'
import type { TriggerWords } from './trigger-words.ts'
import { WholeNumber } from './whole-number.tsx'

/** As many as a trigger may have. */
const MOST = 20

type ConditionsFieldsProps = PartProps<TriggerCondition[]> & { words: TriggerWords }

/** What the Interest must be like: of several all must hold. */
export function ConditionsFields({ value, words, fault, onChange }: ConditionsFieldsProps) {
  const { t } = useLingui()
  const prefix = useId()
  const offered = useOffered()
  const focus = (at: number | 'add') => requestAnimationFrame(() => document.getElementById(`${prefix}${at}`)?.focus())
  const set = (at: number, condition: TriggerCondition, key?: string) =>
    onChange(value.with(at, condition), key && `${key} ${at}`)
  const add = () => {
    onChange([...value, conditionOf('between expectedRevenue', words.currency)])
    focus(value.length)
  }
  const remove = (at: number) => {
    onChange(value.toSpliced(at, 1))
    focus(value.length === 1 ? 'add' : Math.max(0, at - 1))
  }
  const wrong = value.length === 0 ? fault('conditions') : undefined
  return (
    <div className="col" style={{ gap: 10 }}>
      {value.length === 0 && <p className={wrong ? 'bad' : 't3'}>{wrong ?? <Trans>Всегда: условий нет</Trans>}</p>}
      {value.map((condition, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place
        <fieldset key={at} className={styles.condition}>
          <legend className="vh">
            <Trans>Условие {at + 1}</Trans>
          </legend>
          <Select
            id={`${prefix}${at}`}
            aria-label={t`Что проверить`}
            searchable
            openOnFocus={false}
            nothingFoundMessage={t`Ничего не нашлось`}
            data={offered}
            value={keyOfCondition(condition)}
            allowDeselect={false}
            onChange={key => {
              if (key && key !== keyOfCondition(condition)) set(at, conditionOf(key, words.currency))
            }}
          />
          <ConditionValue
            value={condition}
            words={words}
            error={fault(`conditions[${at}]`)}
            onChange={(changed, key) => set(at, changed, key)}
          />
          <Tooltip label={t`Убрать условие`}>
            <ActionIcon
              size={24}
              mt={3}
              aria-label={t`Убрать условие: ${words.condition(condition)}`}
              onClick={() => remove(at)}
            >
              <IconX size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </fieldset>
      ))}
      <div>
        <Button
          id={`${prefix}add`}
          variant="subtle"
          leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
          disabled={value.length >= MOST}
          onClick={add}
        >
          <Trans>Условие</Trans>
        </Button>
      </div>
    </div>
  )
}

/** Everything that can be asked, in groups. */
function useOffered() {
  const { t } = useLingui()
  const { language } = useFormats()
  const fields = (is: 'empty' | 'filled') =>
    ruleField.options.map(field => ({
      value: `${is} ${field}`,
      label:
        is === 'empty'
          ? t`Не заполнено: ${ruleFieldNames[field][language]}`
          : t`Заполнено: ${ruleFieldNames[field][language]}`,
    }))
  return [
    {
      group: t`Значение`,
      items: [
        { value: 'between expectedRevenue', label: t`Выручка` },
        { value: 'in responsible', label: t`Ответственный` },
        { value: 'in department', label: t`Подразделение` },
        { value: 'in serviceType', label: t`Тип услуги` },
        { value: 'in channel', label: t`Канал` },
        { value: 'in source', label: t`Источник` },
        { value: 'in project', label: t`Проект` },
        { value: 'tagged', label: t`Тег` },
      ],
    },
    { group: t`Заполнено`, items: fields('filled') },
    { group: t`Не заполнено`, items: fields('empty') },
    {
      group: t`Ждут документов`,
      items: [
        { value: 'below payment', label: t`Оплачено меньше` },
        { value: 'below shipment', label: t`Отгружено меньше` },
      ],
    },
  ]
}

type ValueProps = {
  value: TriggerCondition
  words: TriggerWords
  error: string | undefined
  onChange: (value: TriggerCondition, key?: string) => void
}

function ConditionValue({ value, words, error, onChange }: ValueProps) {
  const { t } = useLingui()
  switch (value.is) {
    case 'in': {
      const known = words.named[value.field]
      const isOffered = ({ id, archivedAt }: { id: string; archivedAt?: string | null }) =>
        !archivedAt || value.values.includes(id)
      return (
        <MultiSelect
          aria-label={t`Любое из`}
          classNames={{ inputField: styles.narrow }}
          placeholder={value.values.length === 0 ? t`любое из` : ''}
          searchable
          hidePickedOptions
          maxValues={100}
          nothingFoundMessage={t`Ничего не нашлось`}
          data={known.filter(isOffered).map(({ id, name }) => ({ value: id, label: name }))}
          value={value.values}
          error={error}
          onChange={values => onChange({ ...value, values })}
        />
      )
    }
    case 'tagged':
      return (
        <TagsInput
          aria-label={t`Есть любой из тегов`}
          classNames={{ inputField: styles.narrow }}
          placeholder={value.values.length === 0 ? t`тег, Enter добавит` : ''}
          maxTags={50}
          maxLength={60}
          value={value.values}
          error={error}
          onChange={values => onChange({ ...value, values })}
        />
      )
    case 'between': {
      const { from, to, currency } = value
      const moneyOf = (amount: string | null) => (amount === null ? null : { amount, currency })
      return (
        <div className={styles.range}>
          <MoneyInput
            aria-label={t`От`}
            placeholder={t`от`}
            currency={currency}
            value={moneyOf(from)}
            error={error}
            onChange={money => onChange({ ...value, from: money?.amount ?? null }, 'from')}
          />
          <MoneyInput
            aria-label={t`До`}
            placeholder={t`до`}
            currency={currency}
            value={moneyOf(to)}
            onChange={money => onChange({ ...value, to: money?.amount ?? null }, 'to')}
          />
        </div>
      )
    }
    case 'below':
      return (
        <WholeNumber
          aria-label={t`Меньше, %`}
          suffix=" %"
          min={1}
          max={100}
          value={value.percent}
          error={error}
          onChange={percent => onChange({ ...value, percent }, 'percent')}
        />
      )
    default:
      // The words of the choice say it all.
      return <span>{error && <span className="s12 bad">{error}</span>}</span>
  }
}
