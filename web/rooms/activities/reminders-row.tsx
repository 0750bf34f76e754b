import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { SettingsRow } from '../../ui/atoms.tsx'

/** Whether the browser may speak of what is due; only a press of a button may ask for it. */
export function RemindersRow() {
  const { t } = useLingui()
  const [state, setState] = useState(() => ('Notification' in window ? Notification.permission : 'absent'))
  return (
    <SettingsRow label={t`Уведомления браузера`} hint={t`Когда пора звонить или встречаться, пока открыт Interes`}>
      {state === 'granted' && (
        <span className="good">
          <Trans>Включены в этом браузере</Trans>
        </span>
      )}
      {state === 'denied' && (
        <span className="t2">
          <Trans>Запрещены в настройках браузера. Напоминания видны в самой программе.</Trans>
        </span>
      )}
      {state === 'default' && (
        <Button onClick={() => void Notification.requestPermission().then(setState)}>
          <Trans>Включить уведомления</Trans>
        </Button>
      )}
      {state === 'absent' && (
        <span className="t2">
          <Trans>Этот браузер их не показывает. Напоминания видны в самой программе.</Trans>
        </span>
      )}
    </SettingsRow>
  )
}
