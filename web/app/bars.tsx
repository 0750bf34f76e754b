import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, CloseButton } from '@mantine/core'
import { IconEye, IconLockOpen, IconWifiOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { stopViewing } from '../../server/rooms/access/viewing/contract.ts'
import { call } from '../lib/api.ts'
import { toastError } from '../ui/toast.tsx'
import { useConnection } from '../lib/connection.ts'
import { useFormats } from '../lib/formats.ts'
import { meQuery, useMe } from '../rooms/access/me.ts'
import { Key } from '../ui/keys.tsx'
import styles from './shell.module.css'

const ASK_EVERY = 5_000

/** The bars under the header: no connection, and a connection that everybody on the way can read. */
export function Bars() {
  return (
    <div className={styles.bars}>
      <ViewingBar />
      <InsecureBar />
      <OfflineBar />
    </div>
  )
}

/** Two of them within this time leave, wherever the focus is. */
const TWICE_MS = 600

/** Everything that was read so far was read with other eyes. */
function leaveViewing(): void {
  call(stopViewing, {}).then(() => window.location.reload(), toastError)
}

/** «Вы смотрите глазами: …»: who looks as somebody else sees it on every page, and leaves by the button or Esc Esc. */
function ViewingBar() {
  const { user, viewing } = useMe()
  const { time } = useFormats()
  const until = viewing?.until
  const escaped = useEffectEvent(leaveViewing)
  useEffect(() => {
    if (until === undefined) return
    let last = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== 'Escape' || event.repeat) return
      if (event.timeStamp - last < TWICE_MS) escaped()
      last = event.timeStamp
    }
    const timer = setTimeout(() => window.location.reload(), Math.max(0, Date.parse(until) - Date.now()) + 1_000)
    window.addEventListener('keydown', onKey, true)
    return () => {
      window.removeEventListener('keydown', onKey, true)
      clearTimeout(timer)
    }
  }, [until])
  if (!viewing) return null
  return (
    <div className={styles.offline} role="status">
      <IconEye size={16} stroke={1.7} aria-hidden />
      <span className="el">
        <Trans>
          Вы смотрите глазами: {user.name}, только чтение, до {time(viewing.until)}
        </Trans>
      </span>
      <span className="grow" />
      <Button
        variant="subtle"
        size="compact-sm"
        aria-keyshortcuts="Escape Escape"
        rightSection={<Key keys="Esc Esc" />}
        onClick={leaveViewing}
      >
        <Trans>Выйти</Trans>
      </Button>
    </div>
  )
}

function InsecureBar() {
  const { t } = useLingui()
  const { insecure } = useMe()
  const [seen, setSeen] = useState(false)
  if (!insecure || seen) return null
  return (
    <div className={styles.offline} role="note">
      <IconLockOpen size={16} stroke={1.7} aria-hidden />
      <span className="el">
        <Trans>Соединение не защищено: пароли и данные идут по сети открыто.</Trans>
      </span>
      <span className="grow" />
      <CloseButton aria-label={t`Скрыть`} onClick={() => setSeen(true)} />
    </div>
  )
}

/** Says that what is shown may be old, and how many writes wait; asks the server until it answers again. */
function OfflineBar() {
  const { online, lostAt, waiting } = useConnection()
  const { time } = useFormats()
  const client = useQueryClient()
  const ask = useEffectEvent(() => void client.refetchQueries({ queryKey: meQuery.queryKey }))
  const back = useEffectEvent(() => void client.invalidateQueries())

  useEffect(() => {
    if (online) return
    const timer = setInterval(() => ask(), ASK_EVERY)
    return () => {
      clearInterval(timer)
      back()
    }
  }, [online])

  if (online) return null
  const since = time(new Date(lostAt ?? Date.now()).toISOString())
  return (
    <div className={styles.offline} role="status">
      <IconWifiOff size={16} stroke={1.7} aria-hidden />
      <span className="el">
        <Trans>Нет связи с {since}. Показано сохраненное.</Trans>
      </span>
      <span className="grow" />
      {waiting > 0 && (
        <span className="s12 t2 nw">
          <Plural
            value={waiting}
            one="ждет отправки #"
            few="ждут отправки #"
            many="ждут отправки #"
            other="ждут отправки #"
          />
        </span>
      )}
    </div>
  )
}
