import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { Activity, DayGroup } from '../../../server/rooms/activities/contract.ts'
import { today, useFormats, viewerZone } from '../../lib/formats.ts'
import { useMe } from '../access/me.ts'
import { dayOf, putOff } from './change.ts'
import { useActivityName, useChangeActivity, useFinishActivity } from './use-activities.tsx'

/** The form that is open under a row. */
type Opened = { id: string; form: 'done' | 'cancelled' | 'edit'; demanded?: string }

export type Rows = ReturnType<typeof useRows>

/** What can be done with the rows of a list: in place, with undo. */
export function useRows() {
  const me = useMe()
  const format = useFormats()
  const nameOf = useActivityName()
  const change = useChangeActivity()
  const { finish, reopen } = useFinishActivity()
  const [opened, setOpened] = useState<Opened>()
  const [given, setGiven] = useState<Activity>()

  /** My own task is done at once; what was asked for, or belongs to a sale, asks for its result. */
  function tick(activity: Activity): void {
    if (!activity.can['complete']) return
    const { interest, author, assignee } = activity
    const isOwn = interest === null && assignee.id === me.user.id && (author === null || author.id === me.user.id)
    if (isOwn) void finish(activity, 'done')
    else setOpened({ id: activity.id, form: 'done' })
  }

  function move(activity: Activity, group: DayGroup): void {
    const day = dayOf(group, today())
    if (day === undefined || !activity.can['edit']) return
    const wanted = putOff(activity, day, new Date(), viewerZone())
    void change(activity, wanted, saved => {
      const name = nameOf(saved)
      if (!saved.dueDay && !saved.dueAt) return <Trans>{name}: без даты</Trans>
      return (
        <Trans>
          {name}: {saved.dueDay ? format.nearDate(saved.dueDay) : format.dateTime(saved.dueAt)}
        </Trans>
      )
    })
  }

  return {
    opened,
    given,
    tick,
    move,
    reopen,
    close: () => setOpened(undefined),
    edit: (activity: Activity) => activity.can['edit'] && setOpened({ id: activity.id, form: 'edit' }),
    cancel: (activity: Activity) => activity.can['cancel'] && setOpened({ id: activity.id, form: 'cancelled' }),
    give: (activity: Activity | undefined) => setGiven(activity?.can['edit'] ? activity : undefined),
  }
}
