import { Trans } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { conflict } from '../../../server/platform/contract.ts'
import {
  getInterest,
  type Interest,
  type Missing,
  moveFields,
  moveInterest,
  moveRefused,
} from '../../../server/rooms/interests/contract.ts'
import { queryOf, refreshResources, useWrite } from '../../lib/queries.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { toast, toastError } from '../../ui/toast.tsx'

/** Everything on the screen that shows where an Interest stands. */
export const SHOWS_INTERESTS = ['interests', 'board', 'interests-summary', 'clients', 'prospects', 'search']

export type Movable = { id: string; version: number; stateId: string }
export type MoveExtra = {
  fields?: z.input<typeof moveFields>
  lossReasonId?: string
  comment?: string
}
/** Done, or what is still missing; everything else has been said already. */
export type MoveOutcome = { moved: Interest } | { missing: Missing[] } | { failed: true }

/** Moves with undo; a refusal comes back as the list of what is missing, for the repair panel. */
export function useMoveInterest() {
  const client = useQueryClient()
  const write = useWrite(moveInterest, { refresh: SHOWS_INTERESTS })

  async function send(interest: Movable, stateId: string, extra: MoveExtra = {}): Promise<Interest> {
    const moved = await write.mutateAsync({
      params: { id: interest.id },
      body: { stateId, version: interest.version, ...extra },
    })
    client.setQueryData(queryOf(getInterest, { params: { id: moved.id } }).queryKey, moved)
    return moved
  }

  async function move(
    interest: Movable,
    target: { id: string; name: string },
    extra?: MoveExtra,
  ): Promise<MoveOutcome> {
    try {
      const moved = await send(interest, target.id, extra)
      toast({
        message: (
          <Trans>
            {moved.number}: {target.name}
          </Trans>
        ),
        undo: () => send(moved, interest.stateId),
      })
      return { moved }
    } catch (error) {
      if (isProblem(error, moveRefused)) return { missing: error.data.missing }
      if (isProblem(error, conflict)) {
        toastError(error, <Trans>Интерес изменили, пока вы его переносили: показываем новое</Trans>)
      } else toastError(error)
      void refreshResources(client, SHOWS_INTERESTS)
      return { failed: true }
    }
  }

  return { move, moving: write.isPending }
}
