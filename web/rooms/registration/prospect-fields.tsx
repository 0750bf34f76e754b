import { TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Note } from '../../ui/atoms.tsx'
import { PhoneInput } from '../../ui/phone-input.tsx'
import type { FormState } from './form-state.ts'
import { guessPieces } from './guess.ts'
import styles from './registration.module.css'

type ProspectFieldsProps = {
  search: string
  values: FormState['prospect']
  onChange: (change: Partial<FormState['prospect']>) => void
  errors: Record<string, string>
  /** Names the state that will ask for a registered client. */
  demandedBy: string | undefined
}

/** An unknown person: any one of the four suffices, and no client card arises. */
export function ProspectFields({ search, values, onChange, errors, demandedBy }: ProspectFieldsProps) {
  const { t } = useLingui()
  const line = search.trim()
  const guess = guessPieces(line)
  const name = guess.fullName || guess.company
  const offer = (field: 'fullName' | 'company') =>
    name && values[field] === '' && values.fullName !== name && values.company !== name ? (
      <QuickFill text={name} onFill={() => onChange({ [field]: name })} />
    ) : undefined
  return (
    <div className="col" style={{ gap: 10 }}>
      <TextInput
        id="prospect-fullName"
        label={t`ФИО`}
        autoFocus
        autoComplete="off"
        value={values.fullName}
        onChange={event => onChange({ fullName: event.currentTarget.value })}
        error={errors['fullName']}
        description={offer('fullName')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      />
      <TextInput
        id="prospect-company"
        label={t`Компания`}
        autoComplete="off"
        value={values.company}
        onChange={event => onChange({ company: event.currentTarget.value })}
        error={errors['company']}
        description={offer('company')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      />
      <div className={styles.pair}>
        <PhoneInput
          id="prospect-phone"
          label={t`Телефон`}
          value={values.phone}
          onChange={phone => onChange({ phone })}
          error={errors['phone']}
        />
        <TextInput
          id="prospect-email"
          label="Email"
          type="email"
          autoComplete="off"
          value={values.email}
          onChange={event => onChange({ email: event.currentTarget.value })}
          error={errors['email']}
        />
      </div>
      <Note>
        <Trans>Достаточно одного поля. Карточка клиента не появится.</Trans>{' '}
        {demandedBy && <Trans>Клиент понадобится в состоянии «{demandedBy}».</Trans>}
      </Note>
    </div>
  )
}

function QuickFill({ text, onFill }: { text: string; onFill: () => void }): ReactNode {
  return (
    <button type="button" className={`plain ${styles.quick}`} onClick={onFill}>
      <Trans>Заполнить: {text}</Trans>
    </button>
  )
}
