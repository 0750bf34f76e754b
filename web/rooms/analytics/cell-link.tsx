import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import styles from './funnel.module.css'
import type { Cell } from './use-funnel.ts'

/** A number of the funnel that opens the Interests which it counts; nothing opens nothing. */
export function CellLink({ cell, count, children }: { cell: Cell; count: number; children: ReactNode }) {
  if (count === 0)
    return (
      <span className={styles.number} data-none>
        {children}
      </span>
    )
  return (
    <Link
      from="/reports/funnel"
      to="."
      search={before => ({ ...before, stateId: undefined, lossReasonId: undefined, ...cell })}
      className={styles.number}
    >
      {children}
    </Link>
  )
}
