import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Tooltip } from '@mantine/core'
import { IconUserQuestion } from '@tabler/icons-react'
import type { Interest } from '../../../server/rooms/interests/contract.ts'
import { Note } from '../../ui/atoms.tsx'
import { useLimits } from '../access/limits.tsx'
import { useMe } from '../access/me.ts'
import { useChangeInterest } from './interest-fields.tsx'

/** It waits for whoever of the reader's role takes it. */
export function QueueMark() {
  const { t } = useLingui()
  const words = t`Ролевая очередь`
  return (
    <Tooltip label={words}>
      <IconUserQuestion size={14} stroke={1.7} className="t3" role="img" aria-label={words} style={{ flex: 'none' }} />
    </Tooltip>
  )
}

/** On the card: anybody of the role may take it, in one click. */
export function QueueNote({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const me = useMe()
  const { fixed } = useLimits()('responsible')
  const change = useChangeInterest(interest, interest)
  if (!interest.queued) return null
  const isLocked = !interest.can['edit'] || interest.readOnly.includes('responsible') || fixed
  return (
    <Note
      look="due"
      action={
        !isLocked && (
          <Button onClick={() => change({ responsibleId: me.user.id }, t`Ответственный`)}>
            <Trans>Взять себе</Trans>
          </Button>
        )
      }
    >
      <Trans>Ролевая очередь: состояние адресовано вашей роли</Trans>
    </Note>
  )
}
