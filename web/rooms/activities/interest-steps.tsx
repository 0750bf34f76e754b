import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSquareCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listActivities } from '../../../server/rooms/activities/contract.ts'
import type { Interest } from '../../../server/rooms/interests/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { stepIcon } from '../interests/next-step.tsx'
import { type PlanKind, TASK } from '../interests/plan-draft.ts'
import { usePlanSense } from '../interests/use-plan.ts'
import styles from './activities.module.css'
import { ActivityRow } from './activity-row.tsx'
import { DelegateDialog } from './delegate-dialog.tsx'
import { NewPlan } from './plan-form.tsx'
import { useRows } from './use-rows.tsx'

/** So many kinds have a button of their own; the form offers the rest. */
const BUTTONS = 2

/** On the card of an Interest: buttons that plan, and what is planned, the next step first. */
export function InterestSteps({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const [kind, setKind] = useState<PlanKind>()
  const { kinds } = usePlanSense()
  const planned = useQuery(queryOf(listActivities, { query: { interestId: interest.id, open: true, limit: 100 } }))
  const items = planned.data?.items ?? []
  const rows = useRows()
  const may = interest.can['edit'] === true && interest.open
  const [first] = items
  const call = kinds.find(each => stepIcon('interaction', each.name) === stepIcon('interaction', 'Звонок')) ?? kinds[0]
  useKeys([
    { keys: 'P', does: t`Запланировать звонок`, off: !may || !call, run: () => setKind(call?.id) },
    { keys: 'T', does: t`Запланировать задачу`, off: !may, run: () => setKind(TASK) },
    {
      keys: 'A',
      does: t`Завершить запланированное`,
      off: !first?.can['complete'],
      run: () => first && rows.tick(first),
    },
  ])
  return (
    <>
      {may && (
        <div className={styles.entry} role="group" aria-label={t`Запланировать`}>
          {kinds.slice(0, BUTTONS).map(each => {
            const Icon = stepIcon('interaction', each.name)
            return (
              <Button
                key={each.id}
                leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
                rightSection={each.id === call?.id && <Key keys="P" />}
                onClick={() => setKind(each.id)}
              >
                {each.name}
              </Button>
            )
          })}
          <Button
            leftSection={<IconSquareCheck size={16} stroke={1.7} aria-hidden />}
            rightSection={<Key keys="T" />}
            onClick={() => setKind(TASK)}
          >
            <Trans>Задача</Trans>
          </Button>
        </div>
      )}
      {kind !== undefined && (
        <NewPlan
          key={kind}
          interest={interest}
          kind={kind}
          onDone={() => setKind(undefined)}
          onCancel={() => setKind(undefined)}
        />
      )}
      {items.length > 0 && (
        <Section title={<Trans>Запланировано</Trans>} count={items.length}>
          <ul className={styles.planned}>
            {items.map(activity => (
              <ActivityRow key={activity.id} activity={activity} rows={rows} ofInterest />
            ))}
          </ul>
        </Section>
      )}
      {rows.given && <DelegateDialog activity={rows.given} onClose={() => rows.give(undefined)} />}
    </>
  )
}
