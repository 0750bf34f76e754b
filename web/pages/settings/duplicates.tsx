import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NumberInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  changeDuplicateRules,
  type Criterion,
  type DuplicateRules,
  type PartyType,
  previewDuplicateRules,
  readDuplicateRules,
} from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { formErrors } from '../../lib/problem-error.ts'
import { keyOf, queryOf, useWrite } from '../../lib/queries.ts'
import { call } from '../../lib/api.ts'
import styles from '../../rooms/clients/duplicates.module.css'
import { SettingsPage } from '../../ui/admin-list.tsx'
import { Note } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

const KINDS = ['client', 'contact', 'prospect'] as const
/** Contacts and prospects have no numbers and no site. */
const OF_CLIENTS: ReadonlySet<Criterion> = new Set(['inn_kpp', 'inn', 'ogrn', 'site', 'other_inn', 'other_kpp'])
const THRESHOLDS = ['warn', 'list', 'certain'] as const

/** By what duplicates are told: weights and thresholds, with what they would find. */
export default function DuplicateRulesPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(queryOf(readDuplicateRules, {}))
  return (
    <SettingsPage title={t`Правила дублей`} hint={t`Для всех. Сохраняется кнопкой`}>
      {error && <ErrorState title={t`Настройки не загрузились`} error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingBars rows={10} />}
      {data && <RulesForm rules={data.rules} shipped={data.shipped} version={data.version} />}
    </SettingsPage>
  )
}

