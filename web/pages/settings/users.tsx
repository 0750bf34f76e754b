import { useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { z } from 'zod'
import { listUsers, type user } from '../../../server/rooms/access/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { gridOf, pagesOf } from '../../lib/queries.ts'
import { useMe } from '../../rooms/access/me.ts'
import { useProfileName } from '../../rooms/access/profile-words.ts'
import { UserSheet } from '../../rooms/access/user-sheet.tsx'
import { HandOverSection } from '../../rooms/activities/hand-over-dialog.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { Avatar } from '../../ui/atoms.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { EmptyState } from '../../ui/states.tsx'

type User = z.infer<typeof user>

const route = getRouteApi('/signed-in/settings/users')

export default function UsersPage() {
  const { t } = useLingui()
  const { ago } = useFormats()
  const me = useMe()
  const nameOf = useProfileName()
  const profileOf = ({ role, profile: { name } }: User) => nameOf({ role, name })
  const { q = '', archived, open } = route.useSearch()
  const navigate = route.useNavigate()
  const [asked] = useDebouncedValue(q, 150)
  const users = useInfiniteQuery(pagesOf(listUsers, { query: { q: asked, ...(archived ? {} : { active: true }) } }))
  const grid = gridOf(users)
  const show = (id: string | undefined) => void navigate({ search: before => ({ ...before, open: id }) })
  useKeys([{ keys: 'shift+N', does: t`Новый пользователь`, run: () => show('new') }])

  const stateOf = (each: User) =>
    each.deactivatedAt ? <span className="t3">{t`Вход закрыт`}</span> : <span>{t`Работает`}</span>
  const columns: GridColumn<User>[] = [
    {
      id: 'name',
      header: t`Имя`,
      width: 'free',
      min: 200,
      cell: each => (
        <span className="row">
          <Avatar name={each.name} />
          <span className="m el">{each.name}</span>
          {each.id === me.user.id && <span className="t3">{t`это вы`}</span>}
        </span>
      ),
    },
    { id: 'email', header: t`Email`, width: 240, cell: each => <span className="t2">{each.email}</span>, aside: 2 },
    { id: 'profile', header: t`Профиль`, width: 190, cell: each => <span className="el">{profileOf(each)}</span> },
    { id: 'department', header: t`Подразделение`, width: 170, cell: each => each.department?.name ?? '—', aside: 1 },
    {
      id: 'seen',
      header: t`Был в системе`,
      width: 150,
      cell: each => <span className="t2">{each.lastSeenAt ? ago(each.lastSeenAt) : t`еще не входил`}</span>,
      aside: 3,
    },
    { id: 'state', header: t`Состояние`, width: 120, cell: stateOf },
  ]

  return (
    <AdminList
      title={t`Пользователи`}
      count={users.isPending ? undefined : grid.rows.length}
      search={{
        value: q,
        onChange: value => void navigate({ search: before => ({ ...before, q: value || undefined }), replace: true }),
        placeholder: t`Имя или email`,
      }}
      archived={{
        value: archived === true,
        onChange: on => void navigate({ search: before => ({ ...before, archived: on ? true : undefined }) }),
        label: t`И закрытые`,
      }}
      add={{ label: t`Пользователь`, onClick: () => show('new') }}
    >
      <DataGrid
        label={t`Пользователи`}
        columns={columns}
        {...grid}
        errorTitle={t`Пользователи не загрузились`}
        empty={
          <EmptyState title={t`Никого не нашлось`}>{t`Измените слова поиска или покажите и закрытых.`}</EmptyState>
        }
        currentId={open}
        onOpen={each => show(each.id)}
        card={each => (
          <>
            <div className="row">
              <span className="m el grow">{each.name}</span>
              <span className="s12">{stateOf(each)}</span>
            </div>
            <div className="s12 t2 el">
              {profileOf(each)}, {each.email}
            </div>
          </>
        )}
      />
      <UserSheet
        open={open}
        onClose={() => show(undefined)}
        onCreated={show}
        more={person => person.can.edit && <HandOverSection from={person} />}
      />
    </AdminList>
  )
}
