import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp, IconEye, IconHistoryToggle } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import * as clients from '../../../server/rooms/clients/contract.ts'
import { interestHistory } from '../../../server/rooms/interests/history/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { allItems, pagesOf } from '../../lib/queries.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { useMay } from '../access/me.ts'
import { HistoryPast } from './history-past.tsx'
import { byCard, fieldsOf, isEmpty, type RecordKind, useFieldLabel, useShowValue } from './history-values.tsx'
import { useVerbs } from './history-words.ts'
import styles from './history.module.css'
import { RestoreDialog, type Wish } from './restore-dialog.tsx'
import { UndoEntry } from './undo-entry.tsx'

const endpoints: Record<RecordKind, clients.HistoryEndpoints> = {
  client: clients.clientHistory,
  contractor: clients.contractorHistory,
  contact: clients.contactHistory,
  prospect: clients.prospectHistory,
  interest: interestHistory,
}

type HistoryProps = { kind: RecordKind; id: string; version: number; title: string; edit: boolean; more?: Part[] }
/** A record that belongs to the card, with a history of its own: a legal entity. */
type Part = { kind: RecordKind; id: string; version: number; title: string; edit: boolean }

/** «История» on a card: what each field was, when, by whom, and the way back. */
export function HistoryButton(props: HistoryProps) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  useKeys([{ keys: 'H', does: t`История полей`, off: opened, run: () => setOpened(true) }])
  return (
    <>
      <Tooltip label={t`История полей, H`}>
        <ActionIcon size={24} aria-label={t`История полей`} aria-keyshortcuts="H" onClick={() => setOpened(true)}>
          <IconHistoryToggle size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Sheet opened={opened} onClose={() => setOpened(false)} title={t`История: ${props.title}`} closesOutside>
        <History {...props} />
      </Sheet>
    </>
  )
}

function History({ more = [], ...own }: HistoryProps) {
  const { t } = useLingui()
  const parts: Part[] = [own, ...more]
  const [chosen, setChosen] = useState(own.id)
  const [past, setPast] = useState<number>()
  const [wish, setWish] = useState<Wish>()
  const part = parts.find(each => each.id === chosen) ?? own
  const may = useMay('history.restore') && part.edit
  const onWish = may ? setWish : undefined
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>
        <SegmentedControl
          aria-label={t`Что показать`}
          value={past === undefined ? 'changes' : 'past'}
          onChange={value => setPast(value === 'past' ? Math.max(1, part.version - 1) : undefined)}
          data={[
            { value: 'changes', label: t`Изменения` },
            { value: 'past', label: t`Как было` },
          ]}
        />
        {parts.length > 1 && (
          <EntitySelect
            aria-label={t`Чья история`}
            entities={parts.map(each => ({ id: each.id, name: each.title }))}
            value={chosen}
            allowDeselect={false}
            onChange={id => {
              setChosen(id ?? own.id)
              setPast(undefined)
            }}
          />
        )}
      </div>
      {past === undefined ? (
        <Changes key={part.id} part={part} onPast={setPast} onWish={onWish} />
      ) : (
        <HistoryPast
          kind={part.kind}
          id={part.id}
          endpoint={endpoints[part.kind].asOf}
          version={past}
          onVersion={setPast}
          onWish={onWish}
        />
      )}
      {wish && (
        <RestoreDialog
          kind={part.kind}
          id={part.id}
          endpoint={endpoints[part.kind].restore}
          seen={part.version}
          wish={wish}
          onClose={() => setWish(undefined)}
        />
      )}
    </div>
  )
}

type ChangesProps = { part: Part; onPast: (version: number) => void; onWish: ((wish: Wish) => void) | undefined }

