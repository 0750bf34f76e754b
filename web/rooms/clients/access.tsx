import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ComponentType, createContext, useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { requestAccess } from '../../../server/rooms/clients/contract.ts'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

/** Asks the responsible of what stands behind the wall; asking twice is asking once. */
export async function askForAccess(typed: string): Promise<{ of: string; at: string }> {
  const { askedOf, createdAt } = await call(requestAccess, { body: { id: newId(), typed } })
  return { of: askedOf.map(each => each.name).join(', '), at: createdAt }
}

type RequestAccessProps = {
  typed: string
  /** Since when a request waits, as the server tells it; null where none does. */
  askedAt?: string | null
  onAsked?: (at: string) => void
  keys?: string
  size?: 'compact-xs'
}

/** «Запросить доступ»: the answer comes as a notice. */
export function RequestAccess({ typed, askedAt = null, onAsked, keys, size }: RequestAccessProps) {
  const { t } = useLingui()
  const [asked, setAsked] = useState<{ typed: string; of: string }>()
  const [told, setTold] = useState(askedAt)
  const [pending, setPending] = useState(false)
  // What was asked here has been declined since.
  if (told !== askedAt) {
    setTold(askedAt)
    if (askedAt === null) setAsked(undefined)
  }
  const done = asked?.typed === typed
  const ask = () => {
    if (pending) return
    setPending(true)
    askForAccess(typed)
      .then(({ of, at }) => {
        setAsked({ typed, of })
        onAsked?.(at)
        toast({ message: <Trans>Доступ запрошен: {of}. Ответ придет уведомлением</Trans> })
      }, toastError)
      .finally(() => setPending(false))
  }
  useKeys(keys ? [{ keys, does: t`Запросить доступ`, off: done || askedAt !== null, inFields: true, run: ask }] : [])
  if (done) {
    return (
      <span className="s12 good" role="status">
        <Trans>Доступ запрошен: {asked.of}</Trans>
      </span>
    )
  }
  if (askedAt !== null) {
    return (
      <span className="s12 good" role="status">
        <AskedAt at={askedAt} />
      </span>
    )
  }
  return (
    <Button
      onClick={ask}
      loading={pending}
      {...(size && { size })}
      {...(keys && { rightSection: <Key keys={keys} />, 'aria-keyshortcuts': 'Alt+A' })}
    >
      <Trans>Запросить доступ</Trans>
    </Button>
  )
}

/** A request for access waits for its answer. */
export function AskedAt({ at }: { at: string }) {
  const format = useFormats()
  const when = format.dateTime(at)
  return <Trans>Доступ запрошен: {when}. Ответа пока нет</Trans>
}

/** What is known of the request where it met the wall. */
export interface RequestAtWall {
  content?: string
  subject?: string
  serviceTypeId?: string
  channelId?: string
  sourceId?: string
}

export type HandOverProps = { typed: string; request: RequestAtWall; keys: string }

/** «Передать обращение» where no registration form stands open: registration knows how, and the shell brings them together. */
export const HandOver = createContext<ComponentType<HandOverProps> | null>(null)
