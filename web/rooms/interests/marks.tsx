import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconEye, IconEyeCheck, IconStar, IconStarFilled } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { getInterest, type Interest } from '../../../server/rooms/interests/contract.ts'
import { type Marks, starInterest, watchInterest } from '../../../server/rooms/interests/marks/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import styles from './marks.module.css'

type Marked = { id: string; subject: string } & Marks

/** Puts a star or a watch on an Interest, or takes it off; the card on the screen shows it at once. */
export function useMarks() {
  const client = useQueryClient()
  const options = { refresh: ['board', 'interests-summary'] }
  const star = useWrite(starInterest, options)
  const watch = useWrite(watchInterest, options)

  async function set(endpoint: typeof star, { id }: Marked, on: boolean): Promise<void> {
    const marks = await endpoint.mutateAsync({ params: { id }, body: { on } })
    const key = queryOf(getInterest, { params: { id } }).queryKey
    client.setQueryData<Interest>(key, before => before && { ...before, ...marks })
  }

  return {
    toggleStar: (interest: Marked) => void set(star, interest, !interest.starred).catch(toastError),
    toggleWatch: (interest: Marked) => {
      const on = !interest.watched
      const message = on ? (
        <Trans>На контроле: сообщим о переносе, завершении и новом ответственном</Trans>
      ) : (
        <Trans>Снято с контроля</Trans>
      )
      void set(watch, interest, on).then(() => {
        toast({ message, undo: () => set(watch, interest, !on) })
      }, toastError)
    },
  }
}

/** The star of one's own; `quiet` in a row: seen where it is set, or where the pointer is. */
export function StarButton({ interest, quiet = false }: { interest: Marked; quiet?: boolean }) {
  const { t } = useLingui()
  const { toggleStar } = useMarks()
  const { starred, subject } = interest
  const Icon = starred ? IconStarFilled : IconStar
  return (
    <Tooltip label={starred ? t`Снять пометку, S` : t`Пометить для себя, S`}>
      <ActionIcon
        size={24}
        className={styles.star}
        data-on={starred || undefined}
        data-quiet={quiet || undefined}
        aria-label={quiet ? t`Пометка: ${subject}` : t`Пометка`}
        aria-pressed={starred}
        tabIndex={quiet ? -1 : 0}
        onClick={event => {
          event.stopPropagation()
          toggleStar(interest)
        }}
      >
        <Icon size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

/** «Взять на контроль»: the product tells what others do with it. */
export function WatchButton({ interest }: { interest: Marked }) {
  const { toggleWatch } = useMarks()
  const { watched } = interest
  const Icon = watched ? IconEyeCheck : IconEye
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      color={watched ? undefined : 'gray'}
      aria-pressed={watched}
      leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
      onClick={() => toggleWatch(interest)}
    >
      {watched ? <Trans>На контроле</Trans> : <Trans>Взять на контроль</Trans>}
    </Button>
  )
}