function RulesForm({ rules, shipped, version }: { rules: DuplicateRules; shipped: DuplicateRules; version: number }) {
  const { t } = useLingui()
  const [begun, setBegun] = useState(rules)
  const [typed, setTyped] = useState(rules)
  // What nobody has touched here follows what somebody else saves.
  if (begun !== rules) {
    setBegun(rules)
    if (same(typed, begun)) setTyped(rules)
  }
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const write = useWrite(changeDuplicateRules, { refresh: ['duplicates'] })
  const names = useCriteria()
  const kinds: Record<PartyType, string> = { client: t`Клиенты`, contact: t`Контакты`, prospect: t`Потенциальные` }
  const thresholds = {
    warn: t`Предупреждать при записи от`,
    list: t`Показывать в списке «Дубли» от`,
    certain: t`Считать точным дублем от`,
  }
  const changed = !same(typed, rules)

  const weigh = (kind: PartyType, criterion: Criterion, value: number) =>
    setTyped({
      ...typed,
      [kind]: { ...typed[kind], weights: { ...typed[kind].weights, [criterion]: value } },
    })
  const limit = (kind: PartyType, name: (typeof THRESHOLDS)[number], value: number) =>
    setTyped({ ...typed, [kind]: { ...typed[kind], [name]: value } })

  function save(): void {
    setWrong({})
    write.mutateAsync({ body: { version, rules: typed } }).then(
      saved =>
        toast({
          message: t`Правила дублей изменены`,
          undo: () => write.mutateAsync({ body: { version: saved.version, rules } }),
        }),
      (problem: unknown) => {
        const errors = formErrors(problem)
        setWrong(errors)
        if (Object.keys(errors).length === 0) toastError(problem)
      },
    )
  }

  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <p className="t2">
        <Trans>
          Признаки сходства складываются, не больше чем до 100; признаки различия вычитаются. Ноль — признак не
          учитывается.
        </Trans>{' '}
        <Link to="/duplicates">
          <Trans>К списку дублей</Trans>
        </Link>
      </p>
      <div className={styles.scroller}>
        <table className={styles.rules}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Признак</Trans>
              </th>
              {KINDS.map(kind => (
                <th key={kind} scope="col">
                  {kinds[kind]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(Object.keys(names) as Criterion[]).map(criterion => (
              <tr key={criterion}>
                <th scope="row">{names[criterion]}</th>
                {KINDS.map(kind => (
                  <td key={kind}>
                    {kind !== 'client' && OF_CLIENTS.has(criterion) ? (
                      '—'
                    ) : (
                      <NumberInput
                        aria-label={`${names[criterion]}: ${kinds[kind]}`}
                        min={-100}
                        max={100}
                        allowDecimal={false}
                        value={typed[kind].weights[criterion]}
                        onChange={value => weigh(kind, criterion, Number(value) || 0)}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
            {THRESHOLDS.map(name => (
              <tr key={name}>
                <th scope="row" className="m">
                  {thresholds[name]}
                </th>
                {KINDS.map(kind => (
                  <td key={kind}>
                    <NumberInput
                      aria-label={`${thresholds[name]}: ${kinds[kind]}`}
                      min={1}
                      max={100}
                      allowDecimal={false}
                      error={wrong[`rules.${kind}.${name}`]}
                      value={typed[kind][name]}
                      onChange={value => limit(kind, name, Math.max(1, Number(value) || 1))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <DryRun rules={typed} kinds={kinds} />
      <div className="row wrap">
        <Button type="submit" variant="filled" disabled={!changed} loading={write.isPending}>
          <Trans>Сохранить правила</Trans>
        </Button>
        <Button variant="default" disabled={!changed} onClick={() => setTyped(rules)}>
          <Trans>Отменить изменения</Trans>
        </Button>
        <Button variant="subtle" disabled={same(typed, shipped)} onClick={() => setTyped(shipped)}>
          <Trans>Как было в поставке</Trans>
        </Button>
      </div>
    </form>
  )
}

/** The database keeps the names of an object in an order of its own. */
const same = (one: DuplicateRules, other: DuplicateRules) =>
  KINDS.every(
    kind =>
      THRESHOLDS.every(name => one[kind][name] === other[kind][name]) &&
      Object.entries(one[kind].weights).every(([name, weight]) => other[kind].weights[name as Criterion] === weight),
  )

/** What these rules would list of the pairs that were found, beside what the present ones do. */
function DryRun({ rules, kinds }: { rules: DuplicateRules; kinds: Record<PartyType, string> }) {
  const format = useFormats()
  const [asked] = useDebouncedValue(rules, 300)
  const { data, error } = useQuery({
    queryKey: keyOf(previewDuplicateRules, asked),
    queryFn: ({ signal }) => call(previewDuplicateRules, { body: { rules: asked } }, { signal }),
    placeholderData: before => before,
  })
  if (error) return null
  if (!data) return <LoadingBars rows={1} />
  if (data.compared === 0) {
    return (
      <Note look="plain">
        <Trans>Пар еще нет: найдите дубли по всей базе, и здесь будет видно, что дадут правила.</Trans>
      </Note>
    )
  }
  return (
    <div className={styles.figures} role="status">
      {KINDS.map(kind => (
        <span key={kind}>
          {kinds[kind]}:{' '}
          <b>
            {format.number(data[kind].now.listed)} → {format.number(data[kind].wanted.listed)}
          </b>{' '}
          <span className="t3">
            <Trans>
              (точных {format.number(data[kind].now.certain)} → {format.number(data[kind].wanted.certain)})
            </Trans>
          </span>
        </span>
      ))}
    </div>
  )
}

function useCriteria(): Record<Criterion, string> {
  const { t } = useLingui()
  return {
    inn_kpp: t`ИНН и КПП совпадают`,
    inn: t`ИНН совпадает, КПП указан не у обоих`,
    ogrn: t`ОГРН совпадает`,
    phone: t`Телефон совпадает`,
    email: t`Почта совпадает`,
    site: t`Сайт или домен почты совпадает`,
    name: t`Имя совпадает`,
    name_similar: t`Имя похоже: опечатка, перестановка, слитно`,
    name_rare: t`…и имя редкое`,
    name_uncommon: t`…и имя нечастое`,
    other_name: t`Имена разные`,
    other_inn: t`ИНН разные`,
    other_kpp: t`Филиалы: один ИНН, разные КПП`,
  }
}
