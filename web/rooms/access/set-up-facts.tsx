import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconBuilding, IconCheck, IconLayoutColumns, IconTag, IconUser } from '@tabler/icons-react'
import { Fragment } from 'react'
import styles from './entrance.module.css'

type Check = { name: string; ok: boolean; detail: string }

const names = { database: msg`База данных`, durability: msg`Сохранность`, search: msg`Русский поиск` }
const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** What the server checked of itself, and what the button will create. */
export function SetUpFacts({ checks }: { checks: readonly Check[] }) {
  const { i18n } = useLingui()
  const ready = checks.every(check => check.ok)
  return (
    <>
      {checks.length > 0 && (
        <div style={{ marginTop: 42 }}>
          <h2>{ready ? <Trans>Сервер готов</Trans> : <Trans>Сервер работает, есть замечания</Trans>}</h2>
          <div className={styles.checks}>
            {checks.map(({ name, ok, detail }) => (
              <Fragment key={name}>
                {ok ? <IconCheck {...icon} className="good" /> : <IconAlertTriangle {...icon} className="due" />}
                <div>
                  <span className="m">{name in names ? i18n._(names[name as keyof typeof names]) : name}</span>{' '}
                  <span className="t2">{detail}</span>
                </div>
              </Fragment>
            ))}
          </div>
        </div>
      )}
      <div style={{ marginTop: checks.length > 0 ? 8 : 42 }}>
        <h2>
          <Trans>Что будет создано</Trans>
        </h2>
        <div className={styles.checks}>
          <IconUser {...icon} className="t3" />
          <Trans>Администратор с полными правами</Trans>
          <IconBuilding {...icon} className="t3" />
          <Trans>Компания</Trans>
          <IconLayoutColumns {...icon} className="t3" />
          <Trans>Сценарии «Продажа» и «Разовая продажа»</Trans>
          <IconTag {...icon} className="t3" />
          <Trans>Типы услуг и причины отказа, которые можно переименовать</Trans>
        </div>
      </div>
    </>
  )
}
