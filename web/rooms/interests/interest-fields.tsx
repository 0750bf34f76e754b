import { Textarea, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { conflict } from '../../../server/platform/contract.ts'
import {
  changeInterest,
  changeInterestScenario,
  getInterest,
  type Interest,
} from '../../../server/rooms/interests/contract.ts'
import type { RuleField } from '../../../server/rooms/scenarios/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { fieldOfName } from '../../../server/platform/pure/field-marks.ts'
import { useFormats } from '../../lib/formats.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { useUndo } from '../../lib/undo.ts'
import { Tag } from '../../ui/atoms.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { Field } from '../../ui/field.tsx'
import { MoneyInput } from '../../ui/money-input.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { Unseen, useLimits } from '../access/limits.tsx'
import { usePeople } from '../access/people.ts'
import { useEditRecord } from '../access/use-edit.tsx'
import { useContactsOf } from '../clients/contacts.ts'
import { useChannels, useProjects, useServiceTypes, useSources } from '../company/directories.ts'
import { useScenarios } from '../scenarios/scenarios.ts'
import { DealContacts } from './deal-contacts.tsx'
import { Members } from './members.tsx'
import { SHOWS_INTERESTS, useInterestMeanings } from './move-interest.tsx'
import { CardField } from './presence.tsx'
import { useQueryClient } from '@tanstack/react-query'

type Change = Omit<z.input<NonNullable<(typeof changeInterest)['body']>>, 'version'>

/**
 * Saves one field with undo; the answer is the card as it is now, so the next edit sees its version.
 * @param card where more than id and version is known; it names what the values mean
 */
export function useChangeInterest(interest: Pick<Interest, 'id' | 'version'>, card?: Interest) {
  const client = useQueryClient()
  const key = queryOf(getInterest, { params: { id: interest.id } }).queryKey
  const write = useWrite(changeInterest, {
    refresh: SHOWS_INTERESTS,
    onSuccess: answer => client.setQueryData(key, answer),
  })
  const save = (version: number, change: Change, act: string) =>
    write.mutateAsync({ params: { id: interest.id }, body: { version, ...change }, act })
  return useEditRecord(interest.version, save, useInterestMeanings(card))
}

/** The left side of a card: every field is read, and edited where it stands. */
export function InterestFields({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const format = useFormats()
  const change = useChangeInterest(interest, interest)
  const types = useServiceTypes()
  const channels = useChannels()
  const sources = useSources()
  const projects = useProjects()
  const people = usePeople()
  const contacts = useContactsOf(interest.client?.walled ? null : interest.clientId)
  const scenario = useScenarios().find(each => each.id === interest.scenarioId)
  const may = interest.can['edit'] === true
  const limits = useLimits()
  const limitOf = (field: RuleField) => {
    const limited = fieldOfName(field)
    return limited && limits(limited)
  }
  const locked = (field: RuleField) => !may || interest.readOnly.includes(field) || limitOf(field)?.fixed === true
  const demanded = (field: RuleField) =>
    scenario?.states
      .find(state => state.id === interest.stateId)
      ?.fields.some(rule => rule.field === field && rule.required)
  const nameOf = (list: readonly { id: string; name: string }[], id: string | null) =>
    list.find(each => each.id === id)?.name

  const select = (
    label: string,
    field: 'serviceTypeId' | 'channelId' | 'sourceId' | 'projectId' | 'responsibleId' | 'contactId',
    rule: RuleField | undefined,
    list: readonly { id: string; name: string; archivedAt?: string | null }[],
    shown: ReactNode,
  ) => {
    const value = field === 'responsibleId' ? (interest.responsible?.id ?? null) : interest[field]
    return (
      <CardField<string | null>
        field={field}
        label={label}
        value={value}
        show={shown}
        required={rule !== undefined && demanded(rule)}
        readOnly={rule ? locked(rule) : !may}
        reason={rule && limitOf(rule)?.reason}
        onSave={next => change({ [field]: next }, label)}
        edit={({ id, value: draft, commit }) => (
          <EntitySelect
            id={id}
            entities={list}
            value={draft}
            onChange={commit}
            defaultDropdownOpened
            clearable={field !== 'serviceTypeId'}
            allowDeselect={false}
          />
        )}
      />
    )
  }

  return (
    <div>
      <CardField
        field="expectedRevenue"
        label={t`Ожидаемая выручка`}
        value={interest.expectedRevenue}
        show={
          limits('revenue').hidden ? (
            <Unseen field="revenue" />
          ) : (
            interest.expectedRevenue && format.money(interest.expectedRevenue)
          )
        }
        empty={t`не указана`}
        required={demanded('expectedRevenue')}
        readOnly={locked('expectedRevenue')}
        reason={limits('revenue').reason}
        same={(a, b) => a?.amount === b?.amount}
        onSave={money => change({ expectedRevenue: money }, t`Ожидаемая выручка`)}
        edit={({ id, value, onChange }) => <MoneyInput id={id} value={value} onChange={onChange} />}
      />
      <CardField
        field="expectedCloseDate"
        label={t`Ожидаемая дата продажи`}
        value={interest.expectedCloseDate}
        show={
          interest.expectedCloseDate && (
            <>
              {format.date(interest.expectedCloseDate)}{' '}
              {interest.closeDateMode === 'auto' && (
                <Tag>
                  <Trans>авто</Trans>
                </Tag>
              )}
            </>
          )
        }
        empty={t`не указана`}
        required={demanded('expectedCloseDate')}
        readOnly={locked('expectedCloseDate')}
        onSave={date =>
          change(
            date ? { expectedCloseDate: date, closeDateMode: 'manual' } : { closeDateMode: 'auto' },
            t`Ожидаемая дата продажи`,
          )
        }
        edit={({ id, value, onChange }) => (
          <DateField id={id} value={value} onChange={date => onChange(date ? String(date).slice(0, 10) : null)} />
        )}
      />
      {select(t`Тип услуги`, 'serviceTypeId', undefined, types, nameOf(types, interest.serviceTypeId))}
      <ScenarioField interest={interest} />
      {select(t`Ответственный`, 'responsibleId', 'responsible', people, interest.responsible?.name)}
      <Members interest={interest} onMakeResponsible={responsibleId => change({ responsibleId }, t`Ответственный`)} />
      <Field label={t`Подразделение`}>{interest.department?.name}</Field>
      {interest.clientId !== null && select(t`Контакт`, 'contactId', 'contact', contacts, interest.contact?.fullName)}
      {interest.clientId !== null && <DealContacts interest={interest} />}
      {select(t`Канал`, 'channelId', 'channel', channels, nameOf(channels, interest.channelId))}
      {select(t`Источник`, 'sourceId', 'source', sources, nameOf(sources, interest.sourceId))}
      {select(t`Проект`, 'projectId', 'project', projects, nameOf(projects, interest.projectId))}
      {interest.basis && <BasisField basis={interest.basis} />}
      <CardField
        field="tags"
        label={t`Теги`}
        value={interest.tags.join(', ')}
        show={
          interest.tags.length > 0 && (
            <span className="row wrap">
              {interest.tags.map(tag => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          )
        }
        empty={t`нет`}
        readOnly={!may}
        onSave={text => change({ tags: tagsOf(text) }, t`Теги`)}
        edit={({ id, value, onChange }) => (
          <TextInput
            id={id}
            value={value}
            placeholder={t`через запятую`}
            onChange={event => onChange(event.currentTarget.value)}
          />
        )}
      />
      <CardField
        field="content"
        label={t`Содержание`}
        value={interest.content ?? ''}
        show={
          interest.content && (
            <span className="pretty" style={{ whiteSpace: 'pre-wrap' }}>
              {format.typo(interest.content)}
            </span>
          )
        }
        empty={t`не указано`}
        required={demanded('content')}
        readOnly={locked('content')}
        onSave={content => change({ content: content.trim() || null }, t`Содержание`)}
        edit={({ id, value, onChange }) => (
          <Textarea id={id} minRows={3} value={value} onChange={event => onChange(event.currentTarget.value)} />
        )}
      />
    </div>
  )
}

/** The Interest from which it came, as far as the reader may know. */
function BasisField({ basis }: { basis: NonNullable<Interest['basis']> }) {
  const { t } = useLingui()
  const format = useFormats()
  return (
    <Field label={t`Основание`}>
      {'walled' in basis ? (
        <span className="row t2">
          <IconLock size={14} stroke={1.7} aria-hidden />
          <Trans>Интерес, которого вы не видите</Trans>
        </span>
      ) : (
        <Link to="/interests/$id" params={{ id: basis.id }}>
          {basis.number}, {format.typo(basis.subject)}
        </Link>
      )}
    </Field>
  )
}

/** Another scenario begins with its first state, under the same guards; a refusal says what is missing. */
function ScenarioField({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const scenarios = useScenarios()
  const write = useWrite(changeInterestScenario, {
    refresh: SHOWS_INTERESTS,
    onSuccess: answer => client.setQueryData(queryOf(getInterest, { params: { id: interest.id } }).queryKey, answer),
  })
  const undo = useUndo()
  return (
    <CardField<string | null>
      field="scenarioId"
      label={t`Сценарий`}
      value={interest.scenarioId}
      show={scenarios.find(each => each.id === interest.scenarioId)?.name}
      readOnly={!interest.can['move']}
      onSave={async scenarioId => {
        if (!scenarioId) return
        try {
          const key = newId()
          const body = { version: interest.version, scenarioId }
          await write.mutateAsync({ params: { id: interest.id }, body, act: key })
          toast({ message: <Trans>Сценарий изменен</Trans>, undo: () => undo({ key }) })
        } catch (error) {
          // Strict, as a move is: the choice is made anew, by what the card says now.
          if (!isProblem(error, conflict)) throw error
          toastError(error)
        }
      }}
      edit={({ id, value, commit }) => (
        <EntitySelect
          id={id}
          entities={scenarios}
          value={value}
          onChange={commit}
          allowDeselect={false}
          defaultDropdownOpened
        />
      )}
    />
  )
}

function tagsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map(tag => tag.trim())
        .filter(Boolean),
    ),
  ]
}
