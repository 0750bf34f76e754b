import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCopy, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { Note } from '../../ui/atoms.tsx'
import { copyText } from '../../ui/copy-text.ts'
import styles from './factor.module.css'
import { useMe } from './me.ts'

type RecoveryCodesProps = { codes: readonly string[]; onDone: () => void }

/** Shown once: what lets a person in without the phone. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const { t } = useLingui()
  const { user } = useMe()
  const [copied, setCopied] = useState(false)
  const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const
  const text = codes.join('\n')
  const file = `${t`Interes, резервные коды`}, ${user.email}\n\n${text}\n`

  return (
    <div className="col" style={{ gap: 12 }}>
      <Note look="due">
        <Trans>
          Сохраните резервные коды сейчас: больше они нигде не показаны. Каждый один раз пустит вас без телефона.
        </Trans>
      </Note>
      <ul className={styles.codes} aria-label={t`Резервные коды`}>
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row wrap">
        <Button leftSection={<IconCopy {...icon} />} onClick={() => void copyText(text).then(setCopied)}>
          {copied ? <Trans>Скопировано</Trans> : <Trans>Скопировать</Trans>}
        </Button>
        <Button
          component="a"
          leftSection={<IconDownload {...icon} />}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
          download="interes-recovery-codes.txt"
        >
          <Trans>Скачать</Trans>
        </Button>
        <span className="grow" />
        <Button variant="filled" onClick={onDone} data-autofocus>
          <Trans>Коды сохранены у меня</Trans>
        </Button>
      </div>
      <div role="status" className="vh">
        {copied && t`Скопировано`}
      </div>
    </div>
  )
}
