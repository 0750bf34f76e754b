import { listActivityViewers } from '../../../server/rooms/activities/viewers/contract.ts'
import { WhoSees } from '../access/who-sees.tsx'
import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Activity } from '../../../server/rooms/activities/contract.ts'
import { getInterest } from '../../../server/rooms/interests/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { Key, KeyLayer, useKeys } from '../../ui/keys.tsx'
import { emptyPlan, isWhole, type PlanDraft, type PlanKind, planOf, TASK } from '../interests/plan-draft.ts'
import { PlanFields } from '../interests/plan-fields.tsx'
import { usePlanSense } from '../interests/use-plan.ts'
import styles from './activities.module.css'
import { changeOf, draftOf } from './change.ts'
import { useActivityName, useChangeActivity, usePlanActivity } from './use-activities.tsx'

type NewPlanProps = {
  /** For which Interest, and of which client. */
  interest?: { id: string; clientId: string | null; partyTimeZone: string | null }
  kind: PlanKind
  onDone: () => void
  onCancel: () => void
}

/** Plans something new where it stands. */
export function NewPlan({ interest, kind, onDone, onCancel }: NewPlanProps) {
  const { t } = useLingui()
  const sense = usePlanSense({ fallback: kind })
  const [draft, setDraft] = useState(() => emptyPlan())
  const { plan, planning } = usePlanActivity()
  const whole = isWhole(draft, sense)
  const save = () => {
    if (!whole || planning) return
    void plan({ ...planOf(draft, sense), id: draft.id }, interest?.id).then(planned => planned && onDone())
  }
  return (
    <KeyLayer>
      <Frame label={t`Новое дело`} does={t`Запланировать`} onSave={save} onCancel={onCancel}>
        <PlanFields
          draft={draft}
          onDraft={setDraft}
          sense={sense}
          clientId={interest?.clientId ?? null}
          partyZone={interest?.partyTimeZone}
          placeholder={kind === TASK ? t`Что сделать: расчет, завтра 12:00` : t`Завтра 15:00 уточнить объем`}
          autoFocus
        />
        <Foot onSave={save} onCancel={onCancel} saving={planning} off={!whole}>
          <Trans>Запланировать</Trans>
        </Foot>
      </Frame>
    </KeyLayer>
  )
}

type EditPlanProps = { activity: Activity; onDone: () => void; onCancel: () => void }

/** Changes what is planned where it stands. */
export function EditPlan({ activity, onDone, onCancel }: EditPlanProps) {
  const { t } = useLingui()
  const sense = usePlanSense({ only: activity.kind })
  const nameOf = useActivityName()
  const change = useChangeActivity()
  const clientId = useClientOf(activity)
  const [begun] = useState(() => draftOf(activity, sense.zone))
  const [draft, setDraft] = useState<PlanDraft>(begun)
  const [saving, setSaving] = useState(false)
  const save = async () => {
    if (saving) return
    const changed = changeOf(begun, draft, sense)
    if (Object.keys(changed).length === 0) return onDone()
    setSaving(true)
    const saved = await change(activity, changed, after => <Trans>Изменено: {nameOf(after)}</Trans>)
    setSaving(false)
    if (saved) onDone()
  }
  return (
    <KeyLayer>
      <Frame label={t`Изменить дело`} does={t`Сохранить`} onSave={() => void save()} onCancel={onCancel}>
        <PlanFields
          draft={draft}
          onDraft={setDraft}
          sense={sense}
          clientId={clientId}
          partyZone={activity.interest?.timeZone}
          autoFocus
        />
        <Foot onSave={() => void save()} onCancel={onCancel} saving={saving}>
          <Trans>Сохранить</Trans>
        </Foot>
        <WhoSees endpoint={listActivityViewers} id={activity.id} />
      </Frame>
    </KeyLayer>
  )
}

/** The client of the Interest for which it is planned, so that its people may be named. */
export function useClientOf({ interest }: Activity): string | null {
  const isSeen = interest !== null && !interest.walled
  const query = queryOf(getInterest, { params: { id: interest?.id ?? '' } })
  return useQuery({ ...query, enabled: isSeen, retry: false }).data?.clientId ?? null
}

type FrameProps = {
  label: string
  /** What Ctrl Enter does. */
  does: string
  onSave: () => void
  onCancel: () => void
  children: ReactNode
}

/** A small form in a list: it has the keys for itself, Ctrl Enter saves, Esc closes. */
export function Frame({ label, does, onSave, onCancel, children }: FrameProps) {
  useKeys([
    { keys: 'mod+Enter', does, run: onSave },
    { keys: 'Escape', inFields: true, run: onCancel },
  ])
  return (
    <section className={styles.form} aria-label={label}>
      {children}
    </section>
  )
}

type FootProps = {
  onSave: () => void
  onCancel: () => void
  saving: boolean
  off?: boolean
  children: ReactNode
}

export function Foot({ onSave, onCancel, saving, off = false, children }: FootProps) {
  return (
    <div className={styles.foot}>
      <Button variant="filled" onClick={onSave} loading={saving} disabled={off} rightSection={<Key keys="mod+Enter" />}>
        {children}
      </Button>
      <Button variant="subtle" onClick={onCancel} rightSection={<Key keys="Escape" />}>
        <Trans>Отмена</Trans>
      </Button>
    </div>
  )
}
