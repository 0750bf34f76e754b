import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { endSession, listSessions, type session } from '../../../server/rooms/access/contract.ts'
import { endOtherSessions } from '../../../server/rooms/access/sessions/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

type Session = z.infer<typeof session>

/** Where this person is signed in; any other place can be left from here. */
export function SessionsList() {
  const { t } = useLingui()
  const { data } = useQuery(queryOf(listSessions, {}))
  const end = useWrite(endSession, {
    onSuccess: () => toast({ message: t`Сеанс завершен` }),
    onError: error => toastError(error),
  })
  const endOthers = useWrite(endOtherSessions, {
    onSuccess: () => toast({ message: t`На других устройствах вы вышли` }),
    onError: error => toastError(error),
  })
  const sessions = data?.items ?? []
  return (
    <div className="col">
      <SessionRows sessions={sessions} onEnd={id => end.mutate({ params: { id } })} />
      {sessions.filter(each => !each.current).length > 1 && (
        <div>
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            <Trans>Выйти на других</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

/** Open sessions: device, address and when each was used last. */
export function SessionRows({ sessions, onEnd }: { sessions: readonly Session[]; onEnd: (id: string) => void }) {
  const { t } = useLingui()
  const { ago } = useFormats()
  return (
    <ul className="col" style={{ gap: 4 }}>
      {sessions.map(each => {
        const device = each.device || t`неизвестное устройство`
        return (
          <li key={each.id} className="row">
            <div className="grow">
              <div className="el">{device}</div>
              <div className="s12 t3">
                {each.address}, {ago(each.seenAt)}
              </div>
            </div>
            {each.current ? (
              <Tag look="acc">
                <Trans>этот</Trans>
              </Tag>
            ) : (
              <Button size="compact-xs" onClick={() => onEnd(each.id)} aria-label={t`Завершить сеанс: ${device}`}>
                <Trans>Завершить сеанс</Trans>
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
