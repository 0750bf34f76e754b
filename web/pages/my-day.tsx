import { Button, SegmentedControl } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowForwardUp } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../rooms/access/me.ts'
import { usePeople } from '../rooms/access/people.ts'
import { HandOverDialog } from '../rooms/activities/hand-over-dialog.tsx'
import { MyDay } from '../rooms/activities/my-day.tsx'
import { PlanLine } from '../rooms/activities/plan-line.tsx'
import { EntitySelect } from '../ui/entity-select.tsx'
import { FilterField } from '../ui/filter-field.tsx'
import { Key } from '../ui/keys.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'

const route = getRouteApi('/signed-in/my-day')

/** Мои дела: what is to be done, by when; the filter lives in the address. */
export default function MyDayPage() {
  const { t } = useLingui()
  const { assigneeId, kind, q } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t`Мои дела`} toolbar={<Toolbar />} scroll>
      <PlanLine />
      <MyDay
        filter={{ assigneeId, kind, q }}
        empty={<Nothing />}
        onOpen={interest => void navigate({ search: before => ({ ...before, interest }) })}
      />
    </Page>
  )
}

function Toolbar() {
  const { t } = useLingui()
  const { assigneeId, kind } = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const people = usePeople()
  const others = people.filter(each => each.id !== me.user.id)
  return (
    <>
      <SearchField />
      {me.user.role !== 'salesperson' && (
        <EntitySelect
          aria-label={t`Чьи дела`}
          w={224}
          entities={[{ id: me.user.id, name: t`Я` }, ...others]}
          value={assigneeId ?? me.user.id}
          onChange={id =>
            void navigate({ search: before => ({ ...before, assigneeId: id && id !== me.user.id ? id : undefined }) })
          }
          allowDeselect={false}
        />
      )}
      <SegmentedControl
        aria-label={t`Вид`}
        value={kind ?? 'all'}
        onChange={value =>
          void navigate({
            search: before => ({ ...before, kind: value === 'all' ? undefined : (value as 'interaction' | 'task') }),
          })
        }
        data={[
          { value: 'all', label: t`Все` },
          { value: 'interaction', label: t`Взаимодействия` },
          { value: 'task', label: t`Задачи` },
        ]}
      />
      <div className="grow" />
      <HandOver />
    </>
  )
}

/** What is planned here, for me or for whom I look at, goes to somebody else. */
function HandOver() {
  const { assigneeId } = route.useSearch()
  const { user } = useMe()
  const people = usePeople()
  const [opened, setOpened] = useState(false)
  const from = people.find(each => each.id === (assigneeId ?? user.id)) ?? user
  return (
    <>
      <Button
        variant="subtle"
        leftSection={<IconArrowForwardUp size={16} stroke={1.7} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        <Trans>Передать дела</Trans>
      </Button>
      {opened && <HandOverDialog from={from} onClose={() => setOpened(false)} />}
    </>
  )
}

function SearchField() {
  const { t } = useLingui()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <FilterField
      label={t`Тема или подробности`}
      width={190}
      value={q}
      onChange={text => void navigate({ search: before => ({ ...before, q: text }), replace: true })}
    />
  )
}

/** Empty at first, or by the filter: then each part of it can be dropped. */
function Nothing() {
  const { assigneeId, kind, q } = route.useSearch()
  const navigate = route.useNavigate()
  const people = usePeople()
  const name = people.find(each => each.id === assigneeId)?.name
  if (assigneeId ?? kind ?? q) {
    return (
      <EmptyState
        title={<Trans>По этому фильтру дел нет</Trans>}
        action={
          <>
            {q && (
              <Button onClick={() => void navigate({ search: before => ({ ...before, q: undefined }) })}>
                <Trans>Снять «{q}»</Trans>
              </Button>
            )}
            {kind && (
              <Button onClick={() => void navigate({ search: before => ({ ...before, kind: undefined }) })}>
                <Trans>Показать дела всех видов</Trans>
              </Button>
            )}
            {assigneeId && (
              <Button onClick={() => void navigate({ search: before => ({ ...before, assigneeId: undefined }) })}>
                <Trans>Показать мои дела</Trans>
              </Button>
            )}
          </>
        }
      >
        {name && <Trans>Показаны дела: {name}.</Trans>}
      </EmptyState>
    )
  }
  return (
    <EmptyState title={<Trans>На сегодня и дальше дел нет</Trans>}>
      <Trans>
        Напишите сверху, что сделать и когда: <Key keys="T" spoken /> ставит курсор в строку. Шаги по Интересам появятся
        здесь сами.
      </Trans>
    </EmptyState>
  )
}
