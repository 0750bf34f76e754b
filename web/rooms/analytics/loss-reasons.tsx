import { Trans } from '@lingui/react/macro'
import type { Scenario } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useLossReasons } from '../company/directories.ts'
import { CellLink } from './cell-link.tsx'
import styles from './funnel.module.css'
import type { Funnel } from './use-funnel.ts'

/** Why Interests were lost, and in which states. */
export function LossReasons({ scenario, funnel }: { scenario: Scenario; funnel: Funnel }) {
  const format = useFormats()
  const known = useLossReasons()
  const rows = [...Map.groupBy(funnel.lossReasons, each => each.reasonId)]
    .map(([reasonId, cells]) => ({ reasonId, cells, count: cells.reduce((all, each) => all + each.count, 0) }))
    .sort((a, b) => b.count - a.count)
  const states = funnel.states.filter(({ stateId }) => funnel.lossReasons.some(each => each.stateId === stateId))
  const number = (count: number, reasonId: string | null, stateId?: string) => (
    <CellLink cell={{ cell: 'lost', lossReasonId: reasonId ?? 'none', ...(stateId ? { stateId } : {}) }} count={count}>
      {format.number(count)}
    </CellLink>
  )
  if (rows.length === 0) return null
  return (
    <section className={styles.reasons}>
      <table className={styles.table}>
        <caption>
          <Trans>Причины потерь</Trans>
          <small>
            <Trans>и состояния, из которых Интересы ушли</Trans>
          </small>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Причина</Trans>
            </th>
            {states.map(({ stateId }) => (
              <th key={stateId} scope="col" className={styles.medium}>
                {scenario.states.find(each => each.id === stateId)?.name}
              </th>
            ))}
            <th scope="col">
              <Trans>Всего</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ reasonId, cells, count }) => (
            <tr key={reasonId ?? 'none'}>
              <th scope="row">
                {reasonId === null ? (
                  <span className="t3">
                    <Trans>Причина не указана</Trans>
                  </span>
                ) : (
                  known.find(each => each.id === reasonId)?.name
                )}
              </th>
              {states.map(({ stateId }) => {
                const cell = cells.find(each => each.stateId === stateId)
                return (
                  <td key={stateId} className={styles.medium}>
                    {cell ? number(cell.count, reasonId, stateId) : <span className="t3">—</span>}
                  </td>
                )
              })}
              <td>{number(count, reasonId)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
