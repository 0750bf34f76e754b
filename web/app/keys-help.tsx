import { useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import type { Hotkey } from '../lib/hotkeys.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Key } from '../ui/keys.tsx'
import styles from './shell.module.css'

/** `?`: every key that acts on this screen now. */
export function KeysHelp({ keys, onClose }: { keys: Hotkey[] | undefined; onClose: () => void }) {
  const { t } = useLingui()
  const listed = (keys ?? []).filter(key => key.does)
  return (
    <Dialog opened={keys !== undefined} onClose={onClose} title={t`Клавиши этого экрана`} size={640}>
      <dl className={styles.keys}>
        {listed.map(key => (
          <Fragment key={`${key.keys} ${key.does}`}>
            <dt>
              <Key keys={key.keys} spoken />
            </dt>
            <dd>{key.does}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  )
}
