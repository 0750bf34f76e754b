import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { type AbsenceFields, WORK_KINDS } from '../access/absence-form.ts'
import { useAbsenceWords, type WorkKind } from '../access/absence-words.ts'
import { usePeople } from '../access/people.ts'
import styles from './activities.module.css'

type Substitute = AbsenceFields['substitutes'][number]
type AbsenceSubstitutesProps = {
  fields: AbsenceFields
  errors: Record<string, string>
  readOnly: boolean
  onChange: (more: Pick<AbsenceFields, 'substitutes'>) => void
}

/** Who stands in: one for everything, or several by kind of work. */
export function AbsenceSubstitutes({ fields, errors, readOnly, onChange }: AbsenceSubstitutesProps) {
  const { t } = useLingui()
  const words = useAbsenceWords()
  const people = usePeople()
  const { substitutes, userId } = fields
  const put = (at: number, more: Partial<Substitute>) =>
    onChange({ substitutes: substitutes.map((each, n) => (n === at ? { ...each, ...more } : each)) })
  const toggle = (at: number, { kinds }: Substitute, kind: WorkKind) =>
    put(at, { kinds: WORK_KINDS.filter(each => (each === kind ? !kinds.includes(each) : kinds.includes(each))) })
  return (
    <fieldset className={`col ${styles.what}`}>
      <legend className="m">
        <Trans>Кто замещает</Trans>
      </legend>
      {errors['substitutes'] && <p className={styles.fault}>{errors['substitutes']}</p>}
      <ul className="col" style={{ gap: 12 }}>
        {substitutes.map((each, at) => {
          const nth = at + 1
          const name = people.find(person => person.id === each.userId)?.name ?? t`замещающий ${nth}`
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone
            <li key={at} className="col" style={{ gap: 6 }}>
              <div className="row">
                <EntitySelect
                  aria-label={t`Замещающий ${nth}`}
                  className="grow"
                  entities={people.filter(person => person.id !== userId)}
                  value={each.userId || null}
                  placeholder={t`Выберите сотрудника`}
                  onChange={id => put(at, { userId: id ?? '' })}
                  readOnly={readOnly}
                  error={errors[`substitutes[${at}].userId`]}
                />
                {!readOnly && (
                  <ActionIcon
                    aria-label={t`Убрать: ${name}`}
                    onClick={() => onChange({ substitutes: substitutes.filter((_, n) => n !== at) })}
                  >
                    <IconX size={16} stroke={1.7} aria-hidden />
                  </ActionIcon>
                )}
              </div>
              <div className="row wrap" role="group" aria-label={t`Что замещает ${name}`}>
                {WORK_KINDS.map(kind => (
                  <Checkbox
                    key={kind}
                    label={words.works[kind]}
                    checked={each.kinds.includes(kind)}
                    disabled={readOnly || (each.kinds.length === 1 && each.kinds.includes(kind))}
                    onChange={() => toggle(at, each, kind)}
                  />
                ))}
              </div>
            </li>
          )
        })}
      </ul>
      {!readOnly && substitutes.length < 10 && (
        <div>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={14} stroke={1.7} aria-hidden />}
            onClick={() => onChange({ substitutes: [...substitutes, { userId: '', kinds: [...WORK_KINDS] }] })}
          >
            <Trans>Еще замещающий</Trans>
          </Button>
        </div>
      )}
    </fieldset>
  )
}
