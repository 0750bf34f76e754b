import { Button, Textarea } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck, IconCircleDashed, IconEdit, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import type { Money } from '../../../server/platform/pure/money.ts'
import { getInterest, type Interest, type Missing } from '../../../server/rooms/interests/contract.ts'
import { type RuleField, ruleFieldNames } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { MoneyInput } from '../../ui/money-input.tsx'
import { useMe } from '../access/me.ts'
import { usePeople } from '../access/people.ts'
import { useChannels, useLossReasons, useSources } from '../company/directories.ts'
import { useContactsOf } from '../clients/contacts.ts'
import { ChecklistItems } from './checklist.tsx'
import { ClientRepair } from './client-repair.tsx'
import styles from './interest-card.module.css'
import { type MoveExtra, useMoveInterest } from './move-interest.tsx'
import { isForbidden, missingFor } from './states-bar.tsx'

type Filled = {
  expectedRevenue?: Money | null
  expectedCloseDate?: string | null
  content?: string
  channelId?: string | null
  sourceId?: string | null
  responsibleId?: string | null
  contactId?: string | null
  lossReasonId?: string | null
}

type RepairPanelProps = {
  id: string
  target: { id: string; name: string; kind: 'ordinary' | 'won' | 'lost' }
  onDone: (moved: Interest) => void
  onCancel: () => void
}

/** The way out of a refusal, in place: each missing thing with its own control, then the move. */
export function RepairPanel({ id, target, onDone, onCancel }: RepairPanelProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  const interest = useQuery(queryOf(getInterest, { params: { id } })).data
  const { move, moving } = useMoveInterest()
  const [asked, setAsked] = useState<Missing[]>([])
  const [filled, setFilled] = useState<Filled>({})
  const [comment, setComment] = useState('')
  const set = (change: Filled) => setFilled({ ...filled, ...change })

  const missing = interest ? missingFor(interest, target.id) : []
  // What was asked stays in its place with a check once it is there, so that nothing jumps.
  const rows = [...asked, ...missing.filter(each => !asked.some(known => isSame(known, each)))]
  if (rows.length > asked.length) setAsked(rows)
  const isDone = (item: Missing) => isFilled(item, filled) || !missing.some(each => isSame(each, item))
  const left = rows.filter(item => !isDone(item))
  const own: Record<string, string> = { lossReason: t`Причина отказа`, checklist: t`Чек-лист`, state: t`Правило` }
  const nameOf = (item: Missing) => own[item.field] ?? ruleFieldNames[item.field as RuleField][language]
  const closed = isForbidden(missing)
  const state = target.name

  // The last tick is still on its way: the move follows it.
  const [follows, setFollows] = useState(false)
  const isTicked = interest?.checklist.every(item => item.doneAt !== null) ?? false

  async function run(): Promise<void> {
    if (!interest || moving) return
    if (left.length > 0) {
      setFollows(isTicked && left.every(item => item.field === 'checklist'))
      return
    }
    setFollows(false)
    const outcome = await move(interest, target, extraOf(filled, comment))
    if ('moved' in outcome) onDone(outcome.moved)
    else if ('missing' in outcome)
      setAsked([...rows, ...outcome.missing.filter(each => !rows.some(row => isSame(row, each)))])
  }

  const follow = useEffectEvent(() => void run())
  const isFree = left.length === 0
  useEffect(() => {
    if (follows && isFree) follow()
  }, [follows, isFree])

  useKeys([
    { keys: 'mod+Enter', does: t`Заполнить и перейти`, run: () => void run() },
    { keys: 'Escape', inFields: true, run: onCancel },
  ])

  return (
    <section className={styles.repair} aria-label={t`Чтобы перейти в «${state}»`}>
      <header className={styles.repairHead}>
        {closed ? <IconLock size={16} stroke={1.7} aria-hidden /> : <IconEdit size={16} stroke={1.7} aria-hidden />}
        <h2 className="grow">
          {closed ? (
            <Trans>В «{state}» перейти нельзя</Trans>
          ) : target.kind === 'lost' ? (
            <Trans>Почему потерян</Trans>
          ) : rows.every(item => item.field === 'checklist') ? (
            <Trans>Для «{state}» закройте чек-лист</Trans>
          ) : (
            <>
              <Trans>Для «{state}»</Trans>{' '}
              <Plural
                value={rows.length}
                one="нужно # поле"
                few="нужны # поля"
                many="нужно # полей"
                other="нужны # поля"
              />
            </>
          )}
        </h2>
        <span role="status">
          {!closed && rows.length > 1 && left.length > 0 && <Trans>осталось {left.length}</Trans>}
        </span>
      </header>
      {interest &&
        rows.map((item, index) => (
          <RepairRow key={`${item.field} ${item.rule}`} name={nameOf(item)} done={isDone(item)}>
            <Remedy
              item={item}
              interest={interest}
              filled={filled}
              set={set}
              focus={index === rows.findIndex(row => !isDone(row))}
            />
          </RepairRow>
        ))}
      {target.kind === 'lost' && (
        <RepairRow name={t`Комментарий`} done={comment.trim() !== ''} optional>
          <Textarea
            aria-label={t`Комментарий`}
            minRows={2}
            value={comment}
            onChange={event => setComment(event.currentTarget.value)}
          />
        </RepairRow>
      )}
      <footer className={styles.repairFoot}>
        <span className="s12 t3 grow">
          <Trans>Правило сценария. Изменить может администратор или руководитель.</Trans>
        </span>
        <Button variant="subtle" onClick={onCancel} rightSection={<Key keys="Escape" />}>
          <Trans>Отмена</Trans>
        </Button>
        {left.length > 0 && rows.length > 1 && !closed && (
          <span className="s12 t2" role="status">
            <Trans>Осталось: {left.map(nameOf).join(', ')}</Trans>
          </span>
        )}
        {!closed && (
          <Button
            variant="filled"
            disabled={left.length > 0}
            loading={moving}
            onClick={() => void run()}
            rightSection={<Key keys="mod+Enter" />}
            aria-keyshortcuts="Control+Enter"
          >
            <Trans>Заполнить и перейти</Trans>
          </Button>
        )}
      </footer>
    </section>
  )
}

