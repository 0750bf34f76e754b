import { Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ComponentType, createContext, useContext, useState } from 'react'
import { explainRefusal } from '../../../server/rooms/access/refusals/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import styles from './who-sees.module.css'

/** A record from whose card something may be asked for. */
export type AskedRecord = { kind: 'client' | 'prospect' | 'interest'; id: string }

/** What one may ask for from a card, and what waits there: registration knows how, and the shell brings them together. */
export const Asking = createContext<ComponentType<{ record: AskedRecord }> | null>(null)

/** «Попросить» on a card, or what is asked for there and waits for the reader. */
export function AskHere({ record }: { record: AskedRecord }) {
  const Ask = useContext(Asking)
  return Ask && <Ask key={record.id} record={record} />
}

type WhyNotProps =
  /** A record that is seen and not changed: of which kind, and whose it is. */
  | { kind: 'clients' | 'interests' | 'activities'; owner: { id: string } | null; right?: undefined }
  | { right: string; kind?: undefined; owner?: undefined }

/** «Только просмотр»: under the pointer or the focus, what is missing and who can help. */
export function WhyNot({ kind, owner, right }: WhyNotProps) {
  const { t } = useLingui()
  const [near, setNear] = useState(false)
  const query = right === undefined ? { kind, ...(owner && { ownerId: owner.id }) } : { right }
  const refusal = useQuery({ ...queryOf(explainRefusal, { query }), enabled: near, staleTime: 60_000 }).data
  const words = refusal ? `${refusal.missing}. ${refusal.help}` : t`Загрузка…`
  return (
    <Tooltip label={words} multiline maw={340} opened={near} events={{ hover: true, focus: true, touch: true }}>
      <button
        type="button"
        className={`plain s12 t2 ${styles.why}`}
        onMouseEnter={() => setNear(true)}
        onMouseLeave={() => setNear(false)}
        onFocus={() => setNear(true)}
        onBlur={() => setNear(false)}
        onClick={() => setNear(true)}
      >
        <IconLock size={14} stroke={1.7} aria-hidden />
        <Trans>Только просмотр</Trans>
      </button>
    </Tooltip>
  )
}
