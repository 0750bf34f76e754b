import { Trans } from '@lingui/react/macro'
import {
  clientMerged,
  linkProspect,
  type Prospect,
  unlinkProspect,
  unlinkRefused,
} from '../../../server/rooms/clients/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { useMay } from '../access/me.ts'
import { SHOWS_INTERESTS } from './move-interest.tsx'

type Target = { clientId: string; contactId: string | null }

function useWrites(prospectId: string) {
  const params = { id: prospectId }
  const put = useWrite(linkProspect, { refresh: SHOWS_INTERESTS })
  const drop = useWrite(unlinkProspect, { refresh: SHOWS_INTERESTS })
  const write = ({ clientId, contactId }: Target) =>
    put.mutateAsync({ params, body: { clientId, ...(contactId ? { contactId } : {}) } })
  return {
    link: (to: Target) =>
      write(to).catch((error: unknown) => {
        // Who was meant has been merged into another client since.
        if (isProblem(error, clientMerged)) return write({ ...to, clientId: error.data.winnerId })
        throw error
      }),
    unlink: () => drop.mutateAsync({ params }),
    drop,
  }
}

/** Links at once: all Interests of the prospect follow. Who may undo a link may also take back this step. */
export function useLinkProspect(prospectId: string): (to: Target) => void {
  const { link, unlink } = useWrites(prospectId)
  const mayUndo = useMay('prospects.unlink')
  return to => {
    link(to).then(answer => {
      const moved = answer.interests.length
      const name = answer.client?.name ?? ''
      toast({
        message: (
          <Trans>
            Связано с «{name}», Интересов: {moved}
          </Trans>
        ),
        ...(mayUndo ? { undo: unlink } : {}),
      })
    }, toastError)
  }
}

/** Undoes a link; a refusal lists the Interests whose states demand a client. */
export function useUnlinkProspect({ id, client, contact }: Prospect) {
  const { link, unlink, drop } = useWrites(id)
  return {
    unlink: () => {
      unlink().then(
        () =>
          toast({
            message: <Trans>Связь отменена</Trans>,
            ...(client ? { undo: () => link({ clientId: client.id, contactId: contact?.id ?? null }) } : {}),
          }),
        error => {
          if (!isProblem(error, unlinkRefused)) toastError(error)
        },
      )
    },
    unlinking: drop.isPending,
    refused: isProblem(drop.error, unlinkRefused) ? drop.error.data.interests : [],
  }
}
