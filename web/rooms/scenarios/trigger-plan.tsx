import { useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TriggerAction, TriggerAssignee } from '../../../server/rooms/scenarios/triggers/contract.ts'
import { readTime } from '../../lib/time-typing.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import type { PartProps } from './trigger-editing.ts'
import type { TriggerWords } from './trigger-words.ts'
import { WholeNumber } from './whole-number.tsx'

type Planned = Extract<TriggerAction, { does: 'task' | 'plan' }>
type PlannedFieldsProps = PartProps<Planned> & { words: TriggerWords }

/** What is planned, when, and for whom. */
export function PlannedFields({ value, words, fault, onChange }: PlannedFieldsProps) {
  const { t } = useLingui()
  const around: { id: Exclude<TriggerAssignee['who'], 'user'>; name: string }[] = [
    { id: 'responsible', name: t`Ответственный` },
    { id: 'author', name: t`Автор` },
    { id: 'head', name: t`Руководитель` },
  ]
  const { assignee } = value
  const assigneeOf = (key: string | null): TriggerAssignee => {
    const who = around.find(each => each.id === key)?.id
    return who ? { who } : key ? { who: 'user', id: key } : { who: 'responsible' }
  }
  return (
    <>
      {value.does === 'plan' && (
        <EntitySelect
          label={t`Вид взаимодействия`}
          placeholder={t`первый в списке`}
          clearable
          entities={words.named.interactionKind}
          value={value.interactionKindId}
          error={fault('action.interactionKindId')}
          onChange={interactionKindId => onChange({ ...value, interactionKindId })}
        />
      )}
      <TextInput
        label={t`Тема`}
        required
        maxLength={300}
        value={value.subject}
        error={fault('action.subject')}
        onChange={event => onChange({ ...value, subject: event.currentTarget.value }, 'subject')}
      />
      <div className="row" style={{ alignItems: 'end' }}>
        <WholeNumber
          label={t`Через, рабочих дней`}
          w={150}
          min={0}
          max={365}
          value={value.inDays}
          error={fault('action.inDays')}
          onChange={inDays => onChange({ ...value, inDays }, 'inDays')}
        />
        <TimeField value={value.time} onChange={time => onChange({ ...value, time }, 'time')} />
      </div>
      <EntitySelect
        label={t`Кому`}
        entities={[...around, ...words.named.responsible]}
        value={assignee.who === 'user' ? assignee.id || null : assignee.who}
        allowDeselect={false}
        error={fault('action.assignee')}
        onChange={key => onChange({ ...value, assignee: assigneeOf(key) })}
      />
      <Textarea
        label={t`Содержание`}
        autosize
        minRows={2}
        maxRows={8}
        value={value.content ?? ''}
        error={fault('action.content')}
        onChange={event => onChange({ ...value, content: event.currentTarget.value || null }, 'content')}
      />
    </>
  )
}

/** A time typed as `15`, `1530` or `15:30`, in the zone of the company. */
function TimeField({ value, onChange }: { value: string | null; onChange: (time: string | null) => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState<string>()
  const isWrong = typed !== undefined && typed.trim() !== '' && readTime(typed) === null
  return (
    <TextInput
      label={t`Время`}
      placeholder={t`без времени`}
      w={110}
      inputMode="numeric"
      maxLength={5}
      error={isWrong}
      value={typed ?? value ?? ''}
      onChange={event => {
        const text = event.currentTarget.value
        setTyped(text)
        const time = readTime(text)
        if (text.trim() === '' && value !== null) onChange(null)
        // It counts at once: Escape may follow without leaving the field.
        else if (time !== null && time !== value) onChange(time)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
