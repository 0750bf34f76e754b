import { Plural, Trans } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type Merge, mergeParties, undoMerge } from '../../../server/rooms/clients/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { cardOf, type PartyKind } from './merge-words.ts'

/** All that shows something of a merged record. */
const SHOWS_PARTIES = [
  'clients',
  'contacts',
  'prospects',
  'interests',
  'interests-summary',
  'board',
  'search',
  'duplicates',
]

/** Merges, with the way back in the toast. */
export function useMergeParties(onMerged: (merge: Merge) => void) {
  const undo = useUndoMerge()
  return useWrite(mergeParties, {
    refresh: SHOWS_PARTIES,
    onSuccess: merge => {
      const { title } = merge.winner
      toast({
        message: <Trans>Объединено: «{title}»</Trans>,
        undo: () => undo.mutateAsync({ params: { id: merge.id } }),
      })
      onMerged(merge)
    },
  })
}

/** Takes a merge apart, and says how much was left as people have made it since. */
export function useUndoMerge() {
  return useWrite(undoMerge, {
    refresh: ['merges', ...SHOWS_PARTIES],
    onSuccess: ({ conflicts }) =>
      toast({
        message:
          conflicts.length === 0 ? (
            <Trans>Объединение отменено</Trans>
          ) : (
            <>
              <Trans>Объединение отменено</Trans>.{' '}
              <Plural
                value={conflicts.length}
                one="# изменение после него осталось"
                few="# изменения после него остались"
                many="# изменений после него остались"
                other="# изменения после него остались"
              />
            </>
          ),
      }),
  })
}

/** The address of a merged record opens the one into which it was merged; that page says so. */
export function useFollowMerge(kind: PartyKind, record: { id: string; mergedFrom?: string | undefined } | undefined) {
  const navigate = useNavigate()
  const { id, mergedFrom } = record ?? {}
  useEffect(() => {
    if (!id || !mergedFrom) return
    void navigate({ to: cardOf[kind], params: { id }, search: { mergedFrom }, replace: true })
  }, [navigate, kind, id, mergedFrom])
}
