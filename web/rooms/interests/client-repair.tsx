import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconBuilding, IconBuildingPlus, IconSearch } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { contractorExists, getProspect, type Match, similarFound } from '../../../server/rooms/clients/contract.ts'
import { type Interest, registerInterestClient } from '../../../server/rooms/interests/contract.ts'
import { fieldErrors, isProblem } from '../../lib/problem-error.ts'
import { queryOf, refreshResources, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { ClientFields, type ClientFieldValues } from '../clients/client-fields.tsx'
import { useReasons } from '../clients/reasons.ts'
import { matchKey, type RequestAtWall, WallActions, wallOf } from '../clients/access.tsx'
import { FindClient } from './find-client.tsx'
import styles from './interest-card.module.css'
import { useLinkProspect } from './link-prospect.tsx'
import { SHOWS_INTERESTS } from './move-interest.tsx'

/** A registered client for an Interest that has a prospect: link the one that looks right, find another, register one. */
export function ClientRepair({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const [mode, setMode] = useState<'choose' | 'new' | 'find'>('choose')
  const id = interest.prospectId ?? ''
  const prospect = useQuery({ ...queryOf(getProspect, { params: { id } }), enabled: id !== '' }).data
  const suggestion = prospect?.suggestions[0]
  const reasons = useReasons()
  const link = useLinkProspect(id)
  useKeys([
    { keys: '1', does: t`Связать`, off: !suggestion || mode !== 'choose', run: () => suggestion && link(suggestion) },
    { keys: '2', does: t`Новый клиент`, run: () => setMode('new') },
    { keys: '3', does: t`Связать с другим`, run: () => setMode('find') },
  ])
  if (interest.client) return <span className="m">{interest.client.name}</span>
  if (mode === 'new') return <NewClient interest={interest} onCancel={() => setMode('choose')} />
  return (
    <div className="col">
      {suggestion && (
        <div className={styles.suggestion}>
          <IconBuilding size={18} stroke={1.7} aria-hidden />
          <span className="grow">
            <span className="m">{suggestion.title}</span>
            <span className={`s12 t2 ${styles.under}`}>{reasons(suggestion.reasons)}</span>
          </span>
          <Button autoFocus onClick={() => link(suggestion)} rightSection={<Key keys="1" />}>
            <Trans>Связать</Trans>
          </Button>
        </div>
      )}
      <div className="row wrap">
        <Button
          autoFocus={!suggestion}
          leftSection={<IconBuildingPlus size={16} stroke={1.7} aria-hidden />}
          rightSection={<Key keys="2" />}
          onClick={() => setMode('new')}
        >
          <Trans>Новый клиент</Trans>
        </Button>
        <Button
          leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
          rightSection={<Key keys="3" />}
          onClick={() => setMode('find')}
          aria-expanded={mode === 'find'}
        >
          <Trans>Связать с другим</Trans>
        </Button>
      </div>
      {mode === 'find' && <FindClient action={t`Связать`} onTake={clientId => link({ clientId, contactId: null })} />}
    </div>
  )
}

/** «Новый клиент», filled from the prospect; registering it links the prospect. */
export function NewClient({ interest, onCancel }: { interest: Interest; onCancel: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [id] = useState(newId)
  const [values, setValues] = useState(() => fromProspect(interest))
  const [override, setOverride] = useState('')
  const [again, setAgain] = useState(false)
  const link = useLinkProspect(interest.prospectId ?? '')
  const register = useWrite(registerInterestClient, {
    refresh: SHOWS_INTERESTS,
    onSuccess: () => {
      toast({ message: <Trans>Клиент зарегистрирован</Trans> })
      void refreshResources(client, SHOWS_INTERESTS)
    },
    onError: error => {
      if (isProblem(error, similarFound)) setAgain(true)
      else if (!isProblem(error, contractorExists) && fieldErrors(error).length === 0) toastError(error)
    },
  })
  const strict = isProblem(register.error, contractorExists) ? register.error.data : undefined
  const similar = isProblem(register.error, similarFound) ? register.error.data.matches : []
  const errors = Object.fromEntries(fieldErrors(register.error).map(each => [each.path, each.message]))
  const change = (part: Partial<ClientFieldValues>) => {
    register.reset()
    setValues({ ...values, ...part })
  }
  const save = () =>
    register.mutate({
      params: { id: interest.id },
      body: {
        ...bodyOf(id, values),
        onSimilar: again ? 'create' : 'ask',
        ...(strict?.mayOverride && override.trim() ? { override: { reason: override.trim() } } : {}),
      },
    })
  return (
    <div className="col" style={{ gap: 10, maxWidth: 520 }}>
      <ClientFields
        values={values}
        onChange={change}
        onContact={contact => change({ contact: { ...values.contact, ...contact } })}
        errors={errors}
        strict={strict}
        onTakeExisting={clientId => link({ clientId, contactId: null })}
        request={requestOf(interest)}
        override={override}
        onOverride={setOverride}
      />
      {similar.length > 0 && (
        <Note look="due" role="alert">
          <div className="m">
            <Trans>Похожие уже есть. Свяжите с одним из них или создайте нового.</Trans>
          </div>
          <ul className="col" style={{ marginTop: 6 }}>
            {similar.map(match => (
              <Alike
                key={matchKey(match)}
                match={match}
                request={requestOf(interest)}
                onLink={clientId => link({ clientId, contactId: null })}
              />
            ))}
          </ul>
        </Note>
      )}
      <div className="row">
        <Button
          variant="filled"
          loading={register.isPending}
          disabled={!values.name.trim() || (strict !== undefined && !(strict.mayOverride && override.trim()))}
          onClick={save}
        >
          {similar.length > 0 ? t`Все равно создать` : t`Создать клиента`}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </div>
  )
}

type AlikeProps = { match: Match; request: RequestAtWall; onLink: (clientId: string) => void }

/** One that looks like the new client: linked instead, or reached through its wall. */
function Alike({ match, request, onLink }: AlikeProps) {
  const { t } = useLingui()
  const reasons = useReasons()
  const { title, responsible, walled, archived, accessAskedAt } = match
  const id = match.type === 'client' && !archived ? match.id : null
  return (
    <li className={walled ? 'row wrap' : 'row'}>
      <span className="grow" style={walled ? { flexBasis: '100%' } : {}}>
        <span className="m">{title}</span>{' '}
        <span className="t2">
          {reasons(match.reasons, match.type)}
          {archived && `, ${t`в архиве`}`}
          {responsible && `, ${t`отв. ${responsible.name}`}`}
        </span>
      </span>
      {id && (
        <Button size="compact-xs" aria-label={t`Связать: ${title}`} onClick={() => onLink(id)}>
          <Trans>Связать</Trans>
        </Button>
      )}
      {walled && <WallActions wall={wallOf(match)} askedAt={accessAskedAt} request={request} />}
    </li>
  )
}

/** What the Interest knows, for whoever looks after the client behind the wall. */
function requestOf({ content, subject, serviceTypeId, channelId, sourceId }: Interest): RequestAtWall {
  return {
    content: content ?? subject,
    serviceTypeId,
    ...(channelId && { channelId }),
    ...(sourceId && { sourceId }),
  }
}

const some = (text: string) => text.trim() || undefined

function bodyOf(id: string, values: ClientFieldValues) {
  const { contact, kind } = values
  const person = kind !== 'person' && contact.fullName.trim() !== ''
  return {
    id,
    kind,
    name: values.name.trim(),
    inn: some(values.inn),
    kpp: kind === 'organisation' ? some(values.kpp) : undefined,
    phones: values.phone.trim() ? [values.phone.trim()] : undefined,
    emails: values.email.trim() ? [values.email.trim()] : undefined,
    contacts: person
      ? [
          {
            fullName: contact.fullName.trim(),
            position: some(contact.position),
            phones: contact.phone.trim() ? [contact.phone.trim()] : undefined,
            emails: contact.email.trim() ? [contact.email.trim()] : undefined,
          },
        ]
      : undefined,
  }
}

/** Company to the name; full name, phone and mail to the contact. Without a company it is a person. */
function fromProspect({ prospect }: Interest): ClientFieldValues {
  const { fullName, company, email, phone } = prospect ?? { fullName: null, company: null, email: null, phone: null }
  const isPerson = company === null && fullName !== null
  return {
    kind: isPerson ? 'person' : 'organisation',
    inn: '',
    kpp: '',
    name: (isPerson ? fullName : company) ?? '',
    phone: isPerson ? (phone ?? '') : '',
    email: isPerson ? (email ?? '') : '',
    contact: isPerson
      ? { fullName: '', position: '', phone: '', email: '' }
      : { fullName: fullName ?? '', position: '', phone: phone ?? '', email: email ?? '' },
  }
}
