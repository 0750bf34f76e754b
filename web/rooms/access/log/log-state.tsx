import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Progress } from '@mantine/core'
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type AuditState, getAuditState, verifyAudit } from '../../../../server/rooms/access/audit/contract.ts'
import { useFormats } from '../../../lib/formats.ts'
import { queryOf, useWrite } from '../../../lib/queries.ts'
import { Note } from '../../../ui/atoms.tsx'
import { CopyField } from '../../../ui/copy-field.tsx'
import { toastError } from '../../../ui/toast.tsx'
import styles from './log.module.css'
import { useLogWords } from './words.ts'

const LOOK_AGAIN_MS = 700

/** How far the log is sealed, how the last check of it ended, and the button for another one. */
export function LogState() {
  const { t } = useLingui()
  const format = useFormats()
  const { data } = useQuery({
    ...queryOf(getAuditState, {}),
    refetchInterval: ({ state }) => (isRunning(state.data) ? LOOK_AGAIN_MS : false),
  })
  const verify = useWrite(verifyAudit, { onError: error => toastError(error) })
  if (!data) return null
  const { check, count, waiting } = data
  const running = isRunning(data)
  return (
    <section className={styles.state} aria-label={t`Целость журнала`}>
      <div className="row wrap">
        <Outcome state={data} />
        <span className="t2">
          <Trans>Опечатано записей: {format.number(count)}</Trans>
          {waiting > 0 && <Trans>, ждут печати: {waiting >= 1_000 ? `${format.number(1_000)}+` : waiting}</Trans>}
        </span>
        <div className="grow" />
        <Button loading={verify.isPending} disabled={running} onClick={() => verify.mutate({} as never)}>
          <Trans>Проверить журнал</Trans>
        </Button>
      </div>
      {running && check && (
        <Progress
          value={check.total > 0 ? (check.checked / check.total) * 100 : 0}
          aria-label={t`Проверка журнала`}
          animated
        />
      )}
      <Findings state={data} />
      {count > 0 && (
        <CopyField
          label={t`Якорь: распечатайте или отправьте его туда, куда из базы не дотянуться`}
          value={`${data.hash}:${data.count}`}
        />
      )}
    </section>
  )
}

const isRunning = (state: AuditState | undefined) => state?.check != null && state.check.finishedAt === null

function Outcome({ state: { check } }: { state: AuditState }) {
  const format = useFormats()
  if (!check)
    return (
      <span className="m">
        <Trans>Журнал еще не проверяли</Trans>
      </span>
    )
  if (!check.verdict)
    return (
      <span className="m" role="status">
        <Trans>
          Проверяем: {format.number(check.checked)} из {format.number(check.total)}
        </Trans>
      </span>
    )
  const { ok, faults } = check.verdict
  const when = format.ago(check.finishedAt)
  return (
    <span className={`row m ${ok ? 'good' : 'bad'}`} role="status">
      {ok ? <IconShieldCheck size={16} stroke={1.7} aria-hidden /> : <IconShieldX size={16} stroke={1.7} aria-hidden />}
      {ok ? <Trans>Журнал цел, проверен {when}</Trans> : <Trans>Журнал нарушен, нарушений: {faults}</Trans>}
    </span>
  )
}

function Findings({ state: { check } }: { state: AuditState }) {
  const format = useFormats()
  const words = useLogWords()
  const verdict = check?.verdict
  if (!verdict || verdict.ok) return null
  const { findings, faults } = verdict
  return (
    <Note look="bad">
      <ul className={styles.findings}>
        {findings.slice(0, 10).map(each => (
          <li key={`${each.fault} ${each.seq} ${each.rowId}`}>
            {words.fault(each)}
            {each.seq !== null && <Trans>, № {format.number(each.seq)}</Trans>}
            {each.kind !== null && `, ${words.kind(each.kind)}`}
            {each.at !== null && `, ${format.dateTime(each.at)}`}
            {each.count !== null && ` (${format.number(each.count)})`}
          </li>
        ))}
        {faults > 10 && (
          <li>
            <Trans>и еще {format.number(faults - 10)}</Trans>
          </li>
        )}
      </ul>
    </Note>
  )
}
