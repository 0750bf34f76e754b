import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useRef } from 'react'
import { toast, toastError } from './toast.tsx'

type OrderButtonsProps = { name: string; first: boolean; last: boolean; onMove: (by: -1 | 1) => void }

/** One place up or down in a list whose order means something. */
export function OrderButtons({ name, first, last, onMove }: OrderButtonsProps) {
  const { t } = useLingui()
  return (
    <span className="row" style={{ gap: 2 }}>
      <Step icon={IconArrowUp} hint={t`Выше`} name={t`Выше: ${name}`} off={first} onStep={() => onMove(-1)} />
      <Step icon={IconArrowDown} hint={t`Ниже`} name={t`Ниже: ${name}`} off={last} onStep={() => onMove(1)} />
    </span>
  )
}

type StepProps = { icon: typeof IconArrowUp; hint: string; name: string; off: boolean; onStep: () => void }

/** At the end of the list it does nothing, but it keeps the focus: the next press of the other one is near. */
function Step({ icon: Icon, hint, name, off, onStep }: StepProps) {
  return (
    <Tooltip label={hint}>
      <ActionIcon
        size={24}
        aria-label={name}
        aria-disabled={off || undefined}
        data-disabled={off || undefined}
        onClick={() => !off && onStep()}
      >
        <Icon size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

type Placed = { name: string; version: number }

/** Puts one of a list at another place, one step after the other, with a word about it and a way back. */
export function useReorder(refetch: () => Promise<unknown>) {
  const { t } = useLingui()
  const busy = useRef(false)
  return async (item: Placed, from: number, to: number, put: (version: number, order: number) => Promise<Placed>) => {
    // The next step counts from the list as this one left it.
    if (busy.current) return
    busy.current = true
    try {
      const after = await put(item.version, to)
      toast({ message: t`Порядок изменен: ${item.name}`, undo: () => put(after.version, from) })
      await refetch()
    } catch (error) {
      toastError(error)
    }
    busy.current = false
  }
}
