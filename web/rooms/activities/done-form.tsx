import { Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import type { Activity, Outcome } from '../../../server/rooms/activities/contract.ts'
import { Note } from '../../ui/atoms.tsx'
import { KeyLayer } from '../../ui/keys.tsx'
import { emptyPlan, isBegun, isWhole, planOf } from '../interests/plan-draft.ts'
import { PlanFields } from '../interests/plan-fields.tsx'
import { usePlanSense } from '../interests/use-plan.ts'
import styles from './activities.module.css'
import { Foot, Frame, useClientOf } from './plan-form.tsx'
import { useFinishActivity } from './use-activities.tsx'

type DoneFormProps = {
  activity: Activity
  outcome: Outcome
  /** The state asks for another step before this one may go: in its words. */
  demanded?: string
  onDone: () => void
  onCancel: () => void
}

/** The result, and the next step at once: both in one request. Without a next step unless the state demands one. */
export function DoneForm({ activity, outcome, onDone, onCancel, ...props }: DoneFormProps) {
  const { t } = useLingui()
  const sense = usePlanSense()
  const clientId = useClientOf(activity)
  const { finish, finishing } = useFinishActivity()
  const [result, setResult] = useState('')
  const [next, setNext] = useState(() => emptyPlan())
  const [demanded, setDemanded] = useState(props.demanded)
  const line = useRef<HTMLInputElement>(null)
  const isOfInterest = activity.interest !== null && !activity.interest.walled
  const isNext = isBegun(next)
  const isLacking = (isNext && !isWhole(next, sense)) || (demanded !== undefined && !isNext)
  const isDone = outcome === 'done'

  async function save(): Promise<void> {
    if (finishing) return
    if (isLacking) return line.current?.focus()
    const said = await finish(activity, outcome, { result, ...(isNext ? { next: planOf(next, sense) } : {}) })
    if ('closed' in said) onDone()
    else if ('demanded' in said) {
      setDemanded(said.demanded)
      line.current?.focus()
    }
  }

  return (
    <KeyLayer>
      <Frame
        label={isDone ? t`Завершить дело` : t`Дело не состоится`}
        does={isDone ? t`Завершить` : t`Не состоится`}
        onSave={() => void save()}
        onCancel={onCancel}
      >
        <Textarea
          label={isDone ? t`Результат` : t`Почему не состоится`}
          placeholder={isDone ? t`Чем закончилось, можно пропустить` : t`Можно пропустить`}
          autoFocus={props.demanded === undefined}
          minRows={2}
          maxRows={8}
          value={result}
          onChange={event => setResult(event.currentTarget.value)}
        />
        {isOfInterest && (
          <fieldset className={styles.next}>
            <legend className="b s12">
              <Trans>Следующий шаг</Trans>
            </legend>
            {demanded !== undefined && (
              <Note look="due" role="alert">
                {demanded}
              </Note>
            )}
            <PlanFields
              draft={next}
              onDraft={setNext}
              sense={sense}
              clientId={clientId}
              partyZone={activity.interest?.timeZone}
              field={line}
              autoFocus={props.demanded !== undefined}
              optional={demanded === undefined}
            />
          </fieldset>
        )}
        <Foot onSave={() => void save()} onCancel={onCancel} saving={finishing} off={isLacking}>
          {isNext ? (
            <Trans>Готово и запланировать</Trans>
          ) : isOfInterest && demanded === undefined ? (
            <Trans>Готово, без следующего шага</Trans>
          ) : (
            <Trans>Готово</Trans>
          )}
        </Foot>
      </Frame>
    </KeyLayer>
  )
}
