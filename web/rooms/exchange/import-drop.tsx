import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Progress } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import type { ImportRecord } from '../../../server/rooms/exchange/contract.ts'
import { FilePick } from '../../ui/file-pick.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './import.module.css'
import { sendFile } from './send-file.ts'

const LARGEST = 100 * 1024 * 1024

/** Takes a file by button or by dropping it here, and sends it. */
export function ImportDrop({ onSent }: { onSent: (record: ImportRecord) => void }) {
  const { t } = useLingui()
  const [sent, setSent] = useState<number>()
  const [over, setOver] = useState(false)
  const [fault, setFault] = useState('')

  function take(file: File | undefined): void {
    if (!file || sent !== undefined) return
    if (file.size > LARGEST) {
      setFault(t`Файл больше 100 МБ: разделите его`)
      return
    }
    setFault('')
    setSent(0)
    sendFile(file, bytes => setSent(Math.round((bytes / Math.max(1, file.size)) * 100)))
      .then(onSent, toastError)
      .finally(() => setSent(undefined))
  }

  return (
    <section
      className={styles.drop}
      data-over={over || undefined}
      aria-label={t`Новый файл`}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files[0])
      }}
    >
      <FilePick onPick={take} accept=".csv,.txt,.tsv,.xlsx">
        {props => (
          <Button
            {...props}
            variant="filled"
            loading={sent !== undefined}
            leftSection={<IconUpload size={16} stroke={1.7} aria-hidden />}
          >
            <Trans>Выбрать файл</Trans>
          </Button>
        )}
      </FilePick>
      <div className="grow">
        <div className={styles.desk}>
          <Trans>или перетащите сюда таблицу CSV или XLSX до 100 МБ</Trans>
        </div>
        <div className={styles.phone}>
          <Trans>Таблица CSV или XLSX до 100 МБ</Trans>
        </div>
        <div className="s12 t2">
          <Trans>Выгрузки 1С, amoCRM, Битрикс24 и таблицы, составленные вручную, читаются как есть.</Trans>
        </div>
        {fault && (
          <div role="alert" className="bad">
            {fault}
          </div>
        )}
        {sent !== undefined && <Progress value={sent} aria-label={t`Передано`} mt={8} />}
      </div>
    </section>
  )
}
