import { Trans, useLingui } from '@lingui/react/macro'
import type { Activity } from '../../../server/rooms/activities/contract.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { usePeople } from '../access/people.ts'
import { useActivityName, useChangeActivity } from './use-activities.tsx'

/** To whom it goes: chosen is saved, with undo. */
export function DelegateDialog({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const { t } = useLingui()
  const people = usePeople()
  const nameOf = useActivityName()
  const change = useChangeActivity()
  const { assignee } = activity
  const give = (assigneeId: string) => {
    onClose()
    const to = people.find(each => each.id === assigneeId)?.name ?? ''
    void change(activity, { assigneeId }, saved => (
      <Trans>
        Поручено: {nameOf(saved)}. Теперь делает {to}
      </Trans>
    ))
  }
  return (
    <Dialog opened onClose={onClose} title={t`Поручить`} size={400}>
      <EntitySelect
        label={t`Кому`}
        data-autofocus
        entities={people.filter(each => each.id !== assignee.id)}
        value={null}
        onChange={id => id && give(id)}
        comboboxProps={{ withinPortal: true }}
      />
    </Dialog>
  )
}
