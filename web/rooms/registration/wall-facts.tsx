import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconLock, IconUserPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { checkDuplicates } from '../../../server/rooms/clients/contract.ts'
import { type SearchItem, search } from '../../../server/rooms/registration/contract.ts'
import { call } from '../../lib/api.ts'
import { Mark, Note, Section } from '../../ui/atoms.tsx'
import { Key } from '../../ui/keys.tsx'
import { RequestAccess } from '../clients/access.tsx'
import type { Party } from './form-state.ts'
import styles from './registration.module.css'
import { itemOf } from './similar.tsx'

export const wallKey = (typed: string) => ['access-requests', 'wall', typed] as const

/** Reads again what is told of a wall when a request of mine is decided, not with all that colleagues do: it is counted. */
function useWallNow(typed: string): readonly SearchItem[] {
  const { data } = useQuery({
    queryKey: wallKey(typed),
    queryFn: ({ signal }) => readWall(typed, signal),
    staleTime: 60_000,
    retry: false,
  })
  return data ?? []
}

/** What the search tells of; of a name that is no full one only the check for duplicates does. */
async function readWall(typed: string, signal: AbortSignal): Promise<SearchItem[]> {
  const { items } = await call(search, { query: { q: typed, limit: 5, match: 'exact' } }, { signal })
  if (items.some(each => each.walled)) return items
  const { matches } = await call(
    checkDuplicates,
    { body: { name: typed, company: typed, fullName: typed } },
    { signal },
  )
  return [...matches.filter(each => each.walled).map(itemOf), ...items]
}

type WallFactsProps = {
  party: Extract<Party, { kind: 'wall' }>
  onProspect: () => void
  onTake: (item: SearchItem) => void
}

/** The party is in the base and behind a wall: what is told of it, and the two ways on. */
export function WallFacts({ party, onProspect, onTake }: WallFactsProps) {
  const { typed, type } = party
  const found = useWallNow(typed)
  const cache = useQueryClient()
  const isNamed = (item: SearchItem) => item.responsible?.id === party.responsible?.id
  const asked = (accessAskedAt: string) =>
    cache.setQueryData(wallKey(typed), (before: SearchItem[] | undefined) =>
      before?.map(each => (each.walled && isNamed(each) ? { ...each, accessAskedAt } : each)),
    )
  const walls = found.filter(each => each.walled)
  const named = walls.find(isNamed)
  // One that I see myself is not what has been opened to me.
  const opened = named ? undefined : found.find(each => !each.walled && each.clientId !== null && isNamed(each))
  // It may have changed hands since.
  const wall = named ?? (opened ? undefined : walls[0])
  const { responsible, openInterests } = wall ?? party
  const name = responsible?.name
  return (
    <>
      <div className={styles.wall}>
        <IconLock size={16} stroke={1.7} aria-hidden />
        <div className="grow">
          <div className="b">
            <Mark text={typed} ranges={[[0, typed.length]]} /> <Trans>уже в базе</Trans>
          </div>
          <div className="s12 t2">
            {name && <Trans>Отв. {name}</Trans>}
            {openInterests > 0 && <Trans> · открытых Интересов: {openInterests}</Trans>}
          </div>
        </div>
      </div>
      {opened && (
        <Note look="good" role="status">
          <div className="row wrap">
            <span className="grow">
              <Trans>Карточка вам открыта</Trans>
            </span>
            <Button size="compact-xs" onClick={() => onTake(opened)}>
              <Trans>Взять этого клиента</Trans>
            </Button>
          </div>
        </Note>
      )}
      <div className={styles.wallNote} hidden={opened !== undefined}>
        <div className="m">
          <Trans>Карточку видят ответственный и его руководитель.</Trans>
        </div>
        <div className="t2">
          {name ? (
            <Trans>
              Передайте обращение: {name} получит содержание и то, что вы набрали. Ответ придет уведомлением.
            </Trans>
          ) : (
            <Trans>Передайте обращение: руководитель получит содержание и то, что вы набрали.</Trans>
          )}
        </div>
        {type === 'client' && !opened && (
          <div className="row wrap" style={{ marginTop: 8 }}>
            <RequestAccess
              wall={{ typed, responsible }}
              askedAt={wall?.accessAskedAt ?? null}
              onAsked={asked}
              keys="alt+A"
            />
          </div>
        )}
      </div>
      <button type="button" className={`plain ${styles.prospectButton}`} onClick={onProspect} aria-keyshortcuts="Alt+P">
        <IconUserPlus size={16} stroke={1.7} aria-hidden />
        <span className="el">
          <Trans>Это другой человек: потенциальный клиент</Trans>
        </span>
        <Key keys="alt+P" />
      </button>
      <Section title={<Trans>Почему так</Trans>} folds="closed" level={3}>
        <p className="t2">
          <Trans>
            Менеджер видит своих клиентов и тех, у кого нет ответственного; руководитель — клиентов своего отдела. О
            чужой записи говорится, только когда набраны целиком телефон, почта, ИНН или ФИО: что она есть, чья она и
            сколько по ней открыто. Каждое такое обращение записывается в журнал.
          </Trans>
        </p>
      </Section>
    </>
  )
}
