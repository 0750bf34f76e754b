import { Trans, useLingui } from '@lingui/react/macro'
import { listNotices, type NoticeData } from '../../server/rooms/notices/contract.ts'
import { call } from '../lib/api.ts'
import { useFormats } from '../lib/formats.ts'
import { useLive } from '../lib/live.ts'
import { useActivityName } from '../rooms/activities/use-activities.tsx'
import { toast } from '../ui/toast.tsx'

/** Of those that came last; a reminder that just arrived is among them. */
const LAST = 10

/** When it is time: a toast, and a word of the browser where the person allowed it, from every tab only once. */
export function useReminders(onOpen: (interestId: string) => void): void {
  const { t } = useLingui()
  const format = useFormats()
  const nameOf = useActivityName()

  function tell(id: string, data: NoticeData<'activity.reminder'>): void {
    const { stepKind, interactionKindId, subject, dueAt, dueDay, interest } = data
    const name = nameOf({ kind: stepKind, interactionKindId, subject })
    const due = dueAt ? format.dateTime(dueAt) : dueDay ? format.nearDate(dueDay) : ''
    const said = [name, due].filter(Boolean).join(', ')
    if (document.visibilityState === 'visible') toast({ message: <Trans>Пора: {said}</Trans> })
    if (!('Notification' in window) || Notification.permission !== 'granted') return
    try {
      // All tabs say the same under one tag: the browser shows it once.
      const shown = new Notification(t`Пора: ${name}`, {
        body: [due, interest?.number].filter(Boolean).join(' · '),
        tag: id,
      })
      shown.onclick = () => {
        window.focus()
        if (interest) onOpen(interest.id)
        shown.close()
      }
    } catch {
      // Some phones let only a service worker speak; the toast and the bell remain.
    }
  }

  useLive(event => {
    if (event.kind !== 'notice.created') return
    void call(listNotices, { query: { limit: LAST } }).then(
      ({ items }) => {
        const notice = items.find(each => each.id === event.record.id)
        if (notice?.kind === 'activity.reminder' && notice.readAt === null) tell(notice.id, notice.data)
      },
      () => {
        // The bell reads it again by itself.
      },
    )
  })
}
