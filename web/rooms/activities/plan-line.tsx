import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { Key, useKeys } from '../../ui/keys.tsx'
import { emptyPlan, isBegun, isWhole, planOf, TASK } from '../interests/plan-draft.ts'
import { PlanFields } from '../interests/plan-fields.tsx'
import { usePlanSense } from '../interests/use-plan.ts'
import styles from './activities.module.css'
import { usePlanActivity } from './use-activities.tsx'

/** One line over the day: what is typed is planned, for no Interest. T begins it, Enter saves it. */
export function PlanLine() {
  const { t } = useLingui()
  const sense = usePlanSense({ fallback: TASK })
  const [draft, setDraft] = useState(() => emptyPlan())
  const field = useRef<HTMLInputElement>(null)
  const { plan, planning } = usePlanActivity()
  const begun = isBegun(draft)
  const whole = isWhole(draft, sense)

  async function save(): Promise<void> {
    if (!begun || !whole || planning) return
    const planned = await plan({ ...planOf(draft, sense), id: draft.id })
    if (!planned) return
    setDraft(emptyPlan())
    field.current?.focus()
  }

  useKeys([
    { keys: 'T', does: t`Запланировать дело`, run: () => field.current?.focus() },
    { keys: 'mod+Enter', off: !begun, run: () => void save() },
  ])
  return (
    <section
      className={styles.plan}
      aria-label={t`Новое дело`}
      onKeyDown={event => {
        if (event.code === 'Escape' && !event.defaultPrevented && event.target === field.current) {
          setDraft(emptyPlan())
          field.current?.blur()
        }
        if (event.code === 'Enter' && !event.ctrlKey && !event.metaKey && event.target === field.current) {
          event.preventDefault()
          void save()
        }
      }}
    >
      <PlanFields
        draft={draft}
        onDraft={setDraft}
        sense={sense}
        field={field}
        placeholder={t`Запланировать: позвонить в банк завтра 10:00`}
        folded={!begun}
      />
      {begun && (
        <div className={styles.foot}>
          <Button
            variant="filled"
            onClick={() => void save()}
            loading={planning}
            disabled={!whole}
            rightSection={<Key keys="Enter" />}
          >
            <Trans>Запланировать</Trans>
          </Button>
          <Button variant="subtle" onClick={() => setDraft(emptyPlan())}>
            <Trans>Отмена</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}
