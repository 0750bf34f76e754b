import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Progress } from '@mantine/core'
import { cancelImport, type ImportRecord, pauseImport, resumeImport } from '../../../server/rooms/exchange/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { toastError } from '../../ui/toast.tsx'
import { useStatusNames } from './import-words.ts'

/** How far the work has come, and the ways to stop it. */
export function ImportProgress({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const format = useFormats()
  const names = useStatusNames()
  const onError = (error: unknown) => toastError(error)
  const pause = useWrite(pauseImport, { onError })
  const resume = useWrite(resumeImport, { onError })
  const cancel = useWrite(cancelImport, { onError })
  const params = { id: record.id }
  const total = record.status === 'undoing' ? totalOfUndo(record) : record.rowCount
  const share = total > 0 ? Math.min(100, (record.position / total) * 100) : 0
  return (
    <div className="col">
      <div className="row" aria-live="polite">
        <span className="m">{names[record.status]}</span>
        <span className="t2">
          {record.status === 'reading' ? (
            <Trans>строк: {format.number(record.position)}</Trans>
          ) : (
            <Trans>
              {format.number(record.position)} из {format.number(total)}
            </Trans>
          )}
        </span>
      </div>
      <Progress value={share} aria-label={names[record.status]} animated={record.status !== 'paused'} />
      {record.failure && <Note look="bad">{record.failure}</Note>}
      <div className="row wrap">
        {record.can['pause'] && (
          <Button loading={pause.isPending} onClick={() => pause.mutate({ params })}>
            <Trans>Пауза</Trans>
          </Button>
        )}
        {record.can['resume'] && (
          <Button variant="filled" loading={resume.isPending} onClick={() => resume.mutate({ params })}>
            <Trans>Продолжить</Trans>
          </Button>
        )}
        {record.can['cancel'] && (
          <ConfirmPopover
            target={ask => (
              <Button variant="subtle" onClick={ask}>
                <Trans>Остановить</Trans>
              </Button>
            )}
            question={t`Загруженное останется. Его можно будет отменить целиком.`}
            confirm={t`Остановить`}
            onConfirm={() => cancel.mutate({ params })}
          />
        )}
      </div>
    </div>
  )
}

function totalOfUndo({ counts }: ImportRecord): number {
  return (counts['created'] ?? 0) + (counts['contacts'] ?? 0) + (counts['updated'] ?? 0)
}
