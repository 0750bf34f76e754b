import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { requestAccess } from '../../../server/rooms/registration/contract.ts'
import { call } from '../../lib/api.ts'
import { Mark, Section } from '../../ui/atoms.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import type { Party } from './form-state.ts'
import styles from './registration.module.css'

/** Asks the responsible of what stands behind the wall; asking twice is asking once. */
export async function askForAccess(typed: string): Promise<string> {
  const { askedOf } = await call(requestAccess, { body: { id: newId(), typed } })
  return askedOf.map(each => each.name).join(', ')
}

type RequestAccessProps = { typed: string; keys?: string; size?: 'compact-xs' }

/** «Запросить доступ»: the answer comes as a notice. */
export function RequestAccess({ typed, keys, size }: RequestAccessProps) {
  const { t } = useLingui()
  const [asked, setAsked] = useState<{ typed: string; of: string }>()
  const [pending, setPending] = useState(false)
  const done = asked?.typed === typed
  const ask = () => {
    if (pending) return
    setPending(true)
    askForAccess(typed)
      .then(of => {
        setAsked({ typed, of })
        toast({ message: <Trans>Доступ запрошен: {of}. Ответ придет уведомлением</Trans> })
      }, toastError)
      .finally(() => setPending(false))
  }
  useKeys(keys ? [{ keys, does: t`Запросить доступ`, off: done, inFields: true, run: ask }] : [])
  if (done) {
    return (
      <span className="s12 good" role="status">
        <Trans>Доступ запрошен: {asked.of}</Trans>
      </span>
    )
  }
  return (
    <Button
      onClick={ask}
      loading={pending}
      {...(size && { size })}
      {...(keys && { rightSection: <Key keys={keys} />, 'aria-keyshortcuts': 'Alt+A' })}
    >
      <Trans>Запросить доступ</Trans>
    </Button>
  )
}

type WallFactsProps = { party: Extract<Party, { kind: 'wall' }>; onProspect: () => void }

/** The party is in the base and behind a wall: what is told of it, and the two ways on. */
export function WallFacts({ party, onProspect }: WallFactsProps) {
  const { typed, responsible, openInterests, type } = party
  const name = responsible?.name
  return (
    <>
      <div className={styles.wall}>
        <IconLock size={16} stroke={1.7} aria-hidden />
        <div className="grow">
          <div className="b el">
            <Mark text={typed} ranges={[[0, typed.length]]} /> <Trans>уже в базе</Trans>
          </div>
          <div className="s12 t2">
            {name && <Trans>Отв. {name}</Trans>}
            {openInterests > 0 && <Trans> · открытых Интересов: {openInterests}</Trans>}
          </div>
        </div>
      </div>
      <div className={styles.wallNote}>
        <div className="m">
          <Trans>Карточку видят ответственный и его руководитель.</Trans>
        </div>
        <div className="t2">
          {name ? (
            <Trans>
              Передайте обращение: {name} получит содержание и то, что вы набрали. Ответ придет уведомлением.
            </Trans>
          ) : (
            <Trans>Передайте обращение: руководитель получит содержание и то, что вы набрали.</Trans>
          )}
        </div>
        {type === 'client' && (
          <div className="row wrap" style={{ marginTop: 8 }}>
            <RequestAccess typed={typed} keys="alt+A" />
          </div>
        )}
      </div>
      <button type="button" className={`plain ${styles.prospectButton}`} onClick={onProspect} aria-keyshortcuts="Alt+P">
        <IconUserPlus size={16} stroke={1.7} aria-hidden />
        <span className="el">
          <Trans>Это другой человек: потенциальный клиент</Trans>
        </span>
        <Key keys="alt+P" />
      </button>
      <Section title={<Trans>Почему так</Trans>} folds="closed" level={3}>
        <p className="t2">
          <Trans>
            Менеджер видит своих клиентов и тех, у кого нет ответственного; руководитель — клиентов своего отдела. О
            чужой записи говорится, только когда набраны целиком телефон, почта, ИНН или ФИО: что она есть, чья она и
            сколько по ней открыто. Каждое такое обращение записывается в журнал.
          </Trans>
        </p>
      </Section>
    </>
  )
}
