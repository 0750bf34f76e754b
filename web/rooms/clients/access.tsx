import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ComponentType, createContext, useContext, useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { type Match, requestAccess } from '../../../server/rooms/clients/contract.ts'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

/** A record out of sight as it was met: what was typed, and whose it is. */
export type MetWall = {
  typed: string
  type: 'client' | 'prospect'
  responsible: { id: string; name: string } | null
}

/** A match behind a wall as it was met: of a contact the client is meant. */
export function wallOf({ title, type, responsible }: Match): MetWall {
  return { typed: title, type: type === 'prospect' ? 'prospect' : 'client', responsible }
}

/** One match among others; behind a wall whose it is tells them apart. */
export function matchKey({ type, id, title, responsible }: Match): string {
  return `${type} ${id ?? `${title} ${responsible?.id}`}`
}

/** Asks the responsible of what stands behind the wall; asking twice is asking once. */
export async function askForAccess({ typed, responsible }: Omit<MetWall, 'type'>): Promise<{ of: string; at: string }> {
  const body = { id: newId(), typed, responsibleId: responsible?.id ?? null }
  const { askedOf, createdAt } = await call(requestAccess, { body })
  return { of: askedOf.map(each => each.name).join(', '), at: createdAt }
}

/** What was pressed is gone: the keyboard goes on from what stands in its place. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus()
}

type RequestAccessProps = {
  wall: Omit<MetWall, 'type'>
  /** Since when a request waits, as the server tells it; null where none does. */
  askedAt?: string | null
  onAsked?: (at: string) => void
  keys?: string
  size?: 'compact-xs'
}

/** «Запросить доступ»: the answer comes as a notice. */
export function RequestAccess({ wall, askedAt = null, onAsked, keys, size }: RequestAccessProps) {
  const { t } = useLingui()
  const { typed } = wall
  const [asked, setAsked] = useState<{ typed: string; of: string }>()
  const [told, setTold] = useState(askedAt)
  const [pending, setPending] = useState(false)
  // What was asked here has been declined since.
  if (told !== askedAt) {
    setTold(askedAt)
    if (askedAt === null) setAsked(undefined)
  }
  const done = asked?.typed === typed
  const [pressed, setPressed] = useState(false)
  const ask = () => {
    if (pending) return
    setPending(true)
    askForAccess(wall)
      .then(({ of, at }) => {
        setAsked({ typed, of })
        onAsked?.(at)
        toast({ message: <Trans>Доступ запрошен: {of}. Ответ придет уведомлением</Trans> })
      }, toastError)
      .finally(() => setPending(false))
  }
  useKeys(keys ? [{ keys, does: t`Запросить доступ`, off: done || askedAt !== null, inFields: true, run: ask }] : [])
  if (done || askedAt !== null) {
    return (
      <span className="s12 good" role="status" tabIndex={-1} {...(pressed && { ref: takeFocus })}>
        {done ? <Trans>Доступ запрошен: {asked.of}</Trans> : <AskedAt at={askedAt ?? ''} />}
      </span>
    )
  }
  return (
    <Button
      onClick={() => {
        setPressed(true)
        ask()
      }}
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

export type HandOverProps = { wall: Omit<MetWall, 'type'>; request: RequestAtWall; keys?: string | undefined }

/** «Передать обращение» where no registration form stands open: registration knows how, and the shell brings them together. */
export const HandOver = createContext<ComponentType<HandOverProps> | null>(null)

type WallActionsProps = {
  wall: MetWall
  askedAt: string | null
  /** Where a form stands open for what the client wants: it goes on at the wall. */
  onWall?: ((wall: MetWall) => void) | undefined
  /** Elsewhere: what is known of the request that is handed over. */
  request?: RequestAtWall | undefined
  /** Where there is one wall: by keys too. */
  keyed?: boolean
}

/** The two ways on from a wall: the request goes to whoever looks after the party, or the client is opened by them. */
export function WallActions({ wall, askedAt, onWall, request = {}, keyed = false }: WallActionsProps) {
  const Give = useContext(HandOver)
  const meet = onWall?.bind(null, wall)
  useKeys(meet && keyed ? [{ keys: 'alt+B', inFields: true, run: meet }] : [])
  return (
    <>
      {meet ? (
        <Button
          size="compact-xs"
          onClick={meet}
          {...(keyed && { rightSection: <Key keys="alt+B" />, 'aria-keyshortcuts': 'Alt+B' })}
        >
          <Trans>Передать обращение</Trans>
        </Button>
      ) : (
        Give && <Give wall={wall} request={request} keys={keyed ? 'alt+B' : undefined} />
      )}
      {wall.type === 'client' && (
        <RequestAccess wall={wall} askedAt={askedAt} size="compact-xs" {...(keyed && { keys: 'alt+A' })} />
      )}
    </>
  )
}
