import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconLockOpen, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Client,
  grantClient,
  listClientViewers,
  revokeClient,
  type Viewer,
} from '../../../server/rooms/clients/contract.ts'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, refreshResources } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { usePeople } from '../access/people.ts'
import styles from './party-card.module.css'

/** «Кто видит»: everybody who sees this client, why, and the way to open it to one more person. */
export function Viewers({ client }: { client: Client }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  const input = { params: { id: client.id } }
  const viewers = useQuery(queryOf(listClientViewers, input)).data?.items
  const people = usePeople()
  const change = useChangeAccess(client.id)
  const known = new Set(viewers?.map(each => each.user.id))
  return (
    <Section title={<Trans>Кто видит</Trans>} {...(viewers && { count: viewers.length })} folds="closed">
      {client.responsible === null && (
        <p className="t2">
          <Trans>Ответственного нет: карточку видят все.</Trans>
        </p>
      )}
      <ul>
        {viewers?.map(viewer => (
          <ViewerRow
            key={viewer.user.id}
            viewer={viewer}
            {...(client.can['grant'] && { onRevoke: () => change(viewer.user, false) })}
          />
        ))}
      </ul>
      {client.can['grant'] &&
        (adding ? (
          <EntitySelect
            aria-label={t`Кому открыть доступ`}
            placeholder={t`Кому открыть доступ`}
            entities={people.filter(each => !known.has(each.id))}
            autoFocus
            defaultDropdownOpened
            onBlur={() => setAdding(false)}
            onChange={id => {
              const person = people.find(each => each.id === id)
              setAdding(false)
              if (person) change(person, true)
            }}
          />
        ) : (
          <Button
            variant="subtle"
            leftSection={<IconLockOpen size={16} stroke={1.7} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            <Trans>Открыть доступ</Trans>
          </Button>
        ))}
    </Section>
  )
}

/** Opens or closes the client to one person, with the way back. */
function useChangeAccess(clientId: string) {
  const cache = useQueryClient()
  return (user: { id: string; name: string }, open: boolean) => {
    const params = { id: clientId, userId: user.id }
    const set = async (on: boolean) => {
      await (on ? call(grantClient, { params, body: {} }) : call(revokeClient, { params }))
      void refreshResources(cache, ['clients'])
    }
    const { name } = user
    const message = open ? <Trans>Доступ открыт: {name}</Trans> : <Trans>Доступ закрыт: {name}</Trans>
    void set(open).then(() => toast({ message, undo: () => set(!open) }), toastError)
  }
}

function ViewerRow({ viewer, onRevoke }: { viewer: Viewer; onRevoke?: () => void }) {
  const { t } = useLingui()
  const format = useFormats()
  const { user, reason, grantedBy, grantedAt } = viewer
  const reasons: Record<Viewer['reason'], string> = {
    responsible: t`ответственный`,
    grant: t`открыт доступ`,
    head: t`руководитель`,
    administrator: t`администратор`,
  }
  const name = t`Закрыть доступ: ${user.name}`
  return (
    <li className={styles.person}>
      <div className={styles.entity}>
        <div className="grow">
          <span className="m">{user.name}</span> <span className="t2">{reasons[reason]}</span>
          {reason === 'grant' && (
            <div className="s12 t3">
              {grantedBy ? (
                <Trans>
                  {grantedBy.name}, {format.dateTime(grantedAt)}
                </Trans>
              ) : (
                format.dateTime(grantedAt)
              )}
            </div>
          )}
        </div>
        {reason === 'grant' && onRevoke && (
          <Tooltip label={t`Закрыть доступ`}>
            <ActionIcon size={24} aria-label={name} onClick={onRevoke}>
              <IconX size={14} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </li>
  )
}
