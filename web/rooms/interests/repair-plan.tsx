import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Interest, PlanInput } from '../../../server/rooms/interests/contract.ts'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { emptyPlan, isBegun, isWhole, type PlanDraft, type PlanSense, planOf } from './plan-draft.ts'
import { PlanFields } from './plan-fields.tsx'
import { decideNeeded, type Needed } from './plan-needed.ts'
import { usePlanSense } from './use-plan.ts'
import styles from './plan.module.css'

type Wanted = { needed: Needed; draft: PlanDraft; sense: PlanSense }

/** The steps that go along with a move: those that the state demands, or the one that it asks for. */
export function useMovePlans(interest: Interest | undefined, target: ScenarioState, isDemanded: boolean) {
  const { t } = useLingui()
  const any = usePlanSense()
  const interaction = usePlanSense({ only: 'interaction' })
  const task = usePlanSense({ only: 'task' })
  const [drafts, setDrafts] = useState(() => ({
    either: emptyPlan(),
    interaction: emptyPlan(),
    task: emptyPlan(),
  }))
  const senses: Record<Needed, PlanSense> = { either: any, interaction, task }
  const demanded = isDemanded ? decideNeeded(target, interest?.nextStep ?? null) : []
  const asked: Needed[] = demanded.length > 0 ? demanded : target.asksPlan ? ['either'] : []
  const wanted = asked.map((needed): Wanted => ({ needed, draft: drafts[needed], sense: senses[needed] }))
  const isSaid = ({ draft, sense }: Wanted) => isBegun(draft) && isWhole(draft, sense)
  const names: Record<Needed, string> = { either: t`Следующий шаг`, interaction: t`Взаимодействие`, task: t`Задача` }
  return {
    wanted,
    /** Offered, and may be left out. */
    optional: asked.length > 0 && demanded.length === 0,
    isDone: demanded.length > 0 && wanted.every(isSaid),
    /** Begun and not whole: what is half said is not thrown away. */
    isHalf: wanted.some(each => isBegun(each.draft) && !isSaid(each)),
    plans: wanted.filter(isSaid).map(({ draft, sense }): PlanInput => planOf(draft, sense)),
    nameOf: (needed: Needed) => names[needed],
    set: (needed: Needed, draft: PlanDraft) => setDrafts({ ...drafts, [needed]: draft }),
  }
}

type MovePlansProps = {
  of: ReturnType<typeof useMovePlans>
  clientId: string | null
  partyZone: string | null | undefined
  focus: boolean
  message?: string
}

export function MovePlans({ of, clientId, partyZone, focus, message }: MovePlansProps) {
  const { wanted, optional, nameOf, set } = of
  return (
    <div className={styles.plans}>
      {message && <p>{message}</p>}
      {wanted.map(({ needed, draft, sense }, at) => (
        <div key={needed} role="group" aria-label={nameOf(needed)}>
          {wanted.length > 1 && <h4>{nameOf(needed)}</h4>}
          <PlanFields
            draft={draft}
            onDraft={next => set(needed, next)}
            sense={sense}
            clientId={clientId}
            partyZone={partyZone}
            autoFocus={focus && at === 0}
            optional={optional}
          />
        </div>
      ))}
      {wanted.length === 0 && (
        <p>
          <Trans>Запланируйте на карточке</Trans>
        </p>
      )}
    </div>
  )
}
