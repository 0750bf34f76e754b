import { Button, Textarea, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode, RefObject } from 'react'
import { parseMoney } from '../../../server/platform/pure/money.ts'
import type { DirectoryItem } from '../../../server/rooms/company/contract.ts'
import type { CompanySettings } from '../../../server/rooms/fields/contract.ts'
import type { InterestRow } from '../../../server/rooms/interests/contract.ts'
import { Note } from '../../ui/atoms.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { LabelFrom } from '../../ui/field.tsx'
import { Key } from '../../ui/keys.tsx'
import { MoneyInput } from '../../ui/money-input.tsx'
import { useMe } from '../access/me.ts'
import { usePeople } from '../access/people.ts'
import { useChannels, useProjects, useServiceTypes, useSources } from '../company/directories.ts'
import { useMySettings } from '../fields/settings.ts'
import { useScenarios } from '../scenarios/scenarios.ts'
import { BasisNote } from './basis.tsx'
import type { FormState } from './form-state.ts'
import { useFormAnswer } from './form-answer.ts'
import { type FormStep, NextStepSide } from './next-step-side.tsx'
import styles from './registration.module.css'

type Need = FormState['need']

/** The service type in force: the one chosen, else the personal default, else the first in the administrator's order. */
export function useServiceTypeOf(need: Need): { id: string | null; from: ReactNode } {
  const { defaultServiceTypeId } = useMySettings()
  const types = useServiceTypes()
  if (need.serviceTypeId) return { id: need.serviceTypeId, from: undefined }
  const type = unchosenServiceType(types, defaultServiceTypeId)
  const own = type !== undefined && type.id === defaultServiceTypeId
  return { id: type?.id ?? null, from: own ? <Trans>ваш по умолчанию</Trans> : <Trans>первый в списке</Trans> }
}

export function unchosenServiceType(types: readonly DirectoryItem[], preferred: string | null) {
  const open = types.filter(each => !each.archivedAt)
  return open.find(each => each.id === preferred) ?? open[0]
}

type NeedSideProps = {
  need: Need
  onNeed: (change: Partial<Need>) => void
  content: RefObject<HTMLTextAreaElement | null>
  fields: CompanySettings['formFields']
  /** The request joins an open Interest: only its words are needed. */
  linking: boolean
  /** Where the content came from, as long as it stands as it came. */
  contentFrom: ReactNode
  /** Somebody else receives it: no Interest arises here. */
  giving: boolean
  /** Who receives it, where a wall said so. */
  receiver?: string | undefined
  errors: Record<string, string>
  responsible: { id: string; from: ReactNode }
  /** An open Interest of the same service type: better to join it. */
  same: InterestRow | undefined
  sameKey: string | undefined
  onLink: (id: string) => void
  step: FormStep
}

/** «Что нужно»: content, service type, scenario with its reason, and what the company asks for. */
export function NeedSide(props: NeedSideProps) {
  const { need, onNeed, content, fields, linking, giving, receiver, errors, same, sameKey, onLink } = props
  const { t } = useLingui()
  const types = useServiceTypes()
  const type = useServiceTypeOf(need)
  const scenarios = useScenarios()
  const answer = useFormAnswer(type.id, need.scenarioId)
  return (
    <div className={styles.need}>
      {need.basis && !linking && !giving && (
        <BasisNote basis={need.basis} error={errors['basisId']} onDrop={() => onNeed({ basis: null })} />
      )}
      <Textarea
        ref={content}
        id="content"
        data-autofocus
        label={<LabelFrom from={props.contentFrom}>{t`Содержание`}</LabelFrom>}
        minRows={5}
        maxRows={14}
        value={need.content}
        onChange={event => onNeed({ content: event.currentTarget.value })}
        error={errors['content']}
      />
      {!linking && (
        <div className={styles.pair}>
          <EntitySelect
            id="serviceTypeId"
            label={<LabelFrom from={type.from} required>{t`Тип услуги`}</LabelFrom>}
            required
            withAsterisk={false}
            entities={types}
            value={type.id}
            onChange={serviceTypeId => onNeed({ serviceTypeId })}
            allowDeselect={false}
            error={errors['serviceTypeId']}
          />
          {!giving && (
            <EntitySelect
              id="scenarioId"
              label={<LabelFrom from={answer?.reason.text}>{t`Сценарий`}</LabelFrom>}
              entities={scenarios.filter(each => !each.archivedAt)}
              value={need.scenarioId ?? answer?.scenarioId ?? null}
              onChange={scenarioId => onNeed({ scenarioId })}
              allowDeselect={false}
              error={errors['scenarioId']}
            />
          )}
        </div>
      )}
      {giving && (
        <p className="t2">
          {receiver ? (
            <Trans>Новый Интерес не появится: обращение получит {receiver}.</Trans>
          ) : (
            <Trans>Новый Интерес не появится: обращение получит тот, кто ведет клиента.</Trans>
          )}
        </p>
      )}
      {same && (
        <Note
          look="due"
          role="status"
          action={
            <Button size="compact-xs" onClick={() => onLink(same.id)} rightSection={sameKey && <Key keys={sameKey} />}>
              <Trans>Связать</Trans>
            </Button>
          }
        >
          <Trans>
            Уже открыт Интерес этого типа: {same.number}, {same.subject}. Если запрос о том же, свяжите с ним.
          </Trans>
        </Note>
      )}
      <div className={styles.pair}>
        {fields.map(field => (
          <OptionalField key={field} field={field} {...props} expectedDate={answer?.expectedCloseDate ?? null} />
        ))}
      </div>
      {!linking && !giving && <NextStepSide step={props.step} need={need} onNeed={onNeed} error={errors['plan']} />}
    </div>
  )
}

