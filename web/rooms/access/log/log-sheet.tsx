import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AuditRow } from '../../../../server/rooms/access/audit/contract.ts'
import { useFormats } from '../../../lib/formats.ts'
import { Key } from '../../../ui/keys.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import styles from './log.module.css'
import { RecordLink } from './record-link.tsx'
import { type SaidChange, useGroundsChanges, useSaid } from './said.ts'
import { useDetailNames, useLogWords } from './words.ts'

type Props = {
  row: AuditRow
  onClose: () => void
  /** Shows everything about the record of this row. */
  onRecord: (id: string) => void
}

/** One row of the log, whole: who, what, from where, what was changed from and to, and its place in the chain. */
export function LogSheet({ row, onClose, onRecord }: Props) {
  const { t } = useLingui()
  const format = useFormats()
  const words = useLogWords()
  const nameOf = useDetailNames()
  const say = useSaid()
  const groundsChanges = useGroundsChanges()
  const { actor, record, personal, seq, blanked } = row
  const { changes, grounds, ...plain } = unfold(row)
  const facts: [string, ReactNode][] = [
    [t`Когда`, `${format.dateTime(row.at)}:${row.at.slice(17, 19)}`],
    [t`Кто`, actor?.name ?? t`никто из пользователей`],
    ...(record
      ? ([[words.record(record.kind), <RecordLink key="record" record={record} />]] as [string, ReactNode][])
      : []),
    ...Object.entries({ ...flat(plain), ...flat(personal) }).map(([key, value]): [string, ReactNode] => [
      nameOf(key),
      say(key, value),
    ]),
    [t`Номер в цепочке`, seq === null ? t`еще не опечатана` : format.number(seq)],
  ]
  const changed: SaidChange[] = [
    ...[...pairsOf(changes), ...pairsOf(plain), ...pairsOf(personal)].flatMap(([key, { from, to }]) =>
      key === 'grounds'
        ? groundsChanges(from, to)
        : { label: nameOf(key), from: from === undefined ? '' : say(key, from), to: say(key, to) },
    ),
    ...(grounds === undefined
      ? []
      : isChange(grounds)
        ? groundsChanges(grounds.from, grounds.to)
        : groundsChanges({}, grounds)),
  ]
  const all = record && record.kind !== 'session' ? record : null
  const show = () => {
    if (!all) return
    onClose()
    onRecord(all.id)
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      closesOutside
      title={words.kind(row.kind)}
      keys={[{ keys: 'A', does: t`Все об этой записи`, off: !all, run: show }]}
      footer={
        all && (
          <Button rightSection={<Key keys="A" />} aria-keyshortcuts="A" onClick={show}>
            <Trans>Все об этой записи</Trans>
          </Button>
        )
      }
    >
      <div className={`col ${styles.row}`} data-autofocus tabIndex={-1}>
        <dl className={styles.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {changed.length > 0 && (
          <div className="col">
            <h3>
              <Trans>Что изменилось</Trans>
            </h3>
            <dl className={styles.facts}>
              {changed.map(({ label, from, to }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {from && <del className="t3">{from}</del>} {to}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
        {blanked && (
          <p className="t3">
            <Trans>Личные значения этой записи стерты; цепочка их не теряла.</Trans>
          </p>
        )}
      </div>
    </Sheet>
  )
}

type Change = { from?: unknown; to?: unknown }

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && ('to' in value || 'from' in value)

/** A changed role is told by its two names alone; elsewhere the same words are a span of time. */
function unfold({ kind, detail }: AuditRow): AuditRow['detail'] {
  if (kind !== 'user.role_changed' || !isChange(detail)) return detail
  const { from, to, ...rest } = detail as AuditRow['detail']
  return { ...rest, role: { from, to } }
}

/** Fields with what they were and became. */
function pairsOf(value: unknown): [string, Change][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).filter((each): each is [string, Change] => isChange(each[1]))
}

/** What is no change from one value to another: an address, a device. */
function flat(values: AuditRow['personal']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => !isChange(value)))
}
