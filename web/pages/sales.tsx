import { ActionIcon, Menu, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconAdjustmentsHorizontal,
  IconChevronDown,
  IconLayoutColumns,
  IconList,
  IconSearch,
} from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { exportInterests } from '../../server/rooms/exchange/contract.ts'
import { useMay, useMe } from '../rooms/access/me.ts'
import { usePeople } from '../rooms/access/people.ts'
import { useServiceTypes } from '../rooms/company/directories.ts'
import { useChangeMySettings, useMySettings } from '../rooms/fields/settings.ts'
import { ExportMenu } from '../rooms/exchange/export-menu.tsx'
import { Board } from '../rooms/interests/board.tsx'
import { type ListFilter, SalesFooter, SalesList } from '../rooms/interests/sales-list.tsx'
import { useScenarios } from '../rooms/scenarios/scenarios.ts'
import { EntitySelect } from '../ui/entity-select.tsx'
import { Key, useKeys } from '../ui/keys.tsx'
import { Page, useShell } from '../ui/page.tsx'
import { EmptyState, LoadingBars } from '../ui/states.tsx'
import { Button } from '@mantine/core'

const route = getRouteApi('/signed-in/sales')

/** Мои продажи: board and list of the same filter, which lives in the address. */
export default function SalesPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const settings = useMySettings()
  const scenarios = useScenarios()
  const active = scenarios.filter(each => !each.archivedAt)
  const wanted = search.scenarioId ?? settings.boardScenarioId
  const scenario = scenarios.find(each => each.id === wanted) ?? active[0]
  const [whose] = useWhose()
  const responsibleId = whose === 'all' ? undefined : whose
  const filter = { responsibleId, serviceTypeId: search.serviceTypeId, q: search.q }
  const isList = search.view === 'list'
  const listFilter: ListFilter = {
    ...filter,
    scenarioId: search.scenarioId ?? undefined,
    stateId: search.stateId,
    open: search.stateId ? undefined : (search.open ?? true),
  }
  const view = (next: string) =>
    void navigate({ search: before => ({ ...before, view: next as 'board' | 'list', stateId: undefined }) })
  useKeys([{ keys: 'V', does: t`Доска или список`, run: () => view(isList ? 'board' : 'list') }])

  return (
    <Page
      title={t`Мои продажи`}
      surface={isList ? 'sheet' : 'canvas'}
      head={
        <>
          {scenario && <ScenarioMenu name={scenario.name} />}
          <ScenarioSettings id={scenario?.id} />
          <SegmentedControl
            aria-label={t`Вид`}
            className="not-phone"
            value={search.view}
            onChange={view}
            data={[
              { value: 'board', label: <WithIcon icon={IconLayoutColumns}>{t`Доска`}</WithIcon> },
              { value: 'list', label: <WithIcon icon={IconList}>{t`Список`}</WithIcon> },
            ]}
          />
        </>
      }
      toolbar={
        <>
          <Toolbar states={isList ? (scenario?.states ?? []) : []} />
          {isList && (
            <>
              <div className="grow" />
              <ExportMenu endpoint={exportInterests} filter={listFilter} />
            </>
          )}
        </>
      }
      footer={isList ? <SalesFooter filter={listFilter} /> : undefined}
    >
      {!scenario && <LoadingBars rows={12} />}
      {scenario && !isList && (
        <Board
          key={scenario.id}
          scenario={scenario}
          filter={{ ...filter, scenarioId: scenario.id }}
          shared={responsibleId !== me.user.id}
          empty={<Nothing />}
          onOpenList={stateId =>
            void navigate({ search: before => ({ ...before, view: 'list', scenarioId: scenario.id, stateId }) })
          }
        />
      )}
      {isList && <SalesList filter={listFilter} currentId={search.interest} empty={<Nothing />} />}
    </Page>
  )
}

/** Whose Interests are shown: as the address says, else as last chosen, else everybody's. */
function useWhose(): [whose: string, choose: (whose: string) => void] {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const people = usePeople()
  const { boardResponsibleId: kept } = useMySettings()
  const change = useChangeMySettings()
  // Whoever was chosen may have left, or the right to see them may have.
  const isThere = kept === me.user.id || people.length === 0 || people.some(each => each.id === kept)
  return [
    search.responsibleId ?? (kept && isThere ? kept : 'all'),
    whose => {
      void change({ boardResponsibleId: whose === 'all' ? null : whose })
      void navigate({ search: before => ({ ...before, responsibleId: whose }) })
    },
  ]
}

function WithIcon({ icon: Icon, children }: { icon: typeof IconList; children: string }) {
  return (
    <span className="row" style={{ gap: 5 }}>
      <Icon size={16} stroke={1.7} aria-hidden />
      {children}
    </span>
  )
}

