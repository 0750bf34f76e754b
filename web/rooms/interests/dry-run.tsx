import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { dryRunScenario, type RuleEffect } from '../../../server/rooms/interests/dry-run/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note, Section } from '../../ui/atoms.tsx'
import { toastError } from '../../ui/toast.tsx'
import type { Content } from '../scenarios/use-draft.ts'

type DryRunProps = { id: string; content: Content }

/** «Если опубликовать сейчас»: whom the rules as they are edited would stop that nothing stops today. */
export function DryRun({ id, content }: DryRunProps) {
  const { t } = useLingui()
  const [of, setOf] = useState<string>()
  const run = useWrite(dryRunScenario, { onError: error => toastError(error) })
  const text = JSON.stringify([content.states, content.checklist])
  const found = of === text ? run.data : undefined
  const ask = () => {
    setOf(text)
    const states = content.states.map(({ order: _, ...state }) => state)
    run.mutate({ params: { id }, body: { states, checklist: content.checklist } })
  }
  return (
    <Section
      title={<Trans>Если опубликовать сейчас</Trans>}
      actions={
        <Button size="compact-xs" loading={run.isPending} onClick={ask}>
          <Trans>Проверить на открытых</Trans>
        </Button>
      }
    >
      <div className="col" role="status">
        {!found && (
          <p className="t2">
            <Trans>Покажет, какие незавершенные Интересы остановят новые правила. Ничего не меняет.</Trans>
          </p>
        )}
        {found && found.rules.length === 0 && (
          <Note look="good">
            <Trans>Проверено Интересов: {found.interests}. Новые правила никого не остановят.</Trans>
          </Note>
        )}
        {found && found.rules.length > 0 && (
          <ul className="col" aria-label={t`Что изменят новые правила`}>
            {found.rules.map(each => (
              <li key={`${each.stateId} ${each.message}`}>
                <Effect effect={each} state={content.states.find(state => state.id === each.stateId)?.name ?? ''} />
              </li>
            ))}
          </ul>
        )}
        {found?.removed.map(({ stateId, name, interests }) => (
          <p key={stateId}>
            <Trans>
              Состояние «{name}» будет убрано, Интересов в нем: {interests}
            </Trans>
          </p>
        ))}
      </div>
    </Section>
  )
}

function Effect({ effect, state }: { effect: RuleEffect; state: string }) {
  const [open, setOpen] = useState(false)
  const { blocked, standing, examples, message, rule } = effect
  return (
    <Note
      look="due"
      action={
        examples.length > 0 && (
          <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <Trans>Скрыть</Trans> : <Trans>Показать</Trans>}
          </Button>
        )
      }
    >
      <div className="m">
        {rule === 'trigger' ? (
          <Trans>
            Триггер не пустит в «{state}»: {message}
          </Trans>
        ) : (
          message
        )}
      </div>
      <div className="t2">
        {blocked > 0 && (
          <Plural
            value={blocked}
            one="Не пустит сюда # незавершенный Интерес"
            few="Не пустит сюда # незавершенных Интереса"
            many="Не пустит сюда # незавершенных Интересов"
            other="Не пустит сюда # незавершенного Интереса"
          />
        )}
        {blocked > 0 && standing > 0 && '. '}
        {standing > 0 && <Trans>Уже стоят здесь без этого: {standing}</Trans>}
      </div>
      {open && (
        <ul>
          {examples.map(({ id, number, subject }) => (
            <li key={id}>
              <Link to="/interests/$id" params={{ id }}>
                {number} {subject}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Note>
  )
}
