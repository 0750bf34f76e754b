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
import { RecordLink } from './record-link.tsx'
import { useLogWords } from './words.ts'

const LOOK_AGAIN_MS = 700
const LOOK_LATER_MS = 5_000
/** As many wait where the history from before is being sealed for the first time. */
const MANY = 1_000

/** How far the log is sealed, how the last check of it ended, and the button for another one. */
export function LogState() {
  const { t } = useLingui()
  const format = useFormats()
  const words = useLogWords()
  const { data } = useQuery({
    ...queryOf(getAuditState, {}),
    refetchInterval: ({ state }) =>
      isRunning(state.data) ? LOOK_AGAIN_MS : isSealing(state.data) ? LOOK_LATER_MS : false,
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
          <Trans>
            Опечатано записей: {format.number(count)}, событий истории: {format.number(data.history.count)}
          </Trans>
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
      <SealingHistory state={data} />
      {data.warnings.length > 0 && (
        <Note look="due" role="alert">
          <ul className={styles.findings}>
            {data.warnings.map(each => (
              <li key={each.kind}>
                {words.warning(each)}
                {each.at !== null && ` ${format.dateTime(each.at)}`}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <Findings state={data} />
      {count > 0 && (
        <CopyField
          label={t`Якорь: распечатайте или отправьте его туда, куда из базы не дотянуться`}
          value={data.anchor}
        />
      )}
    </section>
  )
}

const isRunning = (state: AuditState | undefined) => state?.check != null && state.check.finishedAt === null

const isSealing = (state: AuditState | undefined) => state !== undefined && state.history.waiting >= MANY

/** The history from before an update is sealed in the background. */
function SealingHistory({ state }: { state: AuditState }) {
  const { t } = useLingui()
  const format = useFormats()
  if (!isSealing(state)) return null
  const { count, total } = state.history
  return (
    <>
      <span className="t2" role="status">
        <Trans>
          История опечатывается: {format.number(count)} из примерно {format.number(total)}
        </Trans>
      </span>
      <Progress value={(count / total) * 100} aria-label={t`Опечатывание истории`} animated />
    </>
  )
}

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
          <li key={`${each.fault} ${each.log} ${each.seq} ${each.rowId} ${each.eventId}`}>
            {each.log === 'history' && <Trans>История: </Trans>}
            {words.fault(each)}
            {each.seq !== null && <Trans>, № {format.number(each.seq)}</Trans>}
            {each.kind !== null && `, ${words.kind(each.kind)}`}
            {each.record && (
              <>
                , <RecordLink record={{ ...each.record, name: words.record(each.record.kind) }} />
              </>
            )}
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
