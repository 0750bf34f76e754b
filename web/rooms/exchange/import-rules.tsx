import { useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import type { ImportRules } from '../../../server/rooms/exchange/contract.ts'
import { Section } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { usePeople } from '../access/people.ts'
import styles from './import.module.css'

/** What becomes of rows whose client is known already, and who looks after the others. */
export function ImportRulesForm({ rules, onRules }: { rules: ImportRules; onRules: (rules: ImportRules) => void }) {
  const { t } = useLingui()
  const people = usePeople()
  return (
    <Section title={t`Если клиент уже есть`}>
      <div className={styles.form}>
        <Select
          label={t`Те же ИНН и КПП`}
          description={t`Второй такой никогда не создается`}
          allowDeselect={false}
          data={[
            { value: 'update', label: t`Дополнить пустые поля` },
            { value: 'skip', label: t`Пропустить строку` },
          ]}
          value={rules.same}
          onChange={value => onRules({ ...rules, same: value as ImportRules['same'] })}
        />
        <Select
          label={t`Те же телефон, почта или название`}
          description={t`Другой ИНН означает другого клиента`}
          allowDeselect={false}
          data={[
            { value: 'update', label: t`Дополнить пустые поля` },
            { value: 'skip', label: t`Пропустить строку` },
            { value: 'create', label: t`Создать еще одного` },
          ]}
          value={rules.similar}
          onChange={value => onRules({ ...rules, similar: value as ImportRules['similar'] })}
        />
        <Select
          label={t`Только похожее название`}
          description={t`Опечатка, другой порядок слов`}
          allowDeselect={false}
          data={[
            { value: 'create', label: t`Создать еще одного` },
            { value: 'skip', label: t`Пропустить строку` },
            { value: 'update', label: t`Дополнить пустые поля` },
          ]}
          value={rules.alike}
          onChange={value => onRules({ ...rules, alike: value as ImportRules['alike'] })}
        />
        <EntitySelect
          label={t`Ответственный`}
          description={t`Если в строке он не указан`}
          placeholder={t`Кто загружает`}
          entities={people}
          value={rules.responsibleId ?? null}
          onChange={id => {
            const { responsibleId: _, ...rest } = rules
            onRules(id === null ? rest : { ...rest, responsibleId: id })
          }}
          clearable
        />
      </div>
    </Section>
  )
}
