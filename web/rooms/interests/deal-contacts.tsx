import { ActionIcon, Button, Menu } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import { getInterest, type Interest } from '../../../server/rooms/interests/contract.ts'
import {
  type DealContact,
  dealRole,
  type DealRole,
  putDealContact,
  removeDealContact,
} from '../../../server/rooms/interests/deal-contacts/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import fieldStyles from '../../ui/field.module.css'
import { toast, toastError } from '../../ui/toast.tsx'
import { useContactsOf } from '../clients/contacts.ts'
import styles from './members.module.css'

/** What each role is called on the screen. */
export function useDealRoles(): Record<DealRole, string> {
  const { t } = useLingui()
  return {
    decides: t`принимает решение`,
    influences: t`влияет на решение`,
    expert: t`технический эксперт`,
    user: t`пользователь`,
    procures: t`закупает`,
    signs: t`подписывает`,
    pays: t`оплачивает`,
  }
}

type Person = Pick<DealContact, 'id' | 'fullName' | 'role' | 'main'>

/** «В сделке»: who at the client has a part in it, each with a role; the contact of the Interest is always one of them. */
export function DealContacts({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const label = useId()
  const [adding, setAdding] = useState(false)
  const roles = useDealRoles()
  const people = useContactsOf(interest.client?.walled ? null : interest.clientId)
  const { put, remove } = useChangeContacts(interest.id)
  const { contacts, client } = interest
  const place = useRef<HTMLDivElement>(null)
  const leaves = useRef<string>(undefined)
  // Whoever goes away takes the button along that had the focus.
  useEffect(() => {
    if (leaves.current === undefined || contacts.some(each => each.id === leaves.current)) return
    leaves.current = undefined
    place.current?.querySelector('button')?.focus()
  }, [contacts])
  const may = interest.can['edit'] === true
  const free = people.filter(each => !contacts.some(known => known.id === each.id))
  if (contacts.length === 0 && !(may && free.length > 0)) return null
  return (
    <div ref={place} className={fieldStyles.field} role="group" aria-labelledby={label}>
      <div className={fieldStyles.label} id={label}>
        <Trans>В сделке</Trans>
      </div>
      <div className={styles.members}>
        <ul className={styles.list}>
          {contacts.map(contact => (
            <li key={contact.id} className={styles.member}>
              <div className={styles.person}>
                <div>
                  {client?.walled ? (
                    contact.fullName
                  ) : (
                    <Link to="/contacts/$id" params={{ id: contact.id }} className="hit">
                      {contact.fullName}
                    </Link>
                  )}
                </div>
                {contact.role && <div className="s12 t2">{roles[contact.role]}</div>}
              </div>
              {may && (
                <RoleMenu
                  person={contact}
                  onRole={role => void put(contact, role)}
                  onRemove={person => {
                    leaves.current = person.id
                    void remove(person)
                  }}
                />
              )}
            </li>
          ))}
        </ul>
        {may &&
          (adding ? (
            <EntitySelect
              aria-label={t`Кого добавить в сделку`}
              placeholder={t`Кого добавить`}
              entities={free}
              autoFocus
              defaultDropdownOpened
              onBlur={() => setAdding(false)}
              onChange={id => {
                const person = free.find(each => each.id === id)
                setAdding(false)
                if (person) void put({ id: person.id, fullName: person.name, role: null, main: false }, null, true)
              }}
            />
          ) : (
            free.length > 0 && (
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconPlus size={14} stroke={1.7} aria-hidden />}
                aria-label={t`Добавить контакт в сделку`}
                onClick={() => setAdding(true)}
              >
                <Trans>Добавить</Trans>
              </Button>
            )
          ))}
      </div>
    </div>
  )
}

const NONE = ''

type RoleMenuProps = { person: Person; onRole: (role: DealRole | null) => void; onRemove: (person: Person) => unknown }

function RoleMenu({ person, onRole, onRemove }: RoleMenuProps) {
  const { t } = useLingui()
  const roles = useDealRoles()
  const { fullName, role, main } = person
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t`Роль в сделке: ${fullName}`}>
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Trans>Роль в сделке</Trans>
        </Menu.Label>
        <Menu.RadioGroup
          value={role ?? NONE}
          onChange={value => {
            const chosen = dealRole.safeParse(value).data ?? null
            if (chosen !== role) onRole(chosen)
          }}
        >
          {dealRole.options.map(each => (
            <Menu.RadioItem key={each} value={each} closeMenuOnClick>
              {roles[each]}
            </Menu.RadioItem>
          ))}
          <Menu.RadioItem value={NONE} closeMenuOnClick>
            <Trans>без роли</Trans>
          </Menu.RadioItem>
        </Menu.RadioGroup>
        {!main && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onRemove(person)}>
              <Trans>Убрать из сделки</Trans>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Adds, gives a role and takes out, with the way back. */
function useChangeContacts(id: string) {
  const cache = useQueryClient()
  const roles = useDealRoles()
  const { queryKey } = queryOf(getInterest, { params: { id } })
  const onSuccess = ({ contacts }: { contacts: DealContact[] }) =>
    cache.setQueryData<Interest>(queryKey, before => before && { ...before, contacts })
  const write = useWrite(putDealContact, { onSuccess })
  const take = useWrite(removeDealContact, { onSuccess })
  const set = (contactId: string, role: DealRole | null) =>
    write.mutateAsync({ params: { id, contactId }, body: role ? { role } : {} })
  const drop = (contactId: string) => take.mutateAsync({ params: { id, contactId } })

  async function put({ id: contactId, fullName, role: before }: Person, role: DealRole | null, isNew = false) {
    try {
      await set(contactId, role)
    } catch (error) {
      toastError(error)
      return
    }
    const told = role && roles[role]
    toast({
      message: isNew ? (
        <Trans>В сделке: {fullName}</Trans>
      ) : told ? (
        <Trans>
          {fullName}: {told}
        </Trans>
      ) : (
        <Trans>{fullName}: без роли</Trans>
      ),
      undo: () => (isNew ? drop(contactId) : set(contactId, before)),
    })
  }

  async function remove({ id: contactId, fullName, role }: Person) {
    try {
      await drop(contactId)
    } catch (error) {
      toastError(error)
      return
    }
    toast({ message: <Trans>Больше не в сделке: {fullName}</Trans>, undo: () => set(contactId, role) })
  }

  return { put, remove }
}
