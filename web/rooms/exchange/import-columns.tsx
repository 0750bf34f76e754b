import { Trans, useLingui } from '@lingui/react/macro'
import { NumberInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  type ImportField,
  type ImportRecord,
  layOutImport,
  listImportRows,
} from '../../../server/rooms/exchange/contract.ts'
import { keyOf, queryOf, useWrite } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './import.module.css'
import { useFieldNames } from './import-words.ts'

type Props = {
  record: ImportRecord
  columns: readonly (ImportField | null)[]
  onColumns: (columns: (ImportField | null)[]) => void
}

/** One line a column: its name in the file, what stands in it, and where it goes. */
export function ImportColumns({ record, columns, onColumns }: Props) {
  const { t } = useLingui()
  const groups = useFieldNames()
  const { id, version } = record
  const rows = useQuery({
    ...queryOf(listImportRows, { params: { id }, query: { limit: 20 } }),
    queryKey: keyOf(listImportRows, { params: { id }, samples: version }),
  })
  const samples = (at: number) =>
    [...new Set((rows.data?.items ?? []).map(row => row.cells[at] ?? '').filter(Boolean))].slice(0, 3).join(' · ')
  const data = groups.map(({ group, fields }) => ({
    group,
    items: fields.map(([value, label]) => ({ value, label })),
  }))
  return (
    <Section title={t`Колонки файла`} count={record.header.length}>
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>В файле</Trans>
            </th>
            <th scope="col">
              <Trans>Например</Trans>
            </th>
            <th scope="col">
              <Trans>Куда загрузить</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {record.header.map((name, at) => {
            const shown = name || t`Колонка ${at + 1}`
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <tr key={at}>
                <td className="m">{shown}</td>
                <td>
                  <div className={styles.samples}>{samples(at) || '—'}</div>
                </td>
                <td>
                  <Select
                    aria-label={t`Куда загрузить: ${shown}`}
                    placeholder={t`Не загружать`}
                    clearable
                    searchable
                    clearButtonProps={{ 'aria-label': t`Не загружать: ${shown}` }}
                    nothingFoundMessage={t`Ничего не нашлось`}
                    maxDropdownHeight={360}
                    data={data}
                    value={columns[at] ?? null}
                    onChange={value =>
                      onColumns(
                        record.header.map((_, place) =>
                          place === at ? (value as ImportField | null) : (columns[place] ?? null),
                        ),
                      )
                    }
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}

/** How the file was understood; a wrong guess is put right here. */
export function ImportReading({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const write = useWrite(layOutImport, { onError: error => toastError(error) })
  const { layout } = record
  if (!layout) return null
  const { encoding, separator, sheet, headerFrom, headerRows } = layout
  const now = {
    ...(encoding ? { encoding } : {}),
    ...(separator ? { separator } : {}),
    ...(sheet === null ? {} : { sheet }),
  }
  const again = (change: object) => write.mutate({ params: { id: record.id }, body: { ...now, ...change } })
  return (
    <Section title={t`Как читается файл`} folds="closed">
      <div className={styles.form}>
        {layout.format === 'csv' && (
          <>
            <Select
              label={t`Кодировка`}
              data={[
                { value: 'utf-8', label: 'UTF-8' },
                { value: 'windows-1251', label: 'Windows-1251' },
                { value: 'ibm866', label: 'DOS (866)' },
                { value: 'utf-16le', label: 'UTF-16' },
                { value: 'utf-16be', label: 'UTF-16 BE' },
              ]}
              allowDeselect={false}
              value={encoding}
              onChange={value => again({ encoding: value })}
            />
            <Select
              label={t`Разделитель`}
              data={[
                { value: ';', label: t`Точка с запятой` },
                { value: ',', label: t`Запятая` },
                { value: '\t', label: t`Табуляция` },
                { value: '|', label: t`Вертикальная черта` },
              ]}
              allowDeselect={false}
              value={separator}
              onChange={value => again({ separator: value })}
            />
          </>
        )}
        {layout.sheets.length > 1 && (
          <Select
            label={t`Лист`}
            data={layout.sheets}
            allowDeselect={false}
            value={sheet}
            onChange={value => again({ sheet: value })}
          />
        )}
        <NumberInput
          label={t`Строка заголовка`}
          min={1}
          max={30}
          value={headerFrom + 1}
          onBlur={event => {
            const row = Number(event.currentTarget.value) - 1
            if (row >= 0 && row !== headerFrom) again({ headerFrom: row, headerRows })
          }}
        />
        <Select
          label={t`Строк в заголовке`}
          data={[
            { value: '0', label: t`Заголовка нет` },
            { value: '1', label: '1' },
            { value: '2', label: '2' },
          ]}
          allowDeselect={false}
          value={String(Math.min(2, headerRows))}
          onChange={value => again({ headerFrom, headerRows: Number(value) })}
        />
      </div>
    </Section>
  )
}
