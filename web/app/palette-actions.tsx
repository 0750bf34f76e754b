import { useLingui } from '@lingui/react/macro'
import {
  IconArrowMerge,
  IconBuilding,
  IconCopy,
  IconExternalLink,
  IconMail,
  IconPhone,
  IconPlus,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { isMasked } from '../../server/platform/pure/masking.ts'
import { getUser } from '../../server/rooms/access/contract.ts'
import { getClient, getContact, getProspect } from '../../server/rooms/clients/contract.ts'
import { getInterest } from '../../server/rooms/interests/contract.ts'
import { useFormats } from '../lib/formats.ts'
import { queryOf } from '../lib/queries.ts'
import { useMay } from '../rooms/access/me.ts'
import type { ShellActions } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { type ActedOn, type Icon, pageOf, type Row } from './palette-rows.tsx'

/** What can be done with the record of a row; what its card tells is added when it has been read. */
export function useActionRows(of: ActedOn | undefined, openForm: ShellActions['openForm']): Row[] {
  const { t } = useLingui()
  const { phone: shownPhone } = useFormats()
  const administers = useMay('users.administer')
  const known = useKnown(of)
  if (!of) return []
  const { type, id } = of
  const row = (key: string, icon: Icon, title: string, rest: Partial<Row>): Row => ({
    id: `action ${key}`,
    icon,
    name: title,
    title,
    ...rest,
  })
  const copy = (key: string, title: string, value: string) =>
    row(key, IconCopy, title, {
      run: () => void copyText(value).then(() => toast({ message: t`Скопировано: ${value}` })),
    })
  const leave = (address: string) => () => location.assign(address)

  const rows: Row[] = []
  const clientId = type === 'client' ? id : (of.clientId ?? known?.clientId)
  if (type === 'prospect') {
    rows.push(
      row('new', IconPlus, t`Новый Интерес для него`, { keys: 'alt+N', run: () => openForm({ prospectId: id }) }),
    )
  } else if (type !== 'user' && clientId) {
    rows.push(
      row('new', IconPlus, t`Новый Интерес для этого клиента`, { keys: 'alt+N', run: () => openForm({ clientId }) }),
    )
  }
  if (type === 'client' || type === 'contact' || type === 'prospect') {
    rows.push(
      row('merge', IconArrowMerge, t`Объединить с другой записью`, {
        place: { to: '/merge', search: { kind: type, a: id } },
      }),
    )
  }
  if (type === 'interest') rows.push(row('page', IconExternalLink, t`Открыть страницей`, { place: pageOf(type, id) }))
  if (type === 'user') {
    rows.push(
      row('clients', IconUsers, t`Клиенты этого человека`, {
        place: { to: '/clients', search: { responsibleId: id } },
      }),
    )
    if (administers) {
      rows.push(
        row('user', IconUserCircle, t`Открыть в пользователях`, {
          place: { to: '/settings/users', search: { open: id } },
        }),
      )
    }
  }
  if (type !== 'client' && type !== 'user' && clientId) {
    rows.push(row('client', IconBuilding, t`Открыть клиента`, { place: pageOf('client', clientId) }))
  }
  for (const { raw, e164, shown } of known?.phones ?? []) {
    if (isMasked(raw)) continue
    const name = shown ? shownPhone(shown) : raw
    rows.push(
      row(`call ${raw}`, IconPhone, t`Позвонить: ${name}`, { run: leave(`tel:${e164 ?? raw.replace(/[^\d+]/g, '')}`) }),
    )
  }
  for (const email of known?.emails ?? []) {
    if (isMasked(email)) continue
    rows.push(row(`mail ${email}`, IconMail, t`Написать: ${email}`, { run: leave(`mailto:${email}`) }))
  }
  if (known?.inn) rows.push(copy('inn', t`Скопировать ИНН`, known.inn))
  if (known?.number) rows.push(copy('number', t`Скопировать номер`, known.number))
  return rows
}

type Known = {
  clientId?: string | null
  phones?: { raw: string; e164: string | null; shown?: Parameters<ReturnType<typeof useFormats>['phone']>[0] }[]
  emails?: string[]
  inn?: string | null
  number?: string
}

/** What the card of the record tells about reaching it. */
function useKnown(of: ActedOn | undefined): Known | undefined {
  const { type, id = '' } = of ?? {}
  const input = { params: { id } }
  const client = useQuery({ ...queryOf(getClient, input), enabled: type === 'client' }).data
  const contact = useQuery({ ...queryOf(getContact, input), enabled: type === 'contact' }).data
  const prospect = useQuery({ ...queryOf(getProspect, input), enabled: type === 'prospect' }).data
  const interest = useQuery({ ...queryOf(getInterest, input), enabled: type === 'interest' }).data
  const user = useQuery({ ...queryOf(getUser, input), enabled: type === 'user' }).data
  const party = type === 'client' ? client : type === 'contact' ? contact : undefined
  if (party) {
    return {
      inn: client?.inn ?? null,
      phones: party.phones.slice(0, 3).map(phone => ({ raw: phone.raw, e164: phone.e164, shown: phone })),
      emails: party.emails.slice(0, 3).map(email => email.raw),
    }
  }
  if (type === 'prospect' && prospect) {
    const { phone, email } = prospect
    return { phones: phone ? [{ raw: phone, e164: null }] : [], emails: email ? [email] : [] }
  }
  if (type === 'interest' && interest) {
    const reach = interest.contact ?? interest.client
    return {
      clientId: interest.client && !interest.client.walled ? interest.client.id : null,
      number: interest.number,
      phones: (reach?.phones ?? []).slice(0, 2).map(phone => ({ raw: phone.raw, e164: phone.e164, shown: phone })),
      emails: (reach?.emails ?? []).slice(0, 2).map(email => email.raw),
    }
  }
  if (type === 'user' && user) return { emails: user.email ? [user.email] : [] }
  return undefined
}

/** Works without a secure context too. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
