import { Trans } from '@lingui/react/macro'
import {
  clientMerged,
  linkProspect,
  type Prospect,
  unlinkProspect,
  unlinkRefused,
} from '../../../server/rooms/clients/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { useUndo } from '../../lib/undo.ts'
import { useWrite } from '../../lib/queries.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { useMay } from '../access/me.ts'
import { SHOWS_INTERESTS } from './move-interest.tsx'

type Target = { clientId: string; contactId: string | null }

function useWrites(prospectId: string) {
  const params = { id: prospectId }
  const put = useWrite(linkProspect, { refresh: SHOWS_INTERESTS })
  const drop = useWrite(unlinkProspect, { refresh: SHOWS_INTERESTS })
  const write = ({ clientId, contactId }: Target, act: string) =>
    put.mutateAsync({ params, body: { clientId, ...(contactId ? { contactId } : {}) }, act })
  return {
    link: (to: Target, act: string) =>
      write(to, act).catch((error: unknown) => {
        // Who was meant has been merged into another client since.
        if (isProblem(error, clientMerged)) return write({ ...to, clientId: error.data.winnerId }, act)
        throw error
      }),
    unlink: (act: string) => drop.mutateAsync({ params, act }),
    drop,
  }
}

/** Links at once: all Interests of the prospect follow. Who may undo a link may also take back this step. */
export function useLinkProspect(prospectId: string): (to: Target) => void {
  const { link } = useWrites(prospectId)
  const undo = useUndo()
  const mayUndo = useMay('prospects.unlink')
  return to => {
    const key = newId()
    link(to, key).then(answer => {
      const moved = answer.interests.length
      const name = answer.client?.name ?? ''
      toast({
        message: (
          <Trans>
            Связано с «{name}», Интересов: {moved}
          </Trans>
        ),
        ...(mayUndo ? { undo: () => undo({ key }) } : {}),
      })
    }, toastError)
  }
}

/** Undoes a link; a refusal lists the Interests whose states demand a client. */
export function useUnlinkProspect({ id }: Prospect) {
  const { unlink, drop } = useWrites(id)
  const undo = useUndo()
  return {
    unlink: () => {
      const key = newId()
      unlink(key).then(
        () => toast({ message: <Trans>Связь отменена</Trans>, undo: () => undo({ key }) }),
        error => {
          if (!isProblem(error, unlinkRefused)) toastError(error)
        },
      )
    },
    unlinking: drop.isPending,
    refused: isProblem(drop.error, unlinkRefused) ? drop.error.data.interests : [],
  }
}
