import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconBuilding,
  IconFileCertificate,
  IconLock,
  IconTargetArrow,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { SearchItem } from '../../../server/rooms/registration/contract.ts'
import { Mark, Tag } from '../../ui/atoms.tsx'
import { Key } from '../../ui/keys.tsx'
import { AskedAt } from '../clients/access.tsx'
import styles from './registration.module.css'

const icons: Record<SearchItem['type'], ComponentType<{ size: number; stroke: number }>> = {
  client: IconBuilding,
  contractor: IconFileCertificate,
  contact: IconUser,
  prospect: IconUserQuestion,
  interest: IconTargetArrow,
}
const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

type ResultRowProps = {
  id: string
  item: SearchItem
  current: boolean
  onTake: () => void
  onPoint: () => void
}

/** One way in which the typed text is known: what it is, what matched, whose it is, how much is open. */
export function ResultRow({ id, item, current, onTake, onPoint }: ResultRowProps) {
  const { t } = useLingui()
  const Icon = item.walled ? IconLock : icons[item.type]
  const title = item.matches.find(match => match.text === item.title)
  const reasons = item.matches.filter(match => match.text !== item.title).slice(0, 2)
  const names: Record<SearchItem['type'], string> = {
    client: t`Клиент`,
    contractor: t`Контрагент`,
    contact: t`Контакт`,
    prospect: t`Потенциальный клиент`,
    interest: t`Интерес`,
  }
  return (
    // The keys belong to the field above; the row is only pointed at.
    // biome-ignore lint/a11y/useKeyWithClickEvents: virtual focus of a combobox
    <div
      id={id}
      role="option"
      aria-selected={current}
      tabIndex={-1}
      className={styles.result}
      data-current={current || undefined}
      onMouseDown={event => event.preventDefault()}
      onMouseMove={onPoint}
      onClick={onTake}
    >
      <Icon {...icon} />
      <div className="grow">
        <div className="row">
          <span className="b el grow">
            <Mark text={item.title} ranges={title?.ranges ?? []} />
          </span>
          {item.openInterests > 0 && (
            <Tag look="acc">
              <Trans>открытых {item.openInterests}</Trans>
            </Tag>
          )}
          {item.archived && (
            <Tag look="outline">
              <Trans>в архиве</Trans>
            </Tag>
          )}
          {current && <Key keys="Enter" />}
        </div>
        <div className="s12 t2 el">
          {names[item.type]}
          {item.subtitle && ` · ${item.subtitle}`}
          {reasons.map(match => (
            <span key={`${match.field} ${match.text}`}>
              {' · '}
              <Mark text={match.text} ranges={match.ranges} />
            </span>
          ))}
          {item.responsible && <Trans> · отв. {item.responsible.name}</Trans>}
        </div>
        {item.walled && (
          <div className="s12 t3">
            {item.accessAskedAt === null ? (
              <Trans>
                Уже в базе. Карточку видят ответственный и его руководитель: передайте обращение или запросите доступ.
              </Trans>
            ) : (
              <>
                <Trans>Уже в базе</Trans>. <AskedAt at={item.accessAskedAt} />
              </>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
