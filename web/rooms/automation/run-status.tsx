import {
  IconAlertCircle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClockHour3,
  IconRepeatOff,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { RunStatus, TriggerRun } from '../../../server/rooms/automation/contract.ts'
import { useRunWords } from './run-words.ts'

const looks: Record<
  RunStatus,
  { icon: ComponentType<{ size: number; stroke: number; className: string; 'aria-hidden': true }>; tone: string }
> = {
  waiting: { icon: IconClockHour3, tone: 't2' },
  done: { icon: IconCircleCheck, tone: 'good' },
  refused: { icon: IconCircleX, tone: 'due' },
  failed: { icon: IconAlertCircle, tone: 'bad' },
  skipped: { icon: IconCircleMinus, tone: 't3' },
  cut: { icon: IconRepeatOff, tone: 'bad' },
}

/** How a run stands, and what came of it: «Отклонен: не заполнено «Клиент»». */
export function RunState({ run, whole = false }: { run: TriggerRun; whole?: boolean }) {
  const words = useRunWords()
  const { icon: Icon, tone } = looks[run.status]
  const result = words.result(run)
  return (
    <span className="row" style={{ gap: 6, alignItems: whole ? 'flex-start' : 'center' }}>
      <Icon size={16} stroke={1.7} className={tone} aria-hidden />
      <span className={whole ? '' : 'el'} title={whole ? undefined : result}>
        {words.statuses[run.status]}
        {result && <span className="t2">: {result}</span>}
      </span>
    </span>
  )
}
