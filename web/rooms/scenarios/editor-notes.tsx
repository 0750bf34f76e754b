import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Note } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { laterForgets } from './editing.ts'
import { useStateWords } from './state-words.ts'
import type { usePublish } from './use-publish.ts'

type Publishing = ReturnType<typeof usePublish>

/** Somebody else has saved the draft since: theirs is looked at, or mine goes over it. */
export function Overtaken({ publishing }: { publishing: Publishing }) {
  const { overtaken, look, publish, isPending, isChanged } = publishing
  if (!overtaken) return null
  return (
    <Note
      look="bad"
      role="alert"
      action={
        <div className="row">
          <Button size="compact-xs" onClick={look}>
            <Trans>Показать чужой черновик</Trans>
          </Button>
          {isChanged && (
            <Button size="compact-xs" variant="subtle" loading={isPending} onClick={() => void publish(true)}>
              <Trans>Все равно опубликовать мой</Trans>
            </Button>
          )}
        </div>
      }
    >
      {overtaken.by ? (
        <Trans>
          Черновик тем временем изменил другой человек: {overtaken.by}. Ваши изменения здесь, но не сохраняются; после
          показа чужих к ним вернет Z.
        </Trans>
      ) : (
        <Trans>
          Черновик тем временем изменил другой человек. Ваши изменения здесь, но не сохраняются; после показа чужих к
          ним вернет Z.
        </Trans>
      )}
    </Note>
  )
}

/** A rule that an earlier state has and a later one lacks is got round by skipping. */
export function Forgotten({ states }: { states: readonly ScenarioState[] }) {
  const words = useStateWords()
  const forgotten = laterForgets(states)
  if (forgotten.length === 0) return null
  return (
    <Note look="due" role="status">
      <div className="m">
        <Trans>Правило можно обойти, пропустив состояние:</Trans>
      </div>
      <ul>
        {forgotten.map(({ field, earlier, later }) => (
          <li key={field}>
            <Trans>
              «{later}» не требует поля «{words.field(field)}», хотя раньше его требует «{earlier}».
            </Trans>
          </li>
        ))}
      </ul>
    </Note>
  )
}

/** Interests in states that go: where to, and which of them may not go there. */
export function RemovedStates({ publishing, states }: { publishing: Publishing; states: readonly ScenarioState[] }) {
  const { t } = useLingui()
  const { lacking, inUse, targets, setTargets } = publishing
  return (
    <>
      {lacking.length > 0 && (
        <Note look="bad" role="alert">
          <div className="m">
            <Trans>Эти Интересы не могут перейти в указанное состояние:</Trans>
          </div>
          <ul>
            {lacking.map(each => (
              <li key={each.id}>
                <Link to="/interests/$id" params={{ id: each.id }}>
                  {each.number}
                </Link>{' '}
                {each.missing.map(item => item.message).join('; ')}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {inUse.length > 0 && (
        <Note look="bad" role="alert">
          <div className="m">
            <Trans>В убранных состояниях есть Интересы. Куда их перенести?</Trans>
          </div>
          {inUse.map(each => (
            <div key={each.id} className="row" style={{ marginTop: 6 }}>
              <span className="grow">
                <Trans>
                  {each.name}, Интересов: {each.interests}
                </Trans>
              </span>
              <EntitySelect
                aria-label={t`Куда перенести из «${each.name}»`}
                entities={states}
                value={targets[each.id] ?? null}
                onChange={target => setTargets(target ? { ...targets, [each.id]: target } : targets)}
              />
            </div>
          ))}
        </Note>
      )}
    </>
  )
}
