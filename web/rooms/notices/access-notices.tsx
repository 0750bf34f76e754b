import { Trans, useLingui } from '@lingui/react/macro'
import { IconKey, IconShieldOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Notice } from '../../../server/rooms/notices/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { NoticeRow } from './notice-row.tsx'

/** Somebody else took my second factor away: from now on the password alone lets me in. */
export function FactorReset({ notice }: { notice: Extract<Notice, { kind: 'second_factor.reset' }> }) {
  const { t } = useLingui()
  const who = notice.data.by?.name ?? t`На сервере`
  return (
    <NoticeRow
      notice={notice}
      icon={IconShieldOff}
      title={<Trans>Ваш второй фактор сброшен: {who}</Trans>}
      more={<Trans>Для входа хватит пароля. Если вы об этом не просили, скажите администратору.</Trans>}
    >
      <Link to="/settings/me">
        <Trans>Включить снова</Trans>
      </Link>
    </NoticeRow>
  )
}

/** A program that works with this key will soon stop. */
export function KeyExpires({ notice }: { notice: Extract<Notice, { kind: 'api_key.expires' }> }) {
  const { date } = useFormats()
  const { key, expiresAt } = notice.data
  const until = date(expiresAt)
  return (
    <NoticeRow
      notice={notice}
      icon={IconKey}
      title={
        <Trans>
          Ключ «{key.name}» действует до {until}
        </Trans>
      }
      more={<Trans>Потом программа с этим ключом остановится: сделайте новый.</Trans>}
    >
      <Link to="/settings/api-keys">
        <Trans>Ключи API</Trans>
      </Link>
    </NoticeRow>
  )
}
