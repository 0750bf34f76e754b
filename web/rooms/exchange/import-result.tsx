import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  downloadImportErrors,
  type ImportRecord,
  listImportConflicts,
  undoImport,
} from '../../../server/rooms/exchange/contract.ts'
import { address } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { allItems, keyOf, pagesOf, useWrite } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './import.module.css'

/** What came of an import, the file of what did not come in, and the way back. */
export function ImportResult({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const { number } = useFormats()
  const undo = useWrite(undoImport, { onError: error => toastError(error), refresh: ['clients', 'contacts'] })
  const { counts } = record
  const failed = counts['failed'] ?? 0
  const walled = counts['walled'] ?? 0
  const isUndone = record.status === 'undone' || record.status === 'undoing'
  const figures: [string, number][] = [
    [t`создано клиентов`, counts['created'] ?? 0],
    [t`добавлено контактов`, counts['contacts'] ?? 0],
    [t`дополнено`, counts['updated'] ?? 0],
    [t`без изменений`, counts['unchanged'] ?? 0],
    [t`пропущено`, counts['skipped'] ?? 0],
    [t`не загружено`, failed],
    ...(walled > 0 ? ([[t`похожие есть вне доступа`, walled]] as [string, number][]) : []),
    ...(isUndone
      ? ([
          [t`отменено`, counts['takenBack'] ?? 0],
          [t`оставлено как есть`, counts['conflicts'] ?? 0],
        ] as [string, number][])
      : []),
  ]
  return (
    <>
      <dl className={styles.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{number(value)}</dd>
          </div>
        ))}
      </dl>
      <div className="row wrap">
        {failed + walled > 0 && (
          <Button
            component="a"
            className={styles.download}
            href={address(downloadImportErrors.path, { params: { id: record.id } })}
            download
            leftSection={<IconDownload size={14} stroke={1.7} aria-hidden />}
          >
            {walled > 0 ? (
              <Trans>Скачать незагруженные и похожие строки</Trans>
            ) : (
              <Trans>Скачать незагруженные строки</Trans>
            )}
          </Button>
        )}
        {record.can['undo'] && (
          <ConfirmPopover
            target={ask => (
              <Button loading={undo.isPending} onClick={ask}>
                <Trans>Отменить импорт</Trans>
              </Button>
            )}
            question={t`Созданное уйдет в архив, дополненное вернется, как было. То, что успели изменить или использовать, останется и будет показано.`}
            confirm={t`Отменить импорт`}
            onConfirm={() => undo.mutate({ params: { id: record.id } })}
          />
        )}
      </div>
      {isUndone && (counts['conflicts'] ?? 0) > 0 && <Conflicts record={record} />}
    </>
  )
}

function Conflicts({ record }: { record: ImportRecord }) {
  const { t } = useLingui()
  const query = useInfiniteQuery({
    ...pagesOf(listImportConflicts, { params: { id: record.id } }),
    queryKey: keyOf(listImportConflicts, { params: { id: record.id }, version: record.version, pages: true }),
  })
  return (
    <Section title={t`Оставлено как есть`} count={record.counts['conflicts'] ?? 0}>
      <ul>
        {allItems(query.data).map(each => (
          <li key={each.id} className="row">
            {each.record.kind === 'client' ? (
              <Link className="hit" to="/clients/$id" params={{ id: each.record.id }}>
                {each.record.name}
              </Link>
            ) : (
              <Link className="hit" to="/contacts/$id" params={{ id: each.record.id }}>
                {each.record.name}
              </Link>
            )}
            <span className="t2">{each.reason}</span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Показать еще</Trans>
        </Button>
      )}
    </Section>
  )
}
