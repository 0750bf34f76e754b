import { ActionIcon, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconMaximize } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { getInterest } from '../../server/rooms/interests/contract.ts'
import { queryOf } from '../lib/queries.ts'
import { InterestCard } from '../rooms/interests/interest-card.tsx'
import { useScenarios } from '../rooms/scenarios/scenarios.ts'
import { useKeys } from '../ui/keys.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'

/** The card over a list: the list keeps its place below. */
export default function InterestSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const interest = useQuery(queryOf(getInterest, { params: { id } }))
  const scenario = useScenarios().find(each => each.id === interest.data?.scenarioId)
  const toPage = () => void navigate({ to: '/interests/$id', params: { id } })
  return (
    <Sheet
      opened
      onClose={onClose}
      size="interest"
      padded={false}
      closesOutside
      title={interest.data?.subject ?? t`Интерес`}
      head={<span className="t2">{scenario?.name}</span>}
      actions={
        <Tooltip label={t`Открыть на всю страницу, O`}>
          <ActionIcon aria-label={t`Открыть на всю страницу`} onClick={toPage}>
            <IconMaximize size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      <Keys toPage={toPage} />
      {interest.data && <InterestCard key={id} interest={interest.data} />}
      {interest.isPending && <LoadingBars />}
      {interest.error && !interest.data && (
        <ErrorState
          title={<Trans>Интерес не открылся</Trans>}
          error={interest.error}
          onRetry={() => void interest.refetch()}
        />
      )}
    </Sheet>
  )
}

function Keys({ toPage }: { toPage: () => void }) {
  const { t } = useLingui()
  useKeys([{ keys: 'O', does: t`Открыть на всю страницу`, run: toPage }])
  return null
}
