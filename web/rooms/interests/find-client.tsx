import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listClients } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'

type FindClientProps = {
  /** Over the field; without it the field is the only thing there, and has the focus. */
  label?: string
  /** What is done with the one that is taken. */
  action: string
  onTake: (clientId: string) => void
}

/** Finds a registered client by name, phone, INN or mail; used wherever one is chosen by hand. */
export function FindClient({ label, action, onTake }: FindClientProps) {
  const { t } = useLingui()
  const format = useFormats()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 120)
  const wanted = asked.length > 1
  const found = useQuery({
    ...queryOf(listClients, { query: { q: asked, limit: 6 } }),
    enabled: wanted,
    placeholderData: before => before,
  })
  const items = wanted ? (found.data?.items ?? []) : []
  const placeholder = t`Клиент, телефон, ИНН или почта`
  return (
    <div className="col">
      <TextInput
        autoFocus={label === undefined}
        {...(label === undefined ? { 'aria-label': placeholder } : { label })}
        placeholder={placeholder}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      {wanted && (
        <ul className="col" style={{ gap: 4 }}>
          {items.map(item => (
            <li key={item.id} className="row">
              <span className="grow el">
                <span className="m">{item.name}</span>{' '}
                <span className="t2">
                  {[item.inn, item.phones[0] && format.phone(item.phones[0])].filter(Boolean).join(' · ')}
                </span>
              </span>
              <Button size="compact-xs" aria-label={`${action}: ${item.name}`} onClick={() => onTake(item.id)}>
                {action}
              </Button>
            </li>
          ))}
          {found.isSuccess && items.length === 0 && (
            <li className="t3">
              <Trans>Ничего не нашлось</Trans>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
