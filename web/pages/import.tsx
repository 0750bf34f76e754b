import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import {
  checkImport,
  destroyImport,
  getImport,
  type ImportRecord,
  mapImport,
  startImport,
} from '../../server/rooms/exchange/contract.ts'
import { useFormats } from '../lib/formats.ts'
import { queryOf, refreshResources, useWrite } from '../lib/queries.ts'
import { ImportColumns, ImportReading } from '../rooms/exchange/import-columns.tsx'
import { ImportProgress } from '../rooms/exchange/import-progress.tsx'
import { ImportResult } from '../rooms/exchange/import-result.tsx'
import { ImportRows } from '../rooms/exchange/import-rows.tsx'
import { ImportRulesForm } from '../rooms/exchange/import-rules.tsx'
import styles from '../rooms/exchange/import.module.css'
import { isBusy } from '../rooms/exchange/import-words.ts'
import { Note } from '../ui/atoms.tsx'
import { ConfirmPopover } from '../ui/confirm-popover.tsx'
import { Page } from '../ui/page.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'

const route = getRouteApi('/signed-in/clients/imports/$id')

/** One import from its file to its result. */
export default function ImportPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const query = useQuery({
    ...queryOf(getImport, { params: { id } }),
    refetchInterval: ({ state }) => (isBusy(state.data?.status) ? 1_000 : false),
  })
  const record = query.data
  return (
    <Page
      title={t`Импорт: ${record?.name ?? ''}`}
      heading={
        <>
          <Link to="/clients" search={{}}>
            <Trans>Клиенты</Trans>
          </Link>
          <span className="t3"> / </span>
          <Link to="/clients/imports">
            <Trans>Импорт</Trans>
          </Link>
          <span className="t3"> / </span>
          <span className="el">{record?.name}</span>
        </>
      }
      scroll
    >
      {query.error && (
        <ErrorState title={t`Импорт не загрузился`} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <LoadingBars />}
      {record && (
        <div className={styles.page}>
          <Stages record={record} key={record.id} />
          <Body record={record} key={record.header.join('|')} />
        </div>
      )}
    </Page>
  )
}

const STAGES: readonly ImportRecord['status'][][] = [
  ['uploading', 'reading', 'failed'],
  ['mapping'],
  ['checking', 'checked'],
  ['running', 'paused'],
  ['done', 'cancelled', 'undoing', 'undone'],
]

function Stages({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const now = STAGES.findIndex(stage => stage.includes(record.status))
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    // What was pressed is gone with its stage, or with the page that led here: the keyboard goes on from this one.
    const isLost = document.activeElement === document.body && navigator.userActivation?.hasBeenActive !== false
    if (isLost) list.current?.focus({ preventScroll: true })
  }, [record.status])
  const names = [t`Файл`, t`Колонки`, t`Проверка`, t`Загрузка`, t`Итог`]
  return (
    <ol ref={list} tabIndex={-1} className={styles.stages} aria-label={t`Шаги импорта`}>
      {names.map((name, at) => (
        <li key={name} aria-current={at === now ? 'step' : undefined} data-done={at < now || undefined}>
          {at + 1}. {name}
        </li>
      ))}
    </ol>
  )
}

function Body({ record }: { record: ImportRecord }) {
  switch (record.status) {
    case 'uploading':
      return <Unsent record={record} />
    case 'failed':
      return (
        <>
          <Note look="bad" role="alert">
            {record.failure}
          </Note>
          <Destroy record={record} />
        </>
      )
    case 'mapping':
    case 'checked':
      return <Mapping record={record} />
    case 'reading':
    case 'checking':
      return <ImportProgress record={record} />
    case 'running':
    case 'paused':
    case 'undoing':
      return (
        <>
          <ImportProgress record={record} />
          <ImportResult record={record} />
        </>
      )
    default:
      return (
        <>
          <ImportResult record={record} />
          <ImportRows record={record} first={(record.counts['failed'] ?? 0) > 0 ? 'failed' : 'all'} />
          <Destroy record={record} />
        </>
      )
  }
}

