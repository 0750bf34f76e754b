import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { importCalendarYear, putCalendarYear } from '../../../server/rooms/company/calendar/contract.ts'
import { fieldErrors } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note, SettingsRow } from '../../ui/atoms.tsx'
import { FilePick } from '../../ui/file-pick.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import styles from './calendar.module.css'

/** A year of the country out of a file; everything that is wrong with the file is told at once. */
export function CalendarImport({ onTaken }: { onTaken: (year: number) => void }) {
  const { t } = useLingui()
  const [faults, setFaults] = useState<readonly string[]>([])
  const take = useWrite(importCalendarYear)
  const put = useWrite(putCalendarYear)

  async function read(file: File): Promise<void> {
    setFaults([])
    try {
      const { year, version, previous } = await take.mutateAsync({ body: { text: await file.text() } })
      onTaken(year)
      toast({
        message: t`Календарь на ${year} год загружен`,
        undo: () => put.mutateAsync({ params: { year }, body: { layer: 'country', version, marks: previous } }),
      })
    } catch (error) {
      const found = fieldErrors(error).map(each => each.message)
      setFaults(found)
      if (found.length === 0) toastError(error)
    }
  }

  return (
    <SettingsRow label={t`Год из файла`} hint={t`xmlcalendar (XML) или JSON со списками дат; заменяет год страны`}>
      <FilePick onPick={file => void read(file)} accept=".xml,.json">
        {props => (
          <Button
            {...props}
            variant="default"
            loading={take.isPending}
            leftSection={<IconUpload size={16} stroke={1.7} aria-hidden />}
          >
            <Trans>Загрузить год из файла</Trans>
          </Button>
        )}
      </FilePick>
      {faults.length > 0 && (
        <Note look="bad" role="alert">
          <Trans>Файл не загружен:</Trans>
          <ul className={styles.faults}>
            {[...new Set(faults)].map(each => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Note>
      )}
    </SettingsRow>
  )
}