type OptionalFieldProps = NeedSideProps & { field: CompanySettings['formFields'][number]; expectedDate: string | null }

function OptionalField({ field, need, onNeed, errors, responsible, expectedDate }: OptionalFieldProps) {
  const { t } = useLingui()
  const me = useMe()
  const channels = useChannels()
  const sources = useSources()
  const projects = useProjects()
  const people = usePeople()
  const { currency } = me.company
  switch (field) {
    case 'expectedRevenue':
      return (
        <MoneyInput
          id="expectedRevenue"
          label={t`Ожидаемая выручка`}
          className={styles.money}
          currency={currency}
          value={need.expectedRevenue ? parseMoney(need.expectedRevenue, currency) : null}
          onChange={money => onNeed({ expectedRevenue: money?.amount ?? '' })}
          error={errors['expectedRevenue']}
        />
      )
    case 'expectedCloseDate':
      return (
        <DateField
          id="expectedCloseDate"
          label={
            <LabelFrom from={!need.expectedCloseDate && expectedDate && <Trans>по срокам сценария</Trans>}>
              {t`Ожидаемая дата продажи`}
            </LabelFrom>
          }
          value={need.expectedCloseDate ?? expectedDate}
          onChange={date =>
            onNeed({ expectedCloseDate: date && date !== expectedDate ? String(date).slice(0, 10) : null })
          }
          clearable={false}
          error={errors['expectedCloseDate']}
        />
      )
    case 'channelId':
      return (
        <EntitySelect
          id="channelId"
          label={t`Канал`}
          placeholder={t`Как обратились`}
          entities={channels}
          value={need.channelId}
          onChange={channelId => onNeed({ channelId })}
          clearable
          error={errors['channelId']}
        />
      )
    case 'sourceId':
      return (
        <EntitySelect
          id="sourceId"
          label={t`Источник`}
          placeholder={t`Откуда узнали о нас`}
          entities={sources}
          value={need.sourceId}
          onChange={sourceId => onNeed({ sourceId })}
          clearable
          error={errors['sourceId']}
        />
      )
    case 'projectId':
      return (
        <EntitySelect
          id="projectId"
          label={t`Проект`}
          entities={projects}
          value={need.projectId}
          onChange={projectId => onNeed({ projectId })}
          clearable
          error={errors['projectId']}
        />
      )
    case 'responsibleId':
      return (
        <EntitySelect
          id="responsibleId"
          label={<LabelFrom from={!need.responsibleId && responsible.from}>{t`Ответственный`}</LabelFrom>}
          entities={people.map(each => (each.id === me.user.id ? { ...each, name: t`${each.name} (вы)` } : each))}
          value={need.responsibleId ?? responsible.id}
          onChange={responsibleId => onNeed({ responsibleId })}
          allowDeselect={false}
          error={errors['responsibleId']}
        />
      )
    case 'subject':
      return (
        <TextInput
          id="subject"
          label={t`Тема`}
          placeholder={need.content.trim().split(/\s+/).slice(0, 8).join(' ') || t`Из содержания или номера`}
          value={need.subject}
          onChange={event => onNeed({ subject: event.currentTarget.value })}
          error={errors['subject']}
        />
      )
  }
}
