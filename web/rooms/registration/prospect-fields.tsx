import { TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Note } from '../../ui/atoms.tsx'
import { LabelFrom } from '../../ui/field.tsx'
import { PhoneInput } from '../../ui/phone-input.tsx'
import type { FormState } from './form-state.ts'
import { type Intake, prospectOf } from './intake.ts'
import styles from './registration.module.css'

type ProspectFieldsProps = {
  intake: Intake
  values: FormState['prospect']
  onChange: (change: Partial<FormState['prospect']>) => void
  errors: Record<string, string>
  /** Names the state that will ask for a registered client. */
  demandedBy: string | undefined
}

/** An unknown person: any one of the four suffices, and no client card arises. */
export function ProspectFields({ intake, values, onChange, errors, demandedBy }: ProspectFieldsProps) {
  const { t } = useLingui()
  const read = prospectOf(intake.chips)
  const name = read.fullName || read.company
  const offer = (field: 'fullName' | 'company') => {
    if (values[field] !== '') return undefined
    const isUsed = values.fullName === name || values.company === name
    const text = name && !isUsed ? name : field === 'company' ? intake.hint : null
    return text ? <QuickFill text={text} onFill={() => onChange({ [field]: text })} /> : undefined
  }
  const from = (field: keyof FormState['prospect']) =>
    values[field] !== '' && values[field] === read[field] ? <Trans>из текста</Trans> : undefined
  return (
    <div className="col" style={{ gap: 10 }}>
      <TextInput
        id="prospect-fullName"
        label={<LabelFrom from={from('fullName')}>{t`ФИО`}</LabelFrom>}
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
        label={<LabelFrom from={from('company')}>{t`Компания`}</LabelFrom>}
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
          label={<LabelFrom from={from('phone')}>{t`Телефон`}</LabelFrom>}
          value={values.phone}
          onChange={phone => onChange({ phone })}
          error={errors['phone']}
        />
        <TextInput
          id="prospect-email"
          label={<LabelFrom from={from('email')}>Email</LabelFrom>}
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
