import { ActionIcon, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconBolt, IconLink, IconPlus, IconPrinter } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import type { Interest } from '../../../server/rooms/interests/contract.ts'
import { copyText } from '../../ui/copy-text.ts'
import { useShell } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMay } from '../access/me.ts'

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** Another Interest on the basis of this one, a link to the card for others, the card on paper, and what triggers did for those who set them. */
export function CardTools({ interest: { id, number } }: { interest: Interest }) {
  const { t } = useLingui()
  const router = useRouter()
  const { openForm } = useShell()
  const setsTriggers = useMay('scenarios.administer')
  const copy = () => {
    const { href } = router.buildLocation({ to: '/interests/$id', params: { id } })
    const link = new URL(href, location.origin).href
    void copyText(link).then(done =>
      toast({ message: done ? <Trans>Ссылка на {number} скопирована</Trans> : <span>{link}</span> }),
    )
  }
  return (
    <>
      <Tooltip label={t`Создать Интерес на основании этого`}>
        <ActionIcon size={24} aria-label={t`Создать Интерес`} onClick={() => openForm({ basisId: id })}>
          <IconPlus {...icon} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t`Скопировать ссылку`}>
        <ActionIcon size={24} aria-label={t`Скопировать ссылку`} onClick={copy}>
          <IconLink {...icon} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t`Печать`}>
        <ActionIcon size={24} className="not-phone" aria-label={t`Печать`} onClick={() => print()}>
          <IconPrinter {...icon} />
        </ActionIcon>
      </Tooltip>
      {setsTriggers && (
        <Tooltip label={t`Журнал триггеров`}>
          <ActionIcon
            size={24}
            aria-label={t`Журнал триггеров`}
            renderRoot={props => <Link {...props} to="/settings/trigger-journal" search={{ interestId: id }} />}
          >
            <IconBolt {...icon} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  )
}
