import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { checkInn, checkKpp } from '../../../server/platform/pure/requisites.ts'
import type { contractorExists } from '../../../server/rooms/clients/contract.ts'
import { Note } from '../../ui/atoms.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { PhoneInput } from '../../ui/phone-input.tsx'
import { type MetWall, type RequestAtWall, WallActions } from './access.tsx'
import styles from './client-fields.module.css'

export type ClientKind = 'organisation' | 'entrepreneur' | 'person'
export type ContactFields = { fullName: string; position: string; phone: string; email: string }
export type ClientFieldValues = {
  kind: ClientKind
  inn: string
  kpp: string
  name: string
  phone: string
  email: string
  contact: ContactFields
}

export type Strict = z.infer<(typeof contractorExists)['data']>

type ClientFieldsProps = {
  values: ClientFieldValues
  onChange: (change: Partial<Omit<ClientFieldValues, 'contact'>>) => void
  onContact: (change: Partial<ContactFields>) => void
  /** Faults by path as the API names them: `inn`, `contacts[0].phones[0]`. */
  errors: Record<string, string>
  /** Soft findings by the same paths: amber, and saving is allowed. */
  warnings?: Record<string, ReactNode>
  /** A client with this INN and KPP exists. */
  strict?: Strict | undefined
  onTakeExisting?: (clientId: string) => void
  /** Where a form stands open for what the client wants: it goes on at the wall. */
  onWall?: (wall: MetWall) => void
  /** Elsewhere: what is known of the request that is handed over. */
  request?: RequestAtWall
  override?: string | undefined
  onOverride?: (reason: string) => void
  autoFocus?: boolean
}

/** The inline form of a client: organisation, entrepreneur or person, with one contact. */
export function ClientFields(props: ClientFieldsProps) {
  const { values, onChange, onContact, errors, warnings = {}, strict, autoFocus = true } = props
  const { t } = useLingui()
  const { kind, contact } = values
  const set = (name: 'inn' | 'kpp' | 'name') => (event: { currentTarget: { value: string } }) =>
    onChange({ [name]: event.currentTarget.value })
  const setContact = (name: 'fullName' | 'position' | 'email') => (event: { currentTarget: { value: string } }) =>
    onContact({ [name]: event.currentTarget.value })
  const innFault = values.inn.trim() !== '' && faultOfInn(values.inn.trim(), kind)
  const innTexts = useInnTexts()
  const inn = innFault ? innTexts[innFault] : undefined
  const kpp = kind === 'organisation' && values.kpp.trim() !== '' && !checkKpp(values.kpp.trim()).ok
  return (
    <div className={styles.fields}>
      <SegmentedControl
        aria-label={t`Вид клиента`}
        className={styles.kinds}
        value={kind}
        onChange={value => onChange({ kind: value as ClientKind })}
        data={[
          { value: 'organisation', label: t`Юр. лицо` },
          { value: 'entrepreneur', label: t`ИП` },
          { value: 'person', label: t`Физ. лицо` },
        ]}
      />
      <div className={styles.pair}>
        <TextInput
          id="client-inn"
          label={t`ИНН`}
          inputMode="numeric"
          autoComplete="off"
          value={values.inn}
          onChange={set('inn')}
          error={strict ? t`Занят другим клиентом` : (errors['inn'] ?? inn)}
        />
        {kind === 'organisation' && (
          <TextInput
            id="client-kpp"
            label={t`КПП`}
            autoComplete="off"
            value={values.kpp}
            onChange={set('kpp')}
            error={errors['kpp'] ?? (kpp ? t`9 знаков: цифры, в середине могут быть буквы` : undefined)}
          />
        )}
      </div>
      <TextInput
        id="client-name"
        label={kind === 'person' ? t`ФИО` : t`Наименование`}
        required
        autoComplete="off"
        autoFocus={autoFocus}
        value={values.name}
        onChange={set('name')}
        error={errors['name']}
        description={<Soft>{warnings['name']}</Soft>}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      />
      {strict && <StrictNote {...props} strict={strict} />}
      <div className={styles.pair}>
        <PhoneInput
          label={t`Телефон`}
          value={values.phone}
          onChange={phone => onChange({ phone })}
          error={errors['phones[0]']}
          description={<Soft>{warnings['phones[0]']}</Soft>}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
        />
        <TextInput
          label="Email"
          type="email"
          autoComplete="off"
          value={values.email}
          onChange={event => onChange({ email: event.currentTarget.value })}
          error={errors['emails[0]']}
          description={<Soft>{warnings['emails[0]']}</Soft>}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
        />
      </div>
      {kind !== 'person' && (
        <fieldset className={styles.fields}>
          <legend className={styles.legend}>
            <Trans>Контактное лицо</Trans>
          </legend>
          <div className={styles.pair}>
            <TextInput
              label={t`ФИО контакта`}
              autoComplete="off"
              value={contact.fullName}
              onChange={setContact('fullName')}
              error={errors['contacts[0].fullName']}
            />
            <TextInput
              label={t`Должность`}
              autoComplete="off"
              value={contact.position}
              onChange={setContact('position')}
              error={errors['contacts[0].position']}
            />
            <PhoneInput
              label={t`Телефон контакта`}
              value={contact.phone}
              onChange={phone => onContact({ phone })}
              error={errors['contacts[0].phones[0]']}
              description={<Soft>{warnings['contacts[0].phones[0]']}</Soft>}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
            />
            <TextInput
              label={t`Email контакта`}
              type="email"
              autoComplete="off"
              value={contact.email}
              onChange={setContact('email')}
              error={errors['contacts[0].emails[0]']}
              description={<Soft>{warnings['contacts[0].emails[0]']}</Soft>}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
            />
          </div>
        </fieldset>
      )}
    </div>
  )
}

