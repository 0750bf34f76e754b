import { ActionIcon, Button, Checkbox, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconLockOpen, IconUsersGroup, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import type { Grant } from '../../../server/rooms/access/explaining/contract.ts'
import {
  type Client,
  grantClient,
  grantClientToDepartment,
  listClientGrants,
  listClientViewers,
  revokeClient,
  revokeClientFromDepartment,
} from '../../../server/rooms/clients/contract.ts'
import { call } from '../../lib/api.ts'
import { today, useFormats } from '../../lib/formats.ts'
import { queryOf, refreshResources } from '../../lib/queries.ts'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { usePeople } from '../access/people.ts'
import { WhoSees } from '../access/who-sees.tsx'
import { lastMinute } from '../access/who-sees.tsx'
import styles from './party-card.module.css'

/** «Кто видит» of a client: to whom it was opened and until when, the way to open it, and everybody who sees it. */
export function Viewers({ client }: { client: Client }) {
  return (
    <WhoSees endpoint={listClientViewers} id={client.id}>
      <Grants client={client} />
    </WhoSees>
  )
}

type To = Grant['to']
type End = { expiresAt?: string; until?: string; changes?: boolean }

function Grants({ client }: { client: Client }) {
  const grants = useQuery(queryOf(listClientGrants, { params: { id: client.id } })).data?.items
  const change = useChangeAccess(client.id)
  const may = client.can['grant'] === true
  if (!may && !grants?.length) return null
  return (
    <>
      <ul>
        {grants?.map(grant => (
          <GrantRow
            key={grant.to.id}
            grant={grant}
            {...(may && { onRevoke: () => change(grant.to, null, endOf(grant)) })}
          />
        ))}
      </ul>
      {may && <Opening known={new Set(grants?.map(each => each.to.id))} onOpen={(to, end) => change(to, end)} />}
    </>
  )
}

/** What brings a grant back as it was. */
const endOf = ({ until, changes }: Grant): End => ({ changes, ...(until && { expiresAt: until }) })

/** Opens or closes the client to somebody, with the way back. */
function useChangeAccess(clientId: string) {
  const cache = useQueryClient()
  const set = async ({ kind, id }: To, end: End | null) => {
    const person = { params: { id: clientId, userId: id } }
    const department = { params: { id: clientId, departmentId: id } }
    if (end === null) {
      await (kind === 'user' ? call(revokeClient, person) : call(revokeClientFromDepartment, department))
    } else {
      await (kind === 'user'
        ? call(grantClient, { ...person, body: end })
        : call(grantClientToDepartment, { ...department, body: end }))
    }
    void refreshResources(cache, ['clients'])
  }
  return (to: To, end: End | null, before: End = {}) => {
    const { name } = to
    const message = end ? <Trans>Доступ открыт: {name}</Trans> : <Trans>Доступ закрыт: {name}</Trans>
    void set(to, end).then(() => toast({ message, undo: () => set(to, end ? null : before) }), toastError)
  }
}

function GrantRow({ grant, onRevoke }: { grant: Grant; onRevoke?: () => void }) {
  const { t } = useLingui()
  const format = useFormats()
  const { to, until, changes } = grant
  return (
    <li className={styles.person}>
      <div className={styles.entity}>
        <div className="grow">
          <div className="row m" style={{ gap: 6 }}>
            {to.kind === 'department' && <IconUsersGroup size={14} stroke={1.7} aria-hidden />}
            {to.name}
          </div>
          <div className="s12 t3">
            {changes && <Trans>для изменения, </Trans>}
            {until ? <Trans>открыт до {format.dateTime(lastMinute(until))}</Trans> : <Trans>открыт бессрочно</Trans>}
          </div>
        </div>
        {onRevoke && (
          <Tooltip label={t`Закрыть доступ`}>
            <ActionIcon size={24} aria-label={t`Закрыть доступ: ${to.name}`} onClick={onRevoke}>
              <IconX size={14} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </li>
  )
}

/** To whom, and until which day if not for good. */
function Opening({ known, onOpen }: { known: ReadonlySet<string>; onOpen: (to: To, end: End) => void }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  const [id, setId] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const [changes, setChanges] = useState(false)
  const people = usePeople()
  const departments = useQuery({ ...queryOf(listDepartments, {}), enabled: adding }).data?.items ?? []
  const close = () => {
    setAdding(false)
    setId(null)
    setUntil(null)
    setChanges(false)
  }
  if (!adding) {
    return (
      <Button
        variant="subtle"
        leftSection={<IconLockOpen size={16} stroke={1.7} aria-hidden />}
        onClick={() => setAdding(true)}
      >
        <Trans>Открыть доступ</Trans>
      </Button>
    )
  }
  const whole = t`подразделение и все ниже`
  const entities = [
    ...people.filter(each => !known.has(each.id)).map(each => ({ id: each.id, name: each.name })),
    ...departments.filter(each => !known.has(each.id)).map(each => ({ id: each.id, name: each.name, hint: whole })),
  ]
  const open = () => {
    const chosen = entities.find(each => each.id === id)
    if (!chosen) return
    const kind = departments.some(each => each.id === chosen.id) ? ('department' as const) : ('user' as const)
    onOpen({ kind, id: chosen.id, name: chosen.name }, { changes, ...(until && { until }) })
    close()
  }
  return (
    <form
      className={styles.inline}
      data-own-escape
      onKeyDown={event => {
        if (event.code !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        event.stopPropagation()
        close()
      }}
      onSubmit={event => {
        event.preventDefault()
        open()
      }}
    >
      <EntitySelect
        label={t`Кому открыть доступ`}
        placeholder={t`Сотрудник или подразделение`}
        entities={entities}
        value={id}
        onChange={setId}
        autoFocus
      />
      <DateField
        label={t`По какой день`}
        value={until}
        minDate={today()}
        placeholder={t`бессрочно`}
        onChange={setUntil}
      />
      <Checkbox
        label={t`Может менять карточку`}
        checked={changes}
        onChange={event => setChanges(event.currentTarget.checked)}
      />
      <div className="row">
        <Button type="submit" variant="filled" disabled={id === null}>
          <Trans>Открыть</Trans>
        </Button>
        <Button variant="subtle" onClick={close}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </form>
  )
}
