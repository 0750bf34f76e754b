import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useState } from 'react'
import { ProblemError } from '../lib/problem-error.ts'
import { Note } from './atoms.tsx'
import { copyText } from './copy-text.ts'
import { Key, useKeys } from './keys.tsx'
import styles from './states.module.css'

/** True once something has lasted 300 ms: nothing flickers before. */
export function useSlow(active: boolean, after = 300): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!active) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), after)
    return () => clearTimeout(timer)
  }, [active, after])
  return active && slow
}

const widths = [58, 72, 44, 80, 61, 52, 68]

/** Grey bars in place of the rows to come, after 300 ms. */
export function LoadingBars({ rows = 7 }: { rows?: number }) {
  const { t } = useLingui()
  const slow = useSlow(true)
  if (!slow) return null
  return (
    <div className={styles.bars} role="status" aria-label={t`Загружаем`}>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        <div key={at} className={styles.bar}>
          <i style={{ width: `${widths[at % widths.length]}%` }} />
          <i style={{ width: `${60 + (at % 4) * 8}%` }} />
          <i style={{ width: `${54 + (at % 5) * 9}%` }} />
        </div>
      ))}
    </div>
  )
}

/** One sentence on what to do and one button; left-aligned where the content will stand. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={styles.state}>
      <h2>{title}</h2>
      {children && <p className="t2">{children}</p>}
      {action && <div className="row wrap">{action}</div>}
    </div>
  )
}

type ErrorStateProps = { title: ReactNode; error: unknown; onRetry?: () => void }

/** What failed, that nothing typed is lost, the way to try again and the number for the administrator. */
export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  const { t } = useLingui()
  const problem = error instanceof ProblemError ? error : undefined
  const requestId = problem?.requestId
  const [copied, setCopied] = useState(false)
  useKeys(onRetry ? [{ keys: 'R', does: t`Повторить`, run: onRetry }] : [])
  return (
    <div className={styles.state}>
      <Note look="bad" role="alert">
        <div className="m">{title}</div>
        <div>{problem?.detail ?? <Trans>Что-то пошло не так. Введенное не потеряно.</Trans>}</div>
      </Note>
      <div className="row wrap">
        {onRetry && (
          <Button onClick={onRetry} rightSection={<Key keys="R" />}>
            <Trans>Повторить</Trans>
          </Button>
        )}
        {requestId && (
          <Button variant="subtle" onClick={() => void copyText(requestId).then(setCopied)}>
            {copied ? <Trans>Скопировано</Trans> : <Trans>Скопировать номер ошибки {requestId.slice(-8)}</Trans>}
          </Button>
        )}
      </div>
    </div>
  )
}
