import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listClients, listContacts, listProspects } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import styles from './merge.module.css'
import type { PartyKind } from './merge-words.ts'

type FindProps = { kind: PartyKind; not: string; onTake: (id: string) => void }

/** Finds the other record by anything that it is known by. */
export function FindOther({ kind, not, onTake }: FindProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 120)
  const wanted = asked.length > 1
  const { rows, done } = useFound(kind, asked, wanted)
  const items = wanted ? rows.filter(row => row.id !== not) : []
  return (
    <div className="col" style={{ maxWidth: 520 }}>
      <TextInput
        autoFocus
        label={t`С какой записью объединить`}
        placeholder={t`Имя, телефон, ИНН, почта`}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      <ul>
        {items.map(row => (
          <li key={row.id} className="row">
            <span className={styles.found}>
              <span className="m">{row.title}</span> <span className="t2">{row.more}</span>
            </span>
            <Button size="compact-xs" aria-label={t`Выбрать: ${row.title}`} onClick={() => onTake(row.id)}>
              <Trans>Выбрать</Trans>
            </Button>
          </li>
        ))}
        {wanted && done && items.length === 0 && (
          <li className="t3">
            <Trans>Ничего не нашлось</Trans>
          </li>
        )}
      </ul>
    </div>
  )
}

function useFound(kind: PartyKind, q: string, wanted: boolean) {
  const format = useFormats()
  const options = (of: PartyKind) => ({ enabled: wanted && kind === of, placeholderData: <T,>(before: T) => before })
  const query = { q, limit: 8 }
  const clients = useQuery({ ...queryOf(listClients, { query }), ...options('client') })
  const contacts = useQuery({ ...queryOf(listContacts, { query }), ...options('contact') })
  const prospects = useQuery({ ...queryOf(listProspects, { query }), ...options('prospect') })
  const join = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ')
  if (kind === 'client') {
    const rows = (clients.data?.items ?? []).map(each => ({
      id: each.id,
      title: each.publicName ?? each.name,
      more: join(each.inn, each.phones[0] && format.phone(each.phones[0]), each.responsible?.name),
    }))
    return { rows, done: clients.isSuccess }
  }
  if (kind === 'contact') {
    const rows = (contacts.data?.items ?? []).map(each => ({
      id: each.id,
      title: each.fullName,
      more: join(each.clients[0]?.name, each.phones[0] && format.phone(each.phones[0])),
    }))
    return { rows, done: contacts.isSuccess }
  }
  const rows = (prospects.data?.items ?? []).map(each => ({
    id: each.id,
    title: each.fullName ?? each.company ?? each.phone ?? each.email ?? '',
    more: join(each.fullName && each.company, each.phone, each.responsible?.name),
  }))
  return { rows, done: prospects.isSuccess }
}
