import { useLingui } from '@lingui/react/macro'
import { Checkbox, Select, TagsInput, Textarea } from '@mantine/core'
import type { TriggerAction } from '../../../server/rooms/scenarios/triggers/contract.ts'
import { ruleFieldNames } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { MoneyInput } from '../../ui/money-input.tsx'
import { type Filled, filledValue, type PartProps } from './trigger-editing.ts'
import type { TriggerWords } from './trigger-words.ts'
import { WholeNumber } from './whole-number.tsx'

type Fill = Extract<TriggerAction, { does: 'fill' }>
type FillFieldsProps = PartProps<Fill> & { words: TriggerWords }

const fields = [
  'tags',
  'expectedRevenue',
  'expectedCloseDate',
  'content',
  'channel',
  'source',
  'project',
  'responsible',
] as const

/** Which field, with what, and whether over what stands there. */
export function FillFields({ value, words, fault, onChange }: FillFieldsProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  return (
    <>
      <Select
        label={t`Поле`}
        data={fields.map(field => ({
          value: field,
          label: field === 'tags' ? t`Теги` : ruleFieldNames[field][language],
        }))}
        value={value.value.field}
        allowDeselect={false}
        onChange={to => {
          const field = fields.find(each => each === to)
          if (field && field !== value.value.field) onChange({ ...value, value: filledValue(field, words.currency) })
        }}
      />
      <FilledValue
        value={value.value}
        words={words}
        fault={fault}
        onChange={(filled, key) => onChange({ ...value, value: filled }, key)}
      />
      {value.value.field !== 'tags' && (
        <Checkbox
          label={t`Заменить то, что уже заполнено`}
          checked={value.overwrites}
          onChange={event => onChange({ ...value, overwrites: event.currentTarget.checked })}
        />
      )}
    </>
  )
}

type FilledValueProps = PartProps<Filled> & { words: TriggerWords }

function FilledValue({ value, words, fault, onChange }: FilledValueProps) {
  const { t } = useLingui()
  const label = t`Чем заполнить`
  const error = fault('action.value')
  switch (value.field) {
    case 'expectedRevenue':
      return (
        <MoneyInput
          label={label}
          required
          currency={value.currency}
          value={value.amount === '' ? null : { amount: value.amount, currency: value.currency }}
          error={error}
          onChange={money =>
            onChange({ ...value, amount: money?.amount ?? '', ...(money && { currency: money.currency }) }, 'amount')
          }
        />
      )
    case 'expectedCloseDate':
      return (
        <WholeNumber
          label={t`Через, рабочих дней`}
          w={150}
          min={0}
          max={365}
          value={value.inDays}
          error={error}
          onChange={inDays => onChange({ ...value, inDays }, 'filledDays')}
        />
      )
    case 'content':
      return (
        <Textarea
          label={label}
          required
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={value.text}
          error={error}
          onChange={event => onChange({ ...value, text: event.currentTarget.value }, 'filledText')}
        />
      )
    case 'tags':
      return (
        <TagsInput
          label={t`Добавить теги`}
          required
          placeholder={value.add.length === 0 ? t`тег, Enter добавит` : ''}
          maxTags={20}
          maxLength={60}
          value={value.add}
          error={error}
          onChange={add => onChange({ ...value, add })}
        />
      )
    default:
      return (
        <EntitySelect
          label={label}
          required
          entities={words.named[value.field]}
          value={value.id || null}
          allowDeselect={false}
          error={error}
          onChange={id => onChange({ ...value, id: id ?? '' })}
        />
      )
  }
}
