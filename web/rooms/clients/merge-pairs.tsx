import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  type DuplicatePair,
  type DuplicateSide,
  mergeParties,
  undoMergeBatch,
} from '../../../server/rooms/clients/contract.ts'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { refreshResources } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useMovedKinds } from './merge-words.ts'

type Step = { pair: DuplicatePair; winner: DuplicateSide; loser: DuplicateSide }

/** Which record of each pair stays: the one with more in work, else the older. A record merged once is asked no more. */
function planSteps(pairs: readonly DuplicatePair[]): Step[] {
  const taken = new Set<string>()
  return pairs.flatMap(pair => {
    if (taken.has(pair.left.id) || taken.has(pair.right.id)) return []
    taken.add(pair.left.id).add(pair.right.id)
    const rank = (side: DuplicateSide) => [side.archived ? 0 : 1, side.openInterests] as const
    const [left, right] = [rank(pair.left), rank(pair.right)]
    const leftStays =
      left[0] !== right[0]
        ? left[0] > right[0]
        : left[1] !== right[1]
          ? left[1] > right[1]
          : pair.left.createdAt <= pair.right.createdAt
    return [leftStays ? { pair, winner: pair.left, loser: pair.right } : { pair, winner: pair.right, loser: pair.left }]
  })
}

const bodyOf = ({ pair, winner, loser }: Step) => ({ kind: pair.kind, winnerId: winner.id, loserId: loser.id })

/** Several pairs merged under one preview, and undone as one. */
export function MergePairs({ pairs, onClose }: { pairs: readonly DuplicatePair[]; onClose: (done: boolean) => void }) {
  const { t } = useLingui()
  const format = useFormats()
  const client = useQueryClient()
  const [steps] = useState(() => planSteps(pairs))
  const [under, setUnder] = useState(false)
  const moves = useMovedKinds()
  const previews = useQueries({
    queries: steps.map(step => ({
      queryKey: ['merges', 'preview', step.pair.id],
      queryFn: () => call(mergeParties, { body: { id: newId(), ...bodyOf(step), dryRun: true } }),
      retry: false,
    })),
  })
  const ready = previews.every(each => !each.isPending)
  const refused = steps.flatMap((step, at) => (previews[at]?.error ? [{ step, error: previews[at].error }] : []))
  const good = steps.filter((_, at) => previews[at]?.data)
  const more = good.length - 12
  const totals = new Map<string, number>()
  for (const { data } of previews)
    for (const { kind, count } of data?.moved ?? []) totals.set(kind, (totals.get(kind) ?? 0) + count)
  const resources = ['duplicates', 'clients', 'contacts', 'prospects', 'interests', 'merges']

  async function run(): Promise<void> {
    setUnder(true)
    const batchId = newId()
    let done = 0
    try {
      for (const step of good) {
        await call(mergeParties, { body: { id: newId(), ...bodyOf(step), batchId } })
        done++
      }
    } catch (error) {
      toastError(error)
    }
    await refreshResources(client, resources)
    if (done > 0)
      toast({
        message: t`Объединено пар: ${done}`,
        undo: async () => {
          await call(undoMergeBatch, { params: { id: batchId } })
          await refreshResources(client, resources)
        },
      })
    onClose(true)
  }

  return (
    <Dialog opened onClose={() => onClose(false)} title={t`Объединить выбранные`} size={560}>
      <div className="col">
        {!ready && <LoadingBars rows={3} />}
        {ready && (
          <>
            <div>
              <Plural
                value={good.length}
                one="Будет объединена # пара."
                few="Будет объединено # пары."
                many="Будет объединено # пар."
                other="Будет объединено # пары."
              />{' '}
              <Trans>Остается запись, по которой больше работы, иначе более старая; пустое дополняется.</Trans>
            </div>
            {totals.size > 0 && (
              <div>
                <Trans>Перейдет:</Trans>{' '}
                {[...totals].map(([kind, count]) => `${moves[kind] ?? kind} — ${format.number(count)}`).join(', ')}
              </div>
            )}
            <ul className="s12 t2">
              {good.slice(0, 12).map(({ pair, winner, loser }) => (
                <li key={pair.id}>
                  {loser.title} → {winner.title}
                </li>
              ))}
              {more > 0 && <li>{t`и еще ${more}`}</li>}
            </ul>
            {steps.length < pairs.length && (
              <Note look="plain">
                <Trans>Запись стоит в нескольких парах: остальные пары объедините следующим шагом.</Trans>
              </Note>
            )}
            {refused.length > 0 && (
              <Note look="due">
                <Trans>Не получится объединить: {refused.map(({ step }) => step.loser.title).join(', ')}</Trans>
              </Note>
            )}
          </>
        )}
        <div className="row">
          <Button
            variant="filled"
            data-autofocus
            disabled={!ready || good.length === 0}
            loading={under}
            onClick={() => void run()}
          >
            <Trans>Объединить</Trans>
          </Button>
          <Button variant="subtle" onClick={() => onClose(false)}>
            <Trans>Отмена</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
