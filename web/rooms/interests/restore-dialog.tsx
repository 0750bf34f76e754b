import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { conflict } from '../../../server/platform/contract.ts'
import type { HistoryEndpoints } from '../../../server/rooms/clients/contract.ts'
import { call } from '../../lib/api.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { useUndo } from '../../lib/undo.ts'
import { useWrite } from '../../lib/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { isEmpty, type RecordKind, useFieldLabel, useShowValue } from './history-values.tsx'
import styles from './history.module.css'

/** What shows something of the five kinds of records. */
export const SHOWS_HISTORY = [
  'clients',
  'contractors',
  'contacts',
  'prospects',
  'interests',
  'interests-summary',
  'board',
  'search',
  'my-day',
  'notices',
  'notices-summary',
]

/** What is to be given back: to which version, and which fields; without fields all that differ. */
export type Wish = { version: number; fields?: string[] }

type RestoreDialogProps = {
  kind: RecordKind
  id: string
  endpoint: HistoryEndpoints['restore']
  /** The version on the screen. */
  seen: number
  wish: Wish
  onClose: () => void
}

/** What would change and what cannot, before anything is given back; then all of it or nothing. */
export function RestoreDialog({ kind, id, endpoint, seen, wish, onClose }: RestoreDialogProps) {
  const { t } = useLingui()
  const label = useFieldLabel()
  const show = useShowValue()
  const to = { version: wish.version }
  const named = wish.fields ? { fields: wish.fields } : {}
  const preview = useQuery({
    queryKey: ['history-preview', id, seen, wish],
    queryFn: () => call(endpoint, { params: { id }, body: { version: seen, to, ...named, dryRun: true } }),
    gcTime: 0,
    retry: false,
  })
  const undo = useUndo()
  const restore = useWrite(endpoint, {
    refresh: SHOWS_HISTORY,
    onSuccess: ({ record }) => {
      onClose()
      toast({
        message: <Trans>Прежние значения возвращены</Trans>,
        undo: () => undo({ kind, id: record.id, version: record.version }),
      })
    },
    onError: error => {
      toastError(
        error,
        isProblem(error, conflict) ? <Trans>Запись тем временем изменили: показываем новое</Trans> : undefined,
      )
      void preview.refetch()
    },
  })
  const plan = preview.data
  const fields = [...new Set(plan?.changes.map(each => each.field))]
  return (
    <Dialog opened onClose={onClose} title={t`Вернуть прежние значения`} size={560}>
      {preview.isPending && <LoadingBars rows={3} />}
      {preview.error && (
        <ErrorState
          title={<Trans>Посмотреть не получилось</Trans>}
          error={preview.error}
          onRetry={() => void preview.refetch()}
        />
      )}
      {plan && (
        <div className={styles.panel}>
          {plan.changes.length > 0 ? (
            <ul className={styles.plan} aria-label={t`Изменится`}>
              {plan.changes.map(each => (
                <li key={`${each.field}${each.of?.id ?? ''}`} className={styles.row}>
                  <span>
                    <span className="t3">{label(kind, each.field, each.of)}: </span>
                    {!isEmpty(each.from) && (
                      <>
                        <s>{show(kind, each.field, each.from)}</s>
                        {' → '}
                      </>
                    )}
                    {show(kind, each.field, each.to)}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <p className="t2">
              <Trans>Возвращать нечего.</Trans>
            </p>
          )}
          {plan.impossible.length > 0 && (
            <div>
              <div className="m">
                <Trans>Останется как есть</Trans>
              </div>
              <ul className={styles.plan}>
                {plan.impossible.map(each => (
                  <li key={each.field}>
                    <span className="t3">{label(kind, each.field)}: </span>
                    {each.message}
                  </li>
                ))}
              </ul>
            </div>
          )}
          <div className={styles.foot}>
            {plan.changes.length > 0 && (
              <Button
                variant="filled"
                data-autofocus
                loading={restore.isPending}
                onClick={() =>
                  restore.mutate({ params: { id }, body: { version: plan.record.version, to, fields, dryRun: false } })
                }
              >
                <Trans>Вернуть</Trans>
              </Button>
            )}
            <Button variant="subtle" onClick={onClose}>
              <Trans>Не возвращать</Trans>
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
