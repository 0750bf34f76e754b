import { Button, Menu } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown, IconEdit, IconLock } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { confirmLoss } from '../../../server/rooms/interests/closing/contract.ts'
import { getInterest, type Interest } from '../../../server/rooms/interests/contract.ts'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { useScenarios } from '../scenarios/scenarios.ts'
import { SHOWS_INTERESTS, useMoveInterest } from './move-interest.tsx'
import { isForbidden, missingFor } from './states-bar.tsx'

type DecisionProps = {
  interestId: string
  number: string
  /** Where the state has to be asked for something first; the card has the room for it. */
  onReturn: (interest: Interest, state: ScenarioState) => void
}

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** «Подтвердить» and «Вернуть в состояние…»: what a head does about a loss that waits. */
export function LossDecision({ interestId, number, onReturn }: DecisionProps) {
  const { t } = useLingui()
  const cache = useQueryClient()
  const [opened, setOpened] = useState(false)
  const query = queryOf(getInterest, { params: { id: interestId } })
  // The card is read only by who is about to choose.
  const interest = useQuery({ ...query, enabled: opened }).data
  const scenario = useScenarios().find(each => each.id === interest?.scenarioId)
  const confirm = useWrite(confirmLoss, {
    refresh: [...SHOWS_INTERESTS, 'notices', 'notices-summary'],
    onSuccess: answer => {
      cache.setQueryData(query.queryKey, answer)
      toast({ message: <Trans>{number}: потеря подтверждена</Trans> })
    },
    onError: error => toastError(error),
  })
  const states = scenario?.states.filter(state => state.kind === 'ordinary') ?? []
  return (
    <>
      <Button
        variant="filled"
        loading={confirm.isPending}
        aria-label={t`Подтвердить потерю`}
        onClick={() => confirm.mutate({ params: { id: interestId } })}
      >
        <Trans>Подтвердить</Trans>
      </Button>
      <Menu position="bottom-start" opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Button rightSection={<IconChevronDown {...icon} size={14} />}>
            <Trans>Вернуть в состояние…</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {interest &&
            states.map(state => {
              const missing = missingFor(interest, state.id)
              const closed = isForbidden(missing)
              return (
                <Menu.Item
                  key={state.id}
                  disabled={closed}
                  rightSection={
                    closed ? <IconLock {...icon} /> : missing.length > 0 && <IconEdit {...icon} className="due" />
                  }
                  onClick={() => onReturn(interest, state)}
                >
                  {state.name}
                </Menu.Item>
              )
            })}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** The same in a notice: a state that asks for nothing is reached at once, for any other the card is opened. */
export function LossNoticeActions({ interest: { id, number } }: { interest: { id: string; number: string } }) {
  const navigate = useNavigate()
  const { move } = useMoveInterest()
  const toCard = () => void navigate({ to: '/interests/$id', params: { id } })
  return (
    <LossDecision
      interestId={id}
      number={number}
      onReturn={(interest, state) => {
        if (missingFor(interest, state.id).length > 0) toCard()
        else void move(interest, state).then(outcome => 'missing' in outcome && toCard())
      }}
    />
  )
}

type AwaitsProps = { interest: Interest; onReturn: (state: ScenarioState) => void }

/** On the card: who is awaited, and for a head the decision. */
export function LossAwaits({ interest, onReturn }: AwaitsProps) {
  const { awaited } = interest
  if (awaited.length === 0) return null
  const names = awaited.map(each => each.name).join(', ')
  return (
    <Note
      look="due"
      action={
        interest.can['confirmLoss'] && (
          <div className="row wrap">
            <LossDecision interestId={interest.id} number={interest.number} onReturn={(_, state) => onReturn(state)} />
          </div>
        )
      }
    >
      <Trans>Потеря ждет подтверждения: {names}</Trans>
    </Note>
  )
}