function ScenarioMenu({ name }: { name: string }) {
  const { t } = useLingui()
  const navigate = route.useNavigate()
  const change = useChangeMySettings()
  const active = useScenarios().filter(each => !each.archivedAt)
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          rightSection={<IconChevronDown size={14} stroke={1.7} aria-hidden />}
          aria-label={t`Сценарий: ${name}`}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {active.map(each => (
          <Menu.Item
            key={each.id}
            onClick={() => {
              void change({ boardScenarioId: each.id })
              void navigate({ search: before => ({ ...before, scenarioId: each.id, stateId: undefined }) })
            }}
          >
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function ScenarioSettings({ id }: { id: string | undefined }) {
  const { t } = useLingui()
  const may = useMay('scenarios.administer')
  if (!may || !id) return null
  return (
    <Tooltip label={t`Настройка сценария`}>
      <ActionIcon
        className="not-phone"
        size={24}
        aria-label={t`Настройка сценария`}
        renderRoot={props => <Link to="/settings/scenarios/$id" params={{ id }} {...props} />}
      >
        <IconAdjustmentsHorizontal size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function Toolbar({ states }: { states: readonly { id: string; name: string }[] }) {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const people = usePeople()
  const types = useServiceTypes()
  const [whose, chooseWhose] = useWhose()
  const salesperson = me.user.role === 'salesperson'
  const everybody = { id: 'all', name: salesperson ? t`Мои и без ответственного` : t`Все, кого я вижу` }
  const others = people.filter(each => each.id !== me.user.id).map(({ id, name }) => ({ id, name }))
  const mine = { id: me.user.id, name: t`Я` }
  return (
    <>
      <SearchField />
      <EntitySelect
        aria-label={t`Ответственный`}
        w={224}
        entities={salesperson ? [everybody, mine] : [everybody, mine, ...others]}
        value={whose}
        onChange={id => id && chooseWhose(id)}
        allowDeselect={false}
      />
      <EntitySelect
        aria-label={t`Тип услуги`}
        placeholder={t`Тип услуги`}
        w={190}
        entities={types}
        value={search.serviceTypeId ?? null}
        onChange={id => void navigate({ search: before => ({ ...before, serviceTypeId: id ?? undefined }) })}
        clearable
      />
      {states.length > 0 && (
        <>
          <EntitySelect
            aria-label={t`Состояние`}
            placeholder={t`Состояние`}
            w={210}
            entities={states}
            value={search.stateId ?? null}
            onChange={id => void navigate({ search: before => ({ ...before, stateId: id ?? undefined }) })}
            clearable
          />
          {!search.stateId && (
            <SegmentedControl
              aria-label={t`Завершенность`}
              value={search.open === false ? 'closed' : 'open'}
              onChange={value =>
                void navigate({ search: before => ({ ...before, open: value === 'closed' ? false : undefined }) })
              }
              data={[
                { value: 'open', label: t`В работе` },
                { value: 'closed', label: t`Завершенные` },
              ]}
            />
          )}
        </>
      )}
    </>
  )
}

function SearchField() {
  const { t } = useLingui()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const [text, setText] = useState(q ?? '')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => setText(q ?? ''), [q])
  const ask = useDebouncedCallback((value: string) => {
    void navigate({ search: before => ({ ...before, q: value.trim() || undefined }), replace: true })
  }, 200)
  useKeys([{ keys: 'F', does: t`Фильтр по тексту`, run: () => field.current?.focus() }])
  return (
    <TextInput
      ref={field}
      aria-label={t`Тема или номер`}
      placeholder={t`Тема или номер`}
      w={190}
      leftSection={<IconSearch size={14} stroke={1.7} aria-hidden />}
      value={text}
      onChange={event => {
        setText(event.currentTarget.value)
        ask(event.currentTarget.value)
      }}
    />
  )
}

function Nothing() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { openForm } = useShell()
  const me = useMe()
  const [whose, chooseWhose] = useWhose()
  const another = whose !== 'all' && whose !== me.user.id
  const filtered = another || Boolean(search.q ?? search.serviceTypeId ?? search.stateId)
  if (filtered) {
    return (
      <EmptyState
        title={<Trans>По этому фильтру ничего нет</Trans>}
        action={
          <Button
            onClick={() => {
              if (another) chooseWhose('all')
              void navigate({
                search: ({ view, responsibleId }) => ({ view, responsibleId: another ? 'all' : responsibleId }),
              })
            }}
          >
            <Trans>Снять фильтр</Trans>
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      title={<Trans>Здесь будут ваши Интересы</Trans>}
      action={
        <>
          <Button variant="filled" onClick={() => openForm()} rightSection={<Key keys="N" />}>
            <Trans>Записать первый Интерес</Trans>
          </Button>
          {me.user.role !== 'salesperson' && whose !== 'all' && (
            <Button onClick={() => chooseWhose('all')}>
              <Trans>Показать Интересы всех</Trans>
            </Button>
          )}
        </>
      }
    >
      <Trans>Запишите первое обращение: кто спросил и что ему нужно.</Trans>
    </EmptyState>
  )
}
