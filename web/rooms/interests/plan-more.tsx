import { ActionIcon, Button, MultiSelect, NumberInput, Select, Textarea, TextInput, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { type RepeatRule, repeatRule } from '../../../server/rooms/interests/contract.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useMe } from '../access/me.ts'
import { usePeople } from '../access/people.ts'
import { useContactsOf } from '../clients/contacts.ts'
import type { PlanDraft } from './plan-draft.ts'
import styles from './plan.module.css'

type PlanMoreProps = {
  draft: PlanDraft
  onDraft: (draft: PlanDraft) => void
  /** Also as the line says. */
  minutes: number | null
  clientId: string | null
  /** Who does it where nobody is chosen. */
  doer: string | undefined
}

/** Who, where, how long, with whom, what to do there, when to remind, how often, and a text. */
export function PlanMore({ draft, onDraft, minutes, clientId, doer }: PlanMoreProps) {
  const { t } = useLingui()
  const me = useMe()
  const people = usePeople()
  const contacts = useContactsOf(clientId)
  const set = (change: Partial<PlanDraft>) => onDraft({ ...draft, ...change })
  const optionsOf = (list: readonly { id: string; name: string }[]) =>
    list.map(each => ({ value: each.id, label: each.name }))
  const reminders = [
    { value: '0', label: t`в срок` },
    { value: '10', label: t`за 10 минут` },
    { value: '30', label: t`за 30 минут` },
    { value: '60', label: t`за час` },
    { value: '1440', label: t`за день` },
  ]
  const { remindBefore } = draft
  const own = remindBefore === null ? '' : String(remindBefore)
  const isOther = own !== '' && !reminders.some(each => each.value === own)
  return (
    <div className={styles.more}>
      <EntitySelect
        label={t`Кому`}
        entities={people.map(each => (each.id === me.user.id ? { ...each, name: t`${each.name} (вы)` } : each))}
        value={draft.assigneeId ?? doer ?? me.user.id}
        onChange={assigneeId => set({ assigneeId })}
        allowDeselect={false}
      />
      <NumberInput
        label={t`Сколько минут`}
        min={1}
        max={10_000}
        allowDecimal={false}
        value={minutes ?? ''}
        onChange={value => set({ minutes: typeof value === 'number' ? value : null })}
      />
      <TextInput
        label={t`Место`}
        maxLength={300}
        value={draft.place}
        onChange={event => set({ place: event.currentTarget.value })}
      />
      <Select
        label={t`Напомнить`}
        placeholder={t`не напоминать`}
        data={isOther ? [...reminders, { value: own, label: t`за ${own} мин` }] : reminders}
        clearable
        clearButtonProps={{ 'aria-label': t`Очистить` }}
        value={own || null}
        onChange={value => set({ remindBefore: value === null ? null : Number(value) })}
      />
      <RepeatField value={draft.repeat} onChange={repeat => set({ repeat })} />
      {contacts.length > 0 && (
        <MultiSelect
          label={t`С кем у клиента`}
          searchable
          data={optionsOf(contacts)}
          value={draft.contactIds}
          onChange={contactIds => set({ contactIds })}
        />
      )}
      <MultiSelect
        label={t`Кто еще от нас`}
        searchable
        data={optionsOf(people)}
        value={draft.userIds}
        onChange={userIds => set({ userIds })}
      />
      <div className={styles.wide}>
        <ItemsField draft={draft} onDraft={onDraft} />
      </div>
      <Textarea
        className={styles.wide}
        label={t`Подробности`}
        minRows={2}
        value={draft.content}
        onChange={event => set({ content: event.currentTarget.value })}
      />
    </div>
  )
}

function RepeatField({ value, onChange }: { value: RepeatRule | null; onChange: (rule: RepeatRule | null) => void }) {
  const { t } = useLingui()
  const words: Record<RepeatRule['every'], string> = {
    day: t`каждый день`,
    working_day: t`каждый рабочий день`,
    week: t`каждую неделю`,
    month: t`каждый месяц`,
    year: t`каждый год`,
  }
  return (
    <div className={styles.repeat}>
      <Select
        label={t`Повторять`}
        placeholder={t`не повторять`}
        data={repeatRule.shape.every.options.map(every => ({ value: every, label: words[every] }))}
        clearable
        clearButtonProps={{ 'aria-label': t`Очистить` }}
        value={value?.every ?? null}
        onChange={every =>
          onChange(every === null ? null : { every: every as RepeatRule['every'], interval: value?.interval ?? 1 })
        }
      />
      {value && (
        <NumberInput
          label={t`Раз в`}
          min={1}
          max={99}
          allowDecimal={false}
          value={value.interval}
          onChange={interval => typeof interval === 'number' && onChange({ ...value, interval })}
        />
      )}
    </div>
  )
}

/** What there is to do there; Enter begins the next item. */
function ItemsField({ draft, onDraft }: Pick<PlanMoreProps, 'draft' | 'onDraft'>) {
  const { t } = useLingui()
  const list = useRef<HTMLDivElement>(null)
  const { checklist } = draft
  const set = (items: typeof checklist) => onDraft({ ...draft, checklist: items })
  const add = () => {
    set([...checklist, { id: newId(), text: '', done: false }])
    requestAnimationFrame(() => {
      const fields = list.current?.querySelectorAll('input')
      fields?.[fields.length - 1]?.focus()
    })
  }
  return (
    <div className={styles.items} ref={list} role="group" aria-label={t`Чек-лист`}>
      {checklist.map((item, at) => (
        <div key={item.id} className={styles.item}>
          <TextInput
            className="grow"
            aria-label={t`Пункт ${at + 1}`}
            maxLength={150}
            value={item.text}
            onChange={event => {
              const text = event.currentTarget.value
              set(checklist.map(each => (each.id === item.id ? { ...each, text } : each)))
            }}
            onKeyDown={event => {
              if (event.code !== 'Enter' || event.ctrlKey || event.metaKey) return
              event.preventDefault()
              add()
            }}
          />
          <Tooltip label={t`Убрать пункт`}>
            <ActionIcon
              size={24}
              aria-label={t`Убрать пункт`}
              onClick={() => set(checklist.filter(each => each.id !== item.id))}
            >
              <IconX size={14} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconPlus size={14} stroke={1.7} aria-hidden />}
        onClick={add}
        className={styles.add}
      >
        {checklist.length > 0 ? <Trans>Пункт</Trans> : <Trans>Чек-лист</Trans>}
      </Button>
    </div>
  )
}
