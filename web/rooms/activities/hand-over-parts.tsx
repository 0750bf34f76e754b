import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, MultiSelect, NumberInput, Select, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BodyOf, ResultOf } from '../../../server/platform/contract.ts'
import type { handOverWork } from '../../../server/rooms/activities/handing-over/contract.ts'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { directories } from '../../../server/rooms/company/contract.ts'
import { listScenarios } from '../../../server/rooms/scenarios/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useMe } from '../access/me.ts'
import { usePeople } from '../access/people.ts'
import styles from './activities.module.css'

type Request = BodyOf<typeof handOverWork>
export type HandOverFilter = NonNullable<Request['filter']>
type Example = NonNullable<ResultOf<typeof handOverWork>['examples']>[number]

/** A colleague in a list; who is away says so. */
export function PersonOption({ person }: { person: { name: string; hint?: string } | undefined }) {
  return (
    <div className="col" style={{ gap: 0 }}>
      <span>{person?.name}</span>
      {person?.hint && <span className="s12 t3">{person.hint}</span>}
    </div>
  )
}

type GiversProps = {
  from: { id: string; name: string }
  /** Null: that person alone. */
  departmentId: string | null
  onChange: (departmentId: string | null) => void
}

/** Whose work goes over: of the person, or, for whoever leads others, of a department and below. */
export function Givers({ from, departmentId, onChange }: GiversProps) {
  const { t } = useLingui()
  const leads = useMe().can['work.hand_over'] === true
  const departments = useQuery({ ...queryOf(listDepartments, { query: {} }), enabled: leads }).data?.items ?? []
  if (!leads)
    return (
      <p className="t2">
        <Trans>Сейчас делает {from.name}</Trans>
      </p>
    )
  const parts = departments.map(({ id, name }) => ({ id, name, hint: t`подразделение` }))
  return (
    <EntitySelect
      label={t`Чьи дела`}
      description={departmentId ? t`Всех из подразделения и ниже, кроме тех, кому передаете` : undefined}
      allowDeselect={false}
      entities={[from, ...parts]}
      value={departmentId ?? from.id}
      onChange={id => onChange(parts.some(each => each.id === id) ? id : null)}
    />
  )
}

type HandOverWeightsProps = {
  people: readonly { id: string; name: string }[]
  /** Null: evenly. */
  weights: Record<string, number> | null
  onChange: (weights: Record<string, number> | null) => void
}

/** Evenly, or each as much as is said here. */
export function HandOverWeights({ people, weights, onChange }: HandOverWeightsProps) {
  const { t } = useLingui()
  return (
    <div className={styles.weights}>
      <Checkbox
        label={t`Разными долями`}
        checked={weights !== null}
        onChange={event => onChange(event.currentTarget.checked ? {} : null)}
      />
      {weights &&
        people.map(({ id, name }) => (
          <NumberInput
            key={id}
            label={t`Доля: ${name}`}
            min={1}
            max={100}
            clampBehavior="strict"
            allowDecimal={false}
            value={weights[id] ?? 1}
            onChange={value => onChange({ ...weights, [id]: Number(value) || 1 })}
          />
        ))}
    </div>
  )
}

type HandOverFiltersProps = {
  filter: HandOverFilter
  what: { activities: boolean; interests: boolean; clients: boolean }
  onChange: (filter: HandOverFilter) => void
}

/** A part of it only: each field narrows the records that have it. */
export function HandOverFilters({ filter, what, onChange }: HandOverFiltersProps) {
  const { t } = useLingui()
  const scenarios = useQuery(queryOf(listScenarios, { query: {} })).data?.items ?? []
  const services = useQuery(queryOf(directories.service_type.list, { query: {} })).data?.items ?? []
  const scenario = scenarios.find(each => each.id === filter.scenarioId)
  const set = (more: { [field in keyof HandOverFilter]?: HandOverFilter[field] | undefined }) => {
    const next = { ...filter, ...more }
    const given = Object.entries(next).filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '',
    )
    onChange(Object.fromEntries(given) as HandOverFilter)
  }
  const named = (items: readonly { id: string; name: string }[]) =>
    items.map(({ id: value, name: label }) => ({ value, label }))
  return (
    <Section title={<Trans>Отбор</Trans>} folds="closed" level={3}>
      <div className="col" style={{ gap: 8 }}>
        {what.activities && (
          <DateField
            label={t`Дела со сроком по`}
            value={filter.dueUntil ?? null}
            onChange={dueUntil => set({ dueUntil: dueUntil ?? undefined })}
          />
        )}
        {what.interests && (
          <>
            <Select
              label={t`Сценарий`}
              clearable
              placeholder={t`любой`}
              data={named(scenarios)}
              value={filter.scenarioId ?? null}
              onChange={scenarioId => set({ scenarioId: scenarioId ?? undefined, stateIds: undefined })}
            />
            {scenario && (
              <MultiSelect
                label={t`Состояния`}
                data={named(scenario.states.filter(each => each.kind === 'ordinary'))}
                value={filter.stateIds ?? []}
                onChange={stateIds => set({ stateIds })}
              />
            )}
            <MultiSelect
              label={t`Типы услуг`}
              data={named(services)}
              value={filter.serviceTypeIds ?? []}
              onChange={serviceTypeIds => set({ serviceTypeIds })}
            />
            <TagsInput label={t`Теги`} value={filter.tags ?? []} onChange={tags => set({ tags })} />
          </>
        )}
        {(what.clients || what.interests) && (
          <MultiSelect
            label={t`Вид клиента`}
            data={[
              { value: 'organisation', label: t`Организация` },
              { value: 'entrepreneur', label: t`Предприниматель` },
              { value: 'person', label: t`Человек` },
            ]}
            value={filter.clientKinds ?? []}
            onChange={clientKinds => set({ clientKinds: clientKinds as HandOverFilter['clientKinds'] })}
          />
        )}
      </div>
    </Section>
  )
}

/** Some of what goes over, by name. */
export function Examples({ examples }: { examples: readonly Example[] }) {
  const { t } = useLingui()
  const people = usePeople()
  const shown = examples.filter(each => each.title !== '')
  if (shown.length === 0) return null
  const isShared = shown.some(each => each.toId !== shown[0]?.toId)
  return (
    <div className="s12">
      <div className="t3">
        <Trans>Например</Trans>
      </div>
      <ul className={`t2 ${styles.shares}`} aria-label={t`Например`}>
        {shown.map(({ kind, id, title, toId }) => (
          <li key={`${kind} ${id}`} className="row">
            <span className="el grow">{title}</span>
            {isShared && <span className="t3 nw">{people.find(each => each.id === toId)?.name}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
