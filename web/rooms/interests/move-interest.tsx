import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { conflict } from '../../../server/platform/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  getInterest,
  type Interest,
  type Missing,
  moveFields,
  moveInterest,
  moveRefused,
  type PlanInput,
} from '../../../server/rooms/interests/contract.ts'
import { type Beside, placeInterest } from '../../../server/rooms/interests/placing/contract.ts'
import { queryOf, refreshResources, useWrite } from '../../lib/queries.ts'
import { useUndo } from '../../lib/undo.ts'
import { isProblem, Undecided } from '../../lib/problem-error.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { type Meanings, useWhose } from '../access/use-edit.tsx'
import { useContactsOf } from '../clients/contacts.ts'
import { useChannels, useLossReasons, useProjects, useServiceTypes, useSources } from '../company/directories.ts'
import { useScenarios } from '../scenarios/scenarios.ts'
import { useFieldNames } from './history-words.ts'

/** Everything on the screen that shows where an Interest stands. */
export const SHOWS_INTERESTS = ['interests', 'board', 'interests-summary', 'clients', 'prospects', 'search']

export type Movable = {
  id: string
  version: number
  stateId: string
  /** Where it stands in the order by hand. */
  beside?: Beside | undefined
}
export type MoveExtra = {
  fields?: z.input<typeof moveFields>
  lossReasonId?: string
  comment?: string
  /** The next step, and how that ended which the state completes. */
  plan?: PlanInput
  result?: string
  competitor?: string
  /** Where it is put in the order by hand. */
  beside?: Beside
}
/** Done, or what is still missing; everything else has been said already. */
export type MoveOutcome = { moved: Interest } | { missing: Missing[] } | { failed: true }

/** Names of everything that an Interest refers to, and words of what the API says in English. */
export function useInterestMeanings(interest?: Interest): Meanings {
  const { t } = useLingui()
  const states = useScenarios().flatMap(each => each.states)
  const directories = [useServiceTypes(), useChannels(), useSources(), useProjects(), useLossReasons()]
  const contacts = useContactsOf(interest && !interest.client?.walled ? interest.clientId : null)
  return {
    names: [...states, ...directories.flat(), ...contacts, interest?.responsible ?? null],
    words: { closeDateMode: { auto: t`авто`, manual: t`вручную` } },
  }
}

/** Moves with undo; a refusal comes back as the list of what is missing, for the repair panel. */
export function useMoveInterest() {
  const client = useQueryClient()
  const write = useWrite(moveInterest, { refresh: SHOWS_INTERESTS })
  const whose = useWhose(useInterestMeanings())
  const label = useFieldLabel()
  const undo = useUndo()
  const place = useWrite(placeInterest, { refresh: SHOWS_INTERESTS })

  async function send(interest: Movable, stateId: string, extra: MoveExtra, act: string): Promise<Interest> {
    const moved = await write.mutateAsync({
      params: { id: interest.id },
      body: { stateId, version: interest.version, ...extra },
      act,
    })
    client.setQueryData(queryOf(getInterest, { params: { id: moved.id } }).queryKey, moved)
    return moved
  }

  /** A move is strict; where somebody moved it or filled the same fields, the person chooses whose stays. */
  async function settle(
    interest: Movable,
    stateId: string,
    extra: MoveExtra,
    act: string,
  ): Promise<Interest | undefined> {
    try {
      return await send(interest, stateId, extra, act)
    } catch (error) {
      if (!isProblem(error, conflict)) throw error
      const fields = error.data.fields.filter(each => JSON.stringify(each.mine) !== JSON.stringify(each.base))
      if (fields.length === 0) throw error
      const mine = await whose({ ...error.data, fields }, label, false)
      const isTheirs = (field: string) => fields.some(each => each.field === field) && !mine.has(label(field))
      if (isTheirs('stateId')) return undefined
      const filled = Object.entries(extra.fields ?? {}).filter(([field]) => !isTheirs(field))
      const rest = { ...extra, ...(extra.fields ? { fields: Object.fromEntries(filled) } : {}) }
      return settle({ ...interest, version: error.data.version }, stateId, rest, act)
    }
  }

  async function move(
    interest: Movable,
    target: { id: string; name: string },
    extra: MoveExtra = {},
  ): Promise<MoveOutcome> {
    const { id, beside } = interest
    const key = newId()
    try {
      const moved = await settle(interest, target.id, extra, key)
      if (!moved) return { failed: true }
      toast({
        message: (
          <Trans>
            {moved.number}: {target.name}
          </Trans>
        ),
        undo: async () => {
          await undo({ key })
          if (beside) await place.mutateAsync({ params: { id }, body: { beside } })
        },
      })
      return { moved }
    } catch (error) {
      if (isProblem(error, moveRefused)) return { missing: error.data.missing }
      if (error instanceof Undecided) return { failed: true }
      if (isProblem(error, conflict)) {
        toastError(error, <Trans>Интерес изменили, пока вы его переносили: показываем новое</Trans>)
      } else toastError(error)
      void refreshResources(client, SHOWS_INTERESTS)
      return { failed: true }
    }
  }

  return { move, moving: write.isPending }
}

function useFieldLabel(): (field: string) => string {
  const { t } = useLingui()
  const names = useFieldNames()
  return field => (field === 'stateId' ? t`Состояние` : (names[field] ?? field))
}
