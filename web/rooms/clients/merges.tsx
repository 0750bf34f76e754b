import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowMerge } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { type ListedMerge, listMerges, type MergeConflict, mergeOuter } from '../../../server/rooms/clients/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { queryOf } from '../../lib/queries.ts'
import { Note, Section, Tag } from '../../ui/atoms.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './merge.module.css'
import { type PartyKind, useMergeFields, useMergeValues, useWhen } from './merge-words.ts'
import { useUndoMerge } from './use-merge.tsx'

/** «Объединить…» on a card: leads to the preview, where the other record is chosen. */
export function MergeButton({ kind, id }: { kind: PartyKind; id: string }) {
  return (
    <Button
      variant="subtle"
      c="var(--ink-2)"
      renderRoot={props => <Link to="/merge" search={{ kind, a: id }} {...props} />}
    >
      <Trans>Объединить…</Trans>
    </Button>
  )
}

function useMerges(kind: PartyKind, recordId: string) {
  return useQuery(queryOf(listMerges, { query: { kind, recordId, limit: 20 } })).data?.items ?? []
}

/** Says that the record that was asked for is a part of this one. */
export function MergedNote({ kind, id }: { kind: PartyKind; id: string }) {
  const { mergedFrom } = useSearch({ strict: false }) as { mergedFrom?: string }
  const [merge] = useMerges(kind, id).filter(each => each.loserId === mergedFrom)
  if (!mergedFrom || mergedFrom === id || merge?.undoneAt) return null
  return (
    <Note look="acc" role="status">
      {merge ? (
        <Trans>«{merge.loser.title}»: запись объединена с этой</Trans>
      ) : (
        <Trans>Запись, которую вы открывали, объединена с этой</Trans>
      )}
    </Note>
  )
}

/** History of the merges of a record, each with the way back; nothing where there were none. */
export function Merges({ kind, id, may }: { kind: PartyKind; id: string; may: boolean }) {
  const merges = useMerges(kind, id)
  if (merges.length === 0) return null
  return (
    <Section title={<Trans>Объединения</Trans>} count={merges.length} folds="open">
      <ul className={styles.conflicts}>
        {merges.map(merge => (
          <MergeRow key={merge.id} merge={merge} may={may} />
        ))}
      </ul>
    </Section>
  )
}

function MergeRow({ merge, may }: { merge: ListedMerge; may: boolean }) {
  const { t } = useLingui()
  const when = useWhen()
  const undo = useUndoMerge()
  const { title } = merge.loser
  const outer = isProblem(undo.error, mergeOuter) ? undo.error.data.merges : []
  const run = () =>
    undo.mutate(
      { params: { id: merge.id } },
      { onError: error => (isProblem(error, mergeOuter) ? undefined : toastError(error)) },
    )
  return (
    <li className="col" style={{ gap: 4, paddingBlock: 6 }}>
      <div className="row">
        <IconArrowMerge size={16} stroke={1.7} aria-hidden />
        <div className="grow">
          <span className="m">{title}</span>{' '}
          {merge.undoneAt !== null && (
            <Tag look="outline">
              <Trans>отменено</Trans>
            </Tag>
          )}
          <div className="s12 t3">
            {merge.undoneAt === null ? when(merge.by, merge.at) : when(merge.undoneBy, merge.undoneAt)}
          </div>
        </div>
        {may && merge.can.undo && (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={undo.isPending}
            aria-label={t`Отменить объединение: ${title}`}
            onClick={run}
          >
            <Trans>Отменить</Trans>
          </Button>
        )}
      </div>
      {outer.length > 0 && (
        <Note look="due" role="alert">
          <Trans>Сначала отмените более поздние: {outer.map(each => each.loser.title).join(', ')}</Trans>
        </Note>
      )}
      {merge.conflicts.length > 0 && <Conflicts of={merge.winnerId} conflicts={merge.conflicts} />}
    </li>
  )
}

/** What the undoing left as people had made it since. */
function Conflicts({ of, conflicts }: { of: string; conflicts: MergeConflict[] }) {
  return (
    <Note look="due">
      <div className="m">
        <Trans>Осталось как изменили после объединения</Trans>
      </div>
      <ul>
        {conflicts.map(conflict => (
          <ConflictRow key={`${conflict.record.id} ${conflict.field} ${conflict.code}`} of={of} conflict={conflict} />
        ))}
      </ul>
    </Note>
  )
}

function ConflictRow({ of, conflict }: { of: string; conflict: MergeConflict }) {
  const names = useMergeFields()
  const valuesOf = useMergeValues()
  const { record, field, code, message, now } = conflict
  const value = code === 'edited' && field ? valuesOf(field, now).join(', ') : ''
  const what = [record.id === of ? null : record.title, field && names[field]].filter(Boolean).join(', ')
  return (
    <li className={styles.value}>
      {what}
      {value && `: ${value}`}. <span className="t2">{message}</span>
    </li>
  )
}
