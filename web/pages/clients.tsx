import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSearch, IconUpload } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { exportClients } from '../../server/rooms/exchange/contract.ts'
import { useMay } from '../rooms/access/me.ts'
import { usePeople } from '../rooms/access/people.ts'
import { ExportMenu } from '../rooms/exchange/export-menu.tsx'
import { ClientList, ContactList, ProspectList } from '../rooms/clients/party-lists.tsx'
import { EntitySelect } from '../ui/entity-select.tsx'
import { useKeys } from '../ui/keys.tsx'
import { Page } from '../ui/page.tsx'

const route = getRouteApi('/signed-in/clients')

/** Clients, contacts and prospects: three lists with one search. */
export default function ClientsPage() {
  const { t } = useLingui()
  const { tab, q, archived, responsibleId } = route.useSearch()
  const navigate = route.useNavigate()
  const people = usePeople()
  const mayImport = useMay('clients.import')
  const filter = { q, archived, responsibleId }
  return (
    <Page
      title={t`Клиенты`}
      head={
        <SegmentedControl
          aria-label={t`Список`}
          value={tab}
          onChange={value => void navigate({ search: before => ({ ...before, tab: value as typeof tab }) })}
          data={[
            { value: 'clients', label: t`Клиенты` },
            { value: 'contacts', label: t`Контакты` },
            { value: 'prospects', label: t`Потенциальные` },
          ]}
        />
      }
      toolbar={
        <>
          <Find q={q} />
          {tab !== 'contacts' && (
            <EntitySelect
              aria-label={t`Ответственный`}
              placeholder={t`Ответственный`}
              w={200}
              entities={people}
              value={responsibleId ?? null}
              onChange={id => void navigate({ search: before => ({ ...before, responsibleId: id ?? undefined }) })}
              clearable
            />
          )}
          <Checkbox
            label={t`Архив`}
            checked={archived === true}
            onChange={event => {
              const on = event.currentTarget.checked
              void navigate({ search: before => ({ ...before, archived: on ? true : undefined }) })
            }}
          />
          <div className="grow" />
          {tab === 'clients' && <ExportMenu endpoint={exportClients} filter={filter} />}
          <Button component={Link} to="/duplicates" variant="default">
            <Trans>Дубли</Trans>
          </Button>
          {mayImport && (
            <Button
              component={Link}
              to="/clients/imports"
              leftSection={<IconUpload size={14} stroke={1.7} aria-hidden />}
            >
              {t`Импорт`}
            </Button>
          )}
        </>
      }
    >
      {tab === 'clients' && <ClientList filter={filter} />}
      {tab === 'contacts' && <ContactList filter={filter} />}
      {tab === 'prospects' && <ProspectList filter={filter} />}
    </Page>
  )
}

function Find({ q }: { q: string | undefined }) {
  const { t } = useLingui()
  const navigate = route.useNavigate()
  const [text, setText] = useState(q ?? '')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => setText(q ?? ''), [q])
  const ask = useDebouncedCallback((value: string) => {
    void navigate({ search: before => ({ ...before, q: value.trim() || undefined }), replace: true })
  }, 150)
  useKeys([{ keys: 'F', does: t`Найти в списке`, run: () => field.current?.focus() }])
  return (
    <TextInput
      ref={field}
      aria-label={t`Имя, телефон, ИНН, почта`}
      placeholder={t`Имя, телефон, ИНН, почта`}
      w={280}
      leftSection={<IconSearch size={14} stroke={1.7} aria-hidden />}
      value={text}
      onChange={event => {
        setText(event.currentTarget.value)
        ask(event.currentTarget.value)
      }}
    />
  )
}
