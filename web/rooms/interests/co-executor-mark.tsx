import { Tooltip } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconUsers } from '@tabler/icons-react'

/** The reader works with this Interest beside its responsible. */
export function CoExecutorMark() {
  const { t } = useLingui()
  const words = t`Вы соисполнитель`
  return (
    <Tooltip label={words}>
      <IconUsers size={14} stroke={1.7} className="t3" role="img" aria-label={words} style={{ flex: 'none' }} />
    </Tooltip>
  )
}
