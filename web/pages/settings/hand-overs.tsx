import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type handOver, listHandOvers, takeBackWork } from '../../../server/rooms/activities/handing-over/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { gridOf, pagesOf, useWrite } from '../../lib/queries.ts'
import { WorkCounts } from '../../rooms/notices/work-handed-over.tsx'
import { AdminList } from '../../ui/admin-list.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

type HandOver = z.infer<typeof handOver>
const giver = ({ from, fromDepartment }: HandOver) => (from ?? fromDepartment)?.name ?? ''

/** What was handed over for good: who, what, when, and the way back. */
export default function HandOversPage() {
  const { t } = useLingui()
  const { dateTime } = useFormats()
  const grid = gridOf(useInfiniteQuery(pagesOf(listHandOvers, {})))
  const to = (each: HandOver) => each.shares.map(({ user }) => user.name).join(', ')
  const columns: GridColumn<HandOver>[] = [
    { id: 'at', header: t`Когда`, width: 150, cell: each => dateTime(each.createdAt) },
    { id: 'from', header: t`От кого`, width: 160, cell: giver },
    { id: 'to', header: t`Кому`, width: 'free', min: 160, cell: to },
    { id: 'what', header: t`Передано`, width: 250, cell: each => <Counts handOver={each} />, aside: 1 },
    { id: 'author', header: t`Кто передал`, width: 150, cell: each => each.author?.name ?? '—', aside: 2 },
    { id: 'back', header: t`Возврат`, width: 150, cell: each => <Back handOver={each} /> },
  ]
  return (
    <AdminList title={t`Передачи дел`} count={grid.loading ? undefined : grid.rows.length}>
      <DataGrid
        label={t`Передачи дел`}
        columns={columns}
        {...grid}
        errorTitle={t`Передачи не загрузились`}
        empty={
          <EmptyState title={t`Ничего не передавали`}>
            {t`Дела, Интересы и клиентов передают из «Моих дел» или из карточки пользователя.`}
          </EmptyState>
        }
        card={each => (
          <>
            <div className="row">
              <span className="m el grow">
                {giver(each)} → {to(each)}
              </span>
              <Back handOver={each} />
            </div>
            <div className="s12 t2 el">
              {dateTime(each.createdAt)}, <Counts handOver={each} />
            </div>
          </>
        )}
      />
    </AdminList>
  )
}

function Counts({ handOver: { shares } }: { handOver: HandOver }) {
  const sum = (of: 'activities' | 'interests' | 'clients') => shares.reduce((total, share) => total + share[of], 0)
  return <WorkCounts activities={sum('activities')} interests={sum('interests')} clients={sum('clients')} />
}

function Back({ handOver: { id, returned, can } }: { handOver: HandOver }) {
  const { t } = useLingui()
  const takeBack = useWrite(takeBackWork, {
    refresh: ['activities', 'my-day', 'my-day-summary', 'interests', 'clients', 'prospects'],
    onError: error => toastError(error),
    onSuccess: ({ returned: count, kept }) =>
      toast({
        message: kept > 0 ? t`Возвращено: ${count}. Осталось у новых ответственных: ${kept}` : t`Возвращено: ${count}`,
      }),
  })
  if (returned) {
    return <span className="t2">{t`Возвращено: ${returned.returned}`}</span>
  }
  if (!can.takeBack) return null
  return (
    <ConfirmPopover
      target={ask => (
        <Button size="compact-sm" onClick={ask} loading={takeBack.isPending}>
          <Trans>Вернуть</Trans>
        </Button>
      )}
      question={<Trans>Вернется все, что с тех пор не меняло рук. Остальное останется как есть.</Trans>}
      confirm={<Trans>Вернуть</Trans>}
      onConfirm={() => takeBack.mutate({ params: { id } })}
    />
  )
}
