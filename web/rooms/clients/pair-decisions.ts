import { useLingui } from '@lingui/react/macro'
import { type DuplicatePair, dismissDuplicate, reopenDuplicate } from '../../../server/rooms/clients/contract.ts'
import { call } from '../../lib/api.ts'
import { refreshResources } from '../../lib/queries.ts'
import { useQueryClient } from '@tanstack/react-query'
import { toast, toastError } from '../../ui/toast.tsx'

export type Pair = Pick<DuplicatePair, 'id'>

/** «Не дубль» for one pair or many, and its way back: at once, with undo. */
export function usePairDecisions() {
  const { t } = useLingui()
  const client = useQueryClient()
  const refresh = () => refreshResources(client, ['duplicates'])
  const all = async (endpoint: typeof dismissDuplicate, pairs: readonly Pair[]) => {
    try {
      for (const { id } of pairs) await call(endpoint, { params: { id } })
    } finally {
      await refresh()
    }
  }
  const say = (message: string, undo: () => unknown) => toast({ message, undo })
  return {
    dismiss: (pairs: readonly Pair[]) => {
      const count = pairs.length
      if (count === 0) return
      all(dismissDuplicate, pairs).then(
        () =>
          say(count === 1 ? t`Отмечено: не дубль` : t`Отмечено «не дубль»: ${count}`, () =>
            all(reopenDuplicate, pairs),
          ),
        toastError,
      )
    },
    reopen: (pairs: readonly Pair[]) => {
      const count = pairs.length
      if (count === 0) return
      all(reopenDuplicate, pairs).then(
        () =>
          say(count === 1 ? t`Снова в списке дублей` : t`Снова в списке дублей: ${count}`, () =>
            all(dismissDuplicate, pairs),
          ),
        toastError,
      )
    },
  }
}
