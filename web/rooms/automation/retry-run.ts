import { useLingui } from '@lingui/react/macro'
import { retryTriggerRun, type TriggerRun } from '../../../server/rooms/automation/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { useRunWords } from './run-words.ts'

/** Can it be tried again? */
export const isRetryable = ({ status }: Pick<TriggerRun, 'status'>): boolean =>
  status === 'failed' || status === 'refused'

/** Tries a run once more, now, and tells what came of it. */
export function useRetryRun() {
  const { t } = useLingui()
  const words = useRunWords()
  const write = useWrite(retryTriggerRun, {
    refresh: ['interests', 'board', 'my-day'],
    onSuccess: run => {
      if (run.status === 'waiting') {
        toast({ message: t`Триггер запущен снова` })
        return
      }
      const result = [words.statuses[run.status], words.result(run)].filter(Boolean).join(': ')
      toast({ message: t`Триггер повторен. ${result}` })
    },
    onError: error => toastError(error),
  })
  return {
    retry: (run: TriggerRun) => {
      if (isRetryable(run) && !write.isPending) write.mutate({ params: { id: run.id } })
    },
    isPending: write.isPending,
  }
}
