import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { conflict } from '../../../server/platform/contract.ts'
import {
  getInterest,
  type Interest,
  type Kept,
  moveRefused,
  type TimelineEntry,
} from '../../../server/rooms/interests/contract.ts'
import { undoChange } from '../../../server/rooms/interests/undoing/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { queryOf, refreshResources, useWrite } from '../../lib/queries.ts'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { SHOWS_INTERESTS } from './move-interest.tsx'

type UndoEntryProps = {
  interest: Interest
  entry: TimelineEntry
  onBlocked: (stateId: string) => boolean
  onDone: () => void
}

/** «Отменить» at the last change; what would not come back is said before it is done. */
export function UndoEntry({ interest, entry, onBlocked, onDone }: UndoEntryProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const words = useKeptWords()
  const undo = useWrite(undoChange, {
    refresh: [...SHOWS_INTERESTS, 'my-day', 'activities', 'notices', 'notices-summary'],
    onSuccess: answer => {
      client.setQueryData(queryOf(getInterest, { params: { id: interest.id } }).queryKey, answer)
      toast({ message: <Trans>Изменение отменено</Trans> })
      onDone()
    },
    onError: error => {
      if (isProblem(error, moveRefused) && onBlocked(error.data.stateId)) return
      toastError(
        error,
        isProblem(error, conflict) ? <Trans>Интерес тем временем изменили: показываем новое</Trans> : undefined,
      )
      void refreshResources(client, SHOWS_INTERESTS)
    },
  })
  const run = () => undo.mutate({ params: { id: interest.id }, body: { version: interest.version, entryId: entry.id } })
  const keeps = entry.undo?.keeps ?? []
  const button = (onClick: () => void) => (
    <Button
      variant="subtle"
      size="compact-xs"
      loading={undo.isPending}
      aria-label={t`Отменить последнее изменение`}
      leftSection={<IconArrowBackUp size={14} stroke={1.7} aria-hidden />}
      onClick={onClick}
    >
      <Trans>Отменить</Trans>
    </Button>
  )
  if (keeps.length === 0) return <div>{button(run)}</div>
  return (
    <div>
      <ConfirmPopover
        target={button}
        question={
          <>
            <div>
              <Trans>Отменить? Само собой не вернется:</Trans>
            </div>
            <ul style={{ listStyle: 'disc', paddingInlineStart: 18 }}>
              {keeps.map(each => (
                <li key={each}>{words[each]}</li>
              ))}
            </ul>
          </>
        }
        confirm={<Trans>Отменить изменение</Trans>}
        onConfirm={run}
      />
    </div>
  )
}

export function useKeptWords(): Record<Kept, string> {
  const { t } = useLingui()
  return {
    member: t`нынешний ответственный останется соисполнителем`,
    days: t`дни в состоянии пойдут заново`,
    closing: t`завершение останется в истории завершений`,
    stepsDone: t`дела, завершенные при переходе, останутся завершенными`,
    stepsPlanned: t`запланированное при переходе останется в плане`,
    fields: t`поля, закрытые в прежнем состоянии, останутся заполненными`,
    client: t`карточка клиента останется в базе`,
    everyInterest: t`от клиента отвяжутся все Интересы этого потенциального клиента`,
  }
}
