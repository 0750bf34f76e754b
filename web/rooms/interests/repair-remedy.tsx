import { Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Money } from '../../../server/platform/pure/money.ts'
import type { Interest, Missing } from '../../../server/rooms/interests/contract.ts'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { MoneyInput } from '../../ui/money-input.tsx'
import { fieldOfName } from '../../../server/platform/pure/field-marks.ts'
import { useLimits } from '../access/limits.tsx'
import { useMe } from '../access/me.ts'
import { usePeople } from '../access/people.ts'
import { useContactsOf } from '../clients/contacts.ts'
import { useChannels, useLossReasons, useProjects, useSources } from '../company/directories.ts'
import { ChecklistItems } from './checklist.tsx'
import { ClientRepair } from './client-repair.tsx'
import styles from './interest-card.module.css'
import type { MoveExtra } from './move-interest.tsx'
import { MovePlans, type useMovePlans } from './repair-plan.tsx'

export type Filled = {
  expectedRevenue?: Money | null
  expectedCloseDate?: string | null
  content?: string
  channelId?: string | null
  sourceId?: string | null
  projectId?: string | null
  responsibleId?: string | null
  contactId?: string | null
  lossReasonId?: string | null
}

type RemedyProps = {
  item: Missing
  interest: Interest
  filled: Filled
  set: (change: Filled) => void
  focus: boolean
  steps: ReturnType<typeof useMovePlans>
}

/** What fills one missing thing: its own control, or the list and the steps that it stands for. */
export function Remedy({ item, interest, filled, set, focus, steps }: RemedyProps) {
  const { t } = useLingui()
  const me = useMe()
  const limits = useLimits()
  const channels = useChannels()
  const sources = useSources()
  const projects = useProjects()
  const people = usePeople()
  const reasons = useLossReasons()
  const entity = { style: { maxWidth: 320 }, autoFocus: focus, clearable: true } as const
  const limited = fieldOfName(item.field)
  // Whom to ask is said in the message.
  if (limited && limits(limited).fixed) return <p className={styles.repairText}>{item.message}</p>
  switch (item.field) {
    case 'client':
      return <ClientRepair interest={interest} />
    case 'checklist':
      return (
        <div className={styles.repairText}>
          <ChecklistItems interest={interest} focus={focus} />
        </div>
      )
    case 'plan':
      return (
        <MovePlans
          of={steps}
          clientId={interest.clientId}
          partyZone={interest.partyTimeZone}
          focus={focus}
          message={item.message}
        />
      )
    case 'state':
      return <p className={styles.repairText}>{item.message}</p>
    case 'expectedRevenue':
      return (
        <MoneyInput
          aria-label={t`Ожидаемая выручка`}
          autoFocus={focus}
          style={{ maxWidth: 180 }}
          currency={me.company.currency}
          value={filled.expectedRevenue ?? null}
          onChange={expectedRevenue => set({ expectedRevenue })}
        />
      )
    case 'expectedCloseDate':
      return (
        <DateField
          aria-label={t`Ожидаемая дата продажи`}
          autoFocus={focus}
          style={{ maxWidth: 180 }}
          value={filled.expectedCloseDate ?? null}
          onChange={date => set({ expectedCloseDate: date ? String(date).slice(0, 10) : null })}
        />
      )
    case 'content':
      return (
        <Textarea
          aria-label={t`Содержание`}
          autoFocus={focus}
          minRows={3}
          value={filled.content ?? ''}
          onChange={event => set({ content: event.currentTarget.value })}
        />
      )
    case 'contact':
      return (
        <ContactRepair
          interest={interest}
          value={filled.contactId ?? null}
          onChange={contactId => set({ contactId })}
        />
      )
    case 'channel':
      return (
        <EntitySelect
          {...entity}
          aria-label={t`Канал`}
          entities={channels}
          value={filled.channelId ?? null}
          onChange={channelId => set({ channelId })}
        />
      )
    case 'source':
      return (
        <EntitySelect
          {...entity}
          aria-label={t`Источник`}
          entities={sources}
          value={filled.sourceId ?? null}
          onChange={sourceId => set({ sourceId })}
        />
      )
    case 'project':
      return (
        <EntitySelect
          {...entity}
          aria-label={t`Проект`}
          entities={projects}
          value={filled.projectId ?? null}
          onChange={projectId => set({ projectId })}
        />
      )
    case 'responsible':
      return (
        <EntitySelect
          {...entity}
          aria-label={t`Ответственный`}
          entities={people}
          value={filled.responsibleId ?? null}
          onChange={responsibleId => set({ responsibleId })}
        />
      )
    case 'lossReason':
      return (
        <EntitySelect
          {...entity}
          aria-label={t`Причина отказа`}
          entities={reasons}
          value={filled.lossReasonId ?? null}
          onChange={lossReasonId => set({ lossReasonId })}
        />
      )
  }
}

function ContactRepair({
  interest,
  value,
  onChange,
}: {
  interest: Interest
  value: string | null
  onChange: (id: string | null) => void
}) {
  const { t } = useLingui()
  const contacts = useContactsOf(interest.clientId)
  if (!interest.clientId) return <Trans>Сначала нужен клиент</Trans>
  return (
    <EntitySelect
      aria-label={t`Контакт`}
      style={{ maxWidth: 320 }}
      entities={contacts}
      value={value}
      onChange={onChange}
    />
  )
}

export function isFilled(item: Missing, filled: Filled): boolean {
  switch (item.field) {
    case 'client':
    case 'checklist':
    case 'state':
    case 'plan':
      return false
    case 'content':
      return Boolean(filled.content?.trim())
    case 'contact':
      return Boolean(filled.contactId)
    case 'channel':
      return Boolean(filled.channelId)
    case 'source':
      return Boolean(filled.sourceId)
    case 'project':
      return Boolean(filled.projectId)
    case 'responsible':
      return Boolean(filled.responsibleId)
    case 'lossReason':
      return Boolean(filled.lossReasonId)
    default:
      return Boolean(filled[item.field])
  }
}

/** What was filled in, as the move takes it. */
export function extraOf(filled: Filled, comment: string, competitor: string): MoveExtra {
  const { lossReasonId, ...fields } = filled
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''))
  return {
    ...(Object.keys(given).length > 0 ? { fields: given } : {}),
    ...(lossReasonId ? { lossReasonId } : {}),
    ...(comment.trim() ? { comment: comment.trim() } : {}),
    ...(competitor.trim() ? { competitor: competitor.trim() } : {}),
  }
}