/** The window was closed while the file was on its way. */
function Unsent({ record }: { record: ImportRecord }) {
  return (
    <>
      <Note>
        <Trans>Файл еще передается. Если окно закрывали, начните с новым файлом.</Trans>
      </Note>
      <Destroy record={record} />
    </>
  )
}

type Verb = { mutateAsync: (input: { params: { id: string } }) => Promise<unknown> }

function Mapping({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const { number } = useFormats()
  const client = useQueryClient()
  const [columns, setColumns] = useState(record.columns)
  const [rules, setRules] = useState(record.rules)
  const isSaved =
    JSON.stringify(columns) === JSON.stringify(record.columns) && JSON.stringify(rules) === JSON.stringify(record.rules)
  const save = useWrite(mapImport)
  const check = useWrite(checkImport)
  const start = useWrite(startImport)
  const params = { id: record.id }
  const pending = save.isPending || check.isPending || start.isPending

  async function go(next: Verb): Promise<void> {
    if (!isSaved) await save.mutateAsync({ params, body: { columns: columns.map(each => each ?? 'none'), rules } })
    await next.mutateAsync({ params })
    await refreshResources(client, ['imports'])
  }
  const run = (next: Verb) => void go(next).catch(toastError)
  const isChecked = record.status === 'checked' && isSaved
  return (
    <>
      {record.failure && <Note look="bad">{record.failure}</Note>}
      {isChecked && <Findings record={record} />}
      <ImportColumns record={record} columns={columns} onColumns={setColumns} />
      <ImportRulesForm rules={rules} onRules={setRules} />
      <ImportReading record={record} />
      {isSaved ? (
        <ImportRows record={record} />
      ) : (
        <Note>
          <Trans>Строки покажутся по новым правилам после проверки.</Trans>
        </Note>
      )}
      <div className={styles.actions}>
        <Button
          variant={isChecked ? 'default' : 'filled'}
          loading={check.isPending}
          disabled={pending}
          onClick={() => run(check)}
        >
          {isChecked ? <Trans>Проверить еще раз</Trans> : <Trans>Проверить</Trans>}
        </Button>
        <Button
          variant={isChecked ? 'filled' : 'default'}
          loading={start.isPending}
          disabled={pending}
          onClick={() => run(start)}
        >
          {t`Загрузить строк: ${number(record.rowCount)}`}
        </Button>
      </div>
      <Destroy record={record} />
    </>
  )
}

/** What the check has found, in figures. */
function Findings({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const { number } = useFormats()
  const { findings, rowCount } = record
  const count = (key: string) => findings[key] ?? 0
  const figures: [string, number][] = [
    [t`строк`, rowCount],
    [t`не загрузятся`, count('refused')],
    [t`с замечаниями`, count('faulty')],
    [t`те же ИНН и КПП уже есть`, count('same')],
    [t`похожие уже есть`, count('similar')],
    ...(count('walled') > 0 ? ([[t`похожие есть вне доступа`, count('walled')]] as [string, number][]) : []),
    [t`повторов внутри файла`, count('doubles')],
  ]
  return (
    <dl className={styles.figures}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{number(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Destroy({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const destroy = useWrite(destroyImport, {
    onError: error => toastError(error),
    onSuccess: () => void navigate({ to: '/clients/imports' }),
  })
  if (!record.can['destroy']) return null
  return (
    <div>
      <ConfirmPopover
        target={ask => (
          <Button variant="subtle" loading={destroy.isPending} onClick={ask}>
            <Trans>Удалить файл</Trans>
          </Button>
        )}
        question={t`Файл и его строки удалятся. Загруженные клиенты останутся, но отменить импорт будет нельзя.`}
        confirm={t`Удалить файл`}
        onConfirm={() => destroy.mutate({ params: { id: record.id } })}
      />
    </div>
  )
}
