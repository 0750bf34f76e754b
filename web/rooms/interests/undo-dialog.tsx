import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, useSyncExternalStore } from 'react'
import type { Kept } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { refusals, type UndoOutcome } from '../../lib/undo.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { isEmpty, useFieldLabel, useShowValue } from './history-values.tsx'
import styles from './history.module.css'

/** Where an undo says what it would do and what it cannot; drawn once. */
export function UndoDialogs() {
  const shown = useSyncExternalStore(refusals.watch, refusals.shown)
  const [busy, setBusy] = useState(false)
  if (!shown) return null
  const { outcome, run } = shown
  const close = () => refusals.show(undefined)
  const confirm = async () => {
    setBusy(true)
    try {
      await run(outcome.undone.map(each => each.record.id))
      close()
      toast({ message: <Trans>Изменение отменено</Trans> })
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  return <UndoDialog outcome={outcome} busy={busy} onUndo={() => void confirm()} onClose={close} />
}

type UndoDialogProps = { outcome: UndoOutcome; busy: boolean; onUndo: () => void; onClose: () => void }

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
                {several && <div className="m">{record.title || t`Дело`}</div>}
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
                  {several && <span className="m">{record.title || t`Дело`}: </span>}
                  {field && changedAt ? (
                    <Trans>
                      поле «{label(record.kind, field)}» потом изменено: {changedBy?.name ?? 'Interes'},{' '}
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

function useKeptWords(): Record<Kept, string> {
  const { t } = useLingui()
  return {
    member: t`нынешний ответственный останется соисполнителем`,
    days: t`дни в состоянии пойдут заново`,
    closing: t`завершение останется в истории завершений`,
    fields: t`поля, закрытые в прежнем состоянии, останутся заполненными`,
    client: t`карточка клиента останется в базе`,
    everyInterest: t`от клиента отвяжутся все Интересы этого потенциального клиента`,
  }
}
