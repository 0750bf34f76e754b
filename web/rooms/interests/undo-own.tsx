import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useState } from 'react'
import { undoOwnChange } from '../../../server/rooms/interests/history/undo/contract.ts'
import type { Answer } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { useWrite } from '../../lib/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { isEmpty, type RecordKind, useFieldLabel, useShowValue } from './history-values.tsx'
import styles from './history.module.css'
import { SHOWS_HISTORY } from './restore-dialog.tsx'
import { useKeptWords } from './undo-entry.tsx'

type Outcome = Answer<typeof undoOwnChange>
type UndoOwnProps = {
  entryId: string
  /** Names the change for who cannot see it. */
  label: string
  onDone?: () => void
}

/**
 * «Отменить» at one's own change of today. What is simple is done at once; where something stands in the way, or more than
 * one record goes back, it is said first.
 */
export function UndoOwn({ entryId, label, onDone }: UndoOwnProps) {
  const [outcome, setOutcome] = useState<Outcome>()
  const undo = useWrite(undoOwnChange, {
    refresh: SHOWS_HISTORY,
    onSuccess: () => {
      setOutcome(undefined)
      toast({ message: <Trans>Изменение отменено</Trans> })
      onDone?.()
    },
    onError: error => toastError(error),
  })
  const preview = useWrite(undoOwnChange, {
    onSuccess: answer => {
      const isPlain = answer.left.length === 0 && answer.undone.length === 1 && answer.undone[0]?.keeps.length === 0
      if (isPlain) run()
      else setOutcome(answer)
    },
    onError: error => toastError(error),
  })
  const run = (only?: string[]) =>
    undo.mutate({ body: { change: { entryId }, ...(only ? { only } : {}), dryRun: false } })
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        loading={preview.isPending || undo.isPending}
        aria-label={label}
        leftSection={<IconArrowBackUp size={14} stroke={1.7} aria-hidden />}
        onClick={() => preview.mutate({ body: { change: { entryId }, dryRun: true } })}
      >
        <Trans>Отменить</Trans>
      </Button>
      {outcome && (
        <UndoDialog
          outcome={outcome}
          busy={undo.isPending}
          onUndo={() => run(outcome.left.length > 0 ? outcome.undone.map(each => each.record.id) : undefined)}
          onClose={() => setOutcome(undefined)}
        />
      )}
    </>
  )
}

type UndoDialogProps = { outcome: Outcome; busy: boolean; onUndo: () => void; onClose: () => void }

function UndoDialog({ outcome: { undone, left }, busy, onUndo, onClose }: UndoDialogProps) {
  const { t } = useLingui()
  const format = useFormats()
  const label = useFieldLabel()
  const show = useShowValue()
  const kept = useKeptWords()
  const keeps = [...new Set(undone.flatMap(each => each.keeps))]
  const several = undone.length + new Set(left.map(each => each.record.id)).size > 1
  return (
    <Dialog
      opened
      onClose={onClose}
      title={undone.length > 0 ? t`Отменить изменение` : t`Отменить не получится`}
      size={560}
    >
      <div className={styles.panel}>
        {undone.length > 0 && (
          <ul className={styles.plan} aria-label={t`Вернется`}>
            {undone.map(({ record, changes }) => (
              <li key={record.id}>
                {several && <div className="m">{record.title}</div>}
                {changes.map(each => (
                  <div key={`${each.field}${each.of?.id ?? ''}`}>
                    <span className="t3">{label(record.kind, each.field, each.of)}: </span>
                    {!isEmpty(each.from) && (
                      <>
                        <s>{show(record.kind, each.field, each.from)}</s>
                        {' → '}
                      </>
                    )}
                    {show(record.kind, each.field, each.to)}
                  </div>
                ))}
              </li>
            ))}
          </ul>
        )}
        {left.length > 0 && (
          <div>
            {undone.length > 0 && (
              <div className="m">
                <Trans>Останется как есть</Trans>
              </div>
            )}
            <ul className={styles.plan}>
              {left.map(({ record, field, message, changedBy, changedAt }) => (
                <li key={`${record.id}${field ?? ''}`}>
                  {several && <span className="m">{record.title}: </span>}
                  {field && changedAt ? (
                    <Trans>
                      поле «{label(record.kind as RecordKind, field)}» потом изменено: {changedBy?.name ?? 'Interes'},{' '}
                      {format.dateTime(changedAt)}
                    </Trans>
                  ) : (
                    message
                  )}
                </li>
              ))}
            </ul>
          </div>
        )}
        {keeps.length > 0 && (
          <div>
            <div>
              <Trans>Само собой не вернется:</Trans>
            </div>
            <ul className={styles.plan}>
              {keeps.map(each => (
                <li key={each}>{kept[each]}</li>
              ))}
            </ul>
          </div>
        )}
        <div className={styles.foot}>
          {undone.length > 0 && (
            <Button variant="filled" data-autofocus loading={busy} onClick={onUndo}>
              {left.length > 0 ? <Trans>Отменить, что можно</Trans> : <Trans>Отменить изменение</Trans>}
            </Button>
          )}
          <Button variant="subtle" onClick={onClose}>
            <Trans>Закрыть</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
