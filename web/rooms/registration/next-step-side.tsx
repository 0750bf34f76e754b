import { Trans, useLingui } from '@lingui/react/macro'
import type { PlanInput } from '../../../server/rooms/interests/contract.ts'
import { useMe } from '../access/me.ts'
import { isBegun, isWhole, type PlanSense, planOf } from '../interests/plan-draft.ts'
import { PlanFields } from '../interests/plan-fields.tsx'
import { usePlanSense } from '../interests/use-plan.ts'
import { useScenarios } from '../scenarios/scenarios.ts'
import type { FormState } from './form-state.ts'
import { useFormAnswer } from './form-answer.ts'
import { useClientOf } from './party-facts.tsx'
import styles from './registration.module.css'

type Need = FormState['need']

export type FormStep = {
  sense: PlanSense
  /** The state in which the Interest begins demands a step. */
  demanded: boolean
  /** That state gives the responsible a task by itself. */
  makesTask: boolean
  plan: PlanInput | undefined
  /** What is wrong with it, in words. */
  fault: string | undefined
  /** Whose people may be named. */
  clientId: string | null
  /** By which clock that client lives. */
  partyZone: string | null | undefined
}

/** The step that goes along with the Interest, as the state in which it begins asks for it. */
export function useFormStep({ need, party }: FormState, serviceTypeId: string | null, responsibleId: string): FormStep {
  const { t } = useLingui()
  const me = useMe()
  const client = useClientOf(party)
  const answer = useFormAnswer(serviceTypeId, need.scenarioId)
  const scenarioId = need.scenarioId ?? answer?.scenarioId
  const first = useScenarios().find(each => each.id === scenarioId)?.states[0]
  const rule = first?.planningRule ?? 'nothing'
  const only = rule === 'interaction' || rule === 'task' ? rule : undefined
  const plain = usePlanSense(only && { only })
  const sense = responsibleId === me.user.id ? plain : { ...plain, doer: responsibleId }
  // The task that comes by itself may be all that is demanded.
  const makesTask = first?.makesTask === true
  const demanded = rule !== 'nothing' && !(makesTask && (rule === 'task' || rule === 'either'))
  const isSaid = isBegun(need.plan)
  const isGood = isSaid && isWhole(need.plan, sense)
  return {
    clientId: party.kind === 'client' ? party.clientId : null,
    partyZone: client.data?.whereabouts?.timeZone,
    sense,
    demanded,
    makesTask,
    plan: isGood ? planOf(need.plan, sense) : undefined,
    fault:
      isSaid && !isGood
        ? t`Напишите, что сделать`
        : demanded && !isSaid
          ? t`Запланируйте следующий шаг: этого требует сценарий`
          : undefined,
  }
}

type NextStepSideProps = {
  step: FormStep
  need: Need
  onNeed: (change: Partial<Need>) => void
  error: string | undefined
}

/** «Следующий шаг» of the form: one line, or none. */
export function NextStepSide({ step, need, onNeed, error }: NextStepSideProps) {
  return (
    <fieldset className={styles.next}>
      <legend className="s12 m">
        <Trans>Следующий шаг</Trans>
      </legend>
      {step.makesTask && (
        <p className="s12 t3">
          <Trans>Сценарий сам поставит ответственному задачу на сегодня.</Trans>
        </p>
      )}
      <PlanFields
        lineId="plan"
        draft={need.plan}
        onDraft={plan => onNeed({ plan })}
        sense={step.sense}
        clientId={step.clientId}
        partyZone={step.partyZone}
        optional={!step.demanded}
        error={error}
      />
    </fieldset>
  )
}
