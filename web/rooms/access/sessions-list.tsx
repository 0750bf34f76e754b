import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { endSession, listSessions } from '../../../server/rooms/access/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

/** Where this person is signed in; any other place can be left from here. */
export function SessionsList() {
  const { t } = useLingui()
  const { ago } = useFormats()
  const { data } = useQuery(queryOf(listSessions, {}))
  const end = useWrite(endSession, {
    onSuccess: () => toast({ message: t`Сеанс завершен` }),
    onError: error => toastError(error),
  })
  const sessions = data?.items ?? []
  const others = sessions.filter(each => !each.current)
  return (
    <div className="col">
      <ul className="col" style={{ gap: 4 }}>
        {sessions.map(session => (
          <li key={session.id} className="row">
            <div className="grow">
              <div className="el">{session.device}</div>
              <div className="s12 t3">
                {session.address}, {ago(session.seenAt)}
              </div>
            </div>
            {session.current ? (
              <Tag look="acc">
                <Trans>этот</Trans>
              </Tag>
            ) : (
              <Button size="compact-xs" onClick={() => end.mutate({ params: { id: session.id } })}>
                <Trans>Завершить сеанс</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <div>
          <Button onClick={() => others.forEach(each => end.mutate({ params: { id: each.id } }))}>
            <Trans>Выйти на других</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}
