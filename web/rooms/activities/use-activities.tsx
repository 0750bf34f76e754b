import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import {
  type Activity,
  activityClosed,
  cancelActivity,
  changeActivity,
  completeActivity,
  type Outcome,
  planActivity,
  reopenActivity,
} from '../../../server/rooms/activities/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { nextStepDemanded, type PlanInput } from '../../../server/rooms/interests/contract.ts'
import { isProblem, Undecided } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { useUndo } from '../../lib/undo.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { useSettle } from '../access/use-edit.tsx'
import { useInteractionKinds } from '../company/directories.ts'
import { useFieldNames } from '../interests/history-words.ts'
import { SHOWS_INTERESTS } from '../interests/move-interest.tsx'
import { useStepKind } from '../interests/next-step.tsx'
import type { Planning } from '../interests/planning.ts'
import type { ActivityChange } from './change.ts'

/** Everything on the screen that shows what is planned. */
const SHOWS = ['activities', 'my-day', 'my-day-summary', ...SHOWS_INTERESTS]

type Named = Pick<Activity, 'kind' | 'interactionKindId' | 'subject'>

/** «Звонок: уточнить объем» */
export function useActivityName(): (activity: Named) => string {
  const kindOf = useStepKind()
  return activity => (activity.subject ? `${kindOf(activity)}: ${activity.subject}` : kindOf(activity))
}

/** Plans, with undo. */
export function usePlanActivity() {
  const write = useWrite(planActivity, { refresh: SHOWS })
  const undo = useUndo()
  const nameOf = useActivityName()
  async function plan(input: PlanInput & { id: string }, interestId?: string): Promise<Activity | undefined> {
    try {
      const planned = await write.mutateAsync({ body: { ...input, ...(interestId ? { interestId } : {}) } })
      toast({
        message: <Trans>Запланировано: {nameOf(planned)}</Trans>,
        undo: () => undo({ kind: 'activity', id: planned.id, version: 1 }),
      })
      return planned
    } catch (error) {
      toastError(error)
      return undefined
    }
  }
  return { plan, planning: write.isPending }
}

/** Changes what is planned, with undo; fields that others changed meanwhile are asked about. */
export function useChangeActivity() {
  const { t } = useLingui()
  const write = useWrite(changeActivity, { refresh: SHOWS })
  const settle = useSettle({ names: useInteractionKinds() })
  const undo = useUndo()
  const names = useFieldNames()
  const label = (field: string) => (/^due/.test(field) ? t`Срок` : (names[field] ?? t`Дело`))

  return async (
    { id, version }: Pick<Activity, 'id' | 'version'>,
    change: ActivityChange,
    said: (saved: Activity) => ReactNode,
  ): Promise<boolean> => {
    const key = newId()
    const save = (seen: number, wanted: ActivityChange) =>
      write.mutateAsync({ params: { id }, body: { version: seen, ...wanted }, act: key })
    try {
      const done = await settle(version, change, save, label)
      if (done) toast({ message: said(done.saved), undo: () => undo({ key }) })
      return done !== undefined
    } catch (error) {
      if (!(error instanceof Undecided)) toastError(error)
      return false
    }
  }
}

/** Done, or the words with which the state asks for a step; everything else has been said already. */
type Finished = { closed: Activity } | { demanded: string } | { failed: true }

/** Says that it is done, or that it will not be; the next step goes along. With undo. */
export function useFinishActivity() {
  const complete = useWrite(completeActivity, { refresh: SHOWS })
  const cancel = useWrite(cancelActivity, { refresh: SHOWS })
  const reopen = useWrite(reopenActivity, { refresh: SHOWS })
  const nameOf = useActivityName()
  const undo = useUndo()

  async function finish(
    activity: Activity,
    outcome: Outcome,
    { result, next }: { result?: string; next?: PlanInput } = {},
  ): Promise<Finished> {
    const params = { id: activity.id }
    const body = { ...(result?.trim() ? { result: result.trim() } : {}), ...(next ? { next } : {}) }
    const key = newId()
    try {
      const closed = await (outcome === 'done' ? complete : cancel).mutateAsync({ params, body, act: key })
      const name = nameOf(activity)
      toast({
        message: outcome === 'done' ? <Trans>Завершено: {name}</Trans> : <Trans>Не состоится: {name}</Trans>,
        undo: () => undo({ key }),
      })
      return { closed }
    } catch (error) {
      if (isProblem(error, nextStepDemanded)) return { demanded: error.data.message }
      toastError(error, isProblem(error, activityClosed) ? <Trans>Это дело уже завершили</Trans> : undefined)
      return { failed: true }
    }
  }

  async function open(activity: Activity): Promise<void> {
    try {
      await reopen.mutateAsync({ params: { id: activity.id }, body: {} })
      toast({ message: <Trans>Снова запланировано: {nameOf(activity)}</Trans> })
    } catch (error) {
      toastError(error)
    }
  }

  return { finish, reopen: open, finishing: complete.isPending || cancel.isPending }
}

/** What cards above do about steps. */
export function usePlanningHere(): Planning {
  const { plan } = usePlanActivity()
  return {
    plan: async (input, interestId) =>
      input.id !== undefined && (await plan({ ...input, id: input.id }, interestId)) !== undefined,
  }
}
