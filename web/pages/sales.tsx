import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconAdjustmentsHorizontal,
  IconArrowsSort,
  IconCheck,
  IconChevronDown,
  IconLayoutColumns,
  IconList,
} from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { BoardOrder } from '../../server/rooms/interests/board/contract.ts'
import type { StepFilter } from '../../server/rooms/interests/contract.ts'
import { exportInterests } from '../../server/rooms/exchange/contract.ts'
import { useMay, useMe } from '../rooms/access/me.ts'
import { usePeople } from '../rooms/access/people.ts'
import { useServiceTypes } from '../rooms/company/directories.ts'
import { useChangeMySettings, useMySettings } from '../rooms/fields/settings.ts'
import { ExportMenu } from '../rooms/exchange/export-menu.tsx'
import { Board } from '../rooms/interests/board.tsx'
import { FilterChips } from '../rooms/interests/filter-chips.tsx'
import { FilterButton } from '../rooms/interests/filter-sheet.tsx'
import { ColumnsMenu } from '../rooms/interests/columns-menu.tsx'
import { groupsSet, type MoreFilter, moreOf, withoutMore } from '../rooms/interests/sales-filter.ts'
import { Urgency, WhatNext } from '../rooms/interests/urgency.tsx'
import { type ListFilter, SalesFooter, SalesList } from '../rooms/interests/sales-list.tsx'
import { useScenarios } from '../rooms/scenarios/scenarios.ts'
import { EntitySelect } from '../ui/entity-select.tsx'
import { FilterField } from '../ui/filter-field.tsx'
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
  const isList = search.view === 'list'
  const ends = isList && search.open === false
  const more = moreOf(search, { ends })
  const filter = { responsibleId, serviceTypeId: search.serviceTypeId, q: search.q, steps: search.steps, ...more }
  const boardFilter = scenario && { ...filter, scenarioId: scenario.id, order: settings.boardOrder }
  const onSteps = (step: StepFilter) =>
    void navigate({ search: before => ({ ...before, steps: toggled(before.steps, step) }) })
  const listFilter: ListFilter = {
    ...filter,
    scenarioId: search.scenarioId ?? undefined,
    stateId: search.stateId,
    open: search.stateId ? undefined : (search.open ?? true),
  }
  const onMore = (change: MoreFilter) => void navigate({ search: before => ({ ...before, ...change }) })
  const onReset = () => void navigate({ search: before => withoutMore(before) })
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
            aria-label={t({ message: 'Вид', context: 'look' })}
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
          {boardFilter && search.open !== false && !search.stateId && (
            <Urgency filter={boardFilter} onSteps={onSteps} />
          )}
          <Toolbar states={isList ? (scenario?.states ?? []) : []} />
          <FilterButton filter={more} ends={ends} onChange={onMore} onReset={onReset} />
          {!isList && boardFilter && (
            <>
              <div className="grow" />
              <WhatNext filter={boardFilter} />
              <OrderMenu />
            </>
          )}
          {isList && (
            <>
              <div className="grow" />
              <ColumnsMenu />
              <ExportMenu endpoint={exportInterests} filter={{ ...listFilter, sort: search.sort }} />
            </>
          )}
        </>
      }
      footer={isList ? <SalesFooter filter={listFilter} /> : undefined}
    >
      <FilterChips filter={more} onChange={onMore} onReset={onReset} />
      {!scenario && <LoadingBars rows={12} />}
      {scenario && boardFilter && !isList && (
        <Board
          key={scenario.id}
          scenario={scenario}
          filter={boardFilter}
          onSteps={onSteps}
          shared={responsibleId !== me.user.id}
          empty={<Nothing />}
          onOpenList={stateId =>
            void navigate({
              search: before => ({ ...before, view: 'list', scenarioId: scenario.id, stateId, steps: undefined }),
            })
          }
        />
      )}
      {isList && (
        <SalesList
          filter={listFilter}
          sort={search.sort}
          onSort={sort => void navigate({ search: before => ({ ...before, sort }), replace: true })}
          currentId={search.interest}
          empty={<Nothing />}
        />
      )}
    </Page>
  )
}

/** One more of them, or one less. */
function toggled(steps: string | undefined, step: StepFilter): string | undefined {
  const chosen = steps?.split(',') ?? []
  const next = chosen.includes(step) ? chosen.filter(each => each !== step) : [...chosen, step]
  return next.join(',') || undefined
}

/** Where late ones stand in a column: at the top, or at the end, where they do not push the rest off the screen; or by hand. */
function OrderMenu() {
  const { t } = useLingui()
  const { boardOrder } = useMySettings()
  const change = useChangeMySettings()
  const orders = [
    ['overdueFirst', t`Просроченные вверху`],
    ['overdueLast', t`Просроченные внизу`],
    ['byHand', t`Вручную, общий для всех`],
  ] as const
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t`Порядок карточек`}>
          <ActionIcon className="not-phone" aria-label={t`Порядок карточек`}>
            <IconArrowsSort size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={boardOrder} onChange={order => void change({ boardOrder: order as BoardOrder })}>
          {orders.map(([order, name]) => (
            <Menu.RadioItem
              key={order}
              value={order}
              closeMenuOnClick
              checkIcon={<IconCheck size={14} stroke={1.7} aria-hidden />}
            >
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
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
        w={150}
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
            w={160}
            entities={states}
            value={search.stateId ?? null}
            onChange={id => void navigate({ search: before => ({ ...before, stateId: id ?? undefined }) })}
            clearable
          />
          {!search.stateId && (
            <SegmentedControl
              aria-label={t`Завершенность`}
              style={{ flex: 'none' }}
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
  return (
    <FilterField
      label={t`Тема или номер`}
      width={160}
      value={q}
      onChange={text => void navigate({ search: before => ({ ...before, q: text }), replace: true })}
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
  const filtered =
    another ||
    groupsSet(search).length > 0 ||
    Boolean(search.q ?? search.serviceTypeId ?? search.stateId ?? search.steps)
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