function Soft({ children }: { children: ReactNode }) {
  if (!children) return null
  return (
    <span className={styles.soft}>
      <IconAlertTriangle size={14} stroke={1.7} aria-hidden />
      <span>{children}</span>
    </span>
  )
}

type StrictNoteProps = Pick<ClientFieldsProps, 'onTakeExisting' | 'onWall' | 'request' | 'override' | 'onOverride'> & {
  strict: Strict
  /** Where no form around it saves: with the reason. */
  onSave?: () => void
}

/** One INN and KPP is one client: take it, look at it, or say why a second one is needed. */
export function StrictNote({ strict, onTakeExisting, onWall, request, override, onOverride, onSave }: StrictNoteProps) {
  const { t } = useLingui()
  const { client } = strict
  const { typed } = client
  const take = client.id !== null && onTakeExisting ? onTakeExisting.bind(null, client.id) : undefined
  useKeys(take ? [{ keys: 'alt+B', inFields: true, run: take }] : [])
  const responsible = client.responsible?.name
  return (
    <Note look="bad" role="alert">
      <div className="m">
        <Trans>Клиент с этим ИНН уже есть</Trans>
      </div>
      <div>
        {client.walled ? <Trans>Карточку видит другой</Trans> : client.name}
        {responsible && (
          <>
            {', '}
            <Trans>отв. {responsible}</Trans>
          </>
        )}
        {'. '}
        {strict.mayOverride ? (
          <Trans>Второй с теми же ИНН и КПП — только с причиной.</Trans>
        ) : (
          <Trans>Второго с теми же ИНН и КПП создать нельзя.</Trans>
        )}
      </div>
      {!client.walled && client.id && (
        <div className="row wrap" style={{ marginTop: 6 }}>
          {take && (
            <Button size="compact-xs" onClick={take} rightSection={<Key keys="alt+B" />} aria-keyshortcuts="Alt+B">
              <Trans>Взять этого клиента</Trans>
            </Button>
          )}
          <Button size="compact-xs" component={Link} to="/clients/$id" params={{ id: client.id } as never}>
            <Trans>Открыть карточку</Trans>
          </Button>
        </div>
      )}
      {client.walled && (
        <div className="row wrap" style={{ marginTop: 6 }}>
          <WallActions
            wall={{ typed, type: 'client', responsible: client.responsible }}
            askedAt={client.accessAskedAt}
            onWall={onWall}
            request={request}
            keyed
          />
        </div>
      )}
      {strict.mayOverride && (
        <div className={styles.override}>
          <TextInput
            className="grow"
            label={onTakeExisting ? t`Все равно создать, указать причину` : t`Все равно сохранить, указать причину`}
            value={override ?? ''}
            onChange={event => onOverride?.(event.currentTarget.value)}
            {...(onSave && {
              onKeyDown: event => {
                if (event.code === 'Enter' && override?.trim()) onSave()
              },
            })}
          />
          {onSave && (
            <Button disabled={!override?.trim()} onClick={onSave}>
              <Trans>Сохранить</Trans>
            </Button>
          )}
        </div>
      )}
    </Note>
  )
}

/** The same where one field is saved by itself: the reason is given on the spot. */
export function TakenNote({ strict, onSave }: { strict: Strict; onSave: (override: { reason: string }) => void }) {
  const [reason, setReason] = useState('')
  const save = () => onSave({ reason: reason.trim() })
  return <StrictNote strict={strict} override={reason} onOverride={setReason} onSave={save} />
}

type InnFault = 'length' | 'digits' | 'checksum' | 'kind'

/** Check digits while typing; an unfinished number is no fault yet, the wrong length for the kind is. */
export function faultOfInn(inn: string, kind: ClientKind): InnFault | null {
  const wanted = kind === 'organisation' ? 10 : 12
  if (/\D/.test(inn)) return 'digits'
  if (inn.length < wanted) return inn.length === 10 ? 'kind' : null
  if (inn.length > wanted) return inn.length === 12 ? 'kind' : 'length'
  return checkInn(inn).ok ? null : 'checksum'
}

/** Only a `t` taken from the hook in the same function is seen by the translator. */
export function useInnTexts(): Record<InnFault, string> {
  const { t } = useLingui()
  return {
    length: t`Слишком длинный`,
    digits: t`Только цифры`,
    checksum: t`Контрольные цифры не сходятся, проверьте`,
    kind: t`У юр. лица 10 цифр, у ИП и физ. лица 12`,
  }
}