type RepairRowProps = { name: string; done: boolean; optional?: boolean; children: ReactNode }

function RepairRow({ name, done, optional = false, children }: RepairRowProps) {
  const { t } = useLingui()
  return (
    <div className={styles.repairRow}>
      {done ? (
        <IconCircleCheck size={20} stroke={1.5} className="good" aria-label={t`Есть`} />
      ) : (
        <IconCircleDashed
          size={20}
          stroke={1.5}
          className={optional ? 't3' : 'due'}
          aria-label={optional ? t`По желанию` : t`Нужно`}
        />
      )}
      <div className={styles.repairName}>{name}</div>
      <div className="grow">{children}</div>
    </div>
  )
}

type RemedyProps = {
  item: Missing
  interest: Interest
  filled: Filled
  set: (change: Filled) => void
  focus: boolean
}

function Remedy({ item, interest, filled, set, focus }: RemedyProps) {
  const { t } = useLingui()
  const me = useMe()
  const channels = useChannels()
  const sources = useSources()
  const people = usePeople()
  const reasons = useLossReasons()
  const entity = { style: { maxWidth: 320 }, autoFocus: focus, clearable: true } as const
  switch (item.field) {
    case 'client':
      return <ClientRepair interest={interest} />
    case 'checklist':
      return (
        <div className={styles.repairText}>
          <ChecklistItems interest={interest} focus={focus} />
        </div>
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

/** Several rules may close one way. */
const isSame = (one: Missing, other: Missing) => one.field === other.field && one.rule === other.rule

function isFilled(item: Missing, filled: Filled): boolean {
  switch (item.field) {
    case 'client':
    case 'checklist':
    case 'state':
      return false
    case 'content':
      return Boolean(filled.content?.trim())
    case 'contact':
      return Boolean(filled.contactId)
    case 'channel':
      return Boolean(filled.channelId)
    case 'source':
      return Boolean(filled.sourceId)
    case 'responsible':
      return Boolean(filled.responsibleId)
    case 'lossReason':
      return Boolean(filled.lossReasonId)
    default:
      return Boolean(filled[item.field])
  }
}

function extraOf(filled: Filled, comment: string): MoveExtra {
  const { lossReasonId, ...fields } = filled
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''))
  return {
    ...(Object.keys(given).length > 0 ? { fields: given } : {}),
    ...(lossReasonId ? { lossReasonId } : {}),
    ...(comment.trim() ? { comment: comment.trim() } : {}),
  }
}
