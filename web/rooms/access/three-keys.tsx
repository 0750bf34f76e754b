import { Trans } from '@lingui/react/macro'
import { Key } from '../../ui/keys.tsx'
import styles from './entrance.module.css'

/** Beside every way in: the three keys that are worth knowing first. */
export function ThreeKeys() {
  return (
    <>
      <div style={{ marginTop: 80 }}>
        <h2>
          <Trans>Три клавиши, с которых начинают</Trans>
        </h2>
        <dl className={styles.keys}>
          <dt>
            <Key keys="N" spoken />
          </dt>
          <dd>
            <Trans>
              <b>Новый Интерес</b> с любого экрана, с поиском клиента
            </Trans>
          </dd>
          <dt>
            <Key keys="mod+K" spoken />
          </dt>
          <dd>
            <Trans>
              <b>Найти и перейти</b> клиент, телефон, ИНН, номер или команда
            </Trans>
          </dd>
          <dt>
            <Key keys="?" spoken />
          </dt>
          <dd>
            <Trans>
              <b>Клавиши этого экрана</b> работают и на русской раскладке
            </Trans>
          </dd>
        </dl>
      </div>
      <svg className={styles.bars} viewBox="0 0 800 300" preserveAspectRatio="none" aria-hidden="true">
        <rect x="0" y="210" width="148" height="90" />
        <rect x="163" y="160" width="148" height="140" />
        <rect x="326" y="110" width="148" height="190" />
        <rect x="489" y="60" width="148" height="240" />
        <rect x="652" y="0" width="148" height="300" />
      </svg>
    </>
  )
}