/** Changes of the record by days, newest first, narrowed to a field on demand. */
function Changes({ part, onPast, onWish }: ChangesProps) {
  const { t } = useLingui()
  const format = useFormats()
  const label = useFieldLabel()
  const [field, setField] = useState<string | null>(null)
  const { kind, id } = part
  const asked = { params: { id }, query: field ? { field } : {} }
  const query = useInfiniteQuery(pagesOf(endpoints[kind].read, asked as never, 30))
  const entries = allItems(query.data as never) as clients.HistoryEntry[]
  const days = Map.groupBy(entries, entry => format.dayOf(entry.at))
  return (
    <>
      <EntitySelect
        aria-label={t`Только поле`}
        placeholder={t`Все поля`}
        clearable
        entities={fieldsOf[kind].map(each => ({ id: each, name: label(kind, each) }))}
        value={field}
        onChange={setField}
      />
      {query.error && (
        <ErrorState
          title={<Trans>История не загрузилась</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <LoadingBars rows={4} />}
      {query.data && entries.length === 0 && (
        <p className="t3">
          <Trans>Таких изменений нет</Trans>
        </p>
      )}
      {[...days].map(([day, list]) => (
        <div key={day} role="group" aria-label={format.dayHead(day)}>
          <h3 className={styles.day}>{format.dayHead(day)}</h3>
          <ol>
            {list.map(entry => (
              <Change key={entry.id} kind={kind} entry={entry} onPast={onPast} onWish={onWish} />
            ))}
          </ol>
        </div>
      ))}
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Показать раньше</Trans>
        </Button>
      )}
    </>
  )
}

type ChangeProps = { kind: RecordKind; entry: clients.HistoryEntry } & Omit<ChangesProps, 'part'>

function Change({ kind, entry, onPast, onWish }: ChangeProps) {
  const { t } = useLingui()
  const format = useFormats()
  const label = useFieldLabel()
  const show = useShowValue()
  const verbs = useVerbs()
  const through = useThroughWords()
  const isMade = entry.kind.endsWith('.created')
  const back = [...new Set(entry.changes.filter(each => each.restorable).map(each => each.field))]
  const when = format.dateTime(entry.at)
  const who = entry.actor?.name ?? 'Interes'
  const whom = entry.onBehalfOf?.name
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        <span className="grow">
          <span className="m">{whom ? t`${who} за: ${whom}` : who}</span>{' '}
          <span className="t2">
            {[verbs({ kind: entry.kind, note: null, changes: [] }), ...through(entry)].join(', ')}
          </span>
        </span>
        <time className={styles.time} dateTime={entry.at}>
          {format.time(entry.at)}
        </time>
      </div>
      <ul>
        {byCard(kind, entry.changes).map(each => (
          <li key={`${each.field}${each.of?.id ?? ''}`} className={styles.row}>
            <span>
              <span className="t3">{label(kind, each.field, each.of)}: </span>
              {each.unknown ? (
                <span className="t3">
                  {each.unknown === 'hidden' ? <Trans>не показывается</Trans> : <Trans>значения уничтожены</Trans>}
                </span>
              ) : (
                <>
                  {!isEmpty(each.from) && (
                    <>
                      <s>{show(kind, each.field, each.from)}</s>
                      {' → '}
                    </>
                  )}
                  {show(kind, each.field, each.to)}
                </>
              )}
            </span>
            {onWish && each.restorable && !isMade && (
              <Tooltip label={t`Вернуть, как было до этого`}>
                <ActionIcon
                  size={24}
                  aria-label={t`Вернуть поле «${label(kind, each.field)}», как было до ${when}`}
                  onClick={() => onWish({ version: entry.version - 1, fields: [each.field] })}
                >
                  <IconArrowBackUp size={14} stroke={1.7} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        {entry.undoable && <UndoEntry entryId={entry.id} label={t`Отменить изменение от ${when}`} />}
        {onWish && !isMade && back.length > 1 && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={t`Вернуть все поля, как было до ${when}`}
            onClick={() => onWish({ version: entry.version - 1, fields: back })}
          >
            <Trans>Вернуть все</Trans>
          </Button>
        )}
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t`Как было после изменения от ${when}`}
          leftSection={<IconEye size={14} stroke={1.7} aria-hidden />}
          onClick={() => onPast(entry.version)}
        >
          <Trans>Как было</Trans>
        </Button>
      </div>
    </li>
  )
}

/** What set a change off, where that was not the person alone. */
function useThroughWords(): (entry: clients.HistoryEntry) => string[] {
  const { t } = useLingui()
  const words: Record<string, string> = {
    restore: t`возвращено из истории`,
    undo: t`отмена изменения`,
    import: t`при импорте`,
    merge: t`при объединении`,
    merge_batch: t`при объединении`,
    trigger: t`по триггеру`,
    'prospect.linked': t`при связи с клиентом`,
    'prospect.unlinked': t`при отмене связи`,
  }
  return ({ by, through }) => [
    ...(through && words[through.kind] ? [words[through.kind] ?? ''] : []),
    ...(by === 'key' ? [t`по ключу API`] : []),
  ]
}
