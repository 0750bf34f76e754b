import { Trans, useLingui } from '@lingui/react/macro'
import { Button, SegmentedControl, Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { type DuplicatePair, listDuplicates } from '../../server/rooms/clients/contract.ts'
import { allItems, pagesOf } from '../lib/queries.ts'
import { useMay } from '../rooms/access/me.ts'
import { usePeople } from '../rooms/access/people.ts'
import { DuplicatePairRow, mergePlace } from '../rooms/clients/duplicate-pair.tsx'
import { DuplicateSearchStrip } from '../rooms/clients/duplicate-search.tsx'
import styles from '../rooms/clients/duplicates.module.css'
import { MergePairs } from '../rooms/clients/merge-pairs.tsx'
import { usePairDecisions } from '../rooms/clients/pair-decisions.ts'
import { useUndoMerge } from '../rooms/clients/use-merge.tsx'
import { EntitySelect } from '../ui/entity-select.tsx'
import { Key, useKeys } from '../ui/keys.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { useActiveRow } from '../ui/use-active-row.ts'

const route = getRouteApi('/signed-in/duplicates')

/** Pairs that look like one party: to be merged, or said to be none. */
export default function DuplicatesPage() {
  const { t } = useLingui()
  const { status, kind, from, responsibleId } = route.useSearch()
  const administers = useMay('duplicates.administer')
  const router = useRouter()
  const query = useInfiniteQuery(
    pagesOf(listDuplicates, { query: { status, kind, minScore: from, responsibleId } }, 50),
  )
  const pairs = allItems(query.data)
  const [active, setActive] = useActiveRow(pairs)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [merging, setMerging] = useState<readonly DuplicatePair[]>()
  const { dismiss, reopen } = usePairDecisions()
  const undo = useUndoMerge()
  const selected = pairs.filter(pair => chosen.has(pair.id))
  const current = pairs[active]
  // Keys act on what is selected, else on the row where one stands.
  const meant = selected.length > 0 ? selected : current ? [current] : []

  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  const move = (by: number, extend: boolean) => {
    const next = Math.max(0, Math.min(pairs.length - 1, active + by))
    const [here, there] = [pairs[active], pairs[next]]
    if (extend) setChosen(new Set([...chosen, ...[here, there].flatMap(pair => (pair ? [pair.id] : []))]))
    setActive(next)
  }
  const toggle = () => current && choose(current.id, !chosen.has(current.id))
  const decide = () => {
    if (status === 'open') dismiss(meant)
    else reopen(meant.filter(pair => pair.status === 'dismissed'))
    setChosen(new Set())
  }
  const merge = () => {
    if (selected.length > 1) setMerging(selected)
    else if (meant[0]) router.history.push(mergePlace(meant[0]))
  }
  const undoMerge = ({ mergeId }: DuplicatePair) =>
    mergeId !== null && undo.mutate({ params: { id: mergeId } }, { onError: error => toastError(error) })
  const none = pairs.length === 0
  const choosable = !none && status !== 'merged'
  useKeys([
    { keys: 'ArrowDown', does: t`Следующая пара`, run: () => move(1, false), off: none },
    { keys: 'ArrowUp', does: t`Предыдущая пара`, run: () => move(-1, false), off: none },
    { keys: 'shift+ArrowDown', does: t`Выбрать и дальше`, run: () => move(1, true), off: !choosable },
    { keys: 'shift+ArrowUp', run: () => move(-1, true), off: !choosable },
    { keys: 'Space', does: t`Выбрать пару`, run: toggle, off: !choosable },
    { keys: 'X', run: toggle, off: !choosable },
    { keys: 'D', does: status === 'open' ? t`Не дубль` : t`Вернуть в список`, run: decide, off: !choosable },
    { keys: 'M', does: t`Объединить`, run: merge, off: none || status !== 'open' },
    { keys: 'Escape', run: () => setChosen(new Set()), off: chosen.size === 0 },
  ])

  return (
    <Page
      title={t`Дубли`}
      toolbar={<Filters />}
      footer={
        selected.length > 0 && (
          <div className={styles.bulk}>
            <span role="status">
              <Trans>Выбрано: {selected.length}</Trans>
            </span>
            {status === 'open' && selected.length > 1 && (
              <Button variant="default" onClick={merge} aria-keyshortcuts="M" rightSection={<Key keys="M" />}>
                <Trans>Объединить</Trans>
              </Button>
            )}
            {status !== 'merged' && (
              <Button variant="default" onClick={decide} aria-keyshortcuts="D" rightSection={<Key keys="D" />}>
                {status === 'open' ? <Trans>Не дубли</Trans> : <Trans>Вернуть в список</Trans>}
              </Button>
            )}
            <Button variant="subtle" onClick={() => setChosen(new Set())}>
              <Trans>Снять выбор</Trans>
            </Button>
          </div>
        )
      }
    >
      {administers && <DuplicateSearchStrip />}
      {query.error && (
        <ErrorState title={t`Список не загрузился`} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <LoadingBars rows={6} />}
      {query.data && none && <Nothing status={status} />}
      {!none && (
        <div className={styles.list}>
          <ul aria-label={t`Пары`}>
            {pairs.map((pair, at) => (
              <DuplicatePairRow
                key={pair.id}
                pair={pair}
                active={at === active}
                selected={chosen.has(pair.id)}
                onActivate={() => setActive(at)}
                onSelect={on => choose(pair.id, on)}
                onMerge={() => router.history.push(mergePlace(pair))}
                onDismiss={() => dismiss([pair])}
                onReopen={() => reopen([pair])}
                undoing={undo.isPending && undo.variables.params.id === pair.mergeId}
                onUndoMerge={() => undoMerge(pair)}
              />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className={styles.more}>
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                <Trans>Показать еще</Trans>
              </Button>
            </div>
          )}
        </div>
      )}
      {merging && (
        <MergePairs
          pairs={merging}
          onClose={done => {
            setMerging(undefined)
            if (done) setChosen(new Set())
          }}
        />
      )}
    </Page>
  )
}

function Nothing({ status }: { status: 'open' | 'dismissed' | 'merged' }) {
  if (status !== 'open') return <EmptyState title={<Trans>Здесь пока пусто</Trans>} />
  return (
    <EmptyState title={<Trans>Дублей не видно</Trans>}>
      <Trans>Пары появляются, когда записывают похожих, и после поиска по всей базе.</Trans>
    </EmptyState>
  )
}

function Filters() {
  const { t } = useLingui()
  const { status, kind, from, responsibleId } = route.useSearch()
  const navigate = route.useNavigate()
  const people = usePeople()
  type Search = ReturnType<typeof route.useSearch>
  const set = (change: Partial<Search>) => void navigate({ search: before => ({ ...before, ...change }) })
  return (
    <>
      <SegmentedControl
        aria-label={t`Состояние`}
        value={status}
        onChange={value => set({ status: value as Search['status'] })}
        data={[
          { value: 'open', label: t`Не решены` },
          { value: 'dismissed', label: t`Не дубли` },
          { value: 'merged', label: t`Объединены` },
        ]}
      />
      <Select
        aria-label={t`Вид`}
        placeholder={t`Все виды`}
        w={170}
        clearable
        clearButtonProps={{ 'aria-label': t`Очистить` }}
        value={kind ?? null}
        onChange={value => set({ kind: (value ?? undefined) as Search['kind'] })}
        data={[
          { value: 'client', label: t`Клиенты` },
          { value: 'contact', label: t`Контакты` },
          { value: 'prospect', label: t`Потенциальные` },
        ]}
      />
      <Select
        aria-label={t`Сходство`}
        placeholder={t`Похожи`}
        w={150}
        clearable
        clearButtonProps={{ 'aria-label': t`Очистить` }}
        value={from === undefined ? null : String(from)}
        onChange={value => set({ from: value === null ? undefined : Number(value) })}
        data={['50', '70', '80', '90', '95', '100'].map(value => ({ value, label: t`от ${value}` }))}
      />
      <EntitySelect
        aria-label={t`Ответственный`}
        placeholder={t`Ответственный`}
        w={200}
        entities={people}
        value={responsibleId ?? null}
        onChange={id => set({ responsibleId: id ?? undefined })}
        clearable
      />
    </>
  )
}
